"""The plans, latest first, and the form to make one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.people.offices import EmployeeRow
from app.planning.lists import OpenPlan, PlanRow, list_plans, open_plan
from app.planning.plans import create_plan, move_plan
from ui.dialogs.reason import ReasonDialog
from ui.pages.visits.plan_panel import NewPlan, PlanForm, PlanView
from ui.pages.visits.side import ListWithSide
from ui.shell.desk import Desk
from ui.tables.columns import Column, Progress, Status
from ui.widgets.frames import EmptyState

_TONES = {"approved": "ok", "doing": "ok", "done": "ok", "submitted": "link", "returned": "warn"}
_COLUMNS = (
    Column(key="period", title="起止", width=120, value=lambda plan: f"{plan.start_on:%m-%d} 至 {plan.end_on:%m-%d}"),
    Column(key="owner", title="业务员", width=80),
    Column(key="title", title="计划", width=160, stretch=True, strong=True),
    Column(
        key="items", title="已访", width=120, kind="progress",
        value=lambda plan: Progress(done=plan.visited, total=plan.items),
    ),
    Column(
        key="state", title="状态", width=92, kind="status",
        value=lambda plan: Status(word=plan.state, tone=_TONES.get(plan.state_code, "")),
    ),
)  # fmt: skip
_FROM = {
    "submitted": ("draft", "returned"),
    "approved": ("submitted",),
    "returned": ("submitted",),
    "cancelled": ("draft", "submitted", "approved", "returned"),
}
_VERBS = {"submitted": "送审", "approved": "批准", "returned": "退回", "cancelled": "取消"}
_CHANGED = ("visit_plans", "visits")


class PlanList(ListWithSide):
    """Plans of one rep or of all."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, "计划", EmptyState("calendar-check", "还没有计划", "按 Alt+N 做第一份。"), parent)
        self.employee_id: int | None = None
        self.reps: Sequence[EmployeeRow] = ()
        self.table.set_columns(_COLUMNS)
        self.table.setAccessibleName("拜访计划")
        self.show_side(EmptyState("calendar-check", "没有选中计划", "按 Alt+N 做一份。"))

    def reload(self) -> None:
        """Read the plans again."""
        owner_id, app = self.employee_id, self.desk.app
        self.desk.jobs.start(self, lambda _: list_plans(app, owner_id=owner_id), self._show, failed=self.say_failure)

    def begin(self) -> None:
        """Begin a new plan."""
        if self.form is not None:
            self.desk.complain("先保存或取消正在填的计划。")
            return
        own = self.desk.app.user.employee_id
        owner = self.employee_id or (own if any(rep.id == own for rep in self.reps) else None)
        form = PlanForm(self.desk, self.reps, owner)
        form.saved.connect(self._save)
        self.open_form(form)

    def why_not(self, state: str) -> str:
        """Why the current plan cannot go into a state."""
        plan = self.table.current_row()
        if plan is None:
            return "没有选中计划。"
        if self.form is not None:
            return "先保存或取消正在填的计划。"
        if plan.state_code not in _FROM[state]:
            return f"计划 {plan.plan_no} 现在是“{plan.state}”，不能{_VERBS[state]}。"
        return ""

    def advance(self, state: str) -> None:
        """Hand the current plan in, approve, return or cancel it; the last two ask for a reason."""
        plan: PlanRow = self.table.current_row()
        if state in ("returned", "cancelled"):
            self._ask(plan, state)
        else:
            self._move(plan, state, "")

    def row_changed(self) -> None:
        """Another plan is current: show it beside the list."""
        plan, app = self.table.current_row(), self.desk.app
        if self.form is None and plan is not None:
            plan_id = plan.id
            self.desk.jobs.start(self, lambda _: open_plan(app, plan_id), self._show_plan, failed=self.desk.complain)
        super().row_changed()

    def _show(self, plans: list[PlanRow]) -> None:
        self.table.show_rows(plans)
        self.rows.setCurrentWidget(self.table if plans else self.empty)
        waiting = sum(plan.state_code == "submitted" for plan in plans)
        self.surface.sub.setText(f"{len(plans)} 份" + (f"，待批 {waiting} 份" if waiting else ""))
        self.told.emit(f"计划 {len(plans)} 份")
        self.row_changed()

    def _show_plan(self, plan: OpenPlan) -> None:
        current = self.table.current_row()
        if self.form is None and current is not None and current.id == plan.id:
            self.show_side(PlanView(plan))

    def _ask(self, plan: PlanRow, state: str) -> None:
        verb = _VERBS[state]
        text = "取消后当周不再按它统计计划家次。" if state == "cancelled" else "业务员会看到退回意见。"
        required = state == "returned"
        dialog = ReasonDialog(f"{verb}「{plan.title}」？", text, verb, danger=True, required=required, parent=self)
        dialog.accepted.connect(lambda: self._move(plan, state, dialog.reason))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _move(self, plan: PlanRow, state: str, reason: str) -> None:
        def done(_: None) -> None:
            self.desk.toast(f"计划 {plan.plan_no} 已{_VERBS[state]}")
            self.desk.changes.tell(*_CHANGED)

        app = self.desk.app
        self.desk.jobs.start(self, lambda _: move_plan(app, plan.id, state, reason), done, failed=self.desk.complain)

    def _save(self, entered: NewPlan) -> None:
        def done(_: int) -> None:
            self.close_form()
            self.desk.toast("计划已保存为草稿，按 Alt+J 送审")
            self.desk.changes.tell(*_CHANGED)

        app = self.desk.app
        self.desk.jobs.start(
            self, lambda _: create_plan(app, entered.values, entered.items), done, failed=self.not_taken
        )
