"""Work off the GUI thread: one pool, results back by one queued signal that carries callables."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from app.errors import Cancelled, KnownError
from app.tasks import Task

WORKERS = 3
T = TypeVar("T")
Failed = Callable[[KnownError], object]
Step = Callable[[int, int, str], object]


class Job(QObject):
    """One piece of work under way. `stepped` carries done, total and a note; `ended` comes last, whatever happened."""

    stepped = Signal(object, object, str)
    ended = Signal()

    def __init__(self, title: str, task: Task, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.done, self.total, self.note = 0, 0, ""
        self._task = task

    def cancel(self) -> None:
        """Ask it to stop at its next step; `failed` then gets Cancelled."""
        self._task.cancel()

    def step(self, done: int, total: int, note: str) -> None:
        """Take down how far it is."""
        self.done, self.total, self.note = done, total, note
        self.stepped.emit(done, total, note)


class Jobs(QObject):
    """The pool. `changed` comes when a titled job starts, steps or ends, for the status bar."""

    changed = Signal()
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(WORKERS, "job")
        self._running: list[Job] = []
        self._tasks: set[Task] = set()
        self._readings: WeakKeyDictionary[QObject, dict[str, Job]] = WeakKeyDictionary()
        self._closed = False
        self._arrived.connect(_call, Qt.ConnectionType.QueuedConnection)

    @property
    def titled(self) -> list[Job]:
        """The running jobs the user is told about, oldest first."""
        return [job for job in self._running if job.title]

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._running)

    def start(
        self,
        owner: QObject,
        work: Callable[[Task], T],
        done: Callable[[T], object],
        *,
        failed: Failed | None = None,
        title: str = "",
    ) -> Job:
        """Run `work` in the pool, then `done` with its result on the GUI thread, unless `owner` is gone by then.

        KnownErrors (Cancelled too) go to `failed`; without it, and for every other exception, to the crash dialog.
        A title, e.g. 导出 PDF, makes the job show in the status bar.
        """
        steps = _LatestStep(self._deliver)
        task = Task(steps.take)
        job = Job(title, task, self)
        steps.show = lambda: self._show_step(job, steps)
        self._running.append(job)
        self._tasks.add(task)
        self._tell(job)
        self._pool.submit(self._run, owner, work, done, failed or _crash, job, task)
        return job

    def reread(
        self,
        owner: QObject,
        what: str,
        work: Callable[[Task], T],
        done: Callable[[T], object],
        *,
        failed: Failed | None = None,
    ) -> Job:
        """Read what `owner` shows, like `start`; `what` names it, e.g. week. A reading begun later replaces this one:
        readings may end in another order than they began, and the older one must not be shown last.
        """
        self.forget(owner, what)
        readings = self._readings.setdefault(owner, {})

        def if_newest(show: Callable[[Any], object]) -> Callable[[Any], object]:
            def arrive(result: Any) -> None:
                if readings.get(what) is job:
                    del readings[what]
                    show(result)

            return arrive

        job = readings[what] = self.start(owner, work, if_newest(done), failed=if_newest(failed or _crash))
        return job

    def forget(self, owner: QObject, what: str) -> None:
        """Show nothing of the reading under way, if there is one: what it reads is not in sight any more."""
        if reading := self._readings.get(owner, {}).pop(what, None):
            reading.cancel()

    def give_title(self, job: Job, title: str) -> None:
        """Tell the user from now on about a job that takes longer than a moment."""
        if job in self._running:
            job.title = title
            self._tell(job)

    def stop_newest(self) -> None:
        """Ask the job the status bar shows to stop."""
        for job in self.titled[-1:]:
            job.cancel()

    def why_not_stop(self) -> str:
        """Why there is nothing to stop."""
        return "" if self.titled else "现在没有可以停下的。"

    def close(self) -> None:
        """Stop what runs, wait for it, deliver nothing more."""
        self._closed = True
        for task in list(self._tasks):
            task.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(
        self,
        owner: QObject,
        work: Callable[[Task], T],
        done: Callable[[T], object],
        failed: Callable[[KnownError], object],
        job: Job,
        task: Task,
    ) -> None:
        try:
            result = work(task)
        except KnownError as error:
            finish: Callable[[], object] = _bound(failed, error)
        except Exception as error:
            finish = _bound(_crash, error)
        else:
            finish = _bound(done, result)
        self._deliver(lambda: self._finish(owner, job, task, finish))

    def _finish(self, owner: QObject, job: Job, task: Task, finish: Callable[[], object]) -> None:
        self._running.remove(job)
        self._tasks.discard(task)
        self._tell(job)
        job.ended.emit()
        job.deleteLater()
        if shiboken6.isValid(owner):
            finish()

    def _show_step(self, job: Job, steps: _LatestStep) -> None:
        if job in self._running:
            job.step(*steps.latest())
            self._tell(job)

    def _deliver(self, call: Callable[[], object]) -> None:
        if not self._closed:
            self._arrived.emit(call)

    def _tell(self, job: Job) -> None:
        if job.title:
            self.changed.emit()


class _LatestStep:
    """Between a worker that steps thousands of times and a window that needs the newest step only."""

    def __init__(self, deliver: Callable[[Callable[[], object]], None]) -> None:
        self._deliver = deliver
        self._lock = threading.Lock()
        self._step: tuple[int, int, str] = (0, 0, "")
        self._waiting = False
        self.show: Callable[[], object] = lambda: None

    def take(self, done: int, total: int, note: str) -> None:
        """Called by the worker."""
        with self._lock:
            self._step = (done, total, note)
            already, self._waiting = self._waiting, True
        if not already:
            self._deliver(self.show)

    def latest(self) -> tuple[int, int, str]:
        """Called on the GUI thread."""
        with self._lock:
            self._waiting = False
            return self._step


def _call(call: Callable[[], object]) -> None:
    call()


def _bound(call: Callable[[T], object], value: T) -> Callable[[], object]:
    return lambda: call(value)


def _crash(error: BaseException) -> None:
    if not isinstance(error, Cancelled):
        sys.excepthook(type(error), error, error.__traceback__)
