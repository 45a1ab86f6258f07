"""Building the preview in the background: only the newest one is ever shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.context import App
from app.errors import Cancelled, KnownError
from app.tasks import Task
from ui.jobs import Job, Jobs
from ui.pages.reports.exporting import Order, build, pdf_of

_WAIT_MS = 200


class Previewing(QObject):
    """`show` gets the PDF (empty for no papers), `cannot` the error; both only for what is still wanted."""

    def __init__(
        self,
        app: App,
        jobs: Jobs,
        wanted: Callable[[], Order],
        show: Callable[[bytes], object],
        cannot: Callable[[KnownError], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._app, self._jobs, self._wanted, self._show, self._cannot = app, jobs, wanted, show, cannot
        self._running: Job | None = None
        self._wait = QTimer(self, interval=_WAIT_MS, singleShot=True)
        self._wait.timeout.connect(self._start)

    @property
    def is_waiting(self) -> bool:
        """Whether a newer preview is on its way."""
        return self._wait.isActive() or self._running is not None

    def want(self) -> None:
        """Build it anew, shortly: several changes in a row cost one preview."""
        self._wait.start()

    def end(self) -> None:
        """Build nothing more: the window closes."""
        self._wait.stop()

    def _start(self) -> None:
        if self._running is not None:
            self._running.cancel()
        order, app = self._wanted(), self._app
        job: Job | None = None

        def work(task: Task) -> bytes:
            return pdf_of(build(app, order, task), task)

        def done(data: bytes) -> None:
            if self._is_latest(job):
                self._show(data)

        def failed(error: KnownError) -> None:
            if self._is_latest(job) and not isinstance(error, Cancelled):
                self._cannot(error)

        job = self._running = self._jobs.start(self, work, done, failed=failed)

    def _is_latest(self, job: Job | None) -> bool:
        latest = job is self._running
        if latest:
            self._running = None
        return latest
