"""The weekly summary in the report centre: its numbers opened, its prose written, its life, all by keys."""

from __future__ import annotations

from datetime import date
from typing import cast

import pytest
from PySide6.QtCore import Qt

from app.people.accounts import sign_in
from app.sweep.weekly.period import Scope, week_of
from app.sweep.weekly.summary import list_weekly, read_weekly, return_weekly, review_weekly, submit_weekly
from tests.support.sample import Office, button_of, texts_of
from tests.ui.conftest import OpenOffice
from tests.ui.pages.reports.by_keys import page_of
from ui.pages.reports.page import ReportsPage
from ui.pages.reports.weekly.figure_table import Figure, FigureTable
from ui.pages.reports.weekly.prose import GrowingText
from ui.shell.targets import ReportTarget

FRIDAY = date(2026, 11, 20)
WEEK = week_of(FRIDAY)
BRANCH = 1


def state(office: Office, employee: int | None = None) -> str:
    return next(s.state_code for s in list_weekly(office.app, WEEK, BRANCH) if s.scope.employee_id == employee)


def open_weekly(office: Office) -> ReportsPage:
    """The office's summary of the sample week, as it prints."""
    office.desk.go("reports", ReportTarget(report="weekly", day=FRIDAY))
    page = page_of(office)
    office.until(lambda: page.kind.name == "weekly" and page.view.page_count and not page.preview.is_waiting)
    return page


@pytest.fixture
def office(office_of: OpenOffice) -> Office:
    opened = office_of("wenk", "reports")
    open_weekly(opened)
    return opened


def stand_on(office: Office, table: str, row: str, column: str) -> Figure:
    """Go to a number by keys: from the first one down and to the right."""
    office.alt(Qt.Key.Key_2)
    numbers = page_of(office).weekly.numbers
    office.until(lambda: isinstance(office.focus(), FigureTable))
    while numbers.current is None or numbers.current.table != table or numbers.current.row != row:
        office.press(Qt.Key.Key_Down)
    while numbers.current.column != column:
        office.press(Qt.Key.Key_Right)
    return numbers.current


def writing(office: Office) -> None:
    """Wait until the first block can be written on."""
    office.until(
        lambda: isinstance(office.focus(), GrowingText) and not cast("GrowingText", office.focus()).isReadOnly()
    )


def test_the_list_is_searched_by_initials(office_of: OpenOffice) -> None:
    office = office_of("wenk", "reports")
    office.until(lambda: page_of(office).view.page_count == 4)
    office.ctrl(Qt.Key.Key_F)
    office.type("jdzzj")
    office.press(Qt.Key.Key_Return)
    office.until(lambda: page_of(office).kind.name == "weekly")
    office.until(lambda: page_of(office).view.page_count)
    assert office.focus() is page_of(office).period.date


def test_a_number_opens_the_records_it_counts(office: Office) -> None:
    figure = stand_on(office, "work", "total", "visited")
    assert figure.shown == "64"
    office.press(Qt.Key.Key_Return)
    records = page_of(office).weekly.records
    office.until(lambda: records.isVisible() and records.table.hasFocus())
    assert records.table.rows.rowCount() == 64
    assert "背后 64 条记录" in texts_of(records)
    office.press(Qt.Key.Key_Escape)
    office.until(lambda: isinstance(office.focus(), FigureTable))
    assert page_of(office).weekly.numbers.current == figure


def test_records_that_come_too_late_do_not_open_over_another_view(office: Office) -> None:
    stand_on(office, "work", "total", "visited")
    office.press(Qt.Key.Key_Return)
    office.alt(Qt.Key.Key_1)
    office.until(lambda: not office.desk.jobs.busy)
    assert not page_of(office).weekly.records.isVisible()
    assert page_of(office).view.isVisible()


def test_enter_on_a_record_goes_to_it(office: Office) -> None:
    stand_on(office, "work", "total", "new_customers")
    office.press(Qt.Key.Key_Return)
    records = page_of(office).weekly.records
    office.until(lambda: records.isVisible() and records.table.hasFocus())
    line = records.table.current_row()
    office.press(Qt.Key.Key_Return)
    office.until(lambda: office.window.page.name == "customers")
    office.until(lambda: line.label in texts_of(office.window.page))


def test_a_rate_tells_what_only_divides(office: Office) -> None:
    stand_on(office, "work", "total", "done_rate")
    office.press(Qt.Key.Key_Return)
    records = page_of(office).weekly.records
    office.until(lambda: records.isVisible() and records.table.hasFocus())
    assert "背后 62 条记录，灰色 6 条只作分母" in texts_of(records)


def test_every_number_of_every_section_is_reached_by_keys(office: Office) -> None:
    stand_on(office, "work", "total", "rep")
    numbers = page_of(office).weekly.numbers
    seen = set()
    for _ in range(400):
        current = numbers.current
        assert current is not None
        seen.add(current.table)
        office.press(Qt.Key.Key_Down)
        if numbers.current == current:
            break
    assert seen == {table.key for table in numbers.tables}
    office.press(Qt.Key.Key_4)
    assert numbers.current is not None
    assert numbers.current.table == "brands"


def test_written_prose_is_kept_and_printed_and_the_rest_stays_a_draft(office: Office) -> None:
    office.alt(Qt.Key.Key_3)
    writing(office)
    office.ctrl(Qt.Key.Key_A)
    office.type("市场客流平稳")
    office.until(lambda: "文字已保存" in page_of(office).status)
    opened = read_weekly(office.app, Scope(BRANCH, WEEK))
    assert opened.written == {"market_overview"}
    assert opened.texts.market_overview == "市场客流平稳"


def test_a_block_is_put_back_to_its_draft_and_that_is_undone(office: Office) -> None:
    page = page_of(office)
    office.alt(Qt.Key.Key_3)
    writing(office)
    block = page.weekly.prose.blocks["market_overview"]
    draft = block.field.toPlainText()
    office.alt(Qt.Key.Key_N)
    assert "这一段就是草拟的文字" in texts_of(office.window)
    office.ctrl(Qt.Key.Key_A)
    office.type("自己写的")
    assert "4 / 500 字" in texts_of(block)
    office.alt(Qt.Key.Key_N)
    assert block.field.toPlainText() == draft
    office.ctrl(Qt.Key.Key_Z)
    assert block.field.toPlainText() == "自己写的"
    office.until(lambda: read_weekly(office.app, Scope(BRANCH, WEEK)).written == {"market_overview"})


def test_a_block_that_is_too_long_says_so_and_keeps_the_text(office: Office) -> None:
    office.alt(Qt.Key.Key_3)
    writing(office)
    office.ctrl(Qt.Key.Key_A)
    office.type("长" * 501)
    block = page_of(office).weekly.prose.blocks["market_overview"]
    office.until(lambda: "最多 500 个字" in texts_of(block))
    assert len(block.field.toPlainText()) == 501
    assert page_of(office).unsaved() == "周总结的文字"


def test_submitted_reviewed_returned_and_handed_in_again(office: Office) -> None:
    page = page_of(office)
    office.alt(Qt.Key.Key_3)
    writing(office)
    office.ctrl(Qt.Key.Key_A)
    office.type("第一稿")
    office.alt(Qt.Key.Key_J)
    office.until(lambda: state(office) == "submitted")
    office.until(lambda: "已提交" in page.steps.state())
    office.until(lambda: page.weekly.prose.blocks["market_overview"].field.isReadOnly())
    number = next(s.summary_id for s in list_weekly(office.app, WEEK, BRANCH) if s.scope.employee_id is None)
    return_weekly(sign_in(office.app, "shenql"), number, "补上客流")
    office.desk.changes.tell("weekly_summaries")
    office.until(lambda: not page.weekly.prose.blocks["market_overview"].field.isReadOnly())
    office.press(Qt.Key.Key_F2)
    writing(office)
    office.ctrl(Qt.Key.Key_A)
    office.type("第二稿")
    office.alt(Qt.Key.Key_J)
    office.until(lambda: state(office) == "submitted")
    assert read_weekly(office.app, Scope(BRANCH, WEEK)).texts.market_overview == "第二稿"


def test_the_supervisor_reviews_and_the_clerk_archives(office_of: OpenOffice) -> None:
    office = office_of("shenql", "reports")
    submit_weekly(sign_in(office.app, "wenk"), Scope(BRANCH, WEEK))
    open_weekly(office)
    office.alt(Qt.Key.Key_S)
    office.dialog()
    office.type("可以")
    office.ctrl(Qt.Key.Key_Return)
    office.until(lambda: state(office) == "reviewed")


def test_the_clerk_archives_a_reviewed_summary(office: Office) -> None:
    number = submit_weekly(office.app, Scope(BRANCH, WEEK))
    review_weekly(sign_in(office.app, "shenql"), number)
    office.desk.changes.tell("weekly_summaries")
    office.until(lambda: "已审阅" in page_of(office).steps.state())
    office.alt(Qt.Key.Key_C)
    office.until(lambda: state(office) == "archived")


def test_a_stage_has_a_name_and_two_dates(office: Office) -> None:
    page = page_of(office)
    button_of(page.period, "阶段").setFocus()
    office.press(Qt.Key.Key_Space)
    page.period.date.setFocus()
    office.ctrl(Qt.Key.Key_A)
    office.type("1102")
    office.press(Qt.Key.Key_Return)
    page.period.stage_name.setFocus()
    office.ctrl(Qt.Key.Key_A)
    office.type("第一阶段普查")
    office.press(Qt.Key.Key_Return)
    office.until(lambda: page.view.page_count and page.period.period.name == "第一阶段普查")
    assert (page.period.period.first, page.period.period.last) == (date(2026, 11, 2), date(2026, 11, 22))


def test_a_stage_that_is_too_long_is_refused_in_words(office: Office) -> None:
    page = page_of(office)
    button_of(page.period, "阶段").click()
    page.period.date.set_value(date(2026, 1, 1))
    office.until(lambda: "一个阶段最长 62 天" in texts_of(page.middle.empty))


def test_a_rep_writes_only_his_own(office_of: OpenOffice) -> None:
    office = office_of("chengyz", "reports")
    page = open_weekly(office)
    assert page.steps is not None
    assert page.steps.why_not("edit") == "这是澜州办事处的总结，只能由内勤或主管填写。"
    page.conditions.blocks["scope"].stops()[0].setFocus()
    office.press(Qt.Key.Key_Down)
    office.until(lambda: page.steps is not None and not page.steps.why_not("edit"))


def test_a_week_without_any_record_says_so_in_every_section(office: Office) -> None:
    page = page_of(office)
    office.alt(Qt.Key.Key_2)
    page.period.step(-30)
    office.until(lambda: "本期无数据。" in texts_of(page.weekly.numbers) or page.weekly.numbers.tables)
    office.until(lambda: page.view.page_count)


def test_prose_goes_to_the_summary_it_was_typed_on(office: Office) -> None:
    page = page_of(office)
    office.alt(Qt.Key.Key_3)
    writing(office)
    office.ctrl(Qt.Key.Key_A)
    office.type("写在办事处的")
    page.conditions.blocks["scope"].stops()[0].setFocus()
    office.press(Qt.Key.Key_Down)
    block = page.weekly.prose.blocks["market_overview"]
    office.until(lambda: read_weekly(office.app, Scope(BRANCH, WEEK)).written)
    office.until(lambda: block.field.toPlainText() != "写在办事处的")
    rep = page.wanted().employee_id
    assert rep is not None
    assert not read_weekly(office.app, Scope(BRANCH, WEEK, rep)).written


def test_prose_that_cannot_be_stored_stays_when_another_summary_is_wanted(office: Office) -> None:
    page = page_of(office)
    office.alt(Qt.Key.Key_3)
    writing(office)
    office.ctrl(Qt.Key.Key_A)
    office.type("长" * 501)
    page.conditions.blocks["scope"].stops()[0].setFocus()
    office.press(Qt.Key.Key_Down)
    block = page.weekly.prose.blocks["market_overview"]
    office.until(lambda: "最多 500 个字" in texts_of(block))
    office.until(lambda: not office.desk.jobs.busy)
    assert len(block.field.toPlainText()) == 501
