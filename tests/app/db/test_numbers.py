"""Numbers of a series are given once, whoever asks at the same time (rule R24)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.db.engine import Database
from app.db.journal import Author
from app.db.numbers import next_number
from app.db.records import NumberSequence
from app.db.schema import open_database
from app.db.verify import verify
from app.errors import Cancelled
from tests.support.office import Office


def test_writers_at_the_same_time_keep_one_chain_and_never_share_a_number(office_url: str, office: Office) -> None:
    def work(writer: int) -> list[str]:
        db = open_database(office_url, now=office.clock.now)
        try:
            return [take(db, writer) for _ in range(10)]
        finally:
            db.close()

    def take(db: Database, writer: int) -> str:
        author = Author(None, f"写手{writer}", office.clock.now, "取号")
        with db.transaction(author) as session:
            return next_number(session, "TEST-", 4)

    with ThreadPoolExecutor(4) as pool:
        numbers = [number for taken in pool.map(work, range(4)) for number in taken]
    assert sorted(numbers) == [f"TEST-{n:04d}" for n in range(1, 41)]
    assert not verify(office.app.db).problems


def test_a_number_of_a_failed_transaction_is_not_lost_to_the_series(office: Office) -> None:
    def give_up() -> None:
        with office.app.transaction("作废") as session:
            next_number(session, "DC-LZ-202611-", 4)
            raise Cancelled("停")

    with pytest.raises(Cancelled):
        give_up()
    with office.app.transaction("取号") as session:
        assert next_number(session, "DC-LZ-202611-", 4) == "DC-LZ-202611-0001"
        assert next_number(session, "DC-LZ-202611-", 4) == "DC-LZ-202611-0002"
    assert office.read(NumberSequence, office.id_of(NumberSequence, scope_key="DC-LZ-202611-")).next_value == 3
