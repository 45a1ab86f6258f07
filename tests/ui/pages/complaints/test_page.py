"""Complaints by keys on the sample office: taken down, accepted, waited for, resolved, closed; and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QMenu

from app.complaints.closing import resolve
from app.complaints.detail import ComplaintDetail, read_complaint
from app.complaints.reading import list_complaints
from app.complaints.registering import register, start_complaint
from app.complaints.rows import ComplaintFilter
from app.people.accounts import sign_in
from tests.support.clock import StandingClock
from tests.support.sample import Office, button_of, texts_of
from ui.dialogs.form import FormDialog
from ui.pages.complaints.moves import MoveDialog
from ui.pages.complaints.note_box import CALL_BACK
from ui.pages.complaints.page import LIST, ComplaintsPage
from ui.pages.complaints.registering import EditDialog, RegisterDialog
from ui.pages.reports.exporting import export_folder
from ui.theme import theme

OpenOffice = Callable[[str, str], Office]
_SOLUTION = {
    "is_valid": "yes",
    "cause_kind": "transport",
    "cause_analysis": "专线晚到",
    "responsible": "物流",
    "remedies": ("apology",),
    "resolution": "改走另一条专线",
    "remedy_amount": "",
}


@pytest.fixture
def office(office_of: OpenOffice) -> Office:
    """白宁 of customer service, with the board read."""
    return opened(office_of("baining", "complaints"))


def opened(office: Office) -> Office:
    office.until(lambda: page_of(office).acting.detail)
    return office


def page_of(office: Office) -> ComplaintsPage:
    return cast("ComplaintsPage", office.window.page)


def numbers(office: Office) -> list[list[str]]:
    """The last three digits of the cards, column by column."""
    return [[card.number[-3:] for card in view.cards] for view in page_of(office).board.columns]


def read(office: Office, number: str) -> ComplaintDetail:
    (row,) = list_complaints(office.app, ComplaintFilter(text=number))
    return read_complaint(office.app, row.id)


def choose(office: Office, number: str) -> None:
    """Put the cursor on a complaint of November 2026."""
    page = page_of(office)
    page.board.select(read(office, f"202611-{number}").row.id)
    page.board.focus_cards()
    office.until(lambda: shown(office) == number)


def shown(office: Office) -> str:
    """The complaint at the right."""
    detail = page_of(office).acting.detail
    return detail.row.complaint_no[-3:] if detail else ""


def state(office: Office) -> str:
    detail = page_of(office).acting.detail
    return detail.row.state_code if detail else ""


def finish(office: Office) -> None:
    """Ctrl+S, and wait until the dialog has gone and the board is read anew."""
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: QApplication.activeModalWidget() is None and not office.desk.jobs.busy)


def say(office: Office, words: str) -> None:
    """The words a step asks for, and Ctrl+S."""
    office.dialog()
    office.type(words)
    finish(office)


def type_chinese(office: Office, dialog: FormDialog, **texts: str) -> None:
    for name, text in texts.items():
        dialog.form.form.focus_field(name)
        office.type(text)


def test_the_board_shows_the_sample_week(office: Office) -> None:
    assert numbers(office) == [["006"], ["002", "005", "004"], [], ["003", "001"]]
    assert page_of(office).subtitle == "未结 4 件"
    cards = {card.number[-3:]: card for view in page_of(office).board.columns for card in view.cards}
    assert (cards["006"].limit, cards["006"].tone) == ("剩 4 小时", "")
    assert (cards["002"].limit, cards["002"].tone) == ("剩 1 天", "warn")
    assert cards["004"].limit.startswith("等客户，剩")
    assert (cards["001"].limit, cards["003"].tone) == ("用时 8 天，超时", "ok")


def test_each_minute_the_limits_are_counted_anew(office: Office, clock: StandingClock) -> None:
    page = page_of(office)
    clock.now = datetime(2026, 11, 23, 18, 40)
    page._clock.timeout.emit()
    office.until(lambda: page.subtitle == "未结 4 件，超时 3 件")
    cards = {card.number[-3:]: card for view in page.board.columns for card in view.cards}
    assert (cards["006"].limit, cards["006"].tone, cards["006"].share) == ("超时 4 小时", "danger", 1.0)
    office.until(lambda: page.panel.state.text() == "已登记，超时")
    assert page.panel.timeline.steps[-1].title == "超时"
    assert page.panel.limit.texts()[:2] == [("应响应", "11-23 14:00"), ("已超时", "4 小时")]


def test_the_minutes_stop_with_the_window(office: Office) -> None:
    page = page_of(office)
    assert page._clock.isActive()
    office.window.close_anyway()
    assert not page._clock.isActive()


def test_a_complaint_is_taken_down_for_the_chosen_customer(office_of: OpenOffice) -> None:
    office = office_of("wenk", "customers")
    office.until(lambda: office.window.page.complaint_target().customer_id)
    office.alt(Qt.Key.Key_T)
    dialog = cast("RegisterDialog", office.dialog())
    form = dialog.form.form
    office.until(lambda: dialog.limits.text() == "应响应 11-23 18:00　应解决 12-01 18:00")
    assert form.value("complainant")
    assert form.value("received_at") == "2026-11-20 22:00:00"
    form.focus_field("severity")
    office.type("1")
    office.until(lambda: dialog.limits.text() == "应响应 11-23 11:00　应解决 11-24 18:00")
    type_chinese(office, dialog, description="BV2.5 每卷短 1.8 米", demand="补足短米")
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: form.message("product_note"))
    assert form.message("product_note") == "质量类投诉要填产品"
    type_chinese(office, dialog, product_note="BV2.5 黄")
    finish(office)
    office.until(lambda: shown(office) == "007")
    assert numbers(office)[0] == ["007", "006"]
    assert "诉求：补足短米" in page_of(office).panel.timeline.steps[0].text


def test_without_a_customer_one_is_asked_for(office: Office) -> None:
    office.alt(Qt.Key.Key_T)
    chooser = office.dialog()
    office.type("枳沅")
    office.until(lambda: chooser.table.rows.rowCount() == 1)  # type: ignore[attr-defined]
    office.press(Qt.Key.Key_Return)
    office.until(lambda: isinstance(QApplication.activeModalWidget(), RegisterDialog))
    dialog = cast("RegisterDialog", office.dialog())
    assert "枳沅" in dialog.customer.text()


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


def test_the_registration_is_corrected_and_the_masked_phone_stays(office: Office) -> None:
    choose(office, "006")
    office.press(Qt.Key.Key_F2)
    office.until(lambda: isinstance(QApplication.activeModalWidget(), EditDialog))
    dialog = cast("EditDialog", office.dialog())
    assert "****" in dialog.form.form.value("complainant_phone")
    type_chinese(office, dialog, demand="今天就上门")
    assert set(dialog.form.changes()) == {"demand"}
    finish(office)
    assert "今天就上门" in read(office, "202611-006").values["demand"]


def test_the_list_is_searched_and_filtered(office: Office) -> None:
    page = page_of(office)
    office.alt(Qt.Key.Key_2)
    office.until(lambda: page.view.current == LIST and page.list.rows.rowCount() == 9)
    page.filters.kind.choose("quality")
    office.until(lambda: page.list.rows.rowCount() < 9 and not office.desk.jobs.busy)
    assert {page.list.rows.row(n).kind_code for n in range(page.list.rows.rowCount())} == {"quality"}
    page.filters.kind.choose(None)
    page.list.setFocus()
    office.type("s")
    office.until(page.filters.search.hasFocus)
    office.type("huojian")
    office.until(lambda: "没有找到这样的投诉" in texts_of(office.window))
    office.press(Qt.Key.Key_Escape)
    office.until(lambda: page.list.rows.rowCount() == 9)


def test_an_improvement_is_ordered_done_and_verified(office: Office) -> None:
    choose(office, "001")
    page_of(office).acting.improve()
    dialog = office.dialog()
    office.ctrl(Qt.Key.Key_N)
    office.until(lambda: isinstance(QApplication.activeModalWidget(), FormDialog))
    form = cast("FormDialog", office.dialog())
    type_chinese(office, form, measure="出库前双人点数", owner_id="温可", department_id="行政内勤")
    form.form.form.focus_field("due_on")
    office.type("+")
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: dialog.table.rows.rowCount() == 1)  # type: ignore[attr-defined]
    row = dialog.table.current_row()  # type: ignore[attr-defined]
    assert (row.measure, row.owner, row.state_code) == ("出库前双人点数", "温可", "open")
    assert not button_of(dialog, "验证…").isEnabled()
    office.until(lambda: ("改进措施", "1 条，1 条没完") in list(page_of(office).panel.shown.facts))  # type: ignore[union-attr]


def test_where_both_do_not_fit_the_detail_opens_alone(office: Office) -> None:
    theme().choose(scale=1.25)
    opened(office)
    page = page_of(office)
    assert (page.board.isVisible(), page.panel.isVisible()) == (True, False)
    page.board.focus_cards()
    office.press(Qt.Key.Key_Return)
    assert (page.board.isVisible(), page.panel.isVisible()) == (False, True)
    assert page.panel.box.field.hasFocus()
    office.press(Qt.Key.Key_Escape)
    assert (page.board.isVisible(), page.panel.isVisible()) == (True, False)
    theme().choose(scale=1.0)


def test_a_file_is_added_and_taken_away_again(office: Office, tmp_path: Path) -> None:
    files, box = page_of(office).files, page_of(office).panel.box
    picture, wrong = tmp_path / "门头.png", tmp_path / "清单.txt"
    assert QImage(8, 8, QImage.Format.Format_RGB32).save(str(picture))
    wrong.write_text("不是图片", encoding="utf-8")
    choose(office, "002")
    files.add([wrong])
    office.until(lambda: "清单.txt 不是 JPG、PNG 图片、PDF、DOCX 或 XLSX，没有收进来" in texts_of(office.window))
    files.add([picture])
    office.until(lambda: box.files.text() == "附件 1")
    office.alt(Qt.Key.Key_J)
    office.until(QApplication.activePopupWidget)
    menu = cast("QMenu", QApplication.activePopupWidget())
    assert [action.text() for action in menu.actions() if action.text()] == ["门头.png", "添加附件…"]
    menu.actions()[0].menu().actions()[1].trigger()  # type: ignore[attr-defined]
    menu.close()
    office.until(lambda: box.files.text() == "附件")
    office.ctrl(Qt.Key.Key_Z)
    office.until(lambda: box.files.text() == "附件 1")


def test_the_paper_and_the_months_ledger_are_written(office: Office) -> None:
    choose(office, "002")
    office.press(Qt.Key.Key_F12)
    office.until(lambda: list(export_folder().glob("投诉处理单_*.pdf")))
    office.ctrl(Qt.Key.Key_E)
    office.until(lambda: list(export_folder().glob("投诉台账_*.xlsx")))
    office.until(lambda: "打开文件夹" in texts_of(office.window))


def test_without_a_printer_nothing_is_printed_and_said_so(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.pages.reports.output.list_printers", list)
    choose(office, "002")
    office.ctrl(Qt.Key.Key_P)
    office.until(lambda: "没有找到打印机，什么都没有打印" in texts_of(office.window))


def test_a_step_can_be_taken_back(office: Office) -> None:
    choose(office, "006")
    office.ctrl(Qt.Key.Key_Right)
    say(office, "电话联系")
    office.until(lambda: state(office) == "accepted")
    office.ctrl(Qt.Key.Key_Z)
    office.until(lambda: state(office) == "registered")
    assert numbers(office)[0] == ["006"]
    assert [step.title for step in page_of(office).panel.timeline.steps] == ["登记"]


def test_the_lists_cursor_stays_on_its_complaint(office: Office) -> None:
    page = page_of(office)
    choose(office, "002")
    office.alt(Qt.Key.Key_2)
    office.until(page.list.current_row)
    assert page.list.current_row().complaint_no == "TS-LZ-202611-002"
    given = start_complaint(office.app, 1).values | {
        "description": "换货晚到",
        "demand": "尽快",
        "kind": "delivery",
        "received_at": datetime(2026, 11, 20, 21, 0),
    }
    register(office.app, given)
    page.reload()
    office.until(lambda: page.list.rows.rowCount() == 10 and not office.desk.jobs.busy)
    assert page.list.current_row().complaint_no == "TS-LZ-202611-002"
    assert shown(office) == "002"
