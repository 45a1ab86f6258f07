"""What window tests share: bringing one to the front as a person has it, and the clock of what looks each minute."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


def bring_up(qtbot: QtBot, window: QWidget) -> None:
    """Show the window and wait until keys go to it."""
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def minute_clock(owner: QObject) -> QTimer:
    """What makes it look again each minute."""
    timers = owner.findChildren(QTimer)
    return next(timer for timer in timers if timer.interval() == 60_000 and not timer.isSingleShot())
