"""A complaint's steps by keys: accepted, waited for, resolved, closed, noted, improved; and what is refused."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from app.complaints.closing import resolve
from app.people.accounts import sign_in
from tests.support.sample import Office, button_of, texts_of
from tests.ui.conftest import OpenOffice
from tests.ui.pages.complaints.by_keys import (
    choose,
    finish,
    numbers,
    opened,
    page_of,
    read,
    say,
    state,
    type_chinese,
)
from ui.dialogs.form import FormDialog
from ui.pages.complaints.improving import ImprovementsDialog
from ui.pages.complaints.moves import MoveDialog
from ui.pages.complaints.note_box import CALL_BACK

_SOLUTION = {
    "is_valid": "yes",
    "cause_kind": "transport",
    "cause_analysis": "专线晚到",
    "responsible": "物流",
    "remedies": ("apology",),
    "resolution": "改走另一条专线",
    "remedy_amount": "",
}


def test_a_complaint_goes_its_way_by_keys(office: Office) -> None:
    choose(office, "006")
    office.ctrl(Qt.Key.Key_Right)
    dialog = cast("MoveDialog", office.dialog())
    assert dialog.form.form.editor("handler_id").text() == "白宁（客服部）"
    office.type("电话联系，约好明天上门")
    finish(office)
    office.until(lambda: state(office) == "accepted")
    assert numbers(office)[:2] == [[], ["002", "005", "006", "004"]]
    office.ctrl(Qt.Key.Key_Right)
    say(office, "请售后派人")
    office.until(lambda: state(office) == "processing")
    page_of(office).acting.move("wait")
    say(office, "等客户在店里")
    office.until(lambda: state(office) == "waiting")
    assert page_of(office).board.current is not None
    assert page_of(office).board.current.limit.startswith("等客户，剩")
    office.ctrl(Qt.Key.Key_Right)
    say(office, "客户回来了")
    office.until(lambda: state(office) == "processing")


def test_a_solution_is_given_and_only_somebody_else_closes_it(office: Office) -> None:
    acting = page_of(office).acting
    choose(office, "004")
    office.ctrl(Qt.Key.Key_Right)
    say(office, "客户寄来了原发票")
    office.until(lambda: state(office) == "processing")
    office.ctrl(Qt.Key.Key_Right)
    dialog = cast("MoveDialog", office.dialog())
    office.type("1")
    office.press(Qt.Key.Key_Return)
    office.type("6")
    type_chinese(office, dialog, cause_analysis="抬头抄错", responsible="财务", resolution="已重开发票寄出")
    dialog.form.form.focus_field("remedies")
    office.type("2")
    finish(office)
    office.until(lambda: state(office) == "resolved")
    assert numbers(office)[2] == ["004"]
    assert "责任方：财务　处理方式：致歉" in page_of(office).panel.timeline.steps[-1].text
    assert acting.why_not("close") == "结案的人不能是承办人自己，请另一位客服或主管结案。"
    assert page_of(office).panel.box.next.toolTip() == acting.why_not("close")
    office.ctrl(Qt.Key.Key_Right)
    office.until(lambda: "请另一位客服或主管结案" in texts_of(office.window))


def test_the_supervisor_closes_what_the_customer_agreed_with(office_of: OpenOffice) -> None:
    office = opened(office_of("shenql", "complaints"))
    handler = sign_in(office.app, "wenk")
    found = read(office, "202611-002").row
    resolve(handler, found.id, found.row_version, _SOLUTION)
    page_of(office).reload()
    office.until(lambda: numbers(office)[2] == ["002"])
    choose(office, "002")
    office.ctrl(Qt.Key.Key_Right)
    dialog = cast("MoveDialog", office.dialog())
    dialog.form.form.focus_field("satisfaction")
    office.type("4")
    finish(office)
    office.until(lambda: numbers(office)[3][:1] == ["002"])
    assert read(office, "202611-002").values["satisfaction"] == 4
    office.until(lambda: "已结案「苔原建材」的投诉" in texts_of(office.window))


def test_what_cannot_be_done_says_why(office: Office) -> None:
    acting = page_of(office).acting
    choose(office, "006")
    office.ctrl(Qt.Key.Key_Left)
    office.until(lambda: "“已登记”的投诉没有可退回的一步。" in texts_of(office.window))
    assert acting.why_not("hand_over") == "投诉现在是“已登记”，不能“转办”。"
    office.alt(Qt.Key.Key_M)
    office.until(QApplication.activePopupWidget)
    menu = cast("QMenu", QApplication.activePopupWidget())
    lines = {action.text(): action.isEnabled() for action in menu.actions() if action.text()}
    assert lines["受理…"]
    assert lines["不予受理（这一步由主管办理）"] is False
    menu.close()


def test_a_note_is_written_by_keys_and_counts_as_a_word_with_the_customer(office: Office) -> None:
    box = page_of(office).panel.box
    choose(office, "006")
    office.press(Qt.Key.Key_Return)
    office.until(box.field.hasFocus)
    box.kinds[CALL_BACK].setChecked(True)
    office.type("客户在店，明天上午可以来")
    office.ctrl(Qt.Key.Key_Return)
    office.until(lambda: page_of(office).panel.timeline.steps[-1].text == "客户在店，明天上午可以来")
    step = page_of(office).panel.timeline.steps[-1]
    assert (step.title, step.who, step.contact) == ("联系客户", "白宁", True)
    assert read(office, "202611-006").row.responded_at == datetime(2026, 11, 20, 22, 0)
    assert box.text == ""


def test_a_note_begun_waits_for_its_complaint(office: Office) -> None:
    page = page_of(office)
    choose(office, "006")
    page.panel.box.field.setFocus()
    office.type("还要问仓库")
    choose(office, "002")
    assert page.panel.box.text == ""
    assert page.unsaved() == "投诉处理记录"
    choose(office, "006")
    assert page.panel.box.text == "还要问仓库"


def test_handing_over_takes_the_note_along(office: Office) -> None:
    page = page_of(office)
    choose(office, "004")
    page.panel.box.field.setFocus()
    page.panel.box.kinds[3].setChecked(True)
    office.type("发票归内勤管")
    office.ctrl(Qt.Key.Key_Return)
    dialog = cast("MoveDialog", office.dialog())
    assert dialog.form.form.value("content") == "发票归内勤管"
    dialog.form.form.focus_field("handler_id")
    office.type("wk")
    finish(office)
    office.until(lambda: read(office, "202611-004").row.handler == "温可")
    assert page.panel.box.text == ""


def test_an_improvement_is_ordered_done_and_verified(office: Office) -> None:
    choose(office, "001")
    page_of(office).acting.improve()
    dialog = cast("ImprovementsDialog", office.dialog())

    def standing() -> str:
        row = dialog.table.current_row()
        return row.state_code if row and not office.desk.jobs.busy else ""

    def asked(key: Qt.Key, modifier: Qt.KeyboardModifier) -> FormDialog:
        office.press(key, modifier)
        office.until(lambda: isinstance(QApplication.activeModalWidget(), FormDialog))
        return cast("FormDialog", office.dialog())

    form = asked(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    type_chinese(office, form, measure="出库前双人点数", owner_id="温可", department_id="行政内勤")
    form.form.form.focus_field("due_on")
    office.type("+")
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: standing() == "open")
    assert (dialog.table.current_row().measure, dialog.table.current_row().owner) == ("出库前双人点数", "温可")
    assert not button_of(dialog, "验证…").isEnabled()
    dialog.activateWindow()
    office.alt(Qt.Key.Key_1)
    office.until(lambda: standing() == "doing")
    asked(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: standing() == "done")
    dialog.activateWindow()
    form = asked(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    type_chinese(office, form, result="一周没有再少发")
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: standing() == "verified")
    office.until(lambda: ("改进措施", "1 条，都有效") in list(page_of(office).panel.shown.facts))  # type: ignore[union-attr]


def test_a_step_can_be_taken_back(office: Office) -> None:
    choose(office, "006")
    office.ctrl(Qt.Key.Key_Right)
    say(office, "电话联系")
    office.until(lambda: state(office) == "accepted")
    office.ctrl(Qt.Key.Key_Z)
    office.until(lambda: state(office) == "registered")
    assert numbers(office)[0] == ["006"]
    assert [step.title for step in page_of(office).panel.timeline.steps] == ["登记"]
