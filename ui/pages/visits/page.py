"""The page 拜访: what is planned and what was done, each recorded by keys; and the plans."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QStackedWidget, QWidget

from app.errors import KnownError
from app.people.offices import EmployeeRow, list_reps
from ui.pages.visits.plan_list import PlanList
from ui.pages.visits.visit_list import VisitList
from ui.shell.actions import Action, Hint
from ui.shell.page import Page
from ui.shell.targets import VisitTarget
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.choices import Segment
from ui.widgets.dates import DateField
from ui.widgets.layout import column

VISITS_OF_DAY, VISITS_OF_WEEK, PLANS = range(3)
_VIEWS = ("日", "周", "计划")


class VisitsPage(Page):
    """Visits of a day or a week, and the plans. Target: VisitTarget."""

    name, title = "visits", "拜访"
    watches = frozenset({"visits", "visit_plans", "customers", "daily_reports"})

    def build(self) -> None:
        self._reps: Sequence[EmployeeRow] = ()
        self.view = Segment(_VIEWS)
        self.date = DateField(self.app.today, self.app.today())
        self.date.setAccessibleName("日期")
        self.date.setFixedWidth(theme().px(146))
        self.rep = QComboBox()
        self.rep.setAccessibleName("业务员")
        self.rep.setMinimumWidth(theme().px(150))
        self.visits = VisitList(self.desk, self)
        self.plans = PlanList(self.desk, self)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.visits)
        self.stack.addWidget(self.plans)
        column(self, self.stack, gap=0)
        self.view.chosen.connect(lambda _: self._show_view())
        self.date.changed.connect(lambda _: self._show_period())
        self.rep.currentIndexChanged.connect(lambda _: self._show_rep())
        for part in (self.visits, self.plans):
            part.told.connect(partial(self._tell, part))
            part.moved.connect(self.refresh_actions)

    def page_actions(self) -> Sequence[Action]:
        return [
            Action(
                text="新计划", icon="plus", slot=self._new_plan, button="plain", key="Alt+N",
            ),
            Action(
                text="记计划外拜访", key="Ctrl+N", icon="plus", button="primary", slot=lambda: self._record(VisitTarget()),
            ),
            Action(
                text="登记或修改这次拜访", key="F2", icon="pencil-simple", slot=self._edit, why_not=self._why_not_edit,
                hint="登记",
            ),
            Action(text="保存", key="Ctrl+S", icon="floppy-disk", slot=self._save, why_not=self._why_not_save),
            *self._plan_actions(),
            Action(text="前一天或前一周", key="Alt+PgUp", slot=lambda: self._step(-1)),
            Action(text="后一天或后一周", key="Alt+PgDown", slot=lambda: self._step(1)),
            Action(text="看日", key="Alt+1", slot=lambda: self.view.set_current(VISITS_OF_DAY)),
            Action(text="看周", key="Alt+2", slot=lambda: self.view.set_current(VISITS_OF_WEEK)),
            Action(text="看计划", key="Alt+3", slot=lambda: self.view.set_current(PLANS)),
        ]  # fmt: skip

    def hints(self) -> Sequence[Hint]:
        return [Hint("Enter", "登记或看"), Hint("Alt+1–3", "日、周、计划")]

    def header_widgets(self) -> Sequence[QWidget]:
        before = Button(
            icon="caret-left", kind="quiet", tip="前一天或前一周（Alt+PgUp）", clicked=lambda: self._step(-1)
        )
        after = Button(
            icon="caret-right", kind="quiet", tip="后一天或后一周（Alt+PgDn）", clicked=lambda: self._step(1)
        )
        return [before, self.date, after, self.view, self.rep]

    def panes(self) -> Sequence[QWidget]:
        here = self._here
        return [here.table, here.panel, self.date]

    def side_panel(self) -> QWidget | None:
        return self._here.panel

    def reload(self) -> None:
        """Read the reps, then what is shown."""
        if not self._reps:
            self.desk.jobs.start(self, lambda _: list_reps(self.app), self._show_reps, failed=self._cannot_read)
        self._here.reload()

    def show_target(self, target: object) -> None:
        """Show a day or a visit, or begin to record one."""
        if not isinstance(target, VisitTarget):
            return
        if self.view.current == PLANS:
            self.view.set_current(VISITS_OF_DAY)
        if target.day is not None:
            self.date.set_value(target.day)
        if target.visit_id is not None:
            self.visits.open_visit(target.visit_id)
        elif target.record:
            self._record(target)

    def unsaved(self) -> str:
        """A form begun and not saved."""
        names = ((self.visits, "一条拜访"), (self.plans, "一份计划"))
        return "、".join(name for part, name in names if part.form is not None and part.form.is_changed)

    def back(self) -> bool:
        """Esc leaves the form."""
        return self._here.leave_form()

    # Views

    @property
    def _here(self) -> VisitList | PlanList:
        return self.plans if self.view.current == PLANS else self.visits

    def _show_view(self) -> None:
        self.stack.setCurrentWidget(self._here)
        self._show_period()
        self._here.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.refresh_actions()

    def _tell(self, part: VisitList | PlanList, text: str) -> None:
        if part is self._here:
            self.set_status(text)

    def _show_period(self) -> None:
        day = self.date.value or self.app.today()
        weekly = self.view.current == VISITS_OF_WEEK
        monday = day - timedelta(days=day.weekday())
        self.visits.show_period(monday if weekly else day, monday + timedelta(days=6) if weekly else day)
        if self.view.current == PLANS:
            self.plans.reload()

    def _step(self, steps: int) -> None:
        day = self.date.value or self.app.today()
        self.date.set_value(day + timedelta(days=steps * (1 if self.view.current == VISITS_OF_DAY else 7)))

    def _show_reps(self, reps: Sequence[EmployeeRow]) -> None:
        self._reps = reps
        own = next((n for n, rep in enumerate(reps, 1) if rep.id == self.app.user.employee_id), 0)
        self.rep.blockSignals(True)
        self.rep.clear()
        self.rep.addItems([f"业务员：全部 {len(reps)} 人", *(rep.name for rep in reps)])
        self.rep.setCurrentIndex(own)
        self.rep.blockSignals(False)
        self.plans.reps = self.visits.reps = reps
        self._show_rep()

    def _show_rep(self) -> None:
        number = self.rep.currentIndex()
        chosen = self._reps[number - 1].id if number > 0 else None
        self.visits.employee_id = self.plans.employee_id = chosen
        self._show_period()

    def _cannot_read(self, error: KnownError) -> None:
        self.visits.say_failure(error)

    # Actions

    def _record(self, target: VisitTarget) -> None:
        self.visits.record(target, self.date.value or self.app.today())

    def _new_plan(self) -> None:
        self.view.set_current(PLANS)
        self.plans.begin()

    def _edit(self) -> None:
        self.visits.open_current()

    def _why_not_edit(self) -> str:
        if self.view.current == PLANS:
            return "计划提交前后都不在这里改。要改请取消后另做一份。"
        return self.visits.why_not_open()

    def _save(self) -> None:
        self._here.save()

    def _why_not_save(self) -> str:
        return "" if self._here.is_filling else "没有正在填的内容。"

    def _plan_actions(self) -> list[Action]:
        def only_here(state: str) -> Callable[[], str]:
            return lambda: (
                self.plans.why_not(state) if self.view.current == PLANS else "请先按 Alt+3 看计划，再选一份。"
            )

        steps = [
            ("plan.edit", "送审计划", "Alt+J", "check", "submitted"),
            ("plan.approve", "批准计划", "Alt+P", "check-circle-fill", "approved"),
            ("plan.approve", "退回计划…", "Alt+H", "arrow-u-up-left", "returned"),
            ("plan.edit", "取消计划…", "Delete", "trash", "cancelled"),
        ]
        return [
            Action(text=text, key=key, icon=icon, slot=partial(self.plans.advance, state), why_not=only_here(state))
            for right, text, key, icon, state in steps
            if self.app.may(right)
        ]
