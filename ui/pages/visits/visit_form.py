"""The visit form: what was done at a customer's, by keys, in the order of the paper sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.choices import options
from app.context import App
from app.forms.model import Choice, Field, Kind
from app.people.offices import EmployeeRow, list_colleagues, list_reps
from app.planning.beginning import start_visit
from app.surveys.sheets import visit_answers
from app.visits.reading import Rhythm, open_visit, rhythm_of
from app.visits.records import VisitInput, visit_fields
from ui.forms.code_editor import LETTERED
from ui.forms.form_view import FormView
from ui.widgets.button import Button
from ui.widgets.dates import date_text
from ui.widgets.layout import column, frame, label, row, scrolled

_SECTIONS = (
    (
        "拜访",
        (
            "visit_date", "employee_id", "start_at", "end_at", "people", "visit_mode", "met_contact_id", "met_text",
            "visit_round", "four_step", "purposes", "steps",
        ),
    ),
    (
        "经过",
        (
            "result", "failure_reasons", "tied_brand_id", "failure_note", "situation", "countermeasure",
            "questions_answers", "competitor_note",
        ),
    ),
    ("以后", ("intent_level", "next_visit_on", "next_step")),
)  # fmt: skip
_FIXED = ("customer_id", "plan_item_id")
_HELPED = "assist"


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """What the form begins with. A new visit has no `visit_id`; a closed one says why it may only be read."""

    customer: str
    rhythm: Rhythm
    values: dict[str, Any]
    contacts: tuple[tuple[int, str], ...]
    brands: tuple[tuple[int, str], ...]
    reps: Sequence[EmployeeRow]
    colleagues: Sequence[EmployeeRow]
    participants: Mapping[int, str] = field(default_factory=dict)
    steps: frozenset[str] = frozenset()
    visit_id: int | None = None
    visit_no: str = ""
    row_version: int = 0
    closed: str = ""


def begin_visit(app: App, customer_id: int, day: date, employee_id: int | None, plan_item_id: int | None) -> VisitDraft:
    """A new visit: what rules offer, over it what the day's sheet says."""
    start = start_visit(app, customer_id, day, employee_id, plan_item_id)
    branch, whose = app.user.branch_id, start.values["customer_id"]
    return VisitDraft(
        start.customer, rhythm_of(app, whose), start.values | visit_answers(app, whose, day),
        start.contacts, start.brands, list_reps(app), list_colleagues(app, branch),
    )  # fmt: skip


def stored_visit(app: App, visit_id: int) -> VisitDraft:
    """A visit on record."""
    found = open_visit(app, visit_id)
    return VisitDraft(
        found.customer, rhythm_of(app, found.values["customer_id"]), found.values, found.contacts, found.brands,
        list_reps(app), list_colleagues(app, app.user.branch_id), found.participants, found.steps,
        found.id, found.visit_no, found.row_version, found.closed,
    )  # fmt: skip


def form_fields() -> tuple[Field, ...]:
    """The visit's own fields, and the two that are records of their own: who else was there, and the six parts."""
    own = [replace(f, appearance=LETTERED) if f.name == "failure_reasons" else f for f in visit_fields()]
    return (
        *(f for f in own if f.name not in _FIXED),
        Field(name="people", label="同去的人", kind=Kind.MANY, unit="人"),
        Field(name="steps", label="访问程序", kind=Kind.MANY, choices="visit_step", unit="项"),
    )


class VisitForm(QFrame):
    """`saved` carries a VisitInput; `left` when the form is given up. Ctrl+S and Esc belong to the page.

    Read only, it shows a visit beside the list; `edit_wanted` then asks to correct it.
    """

    saved = Signal(object)
    left = Signal()
    edit_wanted = Signal()

    def __init__(self, app: App, draft: VisitDraft, *, read_only: bool = False) -> None:
        super().__init__()
        self.draft = draft
        self._read_only = read_only
        self._own_next = bool(draft.visit_id)
        self.form = FormView(form_fields(), today=app.today, sections=_SECTIONS, references=self._references())
        self.problem = label(draft.closed, "", "" if draft.closed else "danger", wrap=True)
        self._lay_out()
        self.form.changed.connect(self._changed)
        self.form.finished.connect(self.save)
        self.form.set_values(self._begun(), closed=read_only or bool(draft.closed))
        self._show_dependent()

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to lose."""
        self.form.take()
        return self.form.is_changed

    def save(self) -> None:
        """Hand over what was entered."""
        if not self.draft.closed:
            self.saved.emit(self.entered())

    def entered(self) -> VisitInput:
        """The visit as it was entered."""
        values = self.form.values()
        people = {int(code): self._duty(int(code)) for code in values.pop("people")}
        steps = frozenset(values.pop("steps"))
        fixed = {name: self.draft.values.get(name) for name in _FIXED}
        people.pop(int(values["employee_id"] or 0), None)
        return VisitInput(values | fixed, people, steps)

    def show_problems(self, problems: Mapping[str, str], sentence: str) -> None:
        """It was not taken."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.form.show_problems(problems)

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        self.form.focus_first()

    def _references(self) -> dict[str, Any]:
        draft = self.draft
        return {
            "employee_id": lambda: [Choice(str(rep.id), rep.name) for rep in draft.reps],
            "people": lambda: [Choice(str(each.id), each.name) for each in draft.colleagues],
            "met_contact_id": lambda: [Choice(str(number), name) for number, name in draft.contacts],
            "tied_brand_id": lambda: [Choice(str(number), name) for number, name in draft.brands],
            "failure_reasons": lambda: options("failure_reason"),
        }

    def _begun(self) -> dict[str, Any]:
        people = tuple(str(number) for number in self.draft.participants)
        done = tuple(choice.code for choice in options("visit_step") if choice.code in self.draft.steps)
        return {**self.draft.values, "people": people, "steps": done}

    def _duty(self, employee_id: int) -> str:
        return self.draft.participants.get(employee_id, _HELPED)

    def _lay_out(self) -> None:
        draft = self.draft
        self.setProperty("kind", "side")
        title = label(draft.customer, "title")
        title.setToolTip(draft.customer)
        title.setMinimumWidth(1)
        number = label(draft.visit_no or f"新拜访　{date_text(draft.values.get('visit_date'))}", "aux")
        head = row(None, column(None, title, number, gap=0), None, gap=8, margins=(14, 10, 14, 0))
        content = QWidget()
        column(content, self.form, margins=(12, 0, 12, 8))
        foot = frame("foot")
        row(foot, None, *self._buttons(), margins=(12, 10, 12, 10))
        notice = row(None, self.problem, margins=(14, 4, 14, 0))
        column(self, head, notice, scrolled(content), foot, gap=4).setStretch(2, 1)
        self.problem.setVisible(bool(draft.closed))
        foot.setVisible(not (self._read_only and draft.closed))

    def _buttons(self) -> list[Button]:
        if self._read_only:
            return [Button("修改", self.edit_wanted.emit, icon="pencil-simple", key="F2")]
        close = Button("关闭" if self.draft.closed else "取消", self.left.emit, key="Esc")
        save = Button("保存", self.save, icon="floppy-disk", key="Ctrl+S", kind="primary")
        return [close] if self.draft.closed else [close, save]

    def _changed(self, name: str) -> None:
        if name == "next_visit_on":
            self._own_next = True
        elif name in ("visit_date", "intent_level") and not self._own_next:
            self._suggest_next()
        if name in ("result", "failure_reasons"):
            self._show_dependent()

    def _suggest_next(self) -> None:
        try:
            day = date.fromisoformat(self.form.value("visit_date"))
        except ValueError:
            return
        self.form.set_value("next_visit_on", self.draft.rhythm.next_on(day, self.form.value("intent_level")))

    def _show_dependent(self) -> None:
        failed = self.form.value("result") == "none"
        reasons = self.form.value("failure_reasons").split()
        self.form.show_field("failure_reasons", failed)
        self.form.show_field("failure_note", failed)
        self.form.show_field("tied_brand_id", "d" in reasons)
        self.form.show_field("met_text", True)
