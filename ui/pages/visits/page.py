"""The list of the module 拜访: what is planned and what was done, each recorded by keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from app.errors import KnownError
from app.people.offices import EmployeeRow, list_reps
from ui.pages.planning.header import DAY, LIST, WEEK, RepChip, view_segment
from ui.pages.visits.visit_list import VisitList
from ui.shell.actions import Action, Hint
from ui.shell.page import Page
from ui.shell.targets import PlanTarget, VisitTarget
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.choices import Chip
from ui.widgets.dates import DateField
from ui.widgets.layout import column


class VisitsPage(Page):
    """Visits of a day or a whole week. Target: VisitTarget. The other views of the module are on the page planning."""

    name, title = "visits", "拜访"
    watches = frozenset({"visits", "visit_plans", "customers", "daily_reports"})

    def build(self) -> None:
        self._reps: Sequence[EmployeeRow] = ()
        self.view = view_segment(LIST)
        self.date = DateField(self.app.today, self.app.today())
        self.date.setAccessibleName("日期")
        self.date.setFixedWidth(theme().px(146))
        self.week = Chip("整周")
        self.week.setToolTip("一天或整周（Alt+4）")
        self.rep = RepChip()
        self.visits = VisitList(self.desk, self)
        column(self, self.visits, gap=0)
        self.view.chosen.connect(self._turn)
        self.date.changed.connect(lambda _: self._show_period())
        self.week.toggled.connect(lambda _: self._show_period())
        self.rep.chosen.connect(lambda _: self._show_rep())
        self.visits.told.connect(self.set_status)
        self.visits.moved.connect(self.refresh_actions)

    def page_actions(self) -> Sequence[Action]:
        return [
            Action(
                text="记计划外拜访", key="Ctrl+N", icon="plus", button="primary", slot=lambda: self._record(VisitTarget()),
            ),
            Action(
                text="登记或修改这次拜访", key="F2", icon="pencil-simple", slot=self.visits.open_current,
                why_not=self.visits.why_not_open, hint="登记",
            ),
            Action(
                text="保存", key="Ctrl+S", icon="floppy-disk", slot=self.visits.save,
                why_not=lambda: "" if self.visits.is_filling else "没有正在填的内容。",
            ),
            Action(text="前一天或前一周", key="Alt+PgUp", slot=lambda: self._step(-1)),
            Action(text="后一天或后一周", key="Alt+PgDown", slot=lambda: self._step(1)),
            Action(text="一天或整周", key="Alt+4", slot=self.week.toggle, checked=self.week.isChecked),
            Action(text="看周计划", key="Alt+1", slot=lambda: self._turn(WEEK)),
            Action(text="看日计划", key="Alt+2", slot=lambda: self._turn(DAY)),
            Action(text="选业务员…", key="Alt+Y", slot=self.rep.open_list),
        ]  # fmt: skip

    def hints(self) -> Sequence[Hint]:
        return [Hint("Enter", "登记或看"), Hint("Alt+1–2", "周、日计划"), Hint("Alt+4", "整周")]

    def header_widgets(self) -> Sequence[QWidget]:
        before = Button(
            icon="caret-left", kind="quiet", tip="前一天或前一周（Alt+PgUp）", clicked=lambda: self._step(-1)
        )
        after = Button(
            icon="caret-right", kind="quiet", tip="后一天或后一周（Alt+PgDn）", clicked=lambda: self._step(1)
        )
        roster = Button("花名册", lambda: self.desk.go("roster"), icon="map-trifold", key="Alt+L")
        roster.setProperty("spare", True)
        return [before, self.date, after, self.week, self.view, self.rep, roster]

    def panes(self) -> Sequence[QWidget]:
        return [self.visits.table, self.visits.panel, self.date]

    def side_panel(self) -> QWidget | None:
        return self.visits.panel

    def reload(self) -> None:
        """Read the reps, then what is shown."""
        if not self._reps:
            self.desk.jobs.reread(
                self, "reps", lambda _: list_reps(self.app), self._show_reps, failed=self._cannot_read
            )
        self.visits.reload()

    def show_target(self, target: object) -> None:
        """Show a day or a visit, or begin to record one."""
        if not isinstance(target, VisitTarget):
            return
        if target.day is not None:
            self.date.set_value(target.day)
        if target.visit_id is not None:
            self.visits.open_visit(target.visit_id)
        elif target.record:
            self._record(target)

    def unsaved(self) -> str:
        """A form begun and not saved."""
        return "一条拜访" if self.visits.form is not None and self.visits.form.is_changed else ""

    def back(self) -> bool:
        """Esc leaves the form."""
        return self.visits.leave_form()

    def _turn(self, view: int) -> None:
        """To the planner, on the day shown here."""
        if view != LIST:
            self.view.set_current(LIST)
            day = self.date.value or self.app.today()
            self.desk.go("planning", PlanTarget(day=day, weekly=view == WEEK))

    def _show_period(self) -> None:
        day, weekly = self.date.value or self.app.today(), self.week.isChecked()
        monday = day - timedelta(days=day.weekday())
        self.visits.show_period(monday if weekly else day, monday + timedelta(days=6) if weekly else day)
        self.refresh_actions()

    def _step(self, steps: int) -> None:
        day = self.date.value or self.app.today()
        self.date.set_value(day + timedelta(days=steps * (7 if self.week.isChecked() else 1)))

    def _show_reps(self, reps: Sequence[EmployeeRow]) -> None:
        self._reps = self.visits.reps = reps
        own = self.app.user.employee_id
        self.rep.show_reps(reps)
        self.rep.choose(own if any(rep.id == own for rep in reps) else None)
        self._show_rep()

    def _show_rep(self) -> None:
        self.visits.employee_id = self.rep.value
        self._show_period()

    def _cannot_read(self, error: KnownError) -> None:
        self.visits.say_failure(error)

    def _record(self, target: VisitTarget) -> None:
        self.visits.record(target, self.date.value or self.app.today())
