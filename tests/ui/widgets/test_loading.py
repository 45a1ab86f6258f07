"""A line tells that reading takes longer than a moment, and never for a moment."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.loading import LoadingLine


def test_it_shows_after_a_moment_until_reading_has_ended(qtbot: QtBot) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    line = LoadingLine(over)
    over.resize(400, 200)
    over.show()
    line.set_busy(True)
    assert line.isHidden()
    qtbot.waitUntil(line.isVisible)
    assert (line.width(), line.height()) == (400, 2)
    line.set_busy(False)
    assert line.isHidden()


def test_it_does_not_show_for_what_is_read_at_once(qtbot: QtBot) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    line = LoadingLine(over)
    over.show()
    line.set_busy(True)
    line.set_busy(False)
    assert line.isHidden()
