"""Bringing a window to the front, as a person has it before typing."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


def bring_up(qtbot: QtBot, window: QWidget) -> None:
    """Show the window and wait until keys go to it."""
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
