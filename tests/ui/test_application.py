"""The program speaks Chinese to the last dialog, remembers its look and ends everything once."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from ui.application import Program
from ui.preferences import Preferences
from ui.theme import Mode, theme


def test_qts_own_dialogs_are_chinese(qtbot: QtBot) -> None:
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


def test_endings_are_done_once_last_first_whatever_happens(
    qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    program, done = Program([], tmp_path / "new", None), list[str]()

    def fail() -> None:
        raise OSError("disk")

    for ending in (lambda: done.append("database"), fail, lambda: done.append("jobs")):
        program.at_end(ending)
    program.end()
    program.end()
    assert done == ["jobs", "database"]
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_the_look_is_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    first = Preferences(tmp_path / "window.ini")
    first.restore_look()
    theme().choose(mode=Mode.DARK, scale=1.25, density="roomy")
    theme().choose(mode=Mode.DARK, scale=1.25, density="compact")
    again = Preferences(tmp_path / "window.ini")
    theme().mode, theme().scale, theme().density = Mode.LIGHT, 1.0, "normal"
    again.restore_look()
    assert (theme().mode, theme().scale, theme().density) == (Mode.DARK, 1.25, "compact")


def test_nonsense_in_the_file_is_passed_over(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "window.ini").write_text("[look]\nmode=pink\nscale=9\ndensity=huge\n[window]\ngeometry=x\n", "utf-8")
    found, window = Preferences(tmp_path / "window.ini"), QMainWindow()
    qtbot.addWidget(window)
    found.restore_look()
    found.follow_window(window)
    assert (theme().mode, theme().scale, theme().density) == (Mode.LIGHT, 1.0, "normal")


def test_widths_are_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    kept = Preferences(tmp_path / "window.ini")
    first, second = _splitter(qtbot), _splitter(qtbot)
    kept.follow_splitter(first, "customers")
    first.setSizes([300, 100])
    first.splitterMoved.emit(300, 1)
    kept.follow_splitter(second, "customers")
    assert second.sizes() == first.sizes()


def test_the_windows_size_is_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    kept, first, second = Preferences(tmp_path / "window.ini"), QMainWindow(), QMainWindow()
    for window in (first, second):
        qtbot.addWidget(window)
    first.resize(500, 400)
    kept.leave_window(first)
    kept.follow_window(second)
    assert second.size() == first.size()


def _splitter(qtbot: QtBot) -> QSplitter:
    made = QSplitter(Qt.Orientation.Horizontal)
    qtbot.addWidget(made)
    for _ in range(2):
        made.addWidget(QWidget())
    made.resize(401, 50)
    made.show()
    return made
