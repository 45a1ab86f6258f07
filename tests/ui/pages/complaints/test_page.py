"""The complaints page on the sample office: board, list, registration and papers."""

from __future__ import annotations

from datetime import datetime
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.complaints.registering import register, start_complaint
from tests.support.clock import StandingClock
from tests.support.sample import Office, texts_of
from tests.ui.conftest import OpenOffice
from tests.ui.pages.complaints.by_keys import (
    choose,
    finish,
    numbers,
    opened,
    page_of,
    read,
    shown,
    type_chinese,
)
from tests.ui.showing import minute_clock
from ui.pages.complaints.page import LIST
from ui.pages.complaints.registering import EditDialog, RegisterDialog
from ui.pages.reports.exporting import export_folder
from ui.theme import theme


def test_the_board_shows_the_sample_week(office: Office) -> None:
    assert numbers(office) == [["006"], ["002", "005", "004"], [], ["003", "001"]]
    assert page_of(office).subtitle == "未结 4 件"
    cards = {card.number[-3:]: card for view in page_of(office).board.columns for card in view.cards}
    assert (cards["006"].limit, cards["006"].tone) == ("剩 4 小时", "")
    assert (cards["002"].limit, cards["002"].tone) == ("剩 1 天", "warn")
    assert cards["004"].limit.startswith("等客户，剩")
    assert (cards["001"].limit, cards["003"].tone) == ("用时 8 天，超时", "ok")


def test_a_complaint_that_is_gone_does_not_clear_the_next_one_chosen(office: Office) -> None:
    page = page_of(office)
    choose(office, "002")
    chosen = page.acting.complaint_id
    assert chosen is not None
    page.acting.load(9_999)
    page.acting.load(chosen)
    office.until(lambda: not office.desk.jobs.busy)
    assert shown(office) == "002"
    assert page.acting.complaint_id == chosen


def test_each_minute_the_limits_are_counted_anew(office: Office, clock: StandingClock) -> None:
    page = page_of(office)
    clock.now = datetime(2026, 11, 23, 18, 40)
    minute_clock(page).timeout.emit()
    office.until(lambda: page.subtitle == "未结 4 件，超时 3 件")
    cards = {card.number[-3:]: card for view in page.board.columns for card in view.cards}
    assert (cards["006"].limit, cards["006"].tone, cards["006"].share) == ("超时 4 小时", "danger", 1.0)
    office.until(lambda: page.panel.state.text() == "已登记，超时")
    assert page.panel.timeline.steps[-1].title == "超时"
    assert page.panel.limit.texts()[:2] == [("应响应", "11-23 14:00"), ("已超时", "4 小时")]


def test_the_minutes_stop_with_the_window(office: Office) -> None:
    page = page_of(office)
    assert minute_clock(page).isActive()
    office.window.close_anyway()
    assert not minute_clock(page).isActive()


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
