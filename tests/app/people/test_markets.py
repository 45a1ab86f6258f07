"""The markets and what they lie in."""

from __future__ import annotations

from typing import Any

import pytest

from app.db.records import MarketArea
from app.errors import Conflict, Forbidden, Invalid
from app.people.markets import (
    add_market,
    area_options,
    edit_market,
    list_markets,
    new_market,
    read_market,
    rep_options,
)
from app.surveys.forms import active_form
from tests.support.office import Office


def typed(office: Office, **values: Any) -> dict[str, Any]:
    """A market as the form gives it."""
    admin = office.as_("admin")
    return {
        **new_market(admin),
        "code": "lz-cb",
        "name": "城北建材大市场",
        "parent_id": str(office.id_of(MarketArea, code="LZ")),
        "market_type": "building_city",
        "owner_id": str(office.employee("E02")),
        **values,
    }


def test_a_new_market_is_listed_and_offered_on_the_survey_sheet(office: Office) -> None:
    market_id = add_market(office.as_("admin"), typed(office, size_wan="9000", distribution_traits=("estate",)))
    row = next(row for row in list_markets(office.as_("admin")) if row.id == market_id)
    assert (row.code, row.level, row.upper, row.market_type, row.owner) == (
        "LZ-CB",
        "市场",
        "澜州市",
        "建材城",
        "罗以南",
    )
    assert office.read(MarketArea, market_id).profile_updated_on == office.clock.now.date()
    _, form = active_form(office.clerk)
    assert "LZ-CB" in [choice.code for choice in form.choices["market_areas"]]


def test_a_market_without_a_profile_has_no_day_of_it(office: Office) -> None:
    market_id = add_market(office.as_("admin"), typed(office))
    assert office.read(MarketArea, market_id).profile_updated_on is None


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"code": "LZ-HX"}, {"code"}),
        ({"code": "城北"}, {"code"}),
        ({"name": "河西区"}, {"name"}),
        ({"market_type": ""}, {"market_type"}),
        ({"code": "", "name": "", "branch_id": "", "size_wan": "很多"}, {"code", "name", "branch_id", "size_wan"}),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(office: Office, values: dict[str, Any], expected: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        add_market(office.as_("admin"), typed(office, **values))
    assert set(refused.value.problems) == expected


def test_a_district_needs_no_market_type(office: Office) -> None:
    add_market(office.as_("admin"), typed(office, code="LZ-CBQ", name="城北区", level="district", market_type=""))


def test_two_cities_of_one_name_are_one_too_many(office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        add_market(
            office.as_("admin"),
            typed(office, code="LZ2", name="澜州市", level="city", parent_id="", market_type=""),
        )
    assert set(refused.value.problems) == {"name"}


def test_an_area_cannot_lie_in_itself(office: Office) -> None:
    admin, city, market = office.as_("admin"), office.id_of(MarketArea, code="LZ"), office.market()
    with pytest.raises(Invalid) as refused:
        edit_market(admin, city, read_market(admin, city).row_version, {"parent_id": market})
    assert set(refused.value.problems) == {"parent_id"}


def test_correcting_a_market_needs_its_newest_state(office: Office) -> None:
    admin, market = office.as_("admin"), office.market()
    seen = read_market(admin, market)
    edit_market(admin, market, seen.row_version, {**seen.values, "market_type": "professional", "economy": "五金集散"})
    assert office.read(MarketArea, market).profile_updated_on == office.clock.now.date()
    with pytest.raises(Conflict):
        edit_market(admin, market, seen.row_version, {"market_type": "other"})


def test_the_marketing_department_keeps_markets_and_a_rep_does_not(office: Office) -> None:
    admin = office.as_("admin")
    assert area_options(admin)[0][1] == "澜州市"
    assert [name for _, name in rep_options(admin)] == ["程砚舟", "罗以南", "沈其岚", "温可"]
    for act in (list_markets, area_options, rep_options, lambda app: add_market(app, {})):
        with pytest.raises(Forbidden, match=r"market\.edit"):
            act(office.rep)
