"""Work off the GUI thread comes back on it, or not at all."""

from __future__ import annotations

import sys
import threading
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.errors import Cancelled, FileUnusable, KnownError
from app.tasks import Task
from ui.shell.desk import Desk


def test_the_result_comes_back_on_the_gui_thread(qtbot: QtBot, bare_desk: Desk) -> None:
    came: list[tuple[object, object]] = []
    work_thread: list[object] = []

    def work(task: Task) -> int:
        work_thread.append(threading.current_thread())
        return 6 * 7

    bare_desk.jobs.start(bare_desk, work, lambda result: came.append((result, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(came))
    assert came == [(42, threading.main_thread())]
    assert work_thread != [threading.main_thread()]


def test_a_known_error_goes_to_its_handler(qtbot: QtBot, bare_desk: Desk) -> None:
    failures: list[KnownError] = []

    def work(task: Task) -> None:
        raise FileUnusable("没能写入文件。")

    bare_desk.jobs.start(bare_desk, work, lambda _: None, failed=failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert str(failures[0]) == "没能写入文件。"


def test_a_bug_goes_to_the_crash_hook(qtbot: QtBot, bare_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    crashes: list[Any] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: crashes.append(error))
    bare_desk.jobs.start(bare_desk, lambda task: 1 / 0, lambda _: None, failed=lambda _: None)
    qtbot.waitUntil(lambda: bool(crashes))
    assert isinstance(crashes[0], ZeroDivisionError)


def test_nothing_is_delivered_to_who_is_gone(qtbot: QtBot, bare_desk: Desk) -> None:
    owner, came, may_end = QObject(), [], threading.Event()

    def work(task: Task) -> str:
        may_end.wait(5)
        return "too late"

    job = bare_desk.jobs.start(owner, work, came.append)
    with qtbot.waitSignal(job.ended):
        shiboken6.delete(owner)
        may_end.set()
    assert came == []


def test_thousands_of_steps_show_the_newest(qtbot: QtBot, bare_desk: Desk) -> None:
    done: list[None] = []

    def work(task: Task) -> None:
        for number in range(5000):
            task.step(number + 1, 5000, "页")

    job = bare_desk.jobs.start(bare_desk, work, done.append, title="导出")
    seen: list[int] = []
    job.stepped.connect(lambda count, total, note: seen.append(count))
    qtbot.waitUntil(lambda: bool(done))
    assert seen == sorted(seen)
    assert job.done == 5000 == seen[-1]


def test_a_cancelled_job_says_so_and_leaves_the_status_bar(qtbot: QtBot, bare_desk: Desk) -> None:
    failures: list[KnownError] = []

    def work(task: Task) -> None:
        while True:
            task.step(1, 2)

    job = bare_desk.jobs.start(bare_desk, work, lambda _: None, failed=failures.append, title="导出 PDF")
    assert bare_desk.jobs.titled == [job]
    job.cancel()
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], Cancelled)
    assert bare_desk.jobs.titled == []


def test_closing_stops_what_runs_and_delivers_nothing(qtbot: QtBot, bare_desk: Desk) -> None:
    came: list[object] = []

    def work(task: Task) -> None:
        while True:
            task.step(1, 2)

    bare_desk.jobs.start(bare_desk, work, came.append, failed=came.append)
    bare_desk.jobs.close()
    qtbot.wait(20)
    assert came == []


def test_of_two_readings_the_newer_is_shown_however_they_end(qtbot: QtBot, bare_desk: Desk) -> None:
    shown: list[str] = []
    may_end = threading.Event()

    def slow(task: Task) -> str:
        may_end.wait(5)
        return "older"

    older = bare_desk.jobs.reread(bare_desk, "rows", slow, shown.append)
    with qtbot.waitSignal(bare_desk.jobs.reread(bare_desk, "rows", lambda _: "newer", shown.append).ended):
        pass
    with qtbot.waitSignal(older.ended):
        may_end.set()
    assert shown == ["newer"]


def test_readings_of_different_things_do_not_replace_each_other(qtbot: QtBot, bare_desk: Desk) -> None:
    shown: list[str] = []
    for what in ("rows", "detail"):
        bare_desk.jobs.reread(bare_desk, what, lambda _, what=what: what, shown.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: sorted(shown) == ["detail", "rows"])


def test_a_replaced_reading_is_stopped_and_says_nothing(qtbot: QtBot, bare_desk: Desk) -> None:
    failures: list[KnownError] = []
    started, replaced = threading.Event(), threading.Event()

    def careful(task: Task) -> str:
        started.set()
        replaced.wait(5)
        task.step(1, 2)
        return "older"

    older = bare_desk.jobs.reread(bare_desk, "rows", careful, lambda _: None, failed=failures.append)
    started.wait(5)
    bare_desk.jobs.reread(bare_desk, "rows", lambda _: "newer", lambda _: None)
    with qtbot.waitSignal(older.ended):
        replaced.set()
    assert failures == []


def test_a_forgotten_reading_is_stopped_and_not_shown(qtbot: QtBot, bare_desk: Desk) -> None:
    shown: list[str] = []
    forgotten = threading.Event()

    def slow(task: Task) -> str:
        forgotten.wait(5)
        return "rows"

    reading = bare_desk.jobs.reread(bare_desk, "rows", slow, shown.append)
    bare_desk.jobs.forget(bare_desk, "rows")
    bare_desk.jobs.forget(bare_desk, "detail")
    with qtbot.waitSignal(reading.ended):
        forgotten.set()
    assert shown == []
