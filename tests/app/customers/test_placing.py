"""What a new customer's form starts from."""

from __future__ import annotations

import pytest

from app.customers.placing import place_fields, placing, typed_fields
from app.db.records import MarketArea
from app.errors import Forbidden
from tests.support.office import Office


def test_customers_are_put_into_markets_not_into_districts(office: Office) -> None:
    places = placing(office.clerk)
    assert [name for _, name in places.markets] == ["河西五金机电城"]
    assert places.values["market_area_id"] == office.market()


def test_reps_come_first_among_those_who_may_own_a_customer(office: Office) -> None:
    assert [name for _, name in placing(office.clerk).owners] == ["程砚舟", "罗以南", "沈其岚", "温可"]


def test_a_rep_owns_what_they_add_and_a_clerk_chooses(office: Office) -> None:
    assert placing(office.rep).values["owner_id"] == office.employee("E01")
    assert placing(office.clerk).values["owner_id"] is None


def test_a_markets_own_rep_is_known(office: Office) -> None:
    office.change(MarketArea, office.market(), {"owner_id": office.employee("E02")})
    places = placing(office.clerk)
    assert places.owners_of == {office.market(): office.employee("E02")}
    assert places.values["owner_id"] == office.employee("E02")
    assert placing(office.rep).values["owner_id"] == office.employee("E01")


def test_the_form_starts_with_the_usual_values(office: Office) -> None:
    values = placing(office.clerk).values
    assert (values["party_kind"], values["stage"], values["is_tracked"]) == ("individual_business", "lead", False)
    assert "name" not in values


def test_what_the_program_writes_is_not_asked() -> None:
    asked = {field.name for field in (*typed_fields(), *place_fields())}
    assert {"name", "address", "market_area_id", "owner_id", "channel_type"} <= asked
    assert not asked & {"customer_no", "last_visit_on", "protect_until", "fit_result"}


def test_only_who_edits_customers_may_place_one(office: Office) -> None:
    with pytest.raises(Forbidden):
        placing(office.as_("admin"))
