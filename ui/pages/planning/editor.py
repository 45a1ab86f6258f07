"""拜访安排: when, where, with whom, what for, which step, what to take along; wholly by keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedWidget, QWidget

from app.choices import options
from app.forms.model import Choice, Field, Kind
from app.planning.arranging import ItemInput
from app.planning.opening import OpenItem, item_fields
from ui.forms.editors import make_editor
from ui.forms.focus import focus_on
from ui.pages.planning.carrying import CarryList
from ui.pages.planning.people import PeopleList
from ui.pages.planning.steps import StepChooser
from ui.pages.planning.typed import Line, Typed
from ui.shell.desk import Desk
from ui.theme import set_state, theme
from ui.widgets.button import Button
from ui.widgets.frames import EmptyState
from ui.widgets.layout import column, frame, label, row, scrolled
from ui.widgets.marks import GradeBadge, OneLine, tag

WIDTH = 348
_END = Field(name="plan_end", label="结束", kind=Kind.TIME)
_REASON = Field(name="step_reason", label="越步理由", max_length=60)
_DATE_WIDTH, _TIME_WIDTH, _GOAL_HEIGHT = 122, 54, 66


class PlanEditor(QFrame):
    """Shows one OpenItem, or why there is none. `saved` carries an ItemInput; `left` comes with 取消, `removed` with
    the bin, `looked_up` with 看档案, `visit_wanted` with 看拜访记录."""

    saved = Signal(object)
    left = Signal()
    removed = Signal()
    looked_up = Signal()
    visit_wanted = Signal()
    changed = Signal()

    def __init__(self, desk: Desk, colleagues: Callable[[], Sequence[Choice]]) -> None:
        super().__init__()
        self.setProperty("kind", "side")
        self._desk = desk
        self.shown: OpenItem | None = None
        self._changed = False
        self._said: dict[str, str] = {}
        named = {field.name: field for field in (*item_fields(), _END, _REASON)}
        self.typed = {name: self._typed(field) for name, field in named.items() if name in _TYPED}
        self.people, self.steps, self.things = PeopleList(desk, colleagues), StepChooser(), CarryList()
        self.lines = self._lines()
        self.empty = EmptyState("calendar-check", "没有选中拜访", "在格子里按 ↑ ↓ 选一家，或按 Ctrl+N 排一家。")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self._form())
        column(self, self.stack)
        for typed in self.typed.values():
            typed.changed.connect(self._take_typing)
        self.people.changed.connect(self._mark)
        self.things.changed.connect(self._mark)
        self.steps.says.given.connect(lambda _: self._take_step())
        for says in (*(typed.editor.says for typed in self.typed.values()), self.steps.says, self.things.new.says):
            says.moved.connect(self._step)
        self.typed["plan_start"].changed.connect(self._keep_length)

    @property
    def may_change(self) -> bool:
        """Whether a visit is shown that may be changed."""
        return self.shown is not None and not self.shown.closed

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to lose."""
        for typed in self.typed.values():
            typed.editor.give()
        return self._changed

    def show_item(self, shown: OpenItem) -> None:
        """Show a visit; nothing counts as changed then."""
        self.shown = shown
        closed = bool(shown.closed)
        for name, typed in self.typed.items():
            typed.show(_text_of(_value(shown.values, name)))
            typed.editor.setEnabled(not closed)
            set_state(typed.editor, shown=closed)
        self.people.show_people(shown.company, closed=closed)
        self.steps.show_steps(shown.steps, _text_of(shown.values.get("four_step")), closed=closed)
        self.things.show_things(shown.things, closed=closed)
        self._show_words(shown)
        self.show_problems({}, "")
        self._take_step()
        self._mark(False)
        self.stack.setCurrentIndex(1)

    def forget(self) -> None:
        """What was typed is saved, or not wanted: it is to be shown anew."""
        self.shown = None
        self._mark(False)

    def show_nothing(self, lead: str, help_text: str) -> None:
        """There is no visit to show."""
        self.shown, self._changed = None, False
        self.empty.say(lead, help_text)
        self.stack.setCurrentIndex(0)

    def save(self) -> None:
        """Hand over what was typed; when nothing was, there is nothing to do here any more."""
        self.things.take()
        if not self.may_change or not self.is_changed:
            self.left.emit()
            return
        values: dict[str, Any] = {name: typed.typed() for name, typed in self.typed.items()}
        if self._unreadable():
            self.show_problems({}, "有没写对的地方，原因写在那一项下面。内容都还在。")
            return
        values["goal_text"] = " ".join(values["goal_text"].split())
        values["purposes"] = tuple(values["purposes"].split())
        values["four_step"] = self.steps.chosen
        start, end = _time_of(values["plan_start"]), _time_of(values.pop("plan_end"))
        if start and end and end <= start:
            self.show_problems({"plan_start": "结束要晚于开始"}, "")
            return
        if start and end:
            values["plan_minutes"] = (end.hour - start.hour) * 60 + end.minute - start.minute
        self.saved.emit(ItemInput(values, tuple(self.people.people), tuple(self.things.things)))

    def show_problems(self, problems: Mapping[str, str], sentence: str) -> None:
        """It was not taken: reasons under their fields, the sentence above; the cursor goes to the first of them."""
        rest = [text for name, text in problems.items() if name not in _LINE_OF]
        self._problem.setText("；".join(part for part in (sentence, *rest) if part))
        self._problem.setVisible(bool(self._problem.text()))
        for name, typed in self.typed.items():
            typed.show_problem(problems.get(name, ""))
        self._said = {name: text for name, text in problems.items() if name not in self.typed}
        self._show_lines()
        first = next((name for name in self.typed if name in problems), None)
        if first:
            focus_on(self.typed[first].editor)

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        self.focus_field("plan_date")

    def focus_field(self, name: str) -> None:
        """Put the cursor into a field."""
        focus_on(self.typed[name].editor)

    # Making

    def _typed(self, field: Field) -> Typed:
        offered = partial(options, field.choices) if field.choices else tuple
        if field.name == "goal_text":
            field = replace(field, kind=Kind.LONG_TEXT)
        typed = Typed(field, make_editor(field, offered, today=self._desk.app.today), self._desk.app.today)
        typed.editor.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return typed

    def _lines(self) -> dict[str, Line]:
        editors = {name: typed.editor for name, typed in self.typed.items()}
        px = theme().px
        editors["plan_date"].setFixedWidth(px(_DATE_WIDTH))
        for name in ("plan_start", "plan_end"):
            editors[name].setFixedWidth(px(_TIME_WIDTH))
        editors["goal_text"].setFixedHeight(px(_GOAL_HEIGHT))
        when = (editors["plan_date"], editors["plan_start"], label("至", "sub"), editors["plan_end"], None)
        return {
            "when": Line("时间", *when, required=True),
            "place": Line("地点", editors["place"], required=True),
            "people": Line("参加人员", self.people),
            "goal": Line("访问目标", editors["goal_text"], required=True),
            "step": Line("四步法", self.steps),
            "reason": Line("越步理由", editors["step_reason"], required=True),
            "things": Line("要带的", self.things),
            "purposes": Line("目的", editors["purposes"]),
            "mode": Line("方式", editors["visit_mode"]),
        }

    def _form(self) -> QWidget:
        whole, content, foot = QWidget(), QWidget(), frame("foot")
        lines = list(self.lines.values())
        upper, lower = lines[:-_BELOW_LAST], lines[-_BELOW_LAST:]
        self._tag = tag("未保存", "warn")
        self._grade, self._name = GradeBadge(), OneLine(bold=True)
        self._doubt, self._problem = label("", "", "warn", wrap=True), label("", "", "danger", wrap=True)
        self._last_head, self._last = label("", "head"), label("", "sub", wrap=True)
        self._last_box = frame("box")
        column(self._last_box, self._last_head, self._last, gap=2, margins=(10, 8, 10, 8))
        close = Button(icon="x", kind="quiet", tip="收起（Ctrl+\\）", clicked=self._hide)
        head = row(None, label("拜访安排", "head"), self._tag, None, close, margins=(12, 6, 8, 0))
        look = Button("看档案", self.looked_up.emit, kind="link")
        name = row(None, self._grade, self._name, look, margins=(12, 0, 10, 0))
        name.setStretch(1, 1)
        notes = column(None, self._doubt, self._problem, gap=2, margins=(12, 0, 14, 0))
        column(content, *upper, self._last_box, *lower, None, gap=8, margins=(12, 2, 8, 10))
        self._bin = Button(icon="trash", kind="danger", tip="删除这次拜访（Delete）", clicked=self.removed.emit)
        self._cancel = Button("取消", self.left.emit, key="Esc")
        self._save = Button("保存", self.save, key="Ctrl+S", kind="primary")
        self._made = Button("看拜访记录", self.visit_wanted.emit, icon="arrow-right")
        row(foot, self._bin, None, self._made, self._cancel, self._save, margins=(12, 10, 14, 10))
        column(whole, head, name, notes, scrolled(content), foot, gap=6).setStretch(3, 1)
        return whole

    # Working

    def _show_words(self, shown: OpenItem) -> None:
        self._grade.set_grade(shown.primary_class)
        self._name.set_text(shown.customer)
        missed = f"未访原因：{shown.miss_reason}" if shown.miss_reason else ""
        self._doubt.setText("；".join(part.rstrip("。") for part in (shown.closed, missed, *shown.warnings) if part))
        self._doubt.setVisible(bool(self._doubt.text()))
        last = shown.last_visit
        self._last_head.setText(f"上次（{last.visited_on:%m-%d} {last.employee}）" if last else "还没有拜访过")
        self._last.setText(last.words if last else "")
        self._last.setVisible(bool(self._last.text()))
        for button in (self._save, self._cancel, self._bin):
            button.setVisible(not shown.closed)
        self._made.setVisible(shown.visit_id is not None)

    def _show_lines(self) -> None:
        """Below every line what is wrong there."""
        wrong = self._said | {name: typed.problem for name, typed in self.typed.items() if typed.problem}
        for line, widget in self.lines.items():
            widget.say("；".join(dict.fromkeys(text for name, text in wrong.items() if _LINE_OF.get(name) == line)))

    def _take_typing(self) -> None:
        self._show_lines()
        self._mark()

    def _mark(self, changed: bool = True) -> None:
        self._changed = changed
        self._tag.setVisible(changed)
        self.changed.emit()

    def _take_step(self) -> None:
        """A step beyond the one the rule gives needs a reason."""
        if self.shown is not None:
            beyond = self.steps.chosen.startswith("s") and self.shown.usual.startswith("s")
            self.lines["reason"].setVisible(beyond and self.steps.chosen > self.shown.usual)
            self._mark(self._changed or self.steps.chosen != _text_of(self.shown.values.get("four_step")))

    def _keep_length(self) -> None:
        """Another start moves the end along."""
        if self.shown is None:
            return
        start, minutes = _time_of(self.typed["plan_start"].value), self.shown.values.get("plan_minutes")
        if start and isinstance(minutes, int):
            self.typed["plan_end"].show(_text_of(_later(start, minutes)))

    def _unreadable(self) -> bool:
        return any(typed.is_unread for typed in self.typed.values())

    def _step(self, by: int) -> None:
        self.focusNextPrevChild(by > 0)

    def _hide(self) -> None:
        self.hide()


_BELOW_LAST = 2
_TYPED = ("plan_date", "plan_start", "plan_end", "place", "goal_text", "purposes", "visit_mode", "step_reason")
_LINE_OF = {
    "plan_date": "when",
    "plan_start": "when",
    "plan_end": "when",
    "plan_minutes": "when",
    "place": "place",
    "participants": "people",
    "goal_text": "goal",
    "purposes": "purposes",
    "visit_mode": "mode",
    "four_step": "step",
    "step_reason": "reason",
    "things": "things",
}


def _value(values: Mapping[str, Any], name: str) -> Any:
    if name != "plan_end":
        return values.get(name)
    start, minutes = values.get("plan_start"), values.get("plan_minutes")
    return _later(start, minutes) if isinstance(start, time) and isinstance(minutes, int) else None


def _later(start: time, minutes: int) -> time | None:
    end = datetime.combine(date.min, start) + timedelta(minutes=minutes)
    return end.time() if end.date() == date.min else None


def _time_of(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def _text_of(value: Any) -> str:
    return " ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
