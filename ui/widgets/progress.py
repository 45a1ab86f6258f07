"""How far a long piece of work is: a bar, the rows done, the time left once it can be told, and a way to stop it."""

from __future__ import annotations

import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.jobs import Job
from ui.widgets.button import Button
from ui.widgets.layout import column, label, row
from ui.widgets.marks import ProgressLine

_TELLS_REST_AFTER = 3.0


class ProgressBox(QWidget):
    """Follows one job at a time. `stopped` when the button was pressed; the job itself ends at its next step.

    `unit` is what the job counts; what counts in nothing one can name tells its share.
    """

    stopped = Signal()

    def __init__(self, unit: str = "行", key: str = "Esc") -> None:
        super().__init__()
        self._unit = unit
        self.title, self.told = label("", "head"), label("", "sub")
        self.bar = ProgressLine()
        self.stop_button = Button("停下", self.stop, icon="x", key=key, small=True)
        column(self, self.title, self.bar, row(None, self.told, None, self.stop_button), gap=8)
        self._job: Job | None = None
        self._begun = 0.0

    @property
    def running(self) -> bool:
        """Whether a job is followed now."""
        return self._job is not None

    def follow(self, title: str, job: Job) -> None:
        """Show another job from its beginning."""
        self._job, self._begun = job, time.monotonic()
        self.title.setText(title)
        self.told.setText("正在准备……")
        self.bar.set_share(0.0)
        self.stop_button.set_reason("")
        job.stepped.connect(self._show)
        job.ended.connect(lambda: self._end(job))

    def stop(self) -> None:
        """Ask the job to end."""
        if self._job is not None:
            self._job.cancel()
            self.stop_button.set_reason("正在停下……")
            self.told.setText("正在停下……")
            self.stopped.emit()

    def _show(self, done: int, total: int, note: str) -> None:
        if not self.stop_button.isEnabled():
            return
        self.bar.set_share(done / total if total else 0.0)
        of = f"{done:,} / {total:,} {self._unit}" if total else f"{done:,} {self._unit}"
        of = of if self._unit else f"{done / max(total, 1):.0%}"
        self.told.setText("　".join(part for part in (note, of, self._rest(done, total)) if part))

    def _rest(self, done: int, total: int) -> str:
        taken = time.monotonic() - self._begun
        if not total or not done or taken < _TELLS_REST_AFTER:
            return ""
        rest = taken / done * (total - done)
        return f"还要约 {rest / 60:.0f} 分钟" if rest >= 90 else f"还要约 {max(1, round(rest))} 秒"

    def _end(self, job: Job) -> None:
        if self._job is job:
            self._job = None
