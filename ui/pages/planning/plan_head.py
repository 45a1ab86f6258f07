"""The head of a plan: title, span, market, goal, route, lodging; what a sweep plan needs before it is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.context import App
from app.forms.model import Choice
from app.planning.lists import OpenPlan, open_plan
from app.planning.plans import edit_plan, head_fields
from app.roster.roster import list_rostered
from ui.dialogs.form import FormDialog
from ui.forms.record_form import RecordForm, Save
from ui.pages.planning.acting import KINDS
from ui.shell.desk import Desk


@dataclass(frozen=True, slots=True)
class PlanHead:
    """A plan and the markets it may be about."""

    plan: OpenPlan
    markets: Sequence[tuple[int, str]]


def read_head(app: App, plan_id: int) -> PlanHead:
    """What the dialog begins with."""
    return PlanHead(open_plan(app, plan_id), list_rostered(app))


class PlanHeadDialog(FormDialog):
    """Goal and route may stay empty: handing in fills them from the visits."""

    def __init__(self, desk: Desk, head: PlanHead, parent: QWidget) -> None:
        self._desk, self._plan = desk, head.plan
        markets = [Choice(str(number), name) for number, name in head.markets]
        fields = [replace(f, required=f.required and f.name != "goal") for f in head_fields()]
        form = RecordForm(
            desk.jobs,
            fields,
            today=desk.app.today,
            sections=[("计划", [f.name for f in fields])],
            references={"market_area_id": lambda: markets},
        )
        text = f"{head.plan.plan_no}　{head.plan.state}。目标和路线空着的，送审时按拜访自动填。"
        super().__init__(f"{head.plan.owner}的计划", text, "保存", form, size=QSize(800, 440), parent=parent)
        self.start(head.plan.values, self._saving(head.plan), reread=self._read_again)
        self.accepted.connect(self._tell)

    def _saving(self, plan: OpenPlan) -> Save:
        def save(changes: dict[str, Any]) -> str:
            uid = str(uuid4())
            edit_plan(self._desk.app, plan.id, plan.row_version, changes, uid=uid)
            return uid

        return save

    def _read_again(self) -> tuple[dict[str, Any], Save]:
        plan = open_plan(self._desk.app, self._plan.id)
        return plan.values, self._saving(plan)

    def _tell(self) -> None:
        if isinstance(self.result_of_save, str):
            number = self._plan.plan_no
            self._desk.done(f"已保存计划 {number}", f"修改计划 {number}", self.result_of_save, *KINDS)
