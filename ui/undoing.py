"""What the user did and may take back: one stack a window, fifty steps (design §8)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from app.context import App
from app.errors import Cancelled, KnownError
from ui.changes import Changes
from ui.jobs import Job, Jobs

STEPS = 50
_MOMENT_MS = 400


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing done: its wording (移动拜访), the journal's uid of it, and the kinds of records it changed."""

    text: str
    uid: str
    kinds: tuple[str, ...]


class Undoing(QObject):
    """The two stacks. Taking back runs in the pool; a deed that cannot be taken back leaves its stack, one that was
    stopped stays. What takes longer than a moment is told in the status bar.

    `taken_back` carries the uid of a deed that was undone.
    """

    taken_back = Signal(str)

    def __init__(
        self,
        app: App,
        jobs: Jobs,
        changes: Changes,
        *,
        say: Callable[[str], object],
        complain: Callable[[KnownError | str], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._app, self._jobs, self._changes = app, jobs, changes
        self._say, self._complain = say, complain
        self._undo: deque[Deed] = deque(maxlen=STEPS)
        self._redo: deque[Deed] = deque(maxlen=STEPS)
        self._job: Job | None = None

    def add(self, deed: Deed) -> None:
        """Something was done; what had been taken back before can no longer be done again."""
        self._undo.append(deed)
        self._redo.clear()

    def undo(self) -> None:
        """Take the last deed back."""
        self._turn(self._undo, self._redo, "已撤销：")

    def undo_this(self, uid: str) -> None:
        """Take back this deed, of which a notice still tells; only the last one can be."""
        if self._undo and self._undo[-1].uid == uid:
            self.undo()
        else:
            self._complain("这之后还做过别的，没有撤销。按 Ctrl+Z 从最近的一步撤起。")

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._turn(self._redo, self._undo, "已恢复：")

    def why_not_undo(self) -> str:
        """Why there is nothing to take back."""
        return self._why_not(self._undo, "没有可以撤销的了。")

    def why_not_redo(self) -> str:
        """Why there is nothing to do again."""
        return self._why_not(self._redo, "没有可以恢复的了。")

    def _why_not(self, stack: deque[Deed], nothing: str) -> str:
        if self._job is None:
            return "" if stack else nothing
        return "上一步还没有撤销完。等它做完，或在状态栏停下它，再按一次。" if self._job.title else ""

    def _turn(self, source: deque[Deed], target: deque[Deed], words: str) -> None:
        if self._job is not None or not source:
            return
        deed = source[-1]  # it keeps its place until it is over: more may be done meanwhile

        def done(uid: str) -> None:
            self._end(source, deed)
            target.append(replace(deed, uid=uid))
            self.taken_back.emit(deed.uid)
            self._say(f"{words}{deed.text}")
            self._changes.tell(*deed.kinds)

        def failed(error: KnownError) -> None:
            self._end(source, deed, stays=isinstance(error, Cancelled))
            self._complain(error)

        from app.undoing import undo

        job = self._job = self._jobs.start(self, lambda task: undo(self._app, deed.uid, task), done, failed=failed)
        title = f"{words.removeprefix('已').removesuffix('：')} {deed.text}"
        QTimer.singleShot(_MOMENT_MS, job, lambda: self._jobs.give_title(job, title))

    def _end(self, stack: deque[Deed], deed: Deed, *, stays: bool = False) -> None:
        self._job = None
        if deed in stack and not stays:
            stack.remove(deed)
