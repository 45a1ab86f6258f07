"""The life of a rep's plan of the week, for the row the cursor is on: handed in, approved, returned, cancelled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.errors import Invalid, KnownError
from app.planning.grid import WeekPlan
from app.planning.handing_in import check_plan
from app.planning.plans import move_plan
from ui.dialogs.reason import ReasonDialog
from ui.pages.planning.acting import Acting
from ui.pages.planning.board import Lane
from ui.pages.planning.plan_head import PlanHead, PlanHeadDialog, read_head
from ui.shell.actions import Action
from ui.shell.desk import Desk

_FROM = {
    "submitted": ("draft", "returned"),
    "approved": ("submitted",),
    "returned": ("submitted",),
    "cancelled": ("draft", "submitted", "approved", "returned"),
}
_VERBS = {"submitted": "送审", "approved": "批准", "returned": "退回", "cancelled": "取消"}
_STEPS = (
    ("plan.edit", "送审计划", "Alt+J", "check", "submitted"),
    ("plan.approve", "批准计划", "Alt+S", "check-circle-fill", "approved"),
    ("plan.approve", "退回计划…", "Alt+U", "arrow-u-up-left", "returned"),
    ("plan.edit", "取消计划…", "", "trash", "cancelled"),
)
_BARRED = "items."
"""What rule R05 forbids is named by item; a supervisor may let it pass."""


class PlanSteps(QObject):
    """`lane` gives the row, `plans` the rep's plans of the week shown."""

    def __init__(
        self,
        desk: Desk,
        lane: Callable[[], Lane | None],
        plans: Callable[[int], Sequence[WeekPlan]],
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._desk, self._lane, self._plans, self._page = desk, lane, plans, page
        self._acting = Acting(desk, self)
        self._handing_in: WeekPlan | None = None
        self._acting.refused.connect(self._refused)

    def actions(self) -> list[Action]:
        """What may be done to plans by the signed-in user."""
        steps = [
            Action(text=text, key=key, icon=icon, slot=partial(self.take, state), why_not=partial(self.why_not, state))
            for right, text, key, icon, state in _STEPS
            if self._desk.app.may(right)
        ]
        head = Action(
            text="计划目标与路线…", key="Alt+G", icon="pencil-simple", slot=self._edit_head, why_not=self._why_not_head
        )
        return [head, *steps]

    def why_not(self, state: str) -> str:
        """Why the rep's plan cannot go into a state."""
        lane = self._lane()
        if lane is None:
            return "没有选中业务员。"
        if self._plan(state) is not None:
            return ""
        plans = self._plans(lane.owner_id)
        if not plans:
            return f"{lane.name}这一周还没有计划。先排一家。"
        return f"{lane.name}的计划现在是“{plans[-1].state_label}”，不能{_VERBS[state]}。"

    def take(self, state: str) -> None:
        """Hand in, approve, return or cancel; the last two ask for a reason."""
        plan, lane = self._plan(state), self._lane()
        if plan is None or lane is None:
            return
        if state in ("returned", "cancelled"):
            self._ask(plan, lane.name, state)
        else:
            self._handing_in = plan if state == "submitted" else None
            self._move(plan, state)

    def _why_not_head(self) -> str:
        lane = self._lane()
        if lane is None or self._plans(lane.owner_id):
            return "" if lane else "没有选中业务员。"
        return f"{lane.name}这一周还没有计划。先排一家。"

    def _edit_head(self) -> None:
        lane, app = self._lane(), self._desk.app
        if lane is not None:
            plan_id = self._plans(lane.owner_id)[-1].id
            self._desk.jobs.reread(
                self, "head", lambda _: read_head(app, plan_id), self._open_head, failed=self._desk.complain
            )

    def _open_head(self, head: PlanHead) -> None:
        dialog = PlanHeadDialog(self._desk, head, self._page)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _plan(self, state: str) -> WeekPlan | None:
        lane = self._lane()
        plans = self._plans(lane.owner_id) if lane else ()
        return next((plan for plan in reversed(plans) if plan.state in _FROM[state]), None)

    def _ask(self, plan: WeekPlan, name: str, state: str) -> None:
        verb = _VERBS[state]
        text = "取消后当周不再按它统计计划家次。" if state == "cancelled" else f"{name}会看到退回意见。"
        dialog = ReasonDialog(
            f"{verb}「{plan.title}」？", text, verb, danger=True, required=state == "returned", parent=self._page
        )
        dialog.accepted.connect(lambda: self._move(plan, state, dialog.reason))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _move(self, plan: WeekPlan, state: str, opinion: str = "", waiver: str = "") -> None:
        app = self._desk.app

        def work(uid: str) -> tuple[str, ...]:
            move_plan(app, plan.id, state, opinion, waiver=waiver, uid=uid)
            return check_plan(app, plan.id).hints if state == "submitted" else ()

        def said(hints: tuple[str, ...]) -> str:
            return "。".join((f"计划 {plan.plan_no} 已{_VERBS[state]}", *hints))

        self._acting.do(work, f"{_VERBS[state]}计划 {plan.plan_no}", said)

    def _refused(self, error: KnownError) -> None:
        """A supervisor is asked why a plan may pass that lacks company for a tiered visit; others are told."""
        plan, self._handing_in = self._handing_in, None
        problems = error.problems if isinstance(error, Invalid) else {}
        only_barred = bool(problems) and all(name.startswith(_BARRED) for name in problems)
        if plan is not None and only_barred and self._desk.app.may("plan.approve"):
            self._ask_to_pass(plan, "；".join(problems.values()))
        else:
            self._desk.complain(error)

    def _ask_to_pass(self, plan: WeekPlan, barred: str) -> None:
        dialog = ReasonDialog("就这样送审？", f"{barred}。", "放行送审", what="放行理由", parent=self._page)
        dialog.accepted.connect(lambda: self._move(plan, "submitted", waiver=dialog.reason))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
