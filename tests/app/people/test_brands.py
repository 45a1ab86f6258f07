"""The brands."""

from __future__ import annotations

from typing import Any

import pytest

from app.db.records import Brand
from app.errors import Conflict, Forbidden, Invalid
from app.people.brands import add_brand, edit_brand, list_brands, new_brand, read_brand
from app.surveys.forms import active_form
from tests.support.office import Office


def test_a_new_brand_is_listed_and_offered_on_the_survey_sheet(office: Office) -> None:
    admin = office.as_("admin")
    brand_id = add_brand(admin, {**new_brand(), "code": "ｊｈ", "name": "旌禾", "tier": "low"})
    assert [row.name for row in list_brands(admin)] == ["云栎", "恒砾", "柏渡", "澜雀", "旌禾"]
    assert (office.read(Brand, brand_id).code, list_brands(admin)[-1].tier) == ("JH", "低档")
    _, form = active_form(office.clerk)
    assert "JH" in [choice.code for choice in form.choices["brands"]]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"code": "HL"}, {"code"}),
        ({"code": "J H"}, {"code"}),
        ({"name": "恒砾"}, {"name"}),
        ({"relation": "own"}, {"relation"}),
        ({"code": "", "name": "", "tier": "best"}, {"code", "name", "tier"}),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(office: Office, values: dict[str, Any], expected: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        add_brand(office.as_("admin"), {"code": "JH", "name": "旌禾", **values})
    assert set(refused.value.problems) == expected
    assert len(list_brands(office.as_("admin"))) == 4


def test_correcting_a_brand_needs_its_newest_state(office: Office) -> None:
    admin, brand_id = office.as_("admin"), office.id_of(Brand, code="HL")
    seen = read_brand(admin, brand_id)
    edit_brand(admin, brand_id, seen.row_version, {**seen.values, "is_major_maker": True})
    assert list_brands(admin)[1].is_major_maker
    with pytest.raises(Conflict):
        edit_brand(admin, brand_id, seen.row_version, {"name": "恒励"})


def test_a_clerk_does_not_keep_brands(office: Office) -> None:
    with pytest.raises(Forbidden):
        list_brands(office.clerk)
    with pytest.raises(Forbidden):
        add_brand(office.clerk, {})
