"""A rep holds so many customers that have not signed, and no more (rule R12)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.customers.bulk import bulk_edit
from app.customers.creating import Created, create_customer
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
