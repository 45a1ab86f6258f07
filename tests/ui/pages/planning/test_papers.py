"""What leaves the planner: the printed plan, its files, the calendar for the phone."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import cast

import icalendar
import pytest
from PySide6.QtCore import Qt
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.errors import DatabaseUnavailable
from app.planning.items import assign
from tests.support.sample import Office, texts_of
from tests.ui.conftest import OpenOffice
from ui.pages.planning.page import PlanningPage
from ui.pages.reports.exporting import export_folder, remember_folder
from ui.printing.dialog import PrintDialog
from ui.printing.queues import Printer

KEY = Qt.Key
MONDAY = date(2026, 11, 23)


@pytest.fixture
def office(office_of: OpenOffice) -> Office:
    """The clerk before next week, with one visit planned."""
    office = office_of("wenk", "planning")
    assign(office.app, 12, 2, MONDAY, time(9))
    page = cast("PlanningPage", office.window.page)
    office.until(lambda: page.read.board.lanes)
    office.alt(KEY.Key_PageDown)
    office.until(lambda: any(card.day == MONDAY for card in page.read.board.cards))
    return office


def exported(suffix: str) -> list[Path]:
    return [path for path in export_folder().glob(f"*.{suffix}") if not path.name.startswith(".")]


@pytest.mark.parametrize(("key", "suffix"), [(KEY.Key_F12, "pdf"), (KEY.Key_E, "xlsx")])
def test_the_plan_is_exported_into_the_folder(office: Office, key: KEY, suffix: str) -> None:
    office.press(key, KEY_MODIFIERS[suffix])
    office.until(lambda: exported(suffix))
    assert "拜访计划表" in exported(suffix)[0].name
    office.until(lambda: "已导出" in texts_of(office.window))


KEY_MODIFIERS = {"pdf": Qt.KeyboardModifier.NoModifier, "xlsx": Qt.KeyboardModifier.ControlModifier}


def test_the_week_is_exported_as_a_calendar_file(office: Office) -> None:
    office.alt(KEY.Key_I)
    office.until(lambda: exported("ics"))
    (path,) = exported("ics")
    assert path.name == "拜访计划_澜州办事处_2026-W48.ics"
    events = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert [str(event["SUMMARY"])[:7] for event in events] == ["拜访 岫云装材"]


def test_a_calendar_that_cannot_be_logged_is_not_left_behind(office: Office) -> None:
    def fail(_session: Session) -> None:
        raise DatabaseUnavailable("记不下来，没有写出文件。")

    event.listen(Session, "before_commit", fail)
    try:
        office.alt(KEY.Key_I)
        office.until(lambda: "记不下来" in texts_of(office.window))
    finally:
        event.remove(Session, "before_commit", fail)
    assert list(export_folder().iterdir()) == []


def test_a_folder_that_cannot_be_used_is_said_and_nothing_is_written(office: Office, tmp_path: Path) -> None:
    in_the_way = tmp_path / "这是一个文件"
    in_the_way.write_text("")
    remember_folder(in_the_way)
    office.alt(KEY.Key_I)
    office.until(lambda: "没有写出文件" in texts_of(office.window))
    assert in_the_way.read_text() == ""


def test_printing_asks_for_the_printer(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.pages.reports.output.list_printers", lambda: [Printer("办公室", is_default=True)])
    office.ctrl(KEY.Key_P)
    dialog = office.dialog()
    assert isinstance(dialog, PrintDialog)
    assert "A4 横向" in texts_of(dialog)
    office.press(KEY.Key_Escape)


def test_an_empty_week_has_no_calendar(office: Office) -> None:
    office.alt(KEY.Key_PageDown)
    office.until(lambda: not office.desk.jobs.busy)
    office.alt(KEY.Key_I)
    office.until(lambda: "没有要去的拜访" in texts_of(office.window))
    assert not exported("ics")
