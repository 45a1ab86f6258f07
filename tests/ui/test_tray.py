"""Reminders of complaints: said once, in the tray or in the window, and never to nobody."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from tests.support.clock import StandingClock
from tests.support.sample import Office, texts_of
from tests.ui.conftest import OpenOffice
from tests.ui.showing import minute_clock
from ui.pages.complaints.page import ComplaintsPage
from ui.tray import Reminders, system_tray


class Tray(QObject):
    """Stands for the system's tray, of which a test run has none: keeps what it was told to say."""

    messageClicked = Signal()  # noqa: N815
    activated = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.said: list[tuple[str, str]] = []
        self.is_shown = False

    def show(self) -> None:
        """Appear."""
        self.is_shown = True

    def hide(self) -> None:
        """Disappear."""
        self.is_shown = False

    def showMessage(self, title: str, text: str, *_more: object) -> None:
        """Keep it."""
        self.said.append((title, text))


def begin(office: Office) -> tuple[Reminders, Tray]:
    """Reminders with a tray, after the first look."""
    made: list[Tray] = []

    def tray(parent: QObject) -> QSystemTrayIcon:
        made.append(Tray(parent))
        return cast("QSystemTrayIcon", made[0])

    reminders = Reminders(office.window, tray)
    office.until(lambda: not office.desk.jobs.busy)
    return reminders, made[0]


def look(office: Office, reminders: Reminders) -> None:
    minute_clock(reminders).timeout.emit()
    office.until(lambda: not office.desk.jobs.busy)


def test_each_reminder_is_said_once(office_of: OpenOffice, clock: StandingClock) -> None:
    office = office_of("wenk", "customers")
    reminders, tray = begin(office)
    assert [title for title, _ in tray.said] == ["苔原建材：不到 1 个工作日就到应解决时间"]
    assert "应于 11-23 18:00 前完成" in tray.said[0][1]
    look(office, reminders)
    assert len(tray.said) == 1
    clock.now = datetime(2026, 11, 23, 13, 30)
    look(office, reminders)
    assert [title for title, _ in tray.said[1:]] == ["榉野集团：不到 1 个工作小时就到应响应时间"]


def test_a_click_opens_the_complaint(office_of: OpenOffice) -> None:
    office = office_of("wenk", "customers")
    _, tray = begin(office)
    tray.messageClicked.emit()
    office.until(lambda: isinstance(office.window.page, ComplaintsPage) and office.window.page.acting.detail)
    assert office.window.page.acting.detail.row.complaint_no == "TS-LZ-202611-002"  # type: ignore[attr-defined]


def test_the_badge_counts_only_what_is_overdue(office_of: OpenOffice, clock: StandingClock) -> None:
    office = office_of("shenql", "customers")
    place = office.window.rail.places["complaints"]
    reminders, tray = begin(office)
    assert place.accessibleName() == "投诉"
    clock.now = datetime(2026, 11, 23, 18, 30)
    look(office, reminders)
    assert place.accessibleName() == "投诉 3"
    assert "解决已超时" in tray.said[-1][0] or "响应已超时" in tray.said[-1][0]
    assert "另有 1 件" in tray.said[-1][1]


def test_without_a_tray_the_window_says_it(office_of: OpenOffice) -> None:
    office = office_of("wenk", "customers")
    assert system_tray(office.window) is None
    Reminders(office.window)
    office.until(lambda: "苔原建材：不到 1 个工作日就到应解决时间" in texts_of(office.window))
    assert "看投诉" in texts_of(office.window)


def test_who_sees_no_complaints_hears_nothing(office_of: OpenOffice) -> None:
    office = office_of("admin", "office")
    reminders = Reminders(office.window)
    assert not minute_clock(reminders).isActive()


def test_they_end_with_the_window(office_of: OpenOffice) -> None:
    office = office_of("wenk", "customers")
    reminders, tray = begin(office)
    assert minute_clock(reminders).isActive()
    office.window.close_anyway()
    assert not minute_clock(reminders).isActive()
    assert not tray.is_shown
