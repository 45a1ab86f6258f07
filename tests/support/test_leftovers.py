"""Leftovers are found, and what ended is not complained about."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from tests.support import leftovers
from tests.support.leftovers import nothing_left_running


def test_a_running_thread_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leftovers, "PATIENCE_S", 0.05)
    stop = threading.Event()
    worker = threading.Thread(target=stop.wait, name="collector", daemon=True)
    with (
        pytest.raises(AssertionError, match="collector"),
        pytest.MonkeyPatch.context() as patch,
        nothing_left_running(patch),
    ):
        worker.start()
    stop.set()
    worker.join()


def test_an_active_timer_is_named_and_stopped(qtbot: QtBot) -> None:
    timer = QTimer()
    with (
        pytest.raises(AssertionError, match="60000 ms"),
        pytest.MonkeyPatch.context() as patch,
        nothing_left_running(patch),
    ):
        timer.start(60_000)
    assert not timer.isActive()


def test_what_ended_is_no_leftover(qtbot: QtBot) -> None:
    with pytest.MonkeyPatch.context() as patch, nothing_left_running(patch):
        worker = threading.Thread(target=int)
        worker.start()
        owner = QObject()
        timer = QTimer(owner)
        timer.start(60_000)
        owner.deleteLater()
    assert not worker.is_alive()
