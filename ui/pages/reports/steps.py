"""What becomes of a report that people write: written, handed in, reviewed, returned, archived."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QGridLayout

from app.errors import KnownError
from ui.dialogs.message import Dialog
from ui.pages.reports.block import Block
from ui.shell.actions import Action
from ui.shell.desk import Desk
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.layout import column, label

EDIT, SUBMIT, REVIEW, RETURN, ARCHIVE = "edit", "submit", "review", "return", "archive"
_OPEN = ("", "draft", "returned")
_ALLOWED = {REVIEW: ("submitted",), RETURN: ("submitted", "reviewed"), ARCHIVE: ("reviewed",)}
_VERBS = {REVIEW: "审阅", RETURN: "退回", ARCHIVE: "存档"}


class Steps(QObject):
    """The life of one kind of report, for the one that is current. `rights` names what each step needs, `paper` is what
    the report is called in a sentence.

    A kind says how it stands and why something cannot be done, and does the five steps.
    """

    rights: ClassVar[Mapping[str, str]] = {}
    changes: ClassVar[tuple[str, ...]] = ()
    paper: ClassVar[str] = ""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk

    def state(self) -> str:
        """What the current report is, in words; empty without one."""
        return ""

    def why_not(self, step: str) -> str:
        """Why this step cannot be done now."""
        return ""

    def edit(self) -> None:
        """Write it."""

    def submit(self) -> None:
        """Hand it in."""

    def review(self) -> None:
        """Sign it, with an opinion."""

    def give_back(self) -> None:
        """Return it for correction."""

    def archive(self) -> None:
        """File it in the office."""

    def do(self, step: str) -> None:
        """Do a step; only called when nothing speaks against it."""
        steps = {
            EDIT: self.edit,
            SUBMIT: self.submit,
            REVIEW: self.review,
            RETURN: self.give_back,
            ARCHIVE: self.archive,
        }
        steps[step]()

    def why_not_now(self, step: str, name: str, code: str, state: str) -> str:
        """Why a report in a state (its code and label) cannot go that step; `name` is whose it is."""
        if step not in _ALLOWED:
            return "" if code in _OPEN else f"{name}的{self.paper}{state}，不能再改。要改请先由主管退回。"
        return "" if code in _ALLOWED[step] else f"{name}的{self.paper}现在是“{state}”，不能{_VERBS[step]}。"

    def ask(self, dialog: Dialog, done: Callable[[], object]) -> None:
        """Open a dialog and go on when it was answered."""
        dialog.accepted.connect(done)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def work(self, job: Callable[[], object], said: str, failed: Callable[[KnownError], object] | None = None) -> None:
        """Do it in the background, say so, and let every page read anew."""

        def done(_: object) -> None:
            self.desk.toast(said)
            self.desk.changes.tell(*self.changes)

        self.desk.jobs.start(self, lambda _: job(), done, failed=failed or self.desk.complain)


class StepsBlock(Block):
    """What the current report is, and a button for each step that is possible now."""

    def __init__(self) -> None:
        super().__init__()
        self.report = label("", "sub", wrap=True)
        self._places = QGridLayout()
        self._places.setSpacing(theme().px(6))
        self._buttons: list[tuple[Action, Button]] = []
        column(self, self.report, self._places, gap=6, margins=(0, 0, 0, 6))

    def show_actions(self, actions: Sequence[Action]) -> None:
        """The steps there are."""
        for action in actions:
            word = action.text.strip("…")
            button = Button(word, action.slot, icon=action.icon, key=action.key, small=True, parent=self)
            button.hide()
            self._buttons.append((action, button))

    def show_state(self, text: str) -> None:
        """Say what the current report is, and offer what can be done."""
        self.report.setText(text)
        for _, button in self._buttons:
            self._places.removeWidget(button)
            button.hide()
        possible = [button for action, button in self._buttons if not action.why_not()]
        for number, button in enumerate(possible):
            self._places.addWidget(button, number // 2, number % 2)
            button.show()


_STEPS = (
    (EDIT, "填写…", "F2", "pencil-simple"),
    (SUBMIT, "提交", "Alt+J", "check"),
    (REVIEW, "审阅…", "Alt+S", "check-circle-fill"),
    (RETURN, "退回…", "Alt+U", "arrow-u-up-left"),
    (ARCHIVE, "存档", "Alt+C", "folder-open"),
)


def step_actions(
    every: Sequence[Steps], current: Callable[[], Steps | None], may: Callable[[str], bool]
) -> list[Action]:
    """One action a step, on whatever report is current; steps the account has a right to in none are left out.

    `current` gives the steps of the chosen report, None when it is one that nobody writes.
    """

    def why_not(step: str) -> str:
        steps = current()
        if steps is None:
            return "这张报表由数据生成，没有填写和审阅。"
        if not may(steps.rights[step]):
            return "这个账号不能办这一步。请找内勤或主管。"
        return steps.why_not(step)

    def do(step: str) -> None:
        steps = current()
        if steps is not None:
            steps.do(step)

    return [
        Action(
            text=text, key=key, icon=icon, slot=partial(do, step),
            why_not=partial(why_not, step), group="这份报表",
        )
        for step, text, key, icon in _STEPS
        if any(may(steps.rights[step]) for steps in every)
    ]  # fmt: skip
