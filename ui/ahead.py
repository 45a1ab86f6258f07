"""Modules of pages that were not gone to yet, imported while nobody waits: going there then only builds the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.tasks import Task
from ui.shell.rail import PageSpec

if TYPE_CHECKING:
    from ui.shell.window import MainWindow

_LOOK_MS = 200


class PagesAhead(QObject):
    """Belongs to a window and ends with it. Loads one page's modules at a time in the pool, and only while the pool has
    nothing else to do: an import takes the interpreter from the window for a few milliseconds again and again.
    """

    def __init__(self, window: MainWindow, specs: Iterable[PageSpec]) -> None:
        super().__init__(window)
        self._jobs, self._left = window.desk.jobs, list(specs)
        self._clock = QTimer(self, interval=_LOOK_MS)
        self._clock.timeout.connect(self._look)
        window.closing.connect(self._clock.stop)
        self._clock.start()

    def _look(self) -> None:
        if not self._left:
            self._clock.stop()
        elif not self._jobs.busy:
            self._load(self._left.pop(0))

    def _load(self, spec: PageSpec) -> None:
        def work(_task: Task) -> object:
            return spec.load()

        self._jobs.start(self, work, lambda _: None)
