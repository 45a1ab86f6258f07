"""A rep holds so many customers that have not signed, and no more (rule R12)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest

from app.customers.bulk import bulk_edit
from app.customers.creating import Created, create_customer
from app.customers.protecting import Places, several_unprotected
from app.db.records import Customer
from app.errors import Invalid
from tests.support.office import Office

NAMES = ("砾川电缆批发部", "桁岳五金机电经营部", "行知照明")


@pytest.fixture(autouse=True)
def _three_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.customers.protecting.PROTECT_MAX", 3)
    monkeypatch.setattr("app.customers.bulk.PROTECT_MAX", 3)


def shop(office: Office, name: str) -> dict[str, Any]:
    values = {"name": name, "address": f"{name}旁 9 号", "channel_type": "wholesaler"}
    return {**values, "market_area_id": office.market(), "owner_id": office.employee()}


def create(office: Office, name: str, **values: Any) -> Created:
    return create_customer(office.clerk, shop(office, name) | values)


def until(office: Office, customer_id: int) -> date | None:
    found: date | None = office.read(Customer, customer_id).protect_until
    return found


def count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two who count a rep's places wait for each other with what they counted."""
    both_counted, left = Barrier(2), Places.left

    def left_meanwhile(places: Places, owner_id: int) -> int:
        found = left(places, owner_id)
        with suppress(BrokenBarrierError):  # who waits for the other in vain counts alone, as it should be
            both_counted.wait(timeout=1)
        return found

    monkeypatch.setattr(Places, "left", left_meanwhile)


def test_one_more_than_a_rep_may_hold_is_added_without_protection(office: Office) -> None:
    first = [create(office, name) for name in NAMES]
    assert {each.unprotected for each in first} == {""}
    more = create(office, "恒砾水暖")
    assert until(office, more.customer_id) is None
    assert more.unprotected == "程砚舟的 3 家保护客户已满，这家没有保护期"
    signed = create_customer(office.chief, shop(office, "云栎照明") | {"lifecycle_status": "signed"})
    assert (until(office, signed.customer_id), signed.unprotected) == (None, "")
    assert until(office, create(office, "柏渡劳保", owner_id=office.employee("E02")).customer_id)


@pytest.mark.parametrize(
    "given_up",
    [
        {"lifecycle_status": "signed"},
        {"protect_until": date(2026, 11, 19)},
        {"owner_id": 2},
        {"lifecycle_status": "lost"},
    ],
)
def test_who_signed_or_is_free_again_takes_no_place(office: Office, given_up: dict[str, Any]) -> None:
    first, *_ = [create(office, name) for name in NAMES]
    office.change(Customer, first.customer_id, given_up)
    assert create(office, "恒砾水暖").unprotected == ""


def test_a_visit_protects_again_where_there_is_a_place(office: Office) -> None:
    first, *_ = [create(office, name) for name in NAMES]
    more = create(office, "恒砾水暖").customer_id
    office.visit(more)
    assert until(office, more) is None
    office.change(Customer, first.customer_id, {"lifecycle_status": "signed"})
    office.visit(more, visit_date=date(2026, 11, 17), visit_round=2)
    assert until(office, more) == date(2027, 2, 15)


def test_a_hand_over_beyond_the_places_left_is_refused_whole(office: Office) -> None:
    shops = {create(office, name).customer_id: 1 for name in NAMES}
    create(office, "恒砾水暖", owner_id=office.employee("E02"))
    changes = {"owner_id": office.employee("E02")}
    with pytest.raises(Invalid, match="最多 3 家，现在还能接 2 家，这次要给 3 家") as refused:
        bulk_edit(office.chief, shops, changes, reason="片区调整")
    assert set(refused.value.problems) == {"owner_id"}
    assert {office.read(Customer, shop).owner_id for shop in shops} == {office.employee()}
    signed, *rest = shops
    office.change(Customer, signed, {"lifecycle_status": "signed"})
    assert bulk_edit(office.chief, {signed: 2} | dict.fromkeys(rest, 1), changes, reason="片区调整") == 3


def test_a_visit_to_who_has_signed_takes_no_place(office: Office) -> None:
    signed = create_customer(office.chief, shop(office, "云栎照明") | {"lifecycle_status": "signed"}).customer_id
    office.visit(signed)
    assert until(office, signed) is None


def test_of_two_who_take_the_last_place_at_once_one_is_refused(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    create(office, "砾川电缆批发部", owner_id=office.employee("E02"))
    create(office, "桁岳五金机电经营部", owner_id=office.employee("E02"))
    given = [create(office, name).customer_id for name in ("恒砾水暖", "柏渡劳保")]

    def hand_over(customer_id: int) -> str:
        try:
            bulk_edit(office.chief, {customer_id: 1}, {"owner_id": office.employee("E02")}, reason="片区调整")
        except Invalid:
            return "refused"
        return "given"

    count_together(monkeypatch)
    assert office.chief.user.name
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(hand_over, given)) == ["given", "refused"]


def test_two_visits_at_once_do_not_take_one_place_twice(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *_ = [create(office, name) for name in NAMES]
    more = [create(office, name).customer_id for name in ("恒砾水暖", "柏渡劳保")]
    office.change(Customer, first.customer_id, {"lifecycle_status": "signed"})
    count_together(monkeypatch)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(office.visit, more))
    assert [until(office, customer_id) for customer_id in more].count(None) == 1


def test_how_many_an_import_left_without_protection_is_said() -> None:
    assert several_unprotected(0) == ""
    assert several_unprotected(1200) == "其中 1,200 家没有保护期：负责人的 3 家已满"
