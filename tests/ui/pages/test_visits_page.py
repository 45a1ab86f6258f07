"""The visit page: what was planned and done, and recording a visit, by keys."""

from __future__ import annotations

from datetime import date, time
from typing import cast

import pytest
from PySide6.QtCore import Qt

from app.visits.reading import open_visit
from app.visits.records import list_visits
from tests.support.keyboard import commit_text
from tests.support.sample import Office, texts_of
from tests.ui.conftest import OpenOffice
from ui.dialogs.message import MessageDialog
from ui.pages.visits.page import VisitsPage
from ui.pages.visits.visit_form import VisitForm
from ui.shell.targets import VisitTarget

FRIDAY = date(2026, 11, 20)


def page_of(office: Office) -> VisitsPage:
    return cast("VisitsPage", office.window.page)


def words(office: Office) -> list[tuple[str, str]]:
    model = page_of(office).visits.table.rows
    return [(row.customer, row.status.word) for row in (model.row(n) for n in range(model.rowCount()))]


def form_of(office: Office) -> VisitForm:
    office.until(lambda: page_of(office).visits.form)
    return cast("VisitForm", page_of(office).visits.form)


@pytest.fixture
def rep(office_of: OpenOffice) -> Office:
    """罗以南 before the visits of Friday: two made, one not."""
    office = office_of("luoyn", "visits")
    office.until(lambda: len(words(office)) == 3)
    office.until(lambda: page_of(office).visits.table.hasFocus())
    return office


def test_planned_and_made_visits_stand_in_one_list(rep: Office) -> None:
    assert words(rep) == [
        ("澜州苔原建材有限公司", "已完成"), ("澜州市朔桐照明电器有限公司", "未去成"), ("桐栾五金建材连锁（城北店）", "已完成"),
    ]  # fmt: skip
    assert page_of(rep).status == "拜访 3 家，已完成 2 家"


def test_a_made_visit_is_shown_beside_the_list_and_cannot_be_changed_once_reported(rep: Office) -> None:
    page = page_of(rep)
    rep.until(lambda: "这次拜访已进日报，只能看" in texts_of(page.visits.panel))
    shown = page.visits.panel.currentWidget()
    assert isinstance(shown, VisitForm)
    assert shown.form.value("visit_date") == "2026-11-20"
    assert shown.form.editor("situation").isReadOnly()


def test_a_missed_visit_is_recorded_by_keys(rep: Office) -> None:
    rep.press(Qt.Key.Key_Down)
    rep.press(Qt.Key.Key_Return)
    form = form_of(rep)
    assert form.draft.values["plan_item_id"] is not None
    rep.until(lambda: rep.focus() is form.form.editor("visit_date"))
    rep.press(Qt.Key.Key_Return, times=2)
    rep.type("1510")
    rep.press(Qt.Key.Key_Return)
    rep.type("1555")
    rep.press(Qt.Key.Key_Return)
    assert (form.form.value("start_at"), form.form.value("end_at")) == ("15:10:00", "15:55:00")
    form.form.focus_field("steps")
    rep.type("126")
    rep.press(Qt.Key.Key_Return)
    rep.type("1")
    form.form.focus_field("situation")
    rep.type("老板在店，库存还够三周")
    rep.press(Qt.Key.Key_Return)
    rep.type("下月初送新样")
    rep.ctrl(Qt.Key.Key_S)
    rep.until(lambda: ("澜州市朔桐照明电器有限公司", "已完成") in words(rep))
    made = next(v for v in list_visits(rep.app, FRIDAY, FRIDAY, employee_id=2) if v.start_at == time(15, 10))
    stored = open_visit(rep.app, made.id)
    assert (made.result_code, made.is_planned, made.minutes) == ("good", True, 45)
    assert stored.steps == {"greet", "introduce", "exchange"}
    assert stored.values["countermeasure"] == "下月初送新样"
    assert page_of(rep).visits.form is None


def test_every_problem_is_said_at_its_field_and_nothing_is_lost(rep: Office) -> None:
    rep.press(Qt.Key.Key_Down)
    rep.press(Qt.Key.Key_F2)
    form = form_of(rep)
    form.form.focus_field("end_at")
    rep.type("0830")
    rep.ctrl(Qt.Key.Key_S)
    rep.until(lambda: form.form.message("end_at") == "结束要晚于开始")
    assert "见到负责人的要填基本情况" in form.form.message("situation")
    assert form.form.value("end_at") == "08:30:00"
    assert rep.focus() is form.form.editor("end_at")


def test_failure_reasons_are_picked_by_letter_and_ask_for_the_brand(rep: Office) -> None:
    rep.press(Qt.Key.Key_Down)
    rep.press(Qt.Key.Key_Return)
    form = form_of(rep)
    assert not form.form.editor("failure_reasons").isVisible()
    form.form.focus_field("result")
    rep.type("3")
    rep.press(Qt.Key.Key_Return)
    assert rep.focus() is form.form.editor("failure_reasons")
    assert not form.form.editor("tied_brand_id").isVisible()
    rep.type("ad")
    assert form.form.value("failure_reasons") == "a d"
    assert form.form.editor("failure_reasons").text().startswith("a d")
    assert form.form.editor("tied_brand_id").isVisible()


def test_another_intent_offers_another_next_date_until_one_was_typed(rep: Office) -> None:
    rep.press(Qt.Key.Key_Down)
    rep.press(Qt.Key.Key_Return)
    form = form_of(rep)
    before = form.form.value("next_visit_on")
    form.form.focus_field("intent_level")
    rep.type("1")
    refused = form.form.value("next_visit_on")
    assert refused == "2027-02-18"
    assert refused != before
    rep.press(Qt.Key.Key_Return)
    rep.type("1201")
    rep.press(Qt.Key.Key_Return)
    form.form.focus_field("intent_level")
    rep.type("2")
    assert form.form.value("next_visit_on") == "2026-12-01"


def test_an_unplanned_visit_begins_with_finding_the_customer(rep: Office) -> None:
    rep.ctrl(Qt.Key.Key_N)
    rep.dialog()
    rep.type("xiuyun")
    rep.press(Qt.Key.Key_Backspace, times=6)
    rep.type("岫云")
    rep.until(lambda: "澜州岫云装饰材料有限公司" in _hits(rep))
    rep.press(Qt.Key.Key_Return)
    form = form_of(rep)
    assert form.draft.customer == "澜州岫云装饰材料有限公司"
    assert form.form.value("employee_id") == "2"
    assert form.draft.values["plan_item_id"] is None


def _hits(office: Office) -> list[str]:
    from ui.tables.view import RecordTable

    table = office.dialog().findChild(RecordTable)
    assert isinstance(table, RecordTable)
    found = [table.rows.row(n).name for n in range(table.rows.rowCount())]
    return found if len(found) == 1 else []


def test_alt_b_from_another_page_records_here(office_of: OpenOffice) -> None:
    office = office_of("wenk", "workbench")
    office.desk.go("visits", VisitTarget(customer_id=12, day=FRIDAY))
    form = form_of(office)
    assert form.draft.customer == "澜州岫云装饰材料有限公司"
    assert form.form.value("employee_id") == "2", "the customer's own rep"


def test_esc_asks_before_anything_typed_is_lost(rep: Office) -> None:
    rep.press(Qt.Key.Key_Down)
    rep.press(Qt.Key.Key_Return)
    form = form_of(rep)
    form.form.focus_field("situation")
    rep.type("只说了两句")
    rep.press(Qt.Key.Key_Escape)
    assert "还没有保存" in texts_of(rep.dialog())
    rep.press(Qt.Key.Key_Escape)
    assert page_of(rep).visits.form is form
    rep.press(Qt.Key.Key_Escape)
    rep.dialog()
    rep.press(Qt.Key.Key_Tab, times=2)
    rep.press(Qt.Key.Key_Space)
    rep.until(lambda: page_of(rep).visits.form is None)
    assert len(list_visits(rep.app, FRIDAY, FRIDAY, employee_id=2)) == 2


def test_days_and_weeks_by_key(rep: Office) -> None:
    rep.alt(Qt.Key.Key_PageUp)
    rep.until(lambda: page_of(rep).visits.surface.title.text() == "2026-11-19 周四")
    rep.alt(Qt.Key.Key_4)
    rep.until(lambda: page_of(rep).visits.surface.title.text() == "11-16 至 11-22")
    rep.until(lambda: len(words(rep)) > 15)
    rep.alt(Qt.Key.Key_PageDown)
    rep.until(lambda: page_of(rep).visits.surface.title.text() == "11-23 至 11-29")
    rep.until(lambda: "这段时间没有拜访" in texts_of(page_of(rep).visits))


def test_closing_the_window_asks_about_a_visit_that_is_not_saved(rep: Office) -> None:
    rep.window.go("visits", VisitTarget(customer_id=9))
    form_of(rep).form.editor("situation").setFocus()
    commit_text(rep.window, "刚说到账期")
    assert rep.window.close() is False
    dialog = rep.window.findChild(MessageDialog)
    assert dialog is not None
    assert dialog.text.text() == "一条拜访填了还没保存，都还在窗口里。"
    dialog.choose("drop")
    assert not rep.window.isVisible()
