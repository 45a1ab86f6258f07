"""Reminders of complaints before a limit runs out and when it does, in the system's tray or, without one, in the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QSystemTrayIcon

from app.errors import KnownError
from app.tasks import Task
from ui.icons import seal
from ui.shell.targets import ComplaintTarget

if TYPE_CHECKING:
    from app.complaints.reading import Counts
    from app.complaints.reminders import Reminder
    from ui.shell.window import MainWindow

_EVERY_MS = 60_000
_SHOWN_MS = 10_000
_PAGE = "complaints"
_SPELT_OUT = 2


class Reminders(QObject):
    """Belongs to a window and ends with it. Looks every minute, says each reminder once, and keeps the rail's badge.

    Says nothing while nobody is signed in or the account sees no complaints. `tray` makes the icon, None where the
    system has no place for one.
    """

    def __init__(self, window: MainWindow, tray: Callable[[QObject], QSystemTrayIcon | None] | None = None) -> None:
        super().__init__(window)
        self._window, self._desk = window, window.desk
        self._said: set[str] = set()
        self._shown: Reminder | None = None
        self._tray: QSystemTrayIcon | None = None
        self._clock = QTimer(self, interval=_EVERY_MS)
        self._clock.timeout.connect(self.look)
        window.closing.connect(self.end)
        if self._desk.app.user.user_id is not None and self._desk.app.may("complaint.view"):
            self._tray = (tray or system_tray)(self)
            self._begin()

    def look(self) -> None:
        """Ask now."""
        self._desk.jobs.reread(self, "reminders", self._read, self._tell, failed=self._cannot_read)

    def end(self) -> None:
        """The window closes."""
        self._clock.stop()
        if self._tray is not None:
            self._tray.hide()

    def _begin(self) -> None:
        if self._tray is not None:
            self._tray.messageClicked.connect(self._open_shown)
            self._tray.activated.connect(lambda _reason: self._raise_window())
            self._tray.show()
        self._desk.changes.happened.connect(self._changed)
        self._clock.start()
        self.look()

    def _read(self, _task: Task) -> tuple[list[Reminder], Counts]:
        from app.complaints.reading import open_counts
        from app.complaints.reminders import due_reminders

        app = self._desk.app
        return due_reminders(app), open_counts(app)

    def _tell(self, read: tuple[list[Reminder], Counts]) -> None:
        reminders, counts = read
        self._desk.badge(_PAGE, counts.overdue, urgent=True)
        fresh = [reminder for reminder in reminders if reminder.key not in self._said]
        self._said.update(reminder.key for reminder in fresh)
        if fresh:
            self._say(fresh)

    def _say(self, reminders: Sequence[Reminder]) -> None:
        """The most urgent of them spelt out: one notice at a time, or nobody reads any."""
        ordered = sorted(reminders, key=lambda reminder: (not reminder.urgent, reminder.due_at))
        self._shown = ordered[0]
        lines = [reminder.text for reminder in ordered[:_SPELT_OUT]]
        if len(ordered) > _SPELT_OUT:
            lines.append(f"另有 {len(ordered) - _SPELT_OUT} 件，在“投诉”里看。")
        if self._tray is not None:
            self._tray.showMessage(self._shown.title, "\n".join(lines), seal(), _SHOWN_MS)
        else:
            more = f"，另有 {len(ordered) - 1} 件" if len(ordered) > 1 else ""
            self._desk.toast(f"{self._shown.title}{more}", ("看投诉", partial(self._open, self._shown)), undo=True)

    def _open_shown(self) -> None:
        if self._shown is not None:
            self._open(self._shown)

    def _open(self, reminder: Reminder) -> None:
        self._raise_window()
        self._desk.go(_PAGE, ComplaintTarget(complaint_id=reminder.complaint_id))

    def _raise_window(self) -> None:
        window = self._window
        window.setWindowState(window.windowState() & ~window.windowState().WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def _changed(self, kinds: frozenset[str]) -> None:
        if _PAGE in kinds:
            self.look()

    def _cannot_read(self, _error: KnownError) -> None:
        """Pages say what is wrong with the database; the next minute asks again."""


def system_tray(parent: QObject) -> QSystemTrayIcon | None:
    """The program's icon in the system's tray, None where there is none."""
    if not QSystemTrayIcon.isSystemTrayAvailable():
        return None
    icon = QSystemTrayIcon(seal(), parent)
    icon.setToolTip("扫街簿")
    return icon
