"""The evening meeting: the day gone through by keys, decided, saved once, and carried on."""

from __future__ import annotations

from datetime import date
from typing import cast

import pytest
from PySide6.QtCore import Qt

from app.meetings.evening import evening
from app.meetings.follow_ups import list_follow_ups
from tests.support.sample import Office, texts_of
from tests.ui.conftest import OpenOffice
from ui.pages.meeting.page import MeetingPage
from ui.pages.reports.page import ReportsPage

FRIDAY, BRANCH = date(2026, 11, 20), 1


@pytest.fixture
def office(office_of: OpenOffice) -> Office:
    opened = office_of("wenk", "meeting")
    opened.until(lambda: page_of(opened).grid.current)
    return opened


def page_of(office: Office) -> MeetingPage:
    return cast("MeetingPage", office.window.page)


def decide(office: Office, text: str, due: str) -> None:
    """Type a decision about the visit under the cursor, who does it stays its rep."""
    office.type(text)
    office.press(Qt.Key.Key_Return, times=2)
    office.type(due)
    office.ctrl(Qt.Key.Key_Return)


def test_alt_w_opens_it_from_everywhere(office_of: OpenOffice) -> None:
    office = office_of("wenk", "workbench")
    office.alt(Qt.Key.Key_W)
    office.until(lambda: office.window.page.name == "meeting")


def test_the_day_lies_side_by_side(office: Office) -> None:
    reps = evening(office.app, FRIDAY, BRANCH).reps
    grid = page_of(office).grid
    model = grid.model()
    assert [model.columnCount(), model.rowCount()] == [4, max(len(rep.visits) for rep in reps)]
    assert office.focus() is grid
    shown = texts_of(page_of(office).decision)
    assert reps[0].visits[0].customer in shown
    assert reps[0].visits[0].situation in shown


def test_arrows_pass_over_empty_places(office: Office) -> None:
    grid = page_of(office).grid
    office.press(Qt.Key.Key_Down, times=5)
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (3, 0)
    office.press(Qt.Key.Key_Right)
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (1, 1)
    office.press(Qt.Key.Key_Right, times=9)
    assert grid.currentIndex().column() == 3


def test_decisions_are_saved_once_and_become_follow_ups_and_next_visits(office: Office) -> None:
    page = page_of(office)
    first = page.grid.current
    assert first is not None
    office.press(Qt.Key.Key_Return)
    decide(office, "下周带样品去谈", "1127")
    second = page.grid.current
    assert second is not None
    assert second != first
    decide(office, "约主管同去", "1130")
    office.alt(Qt.Key.Key_2)
    office.ctrl(Qt.Key.Key_A)
    office.type("价格与样品")
    office.press(Qt.Key.Key_Return)
    office.ctrl(Qt.Key.Key_A)
    office.type("样品本周备齐")
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: "讨论会已保存，2 条决定已列入跟进" in texts_of(office.window))
    read = evening(office.app, FRIDAY, BRANCH)
    assert (read.note.topics, read.note.conclusions) == ("价格与样品", "样品本周备齐")
    assert [(row.customer, row.title, row.due_on) for row in read.decisions] == [
        (first.customer, "下周带样品去谈", date(2026, 11, 27)),
        (second.customer, "约主管同去", date(2026, 11, 30)),
    ]
    office.until(lambda: "决定 2 条，已保存" in page.status)
    assert not page.unsaved()


def test_saving_again_changes_the_same_decision(office: Office) -> None:
    page = page_of(office)
    office.press(Qt.Key.Key_Return)
    decide(office, "先送样", "1127")
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: [row.title for row in evening(office.app, FRIDAY, BRANCH).decisions] == ["先送样"])
    office.until(lambda: "已保存" in page.status)
    page.grid.setFocus()
    office.press(Qt.Key.Key_Up, times=4)
    office.press(Qt.Key.Key_Return)
    office.ctrl(Qt.Key.Key_A)
    decide(office, "改为报价", "1128")
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: [row.title for row in evening(office.app, FRIDAY, BRANCH).decisions] == ["改为报价"])


def test_undo_takes_the_whole_meeting_back(office: Office) -> None:
    office.press(Qt.Key.Key_Return)
    decide(office, "先送样", "1127")
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: evening(office.app, FRIDAY, BRANCH).decisions)
    page_of(office).grid.setFocus()
    office.until(lambda: not office.desk.jobs.busy)
    office.ctrl(Qt.Key.Key_Z)
    office.until(lambda: not evening(office.app, FRIDAY, BRANCH).decisions)


def test_delete_takes_a_decision_away(office: Office) -> None:
    page = page_of(office)
    office.press(Qt.Key.Key_Return)
    decide(office, "先送样", "1127")
    page.grid.setFocus()
    office.press(Qt.Key.Key_Up)
    assert page.draft is not None
    assert len(page.draft.decisions()) == 1
    office.press(Qt.Key.Key_Delete)
    assert not page.draft.decisions()


def test_a_date_that_has_passed_is_said_at_the_field(office: Office) -> None:
    page = page_of(office)
    office.press(Qt.Key.Key_Return)
    decide(office, "先送样", "1119")
    assert page.decision.form.message("due_on") == "下次日期要晚于今天"
    assert page.grid.current == page.decision.visit


def test_an_open_follow_up_is_done_with_its_result(office: Office) -> None:
    page = page_of(office)
    office.press(Qt.Key.Key_Return)
    decide(office, "先送样", "1127")
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: evening(office.app, FRIDAY, BRANCH).decisions)
    before = len(list_follow_ups(office.app, branch_id=BRANCH))
    office.until(lambda: page.follow.table.rows.rowCount() == before)
    office.alt(Qt.Key.Key_3)
    office.until(lambda: page.follow.table.hasFocus())
    office.press(Qt.Key.Key_Return)
    dialog = office.dialog()
    office.ctrl(Qt.Key.Key_Return)
    assert "还没有写结果" in texts_of(dialog)
    office.type("样品已送到")
    office.ctrl(Qt.Key.Key_Return)
    office.until(lambda: len(list_follow_ups(office.app, branch_id=BRANCH)) == before - 1)
    done = [row for row in list_follow_ups(office.app, branch_id=BRANCH, every_state=True) if row.done_on]
    assert "样品已送到" in [row.result for row in done]


def test_another_day_saves_what_is_open_first(office: Office) -> None:
    page = page_of(office)
    office.press(Qt.Key.Key_Return)
    decide(office, "先送样", "1127")
    office.alt(Qt.Key.Key_PageUp)
    office.until(lambda: page.draft is not None and page.draft.read.day == date(2026, 11, 19))
    assert [row.title for row in evening(office.app, FRIDAY, BRANCH).decisions] == ["先送样"]


def test_a_day_without_visits_still_takes_a_note(office: Office) -> None:
    page = page_of(office)
    page.date.set_value(date(2026, 11, 15))
    office.until(lambda: "这一天没有拜访" in texts_of(page))
    office.alt(Qt.Key.Key_2)
    office.type("只谈计划")
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: page.note.message("conclusions") == "结论没有填")
    office.type("周一前报批")
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: evening(office.app, date(2026, 11, 15), BRANCH).note.topics == "只谈计划")


def test_nobody_attending_is_refused_at_the_field(office: Office) -> None:
    page = page_of(office)
    office.alt(Qt.Key.Key_2)
    page.note.focus_field("attendee_ids")
    office.press(Qt.Key.Key_Backspace, times=9)
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: page.note.message("attendee_ids"))
    assert evening(office.app, FRIDAY, BRANCH).note.topics == "一周小结；下周拜访安排"


def test_what_cannot_be_saved_keeps_its_day_and_its_decisions(office: Office) -> None:
    page = page_of(office)
    office.press(Qt.Key.Key_Return)
    decide(office, "先送样", "1127")
    office.alt(Qt.Key.Key_2)
    page.note.focus_field("attendee_ids")
    office.press(Qt.Key.Key_Backspace, times=9)
    office.alt(Qt.Key.Key_PageUp)
    office.until(lambda: page.note.message("attendee_ids"))
    office.until(lambda: not office.desk.jobs.busy)
    assert page.date.value == FRIDAY
    assert page.draft is not None
    assert [each.text for each in page.draft.decisions()] == ["先送样"]
    assert page.unsaved()


def test_saving_twice_in_a_row_saves_once(office: Office) -> None:
    page = page_of(office)
    office.press(Qt.Key.Key_Return)
    decide(office, "先送样", "1127")
    office.ctrl(Qt.Key.Key_S)
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: "已保存" in page.status)
    office.until(lambda: not office.desk.jobs.busy)
    assert [row.title for row in evening(office.app, FRIDAY, BRANCH).decisions] == ["先送样"]
    assert not page.unsaved()


def test_a_decision_half_typed_stays_when_the_day_is_read_again(office: Office) -> None:
    page = page_of(office)
    office.press(Qt.Key.Key_Return)
    office.type("先送样")
    page.reload()
    office.until(lambda: not office.desk.jobs.busy)
    office.ctrl(Qt.Key.Key_Return)
    assert page.draft is not None
    assert [each.text for each in page.draft.decisions()] == ["先送样"]


def test_ctrl_p_goes_to_the_days_reports(office: Office) -> None:
    office.ctrl(Qt.Key.Key_P)
    office.until(lambda: office.window.page.name == "reports")
    page = cast("ReportsPage", office.window.page)
    office.until(lambda: page.view.page_count)
    assert (page.kind.name, page.period.period.first) == ("daily", FRIDAY)
