"""What the indexes cost a save: a new customer in 100,000, as it is, without the search index, without the list's."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from sqlalchemy import select

from app.clock import beijing_now
from app.context import App
from app.customers.records import create_customer_in
from app.db.records import Employee, MarketArea
from app.db.schema import open_database
from app.people.accounts import OFFICE_JOB
from tests.bench.harness import compare, timed
from tests.bench.many_sample import office_of

CUSTOMERS = 100_000
_LISTS = ("ix_customer_listed", "ix_customer_named")


def main() -> None:
    """Print what a save takes with and without each of them, and how large they are."""
    with office_of(CUSTOMERS) as app, TemporaryDirectory() as folder, ExitStack() as stack:
        ways: dict[str, Callable[[], float]] = {}
        for name, drops, searching in (
            ("without any of them", _LISTS, False),
            ("with the list's two", (), False),
            ("with the search index", _LISTS, True),
            ("with all of them, as it is", (), True),
        ):
            file = Path(shutil.copy(str(app.db.file), Path(folder) / f"{len(ways)}.db"))
            ways[name] = stack.enter_context(_saver(file, drops, searching=searching))
        compare(f"save a new customer among {CUSTOMERS:,}", ways, rounds=25)
    for name, pages in _sizes():
        print(f"  {name:<24}{pages / CUSTOMERS:>6.0f} bytes a customer")


@contextmanager
def _saver(file: Path, drops: tuple[str, ...], *, searching: bool) -> Iterator[Callable[[], float]]:
    """A way that adds one customer each time, to a database of its own."""
    with closing(sqlite3.connect(file)) as connection:
        for index in drops:
            connection.execute(f"DROP INDEX {index}")
    with closing(open_database(f"sqlite:///{file}", now=beijing_now())) as db:
        app, numbers = App(db, OFFICE_JOB), count(1)
        with app.reading() as session:
            owner = session.scalars(select(Employee.id).where(Employee.position == "rep")).first() or 0
            market = session.scalars(select(MarketArea.id).where(MarketArea.level == "market")).first()

        def save() -> None:
            number = next(numbers)
            values = {"name": f"测速第{number}电料行", "address": f"{number}排1号", "market_area_id": market}
            with app.transaction("新建客户") as session:
                create_customer_in(app, session, values, owner_id=owner)

        def measure() -> float:
            if searching:
                return timed(save)()
            with patch("app.db.engine.keep_search", lambda _session: None):
                return timed(save)()

        yield measure


def _sizes() -> list[tuple[str, int]]:
    """Bytes of the indexes in the large file."""
    with office_of(CUSTOMERS) as app, app.reading() as session:
        connection = session.connection().connection.cursor()
        connection.execute(
            "SELECT CASE WHEN name LIKE 'customer_fts%' THEN 'customer_fts' ELSE name END AS what, sum(pgsize)"
            " FROM dbstat WHERE name LIKE 'customer_fts%' OR name LIKE 'customer_search%'"
            " OR name IN ('ix_customer_listed', 'ix_customer_named', 'customer') GROUP BY what"
        )
        return [(str(name), int(size)) for name, size in connection.fetchall()]


if __name__ == "__main__":
    main()
