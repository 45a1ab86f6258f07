"""What the program does about its memory: garbage in cycles goes while the user rests, large blocks as soon as freed."""

from __future__ import annotations

import ctypes
import gc
import sys
import time

from PySide6.QtCore import QObject, QTimer

TURN_MS = 250
_YOUNG, _TURNS_OLD, _RESTED_TURNS = 5_000, 10, 12
_RESTS_BELOW_S = 0.005
_MMAP_THRESHOLD, _LARGE = -3, 1 << 20


def give_back_large_blocks() -> None:
    """Let what is larger than a megabyte go back to the system when it is freed.

    The C library of Linux keeps such blocks after the first of them, and the ids of a million customers, read anew with
    every list, then leave tens of megabytes of gaps. Other systems give them back by themselves.
    """
    if sys.platform == "linux" and (choose := getattr(ctypes.CDLL(None), "mallopt", None)):
        choose(_MMAP_THRESHOLD, _LARGE)


class Collector(QObject):
    """Takes the search over from Python, until `stop`.

    Python searches whenever enough objects were made: all of them in the middle of a frame, which then takes 100 ms,
    or on a worker's thread, where a Qt object must not end. Here the young ones are searched four times a second, which
    takes a few milliseconds, and all of them once this thread has had nothing to do for some seconds.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._busy_s, self._rested = time.thread_time(), 0
        self._timer = QTimer(self, interval=TURN_MS)
        self._timer.timeout.connect(self.turn)
        self._timer.start()

    def turn(self) -> None:
        """Search what is due now."""
        busy_s = time.thread_time()
        self._rested = self._rested + 1 if busy_s - self._busy_s < _RESTS_BELOW_S else 0
        young, _, old = gc.get_count()
        if self._rested >= _RESTED_TURNS and old >= _TURNS_OLD:
            gc.collect()
        elif young > _YOUNG:
            gc.collect(1)
        self._busy_s = time.thread_time()

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.enable()
