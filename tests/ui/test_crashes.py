"""What nobody caught is logged and said, and the program goes on."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from app.errors import Conflict
from ui.crashes import CrashHook
from ui.dialogs.crash import CrashDialog
from ui.dialogs.message import Detail


@pytest.fixture
def hook(tmp_path: Path) -> Iterator[CrashHook]:
    made = CrashHook(tmp_path / "sweepbook.log")
    made.install()
    yield made
    made.remove()


def test_a_bug_is_logged_and_shown_and_work_goes_on(
    qtbot: QtBot, hook: CrashHook, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[str] = []

    def look(dialog: QDialog) -> None:
        seen.extend(label.text() for label in dialog.findChildren(QLabel))
        detail = dialog.findChildren(Detail)[0]
        detail.copy.click()
        seen.append(QGuiApplication.clipboard().text())
        qtbot.keyClick(dialog, Qt.Key.Key_Return)

    _throw(qtbot, ValueError("boom"), look)
    assert "程序出了没有料到的问题" in seen
    assert any(str(tmp_path / "sweepbook.log") in text for text in seen)
    assert "ValueError: boom" in seen[-1]
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_a_known_error_is_said_in_its_own_words(
    qtbot: QtBot, hook: CrashHook, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[str] = []

    def look(dialog: QDialog) -> None:
        seen.extend(label.text() for label in dialog.findChildren(QLabel))
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    _throw(qtbot, Conflict("周敏刚改过这家客户。"), look)
    assert "周敏刚改过这家客户。" in seen
    assert not caplog.records


def test_a_bug_in_another_thread_is_shown_too(qtbot: QtBot, hook: CrashHook, caplog: pytest.LogCaptureFixture) -> None:
    kinds: list[type] = []

    def look(dialog: QDialog) -> None:
        kinds.append(type(dialog))
        dialog.reject()

    thread = threading.Thread(target=lambda: 1 / 0)
    _when_shown(look)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(kinds))
    assert kinds == [CrashDialog]


def _throw(qtbot: QtBot, error: Exception, look: object) -> None:
    looked: list[bool] = []

    def look_once(dialog: QDialog) -> None:
        look(dialog)  # type: ignore[operator]
        looked.append(True)

    _when_shown(look_once)
    sys.excepthook(type(error), error, None)
    qtbot.waitUntil(lambda: bool(looked))


def _when_shown(look: object) -> None:
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, QDialog):
        look(dialog)  # type: ignore[operator]
    else:
        QTimer.singleShot(5, lambda: _when_shown(look))
