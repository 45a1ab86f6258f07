"""Keeping the draft: a second after the last key at the latest, off the GUI thread, never an older one over a newer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.context import App
from app.errors import KnownError
from ui.shell.desk import Desk

_WAIT_MS = 600


@dataclass(frozen=True, slots=True)
class Draft:
    """What is kept: the draft's own number, its sheet, its name in lists, and all that was typed."""

    uid: str
    sheet_id: int | None
    title: str
    state: dict[str, Any]


class DraftKeeper(QObject):
    """Ask it with `touch()` after every change. `saving`, then `saved` with the moment, or `failed` with the reason."""

    saving = Signal()
    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, draft: Callable[[], Draft | None], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._draft = desk, draft
        self._wait = QTimer(self, interval=_WAIT_MS, singleShot=True)
        self._wait.timeout.connect(self.save)
        self._lock = threading.Lock()
        self._asked = self._written = 0
        self._dirty = False

    def touch(self) -> None:
        """Something was typed; it will be kept in a moment."""
        self._dirty = True
        if not self._wait.isActive():
            self._wait.start()
            self.saving.emit()

    def save(self) -> None:
        """Keep it now, in a job."""
        self._wait.stop()
        draft = self._draft() if self._dirty else None
        if draft is None:
            return
        self._dirty = False
        number, app = self._next(), self._desk.app
        self._desk.jobs.start(self, lambda _task: self._write(app, number, draft), self._tell, failed=self._fail)

    def save_and_wait(self) -> None:
        """Keep it before going on, when the page is left or the window closes."""
        self._wait.stop()
        draft = self._draft() if self._dirty else None
        if draft is None:
            return
        self._dirty = False
        try:
            self._tell(self._write(self._desk.app, self._next(), draft))
        except KnownError as error:
            self._fail(error)

    def forget(self) -> None:
        """The sheet was saved: nothing under way may bring the draft back."""
        self._wait.stop()
        self._dirty = False
        with self._lock:
            self._written = self._asked = self._asked + 1

    def _next(self) -> int:
        self._asked += 1
        return self._asked

    def _write(self, app: App, number: int, draft: Draft) -> datetime | None:
        from app.surveys.drafts import save_draft

        with self._lock:
            if number <= self._written:
                return None
            at = save_draft(app, draft.uid, draft.sheet_id, draft.title, draft.state)
            self._written = number
            return at

    def _tell(self, at: datetime | None) -> None:
        if at is not None:
            self.saved.emit(at)

    def _fail(self, error: KnownError) -> None:
        self._dirty = True
        self.failed.emit(error)
