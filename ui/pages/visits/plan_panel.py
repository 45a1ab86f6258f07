"""A plan beside the list: made by keys, or looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.context import App
from app.forms.model import Choice
from app.people.offices import EmployeeRow
from app.planning.lists import OpenPlan
from app.planning.plans import PlanItemInput, plan_fields
from ui.forms.form_view import FormView
from ui.pages.visits.plan_rows import PlanRows
from ui.shell.desk import Desk
from ui.tables.columns import Column
from ui.tables.view import RecordTable
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.layout import column, frame, label, row, scrolled

_WIDTH = 560
_HEAD = ("owner_id", "start_on", "end_on", "title", "goal")
_SECTIONS = (("计划", _HEAD), ("拜访哪些客户", ("rows",)))
_STEPS = {"s1": 1, "s2": 2, "s3": 3, "s4": 4}
_ITEMS = (
    Column(key="plan_date", title="日期", width=62, kind="date"),
    Column(key="plan_start", title="时间", width=58, value=lambda i: f"{i.plan_start:%H:%M}" if i.plan_start else ""),
    Column(key="primary_class", title="级", width=38, kind="grade"),
    Column(key="customer", title="客户", width=140, stretch=True, strong=True),
    Column(key="four_step", title="四步法", width=92, kind="steps", value=lambda item: _STEPS.get(item.four_step, 0)),
    Column(key="state", title="状态", width=60),
)


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan as it was entered."""

    values: Mapping[str, object]
    items: Sequence[PlanItemInput]


class PlanForm(QFrame):
    """A new plan. `saved` carries a NewPlan, `left` comes with Esc."""

    saved = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk, reps: Sequence[EmployeeRow], owner_id: int | None) -> None:
        super().__init__()
        app: App = desk.app
        self.setProperty("kind", "side")
        self.setFixedWidth(theme().px(_WIDTH))
        self._reps = reps
        self.rows = PlanRows(desk)
        fields = [f for f in plan_fields() if f.name in _HEAD]
        references = {"owner_id": lambda: [Choice(str(rep.id), rep.name) for rep in reps]}
        self.form = FormView(
            fields,
            today=app.today,
            sections=_SECTIONS,
            references=references,
            widgets={"rows": self.rows},
            wide=("title",),
        )
        self.rows.grown.connect(self.form.arrange)
        self.rows.passed.connect(lambda by: self.form.step("rows", by))
        self.form.changed.connect(self._changed)
        self.form.finished.connect(lambda: self._save.setFocus())
        monday = app.today() + timedelta(days=7 - app.today().weekday())
        self.form.set_values({"owner_id": owner_id, "start_on": monday, "end_on": monday + timedelta(days=4)})
        self.rows.begin_on(monday.isoformat())
        self._own_title = False
        self._name_it()
        self.problem = label("", "", "danger", wrap=True)
        self._lay_out()

    def save(self) -> None:
        """Hand over what was entered."""
        try:
            items = self.rows.items()
        except ValueError as problem:
            self.show_problems({}, str(problem))
            return
        self.saved.emit(NewPlan(self.form.values(), items))

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to lose."""
        return self.form.is_changed or bool(self.rows.items())

    def show_problems(self, problems: Mapping[str, str], sentence: str) -> None:
        """It was not taken."""
        self.problem.setText(sentence)
        self.problem.show()
        self.form.show_problems(problems)

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        self.form.focus_first()

    def _lay_out(self) -> None:
        content = QWidget()
        column(content, self.form, margins=(12, 0, 12, 8))
        foot = frame("foot")
        self._save = Button("保存计划", self.save, icon="floppy-disk", key="Ctrl+S", kind="primary")
        row(foot, None, Button("取消", self.left.emit, key="Esc"), self._save, margins=(12, 10, 12, 10))
        notice = row(None, self.problem, margins=(14, 4, 14, 0))
        head = row(None, label("新计划", "title"), None, margins=(14, 10, 14, 0))
        column(self, head, notice, scrolled(content), foot, gap=4).setStretch(2, 1)
        self.problem.hide()

    def _changed(self, name: str) -> None:
        if name == "title":
            self._own_title = True
        elif name in ("owner_id", "start_on"):
            self._name_it()
        if name == "start_on":
            self.rows.begin_on(self.form.value("start_on"))

    def _name_it(self) -> None:
        if self._own_title or not self.form.value("start_on"):
            return
        year, week, _ = date.fromisoformat(self.form.value("start_on")).isocalendar()
        owner = next((rep.name for rep in self._reps if str(rep.id) == self.form.value("owner_id")), "")
        self.form.set_value("title", f"{owner} {year} 年第 {week} 周拜访计划".strip())


class PlanView(QFrame):
    """A plan on record: facts above, its visits below."""

    def __init__(self, plan: OpenPlan) -> None:
        super().__init__()
        self.setProperty("kind", "side")
        self.setFixedWidth(theme().px(_WIDTH))
        values = plan.values
        facts = [
            ("业务员", plan.owner),
            ("起止", f"{values['start_on']:%m-%d} 至 {values['end_on']:%m-%d}"),
            ("状态", plan.state),
            ("目标", values["goal"] or "—"),
            ("审批意见", plan.opinion or "—"),
        ]
        title = label(values["title"], "title")
        title.setMinimumWidth(1)
        table = RecordTable(_ITEMS)
        table.setAccessibleName("计划明细")
        table.show_rows(plan.items)
        lines = [row(None, _name(name), label(text, wrap=True), None) for name, text in facts]
        upper = column(None, title, label(plan.plan_no, "aux"), 4, *lines, gap=4, margins=(14, 10, 14, 10))
        column(self, upper, table, gap=0).setStretch(1, 1)


def _name(text: str) -> QWidget:
    name = label(text, "aux")
    name.setFixedWidth(theme().px(64))
    return name
