"""Filling a sheet: every rule follows at once, nothing typed is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Invalid
from app.forms.filling import Filling
from app.forms.judge import CLOCK
from app.forms.model import Form
from app.forms.xlsform import load_form

FORMS = Path(__file__).parent / "forms"
BRANDS = "/data/c/customer_brands"
MOBILE, CONSENT = "/data/a/mobile", "/data/g/consent_answer"


def test_a_new_sheet_has_its_defaults(filling: Filling) -> None:
    assert filling.state("/data/visit/visit_date").value == "2026-11-20"
    assert filling.state("/data/visit/visit_round").value == "1"
    assert filling.row_counts() == {BRANDS: 1, "/data/d/competitors": 1, "/data/g/photos": 1}


def test_set_tells_which_nodes_changed(filling: Filling) -> None:
    changed = filling.set(CONSENT, "no")

    assert changed == {CONSENT, MOBILE, "/data/a/wechat"}
    assert filling.set(CONSENT, "no") == frozenset()


def test_a_hidden_answer_returns_with_its_question(filling: Filling) -> None:
    filling.set(MOBILE, "14200001037")
    filling.set(CONSENT, "no")
    assert not filling.state(MOBILE).relevant
    assert filling.state(MOBILE).value == ""
    assert filling.answers()[MOBILE] == "14200001037"

    filling.set(CONSENT, "verbal")
    assert filling.state(MOBILE).value == "14200001037"


def test_a_broken_rule_says_what_to_do(filling: Filling) -> None:
    filling.set("/data/a/founded_year", "1948")
    state = filling.state("/data/a/founded_year")

    assert (state.valid, state.broken) == (False, "constraint")
    assert state.message == "开业年份应在 1949 年到今年之间，请填 4 位年份"
    assert filling.state("/data/a/customer_name").broken == "required"


def test_a_row_sees_its_own_neighbours(filling: Filling) -> None:
    assert filling.add_row(BRANDS) == f"{BRANDS}[2]"
    filling.set(f"{BRANDS}[1]/brand_id", "HL")
    changed = filling.set(f"{BRANDS}[2]/brand_id", "HL")

    assert {f"{BRANDS}[1]/brand_id", f"{BRANDS}[2]/brand_id"} <= changed
    assert filling.state(f"{BRANDS}[1]/brand_id").broken == "constraint"


def test_rows_move_up_when_one_goes(filling: Filling) -> None:
    filling.set(f"{BRANDS}[1]/brand_id", "HL")
    filling.add_row(BRANDS)
    filling.set(f"{BRANDS}[2]/brand_id", "HL")
    filling.remove_row(f"{BRANDS}[1]")

    assert filling.rows(BRANDS) == 1
    assert filling.state(f"{BRANDS}[1]/brand_id").valid
    filling.set(f"{BRANDS}[1]/brand_id", "BD")
    assert filling.answers()[f"{BRANDS}[1]/brand_id"] == "BD"


def test_options_follow_other_answers(filling: Filling) -> None:
    filling.set("/data/d/competitors[1]/rival_brand_id", "HL")
    assert [choice.label for choice in filling.options("/data/d/strongest_brand_id")] == ["恒砾"]
    filling.set("/data/d/strongest_brand_id", "HL")
    filling.set("/data/d/competitors[1]/rival_brand_id", "BD")
    assert filling.state("/data/d/strongest_brand_id").value == ""


def test_codes_keep_the_order_of_the_list(filling: Filling) -> None:
    filling.set("/data/b/distribution_traits", ["town", "street", "moon"])
    assert filling.state("/data/b/distribution_traits").value == "street town"
    filling.set("/data/b/distribution_traits", "park concentrated")
    assert filling.state("/data/b/distribution_traits").value == "concentrated park"


def test_a_partial_order_is_not_taken(filling: Filling) -> None:
    with pytest.raises(Invalid, match="全部选项"):
        filling.set("/data/e/purchase_factors", ["price", "quality"])


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/data/a/uscc_check", "自己填"),
        ("/data/a", "一组题"),
        ("/data/nope", "没有"),
        ("/data/a/uscc_suspect", "自己填"),
    ],
)
def test_nodes_a_person_cannot_fill(filling: Filling, path: str, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        filling.set(path, "x")


def test_counted_rows_are_the_forms_business() -> None:
    filling = Filling(load_form(FORMS / "repeat_counted_nested"), now=CLOCK)
    filling.set("/data/k", "2")
    assert filling.rows("/data/r") == 2
    with pytest.raises(Invalid, match="行数"):
        filling.add_row("/data/r")
    filling.set("/data/k", "")
    assert filling.rows("/data/r") == 2
    filling.set("/data/k", "3")
    filling.set("/data/k", "1")
    assert filling.rows("/data/r") == 1


def test_a_calculation_may_be_overwritten_until_it_changes() -> None:
    filling = Filling(load_form(FORMS / "defaults_and_types"), now=CLOCK)
    filling.set("/data/calcin", "mine")
    filling.set("/data/i", "4")
    assert filling.state("/data/calcin").value == "mine"
    filling.set("/data/src", "new")
    assert filling.state("/data/calcin").value == "new!"


def test_a_trigger_acts_on_every_change() -> None:
    filling = Filling(load_form(FORMS / "defaults_and_types"), now=CLOCK)
    filling.set("/data/i", "4")
    assert filling.state("/data/trg2").value == ""
    filling.set("/data/src", "go")
    assert filling.state("/data/trg2").value == "8"


def test_a_stored_sheet_opens_as_it_was(cable_survey: Form, filling: Filling) -> None:
    filling.set("/data/visit/visit_round", None)
    filling.set("/data/a/customer_name", "桁岳五金")
    filling.add_row(BRANDS)
    filling.set(f"{BRANDS}[2]/brand_id", "HL")
    filling.remove_row("/data/g/photos[1]")

    again = Filling(cable_survey, filling.answers(), rows=filling.row_counts(), now=CLOCK)

    assert dict(again.states()) == dict(filling.states())
    assert again.state("/data/visit/visit_round").value == ""


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
LEAVES = (
    "/data/a/customer_name",
    "/data/a/uscc",
    "/data/a/staff_count",
    "/data/a/shop_area_m2",
    "/data/g/next_visit_on",
)
CHOICES = st.sampled_from(["no", "verbal", "HL", "other", "main", "none"])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(LEAVES), TEXTS), max_size=6))
def test_whatever_is_typed_is_stored_or_left_out(cable_survey: Form, typed: list[tuple[str, str]]) -> None:
    filling = Filling(cable_survey, now=CLOCK)
    for path, text in typed:
        filling.set(path, text)
        if path in LEAVES[:2]:
            assert filling.state(path).value == text
    again = Filling(cable_survey, filling.answers(), rows=filling.row_counts(), now=CLOCK)
    assert dict(again.states()) == dict(filling.states())


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["brand_id", "role"]), st.integers(1, 3), CHOICES), max_size=8))
def test_changes_told_are_the_changes_made(cable_survey: Form, steps: list[tuple[str, int, str]]) -> None:
    filling = Filling(cable_survey, now=CLOCK)
    filling.add_row(BRANDS)
    filling.add_row(BRANDS)
    for name, row, code in steps:
        before = dict(filling.states())
        changed = filling.set(f"{BRANDS}[{row}]/{name}", code)
        after = dict(filling.states())
        assert changed == {path for path in after if after[path] != before[path]}
