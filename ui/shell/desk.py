"""What a page may ask of the window it is in, without knowing the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.context import App
from app.errors import KnownError
from ui.changes import Changes
from ui.jobs import Jobs
from ui.undoing import Deed, Undoing


@dataclass(frozen=True, slots=True)
class Note:
    """A toast: one sentence and up to two things to do about it. With `undo` it stays ten seconds instead of five;
    `uid` is the deed it tells of, and when that is taken back it goes."""

    text: str
    actions: Sequence[tuple[str, Callable[[], object]]] = field(default=())
    icon: str = ""
    tone: str = ""
    undo: bool = False
    uid: str = ""


class Desk(QObject):
    """The signed-in user's desk: passed to every page and dialog that works with records.

    Signals are the window's business; pages call the methods.
    """

    noted = Signal(object)
    left_for = Signal(str, object)
    badged = Signal(str, int, bool)
    quick_find_wanted = Signal()

    def __init__(self, app: App, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.app = app
        self.jobs = Jobs(self)
        self.changes = Changes(self)
        self.undoing = Undoing(app, self.jobs, self.changes, say=self.toast, complain=self.complain, parent=self)

    def toast(self, text: str, *actions: tuple[str, Callable[[], object]], undo: bool = False) -> None:
        """Say what was done; `actions` are pairs of a verb and what it does."""
        self.noted.emit(Note(text, actions, icon="" if undo else "check-circle-fill", tone="ok", undo=undo))

    def done(self, said: str, text: str, uid: str, *kinds: str) -> None:
        """Say what was done (已排 3 家), offer to take it back, and tell every page which kinds of records changed.

        `text` names the deed in the menu and in 已撤销：…; `uid` is the one its `App.transaction` was given.
        """
        self.undoing.add(Deed(text, uid, kinds))
        back = ("撤销", partial(self.undoing.undo_this, uid))
        self.noted.emit(Note(said, (back,), tone="ok", undo=True, uid=uid))
        self.changes.tell(*kinds)

    def complain(self, error: KnownError | str) -> None:
        """Say briefly what could not be done; for what needs a decision use a MessageDialog or a banner."""
        self.noted.emit(Note(str(error), icon="warning-circle-fill", tone="danger", undo=True))

    def go(self, page: str, target: object = None) -> None:
        """Show a page by its name; a target is handed to its `show_target`."""
        self.left_for.emit(page, target)

    def badge(self, page: str, count: int, *, urgent: bool = False) -> None:
        """Show a count on the page's place in the rail, none for 0; red only for what is overdue."""
        self.badged.emit(page, count, urgent)

    def quick_find(self) -> None:
        """Open the search over customers, pages and commands."""
        self.quick_find_wanted.emit()
