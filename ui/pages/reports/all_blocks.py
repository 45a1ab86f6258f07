"""Every condition a report of the centre may take, in the order they stand under one another."""

from __future__ import annotations

from app.context import App
from app.people.offices import list_branches
from ui.pages.reports.block import Block, ChoiceBlock
from ui.pages.reports.blocks import OutputBlock, RepsBlock
from ui.pages.reports.period_block import PeriodBlock
from ui.pages.reports.steps import StepsBlock
from ui.pages.reports.weekly.scope_block import ScopeBlock
from ui.shell.desk import Desk


def make_blocks(desk: Desk) -> dict[str, Block]:
    """The blocks by the names ReportKind.conditions has for them."""
    app = desk.app
    return {
        "period": PeriodBlock(app.today),
        "branch": _branch(app),
        "reps": RepsBlock(),
        "scope": ScopeBlock(),
        "steps": StepsBlock(),
        "output": OutputBlock(lambda: app.may("export.full")),
    }


def _branch(app: App) -> Block:
    return ChoiceBlock(
        "办事处",
        "branch_id",
        lambda app_, _wanted: list_branches(app_),
        rereads=True,
        start=lambda: app.user.branch_id,
    )
