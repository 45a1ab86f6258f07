"""Building the preview in the background: only the newest one is ever shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.context import App
from app.errors import KnownError
from app.tasks import Task
from ui.jobs import Jobs
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
        self._building = False
        self._wait = QTimer(self, interval=_WAIT_MS, singleShot=True)
        self._wait.timeout.connect(self._start)

    @property
    def is_waiting(self) -> bool:
        """Whether a newer preview is on its way."""
        return self._wait.isActive() or self._building

    def want(self) -> None:
        """Build it anew, shortly: several changes in a row cost one preview."""
        self._wait.start()

    def end(self) -> None:
        """Build nothing more: the window closes."""
        self._wait.stop()

    def _start(self) -> None:
        order, app = self._wanted(), self._app

        def work(task: Task) -> bytes:
            return pdf_of(build(app, order, task), task)

        self._building = True
        self._jobs.reread(self, "preview", work, self._built, failed=self._failed)

    def _built(self, data: bytes) -> None:
        self._building = False
        self._show(data)

    def _failed(self, error: KnownError) -> None:
        self._building = False
        self._cannot(error)
