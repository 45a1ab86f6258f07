"""The sample office as a database file, and the real window on it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.clock import Clock
from app.context import App
from app.db.engine import Database
from app.db.schema import open_database
from app.people.accounts import NOBODY, OFFICE_JOB, sign_in
from app.sample.fill import fill_sample
from tests.support.keyboard import commit_text
from ui.assembly import main_window
from ui.shell.desk import Desk
from ui.shell.window import MainWindow

_PATIENCE_MS = 30_000


def make_sample(path: Path, clock: Clock) -> Path:
    """Fill a new database file; returns it."""
    db = open_database(f"sqlite:///{path}", now=clock())
    try:
        fill_sample(App(db, OFFICE_JOB, clock))
    finally:
        db.close()
    return path


@dataclass
class Office:
    """The window of a signed-in user on a copy of the sample office."""

    window: MainWindow
    desk: Desk
    db: Database
    qtbot: QtBot

    @property
    def app(self) -> App:
        """What services are called with."""
        return self.desk.app

    def press(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, times: int = 1
    ) -> None:
        """A key goes where the focus is."""
        for _ in range(times):
            self.qtbot.keyClick(self.focus(), key, modifiers)

    def ctrl(self, key: Qt.Key) -> None:
        """Ctrl and a key."""
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def alt(self, key: Qt.Key) -> None:
        """Alt and a key."""
        self.press(key, Qt.KeyboardModifier.AltModifier)

    def type(self, text: str) -> None:
        """Type where the focus is; Chinese as an input method commits it."""
        if text.isascii():
            self.qtbot.keyClicks(self.focus(), text)
        else:
            commit_text(self.focus(), text)

    def focus(self) -> QWidget:
        """The widget with the focus. After a dialog has closed, nobody but a window manager activates the window."""
        if QApplication.activeModalWidget() is None and QApplication.activeWindow() is None:
            self.window.activateWindow()
        self.until(QApplication.focusWidget)
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the focus"
        return widget

    def until(self, condition: Callable[[], object]) -> None:
        """Wait until something holds."""
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=_PATIENCE_MS)

    def settle(self) -> None:
        """Wait until no dialog is open and nothing is read or written."""
        self.until(lambda: QApplication.activeModalWidget() is None and not self.desk.jobs.busy)

    def dialog(self) -> QWidget:
        """Wait for a dialog that has the focus."""
        self.until(lambda: (QApplication.focusWidget() or self.window).window() is QApplication.activeModalWidget())
        found = QApplication.activeModalWidget()
        assert found is not None, "the dialog has gone again"
        return found

    def close(self) -> None:
        """End it as the program does."""
        self.window.close_anyway()
        self.desk.jobs.close()
        self.db.close()


def open_office(qtbot: QtBot, sample: Path, folder: Path, clock: Clock, username: str, page: str) -> Office:
    """Sign in on a copy of the sample, with one page shown."""
    return sit_down(qtbot, Path(shutil.copy(sample, folder / "sweepbook.db")), clock, username, page)


def sit_down(qtbot: QtBot, file: Path, clock: Clock, username: str, page: str) -> Office:
    """Sign in on a database, with one page shown."""
    db = open_database(f"sqlite:///{file}", now=clock())
    desk = Desk(sign_in(App(db, NOBODY, clock), username))
    window = main_window(desk)
    qtbot.addWidget(window)
    office = Office(window, desk, db, qtbot)
    window.resize(1366, 768)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.go(page)
    return office


def texts_of(widget: QWidget) -> str:
    """All the words of the labels and buttons inside, that show."""
    shown = [part for part in widget.findChildren(QWidget) if part.isVisible()]
    words = [part.text() for part in shown if hasattr(part, "text") and callable(part.text)]
    return "\n".join(word.replace("\u200b", "") for word in words if isinstance(word, str))


def button_of(widget: QWidget, text: str) -> QPushButton:
    """The button with this verb."""
    return next(b for b in widget.findChildren(QPushButton) if b.text() == text and b.isVisible())
