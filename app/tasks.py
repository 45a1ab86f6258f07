"""Long work takes a `Task`: it says how far it is, and asks whether it should stop."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from app.errors import Cancelled


class Task:
    """Progress and cancellation of one piece of long work; made by whoever shows it, used by whoever does it."""

    def __init__(self, on_step: Callable[[int, int, str], None] | None = None) -> None:
        self._on_step = on_step
        self._stop = Event()

    def step(self, done: int, total: int, note: str = "") -> None:
        """Say that `done` of `total` is finished; raises Cancelled when the user asked to stop."""
        if self._stop.is_set():
            raise Cancelled("已停下，没有写出文件。")
        if self._on_step:
            self._on_step(done, total, note)

    @property
    def stopped(self) -> bool:
        """Whether the user asked to stop, for work that waits for something that takes no steps."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()
