"""What a test must not leave running: threads of its own and active Qt timers."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QTimer

PATIENCE_S = 2.0


@contextmanager
def nothing_left_running(patch: Any) -> Iterator[None]:
    """Raises AssertionError at the end when a thread or timer started inside is still alive.

    `patch` is pytest's MonkeyPatch. Qt's own threads and timers are not looked at.
    """
    threads_before = set(threading.enumerate())
    started: weakref.WeakSet[QTimer] = weakref.WeakSet()
    start = QTimer.start

    def remembered_start(timer: QTimer, *interval: Any) -> None:
        started.add(timer)
        start(timer, *interval)

    patch.setattr(QTimer, "start", remembered_start)
    yield
    patch.undo()
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    threads = _still_alive(set(threading.enumerate()) - threads_before)
    timers = [timer for timer in started if shiboken6.isValid(timer) and timer.isActive()]
    names = [thread.name for thread in threads] + [f"{timer!r} every {timer.interval()} ms" for timer in timers]
    for timer in timers:
        timer.stop()
    assert not names, "left running by this test: " + ", ".join(names)


def _still_alive(threads: set[threading.Thread]) -> list[threading.Thread]:
    """Those that do not end by themselves within two seconds in all."""
    deadline = time.monotonic() + PATIENCE_S
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    return [thread for thread in threads if thread.is_alive()]
