"""A week in the real window, by keys only: planned, approved, visited, complaints closed, discussed, summed up, printed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.complaints.reading import list_complaints
from app.complaints.rows import ComplaintFilter
from app.db.verify import verify
from app.meetings.follow_ups import list_follow_ups
from app.planning.grid import week
from app.sweep.weekly.period import Scope, week_of
from app.sweep.weekly.summary import list_weekly, weekly_data
from app.visits.records import list_visits
from tests.app.reports.reading import poppler
from tests.e2e.day import focus, press, type_ascii, type_chinese
from tests.support.clock import StandingClock
from tests.support.cups import PrintServer, running_cups
from tests.support.sample import Office, make_sample, sit_down, texts_of
from ui.pages.reports.exporting import export_folder

MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)
BRANCH, CHENG, LUO = 1, 1, 2
VISIT = {
    "开始": "0910",
    "结束": "0955",
    "会见人（文字）": "老板",
    "结果": "2",
    "基本情况": "主营恒砾，月销约十二万元，愿意看样",
    "对策建议": "周四带样品再去",
    "访后意向": "4",
    "下次日期": "1204",
    "下一步": "带样品回访",
}
SOLUTION = {
    "是否属实": "1",
    "原因类别": "2",
    "原因分析": "一盘绝缘偏薄，同批已封存",
    "责任方": "生产部",
    "处理方式": "32",
    "处理结果": "换货三卷并致歉",
}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(home))
    return make_sample(tmp_path / "office.db", StandingClock(datetime(2026, 11, 20, 22, 0)))


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintServer]:
    with running_cups() as server:
        monkeypatch.setenv("CUPS_SERVER", server.socket)
        yield server


@contextmanager
def at_work(qtbot: QtBot, file: Path, clock: StandingClock, username: str, page: str = "workbench") -> Iterator[Office]:
    """Somebody's window, until the work in it is done."""
    office = sit_down(qtbot, file, clock, username, page)
    try:
        quiet(office)
        yield office
        quiet(office)
    finally:
        office.close()


def quiet(office: Office) -> None:
    office.until(lambda: not office.desk.jobs.busy)


def go(office: Office, key: str, page: str) -> None:
    press(key)
    office.until(lambda: office.window.page.name == page)
    quiet(office)


def to_next_week(office: Office) -> None:
    go(office, "Ctrl+4", "planning")
    office.alt(Qt.Key.Key_PageDown)
    office.until(lambda: office.window.page.grid.board.days[0].day == MONDAY)
    quiet(office)


def go_to_rep(office: Office, owner: int) -> None:
    grid = office.window.page.grid
    for _ in range(len(grid.board.lanes)):
        if grid.owner_id != owner:
            press("PgUp" if grid.owner_id > owner else "PgDown")
            quiet(office)


def type_fields(answers: dict[str, str]) -> None:
    """From the field with the cursor to the last one that has an answer, Enter after every field."""
    left = dict(answers)
    for _ in range(60):
        label = focus().accessibleName()
        name = next((name for name in left if name in label), "")
        if text := left.pop(name, ""):
            press("Ctrl+A")
            (type_ascii if text.isascii() else type_chinese)(text)
        if not left:
            return
        press("Enter")
    pytest.fail(f"never asked: {left}")


def plan_monday(office: Office) -> None:
    """The two most overdue shops go to their reps on Monday, and both plans are handed in."""
    to_next_week(office)
    press("Left", "Left", "Left", "Left")
    for planned in (1, 2):
        press("Enter")
        office.until(lambda planned=planned: len(week(office.app, MONDAY).cells) == planned)
        quiet(office)
    press("F6")
    for owner in (CHENG, LUO):
        go_to_rep(office, owner)
        press("Alt+J")
        office.until(lambda owner=owner: plan_state(office, owner) == "submitted")
        quiet(office)


def plan_state(office: Office, owner: int) -> str:
    lane = next(lane for lane in week(office.app, MONDAY).lanes if lane.owner_id == owner)
    return lane.plans[-1].state if lane.plans else ""


def approve_plans(office: Office) -> None:
    to_next_week(office)
    press("F6")
    for owner in (CHENG, LUO):
        go_to_rep(office, owner)
        press("Alt+S")
        office.until(lambda owner=owner: plan_state(office, owner) == "approved")
        quiet(office)


def resolve_complaint(office: Office, number: str) -> None:
    """Find it on the board and give its solution."""
    choose_complaint(office, number)
    press("Ctrl+Right")
    office.dialog()
    type_fields(SOLUTION)
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: state_of(office, number) == "resolved")
    quiet(office)


def close_complaint(office: Office, number: str) -> None:
    choose_complaint(office, number)
    press("Ctrl+Right")
    office.dialog()
    type_fields({"满意度": "4"})
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: state_of(office, number) == "closed")
    quiet(office)


def choose_complaint(office: Office, number: str) -> None:
    if office.window.page.name != "complaints":
        go(office, "Ctrl+5", "complaints")
    page = office.window.page
    press("Ctrl+F", "Ctrl+A")
    type_ascii(number)
    office.until(lambda: [card.number for view in page.board.columns for card in view.cards] == [number])
    quiet(office)
    press("F6")
    office.until(lambda: page.board.current is not None and page.board.current.number == number)
    office.until(lambda: page.acting.detail is not None and page.acting.detail.row.complaint_no == number)


def state_of(office: Office, number: str) -> str:
    return list_complaints(office.app, ComplaintFilter(text=number))[0].state_code


def record_visit(office: Office) -> None:
    """The visit of 程砚舟's Monday, from the card under the cursor."""
    go(office, "Ctrl+4", "planning")
    press("F6")
    grid = office.window.page.grid
    go_to_rep(office, CHENG)
    office.until(lambda: grid.day == MONDAY and grid.card is not None)
    press("Alt+B")
    office.until(lambda: office.window.page.name == "visits" and office.window.page.visits.form is not None)
    quiet(office)
    type_fields(VISIT)
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: len(list_visits(office.app, MONDAY, MONDAY)) == 1)


def hold_meeting(office: Office) -> None:
    go(office, "Alt+W", "meeting")
    office.until(lambda: office.window.page.grid.current is not None)
    press("Enter")
    type_chinese("周四带样品去，请技术同去")
    press("Enter", "Enter")
    type_ascii("1126")
    press("Ctrl+Enter", "Alt+2", "Ctrl+A")
    type_chinese("新客户的样品")
    press("Enter", "Ctrl+A")
    type_chinese("样品周三备齐，由程砚舟带去")
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: "讨论会已保存" in texts_of(office.window))


def submit_and_print(office: Office, printer: PrintServer) -> None:
    go(office, "Ctrl+8", "reports")
    page = office.window.page
    press("Ctrl+F")
    type_ascii("jdzzj")
    press("Enter")
    office.until(lambda: page.kind.name == "weekly")
    quiet(office)
    office.until(lambda: page.period.period.first == MONDAY and page.view.page_count)
    press("Alt+J")
    office.until(lambda: summary_state(office) == "submitted")
    quiet(office)
    office.until(lambda: "已提交" in page.steps.state() and page.view.page_count)
    press("F12")
    office.until(lambda: list(export_folder().glob("*.pdf")))
    quiet(office)
    office.ctrl(Qt.Key.Key_P)
    office.dialog()
    press("Enter")
    office.until(lambda: printer.paper.exists() and printer.is_idle())


def summary_state(office: Office) -> str:
    found = list_weekly(office.app, week_of(MONDAY), BRANCH)
    return next(status.state_code for status in found if status.scope.employee_id is None)


def words_of(pdf: Path, folder: Path) -> str:
    return "".join(poppler("pdftotext", pdf.read_bytes(), folder, "-raw").split())


def test_a_week_from_the_plan_to_the_printed_summary(
    qtbot: QtBot, file: Path, printer: PrintServer, tmp_path: Path
) -> None:
    clock = StandingClock(datetime(2026, 11, 20, 22, 0))
    with at_work(qtbot, file, clock, "wenk") as office:
        plan_monday(office)
        resolve_complaint(office, "TS-LZ-202611-002")
    with at_work(qtbot, file, clock, "shenql") as office:
        approve_plans(office)
        resolve_complaint(office, "TS-LZ-202611-005")
    clock.now = datetime(2026, 11, 23, 18, 30)
    with at_work(qtbot, file, clock, "baining", "complaints") as office:
        for number in ("TS-LZ-202611-002", "TS-LZ-202611-005"):
            close_complaint(office, number)
    with at_work(qtbot, file, clock, "wenk") as office:
        record_visit(office)
        hold_meeting(office)
    clock.now = datetime(2026, 11, 27, 19, 0)
    with at_work(qtbot, file, clock, "wenk") as office:
        submit_and_print(office, printer)
        summary = weekly_data(office.app, Scope(BRANCH, week_of(MONDAY)))
        decided = [(row.customer, row.title) for row in list_follow_ups(office.app)]
        assert verify(office.db).problems == ()
    (exported,) = export_folder().glob("*.pdf")
    printed = words_of(exported, tmp_path)
    assert words_of(printer.paper, tmp_path) == printed
    total = summary.table("work").total
    assert total is not None
    assert [cell.value for cell in total.cells[1:6]] == [2, 1, Decimal("0.5"), 1, 1]
    (complaints,) = summary.table("complaints").rows
    assert [cell.value for cell in complaints.cells[:2]] == [0, 2]
    assert "ZZ-LZ-2026W48" in printed
    assert decided == [("蔚坪电线", "周四带样品去，请技术同去")]
