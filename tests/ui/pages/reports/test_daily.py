"""A daily report from the report page: written, handed in, reviewed, returned, archived, by keys."""

from __future__ import annotations

from datetime import date
from typing import cast

import pytest
from PySide6.QtCore import Qt

from app.people.accounts import sign_in
from app.reports.model import Changes
from app.sweep.daily import list_daily, read_daily, return_daily, review_daily
from app.tasks import Task
from tests.support.sample import Office, texts_of
from tests.ui.conftest import OpenOffice
from tests.ui.pages.reports.by_keys import page_of
from ui.pages.reports.daily_editor import DailyEditor
from ui.pages.reports.period import Period
from ui.pages.reports.sheets import daily_sheets
from ui.pages.reports.steps import EDIT
from ui.pages.reports.wanted import Wanted

THURSDAY, MISSING = date(2026, 11, 19), 4


def go_to_thursdays(office: Office, employee: int) -> None:
    """Thursday's list with the cursor on one rep."""
    page = page_of(office)
    page.period.set_period(Period.day(THURSDAY))
    office.until(lambda: len(page.reps.reps.reps) == 4 and page.view.page_count == 4)
    page.reps.reps.setFocus()
    office.press(Qt.Key.Key_Down, times=employee - 1)


def status(office: Office, employee: int) -> tuple[str, bool]:
    row = next(row for row in list_daily(office.app, THURSDAY) if row.employee_id == employee)
    return row.state_code, row.is_late


@pytest.fixture
def editor(office_of: OpenOffice) -> tuple[Office, DailyEditor]:
    """The clerk in the report that was never handed in."""
    office = office_of("wenk", "reports")
    go_to_thursdays(office, MISSING)
    office.press(Qt.Key.Key_F2)
    return office, cast("DailyEditor", office.dialog())


def test_the_clerk_writes_and_hands_in_a_missing_report(editor: tuple[Office, DailyEditor]) -> None:
    office, dialog = editor
    assert "44.7" in texts_of(dialog)
    office.type("小雨 8℃")
    office.press(Qt.Key.Key_Return, times=3)
    office.type("临港")
    office.press(Qt.Key.Key_Return)
    office.type("想要小包装")
    office.press(Qt.Key.Key_Return, times=7)
    office.type("资料不够")
    office.ctrl(Qt.Key.Key_Return)
    office.until(lambda: status(office, MISSING) == ("submitted", True))
    written = read_daily(office.app, MISSING, THURSDAY)
    assert (written.weather, written.problems) == ("小雨 8℃", "资料不够")
    assert [line.content for line in written.feedback if line.kind == "need_change"] == [
        "问有没有小包装现货",
        "想要小包装",
    ]
    assert written.feedback[1].customer_id is not None
    office.until(lambda: ("贺庭樾", "已提交 迟") in [(r.name, r.state) for r in page_of(office).reps.reps.reps])


def test_what_is_too_long_is_said_at_the_field_and_stays(editor: tuple[Office, DailyEditor]) -> None:
    office, dialog = editor
    office.type("从早到晚一直都在下小雨夹雪")
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: dialog.form.message("weather"))
    assert "最多 12 个字" in dialog.form.message("weather")
    assert dialog.form.value("weather") == "从早到晚一直都在下小雨夹雪"
    assert dialog.isVisible()


def test_esc_keeps_what_was_typed(editor: tuple[Office, DailyEditor]) -> None:
    office = editor[0]
    office.type("大风")
    office.press(Qt.Key.Key_Escape)
    office.until(lambda: read_daily(office.app, MISSING, THURSDAY).weather == "大风")
    assert status(office, MISSING) == ("draft", False)


def test_a_report_handed_in_is_not_written_again(office_of: OpenOffice) -> None:
    office = office_of("wenk", "reports")
    go_to_thursdays(office, 1)
    steps = page_of(office).steps
    assert steps is not None
    reason = steps.why_not(EDIT)
    assert reason == "程砚舟的日报已提交，不能再改。要改请先由主管退回。"
    office.press(Qt.Key.Key_F2)
    office.until(lambda: reason in texts_of(office.window))


def test_the_supervisor_reviews_with_an_opinion_and_a_score(office_of: OpenOffice) -> None:
    office = office_of("shenql", "reports")
    go_to_thursdays(office, 2)
    office.alt(Qt.Key.Key_S)
    office.dialog()
    office.type("下周带样品")
    office.press(Qt.Key.Key_Tab)
    office.type("45")
    office.press(Qt.Key.Key_Return)
    office.until(lambda: "评分应是 1–5" in texts_of(office.dialog()))
    office.press(Qt.Key.Key_Backspace)
    office.press(Qt.Key.Key_Return)
    office.until(lambda: status(office, 2)[0] == "reviewed")
    assert not any(action.text == "存档" for action, _ in page_of(office).bound)


def test_a_reviewed_report_is_archived_by_the_clerk(office_of: OpenOffice) -> None:
    office = office_of("wenk", "reports")
    report = next(row for row in list_daily(office.app, THURSDAY) if row.employee_id == 2)
    assert report.report_id is not None
    review_daily(sign_in(office.app, "shenql"), report.report_id)
    go_to_thursdays(office, 2)
    office.alt(Qt.Key.Key_C)
    office.until(lambda: status(office, 2)[0] == "archived")


def test_returning_needs_a_reason(office_of: OpenOffice) -> None:
    office = office_of("shenql", "reports")
    go_to_thursdays(office, 3)
    office.alt(Qt.Key.Key_U)
    dialog = office.dialog()
    office.press(Qt.Key.Key_Tab, times=2)
    office.press(Qt.Key.Key_Return)
    assert "还没有写理由" in texts_of(dialog)
    office.type("第三家没有写对策")
    office.press(Qt.Key.Key_Tab, times=2)
    office.press(Qt.Key.Key_Return)
    office.until(lambda: status(office, 3)[0] == "returned")
    office.until(lambda: ("邵知夏", "退回") in [(r.name, r.state) for r in page_of(office).reps.reps.reps])


def test_a_day_without_visits_is_handed_in_only_with_an_explanation(office_of: OpenOffice) -> None:
    office = office_of("wenk", "reports")
    page = page_of(office)
    sunday = date(2026, 11, 15)
    page.period.set_period(Period.day(sunday))
    office.until(lambda: page.reps.reps.current and page.reps.reps.current.state == "无需")
    office.alt(Qt.Key.Key_J)
    dialog = cast("DailyEditor", office.dialog())
    office.until(lambda: dialog.form.message("problems") == "当日无拜访，请说明原因")
    assert office.focus() is dialog.form.editor("problems")
    office.type("全天开会")
    office.ctrl(Qt.Key.Key_Return)
    office.until(lambda: list_daily(office.app, sunday)[0].state_code == "submitted")


def test_a_report_handed_in_again_prints_what_changed(office_of: OpenOffice) -> None:
    office = office_of("wenk", "reports")
    report = list_daily(office.app, THURSDAY)[0]
    assert report.report_id is not None
    return_daily(sign_in(office.app, "shenql"), report.report_id, "天气不对")
    go_to_thursdays(office, 1)
    office.press(Qt.Key.Key_F2)
    office.dialog()
    office.type("大雪")
    office.ctrl(Qt.Key.Key_Return)
    office.until(lambda: status(office, 1)[0] == "submitted")
    sheets = daily_sheets(office.app, Wanted(period=Period.day(THURSDAY), employee_ids=(1,)), Task())
    changes = [block for block in sheets[0].blocks if isinstance(block, Changes)]
    assert sheets[0].issue == 2
    assert "大雪" in str(changes)
