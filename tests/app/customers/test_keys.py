"""Keys that an earlier version of the program stored are found and given anew (rule R11)."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from app.customers.duplicates import likely_same
from app.customers.keys import renew_keys, stale_keys
from app.db.records import Customer
from app.db.verify import verify
from tests.support.office import Office

NAMES = ("【鑫达五金】", "桁岳五金机电经营部", "砾川电缆批发部")


@pytest.fixture
def shops(office: Office, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Three customers in two parts; the keys of the first and the last are of long ago."""
    monkeypatch.setattr("app.customers.keys._BATCH", 2)
    shops = [office.add_customer(name, address=f"{name}旁 9 号") for name in NAMES]
    office.change(Customer, shops[0], {"phone": "0600-8100001-8008"})
    with office.app.transaction("旧版本") as session:
        old = text("UPDATE customer SET name_key = '', soft_key = '', phone_key = '060081000018008' WHERE id = :id")
        for shop in (shops[0], shops[2]):
            session.connection().execute(old, {"id": shop})
    return shops


def stale(office: Office) -> int:
    with office.app.reading() as session:
        return stale_keys(session)


def test_who_has_other_keys_than_now_is_counted_and_nothing_is_changed(office: Office, shops: list[int]) -> None:
    assert stale(office) == 2
    assert office.read(Customer, shops[0]).name_key == ""


def test_the_keys_of_now_are_given_and_found_by(office: Office, shops: list[int]) -> None:
    untouched = office.read(Customer, shops[1]).row_version
    assert shops[0] not in {each.customer_id for each in likely_same(office.clerk, "鑫达五金", ["0600-8100001"])}
    assert (renew_keys(office.app), stale(office)) == (2, 0)
    first = office.read(Customer, shops[0])
    assert (first.name_key, first.phone_key) == ("鑫达五金", "06008100001")
    assert office.read(Customer, shops[2]).phone_key is None
    assert office.read(Customer, shops[1]).row_version == untouched
    assert shops[0] in {each.customer_id for each in likely_same(office.clerk, "鑫达五金", ["0600-8100001"])}
    assert verify(office.app.db).problems == ()
    assert renew_keys(office.app) == 0


def test_who_is_deleted_gets_them_too(office: Office, shops: list[int]) -> None:
    office.change(Customer, shops[2], {"deleted_at": office.clock()})
    assert renew_keys(office.app) == 2
    assert stale(office) == 0
