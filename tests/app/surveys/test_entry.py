"""A sheet while it is typed: what is kept, what is missing, what can be taken back."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from app.context import App
from app.surveys.entry import Entry
from app.surveys.gaps import blockers, gaps, progress, refusal
from app.surveys.listing import list_sheets
from app.surveys.sheets import new_sheet, open_sheet, save_sheet

NOW = datetime(2026, 11, 20, 22, 0)
AREA, STAFF, SALES = "/data/a/shop_area_m2", "/data/a/staff_count", "/data/a/sales_staff_count"
RANK = "/data/e/purchase_factors"
BRANDS = "/data/c/customer_brands"


@pytest.fixture
def blank(clerk: App) -> Entry:
    return Entry(new_sheet(clerk), now=NOW)


@pytest.fixture
def third_visit(clerk: App) -> Entry:
    sheet = next(row for row in list_sheets(clerk, unfinished=True) if row.visit_count == 2)
    return Entry(open_sheet(clerk, sheet.id), now=NOW)


def test_what_cannot_be_read_stays_as_typed(blank: Entry) -> None:
    assert AREA in blank.type(AREA, "八十来平")
    assert blank.value(AREA) == ""
    assert blank.unread[AREA].text == "八十来平"
    assert "不是数字" in blank.problem(AREA)
    blank.type(AREA, "８０")
    assert (blank.value(AREA), blank.problem(AREA)) == ("80.0", "")


def test_a_number_too_large_for_the_form_is_not_lost(blank: Entry) -> None:
    blank.type(STAFF, "99999999999")
    assert blank.unread[STAFF].text == "99999999999"
    assert blank.problem(STAFF)


def test_a_rule_of_the_form_is_told_at_the_field(blank: Entry) -> None:
    blank.type(STAFF, "3")
    blank.type(SALES, "5")
    assert "不能多于员工人数" in blank.problem(SALES)
    assert [gap.path for gap in blockers(blank) if gap.problem] == [SALES]
    assert refusal(blockers(blank)[-1:]).startswith("还有 1 个必填项没填：")


def test_only_questions_up_to_this_visit_are_missing(blank: Entry) -> None:
    first = {gap.number for gap in gaps(blank)}
    assert {"A01", "C06"} <= first
    assert not {"A12", "C18"} & first
    blank.visit_order = 3
    assert {"A12", "C18"} <= {gap.number for gap in gaps(blank)}


def test_first_visit_asks_the_twenty_two_of_the_paper(blank: Entry) -> None:
    assert sum(gap.required and bool(gap.number) for gap in gaps(blank)) == 22


def test_not_asked_settles_a_question_and_goes_with_the_next_answer(blank: Entry) -> None:
    blank.toggle_not_asked("/data/a/mobile")
    assert "A09" not in {gap.number for gap in gaps(blank)}
    blank.type("/data/a/mobile", "14200001234")
    assert "/data/a/mobile" not in blank.not_asked


def test_three_places_make_a_ranking_and_two_do_not(blank: Entry) -> None:
    blank.answer(RANK, ("brand", "price"))
    assert "至少排出前 3 位" in blank.problem(RANK)
    blank.answer(RANK, ("brand", "price", "warranty"))
    assert blank.value(RANK).split()[:3] == ["brand", "price", "warranty"]
    assert len(blank.value(RANK).split()) == len(blank.filling.options(RANK))


def test_a_value_far_from_the_last_visit_is_doubted_but_taken(third_visit: Entry) -> None:
    before = float(third_visit.value(AREA))
    third_visit.type(AREA, str(before * 10))
    assert "相差 10 倍，请看是否多打了一个 0" in third_visit.warnings(AREA)[0]
    assert third_visit.problem(AREA) == ""
    third_visit.type(AREA, str(before + 1))
    assert third_visit.warnings(AREA) == ()


def test_earlier_answers_look_earlier_and_changed_ones_new(third_visit: Entry) -> None:
    assert third_visit.fill(AREA) == "prev"
    assert third_visit.earlier(AREA) is not None
    third_visit.type(AREA, "77")
    assert third_visit.fill(AREA) == "now"
    assert third_visit.fill("/data/a/warehouse_area_m2") == ""


def test_what_is_about_one_visit_is_asked_anew(third_visit: Entry) -> None:
    assert third_visit.value("/data/visit/visit_date") == "2026-11-20"
    assert third_visit.value("/data/visit/visit_round") == "3"
    assert third_visit.value("/data/outcome/visit_result") == ""


def test_a_new_sheet_of_a_known_customer_has_the_forms_defaults(clerk: App) -> None:
    surveyed = {row.customer_id for row in list_sheets(clerk)}
    entry = Entry(new_sheet(clerk, min(set(range(1, 37)) - surveyed)), now=NOW)
    assert entry.opened.sheet_id is None
    assert entry.value("/data/visit/visit_date") == "2026-11-20"
    assert entry.value("/data/visit/visit_round") == "1"


def test_undo_takes_back_fifty_edits_one_by_one(blank: Entry) -> None:
    for number in range(60):
        blank.type(STAFF, str(number))
    for number in range(58, 8, -1):
        assert blank.undo() == STAFF
        assert blank.value(STAFF) == str(number)
    assert blank.undo() == ""


def test_a_removed_row_comes_back_with_undo(blank: Entry) -> None:
    blank.ensure_row(f"{BRANDS}[2]/brand_id")
    blank.answer(f"{BRANDS}[1]/brand_id", "YL")
    blank.answer(f"{BRANDS}[2]/brand_id", "HL")
    blank.type(f"{BRANDS}[2]/brand_volume_wan", "oops")
    blank.remove_row(f"{BRANDS}[1]")
    assert blank.value(f"{BRANDS}[1]/brand_id") == "HL"
    assert blank.unread[f"{BRANDS}[1]/brand_volume_wan"].text == "oops"
    blank.undo()
    assert blank.value(f"{BRANDS}[1]/brand_id") == "YL"
    assert blank.value(f"{BRANDS}[2]/brand_id") == "HL"


def test_a_begun_row_lacks_its_required_cells_and_an_empty_one_nothing(blank: Entry) -> None:
    blank.visit_order = 2
    blank.answer(f"{BRANDS}[1]/brand_id", "YL")
    blank.add_row(BRANDS)
    assert [gap.path for gap in gaps(blank) if gap.path.startswith(BRANDS)] == [f"{BRANDS}[1]/role"]
    blank.drop_empty_rows()
    assert blank.filling.rows(BRANDS) == 1


def test_a_draft_holds_all_of_it(clerk: App, blank: Entry) -> None:
    blank.type(AREA, "八十来平")
    blank.answer("/data/b/distribution_traits", ("street", "park"))
    blank.toggle_not_asked("/data/a/phone")
    blank.set_source("/data/b/distribution_traits", "side")
    state = json.loads(json.dumps(blank.draft_state()))
    again = Entry(new_sheet(clerk), now=NOW, state=state)
    assert again.draft_state() == state
    assert again.unread[AREA].text == "八十来平"
    assert again.source("/data/b/distribution_traits") == "side"


def test_how_it_was_learnt_is_suggested_by_the_form_and_saved(clerk: App, third_visit: Entry) -> None:
    third_visit.type("/data/c/tech_staff_count", "2")
    third_visit.answer("/data/c/after_sales", "4")
    assert third_visit.source("/data/c/after_sales") == "side"
    assert third_visit.surveyor_id is not None
    saved = save_sheet(clerk, third_visit.sheet_input(surveyor_id=third_visit.surveyor_id))
    told = open_sheet(clerk, saved.sheet_id).told
    assert (told["/data/c/after_sales"].source, told["/data/c/after_sales"].visit) == ("side", 3)
    assert told["/data/c/tech_staff_count"].source == "direct"
    assert told[AREA].visit < 3


def test_a_section_knows_how_far_it_is(blank: Entry) -> None:
    section = next(s for s in blank.sections if s.letter == "A")
    assert (progress(blank, section).answered, progress(blank, section).wrong) == (0, False)
    blank.type("/data/a/customer_name", "恒砾机电")
    blank.type(AREA, "abc")
    assert progress(blank, section).answered == 2
    assert progress(blank, section).wrong
