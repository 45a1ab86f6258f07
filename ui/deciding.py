"""Going through the shops that may be the one being added: one question each, in the order of their likeness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.context import App
from app.errors import KnownError
from ui.dialogs.verdict import Beside, VerdictDialog

if TYPE_CHECKING:
    from app.customers.duplicates import LikelySame


def beside_typed(app: App, likely: Sequence[LikelySame], typed: Mapping[str, str]) -> list[Beside]:
    """For each of them, what the archive knows it by beside what was typed, by field name; run it in a job."""
    from app.customers.comparing import beside
    from app.security.masking import masked_phone

    typed = {
        **typed,
        "phone": masked_phone(typed.get("phone", "")),
    }  # as the archive's, so that the same looks the same
    return [
        [(label, text, typed.get(name, "")) for name, (label, text) in beside(app, each.customer_id).items()]
        for each in likely
    ]


class Verdicts(QObject):
    """Asks about them one after the other. `ended` carries the Decided when none is the same, the LikelySame that is,
    or None to go back and correct.
    """

    ended = Signal(object)

    def __init__(
        self, app: App, likely: Sequence[LikelySame], besides: Sequence[Beside], parent: QWidget, *, typed: str
    ) -> None:
        super().__init__(parent)
        self._app, self._parent, self._typed = app, parent, typed
        self._open = list(zip(likely, besides, strict=True))
        self._certain = False
        self._reasons: dict[int, str] = {}

    def ask(self) -> None:
        """The next one, or the end."""
        from app.customers.creating import Decided
        from app.customers.likeness import Verdict

        if not self._open:
            self._end(Decided(self._reasons, released=self._certain))
            return
        likely, facts = self._open.pop(0)
        self._certain = self._certain or likely.verdict is Verdict.SAME
        dialog = VerdictDialog(likely, facts, self._release, typed=self._typed, parent=self._parent)
        dialog.finished.connect(lambda _: self._answered(likely, dialog))
        dialog.open()

    def _answered(self, likely: LikelySame, dialog: VerdictDialog) -> None:
        if dialog.answer == "other":
            self._reasons[likely.customer_id] = dialog.reason
            self.ask()
        else:
            self._end(likely if dialog.answer == "same" else None)
        dialog.deleteLater()

    def _end(self, found: object) -> None:
        self.ended.emit(found)
        self.deleteLater()

    def _release(self, username: str, password: str) -> str:
        return _release(self._app, username, password)


def _release(app: App, username: str, password: str) -> str:
    from app.people.releasing import release

    try:
        release(app, username.strip(), password)
    except KnownError as error:
        return str(error)
    return ""
