"""Every condition a report of the centre may take, in the order they stand under one another."""

from __future__ import annotations

from functools import partial

from app.attachments.records import may_see
from app.context import App
from app.people.offices import list_branches, list_reps
from app.roster.roster import list_rostered
from app.surveys.printing import list_forms
from ui.pages.reports.block import Block, ChoiceBlock
from ui.pages.reports.blocks import CopiesBlock, OutputBlock, PhotosBlock, RepsBlock, SwitchBlock
from ui.pages.reports.kind import ReportKind
from ui.pages.reports.period_block import PeriodBlock
from ui.pages.reports.picked import PickedBlock
from ui.pages.reports.pickings import complaint_picking, customer_picking, sheet_picking
from ui.pages.reports.steps import StepsBlock
from ui.pages.reports.weekly.scope_block import ScopeBlock
from ui.shell.desk import Desk


def make_blocks(desk: Desk) -> dict[str, Block]:
    """The blocks by the names ReportKind.conditions has for them."""
    app = desk.app
    branch = ChoiceBlock(
        "办事处", "branch_id", lambda app_, _: list_branches(app_), rereads=True, start=lambda: app.user.branch_id
    )
    return {
        "period": PeriodBlock(app.today),
        "branch": branch,
        "reps": RepsBlock(),
        "scope": ScopeBlock(),
        "market": ChoiceBlock("市场", "market_id", lambda app_, _: list_rostered(app_)),
        "any_market": ChoiceBlock("市场", "market_id", lambda app_, _: list_rostered(app_), whole="全部市场"),
        "rep": ChoiceBlock(
            "业务员",
            "employee_id",
            lambda app_, wanted: list_reps(app_, branch_id=wanted.branch_id),
            whole="全部业务员",
            text=lambda rep: (rep.id, rep.name),
        ),
        "form": ChoiceBlock("模板", "form_id", lambda app_, _: list_forms(app_)),
        "copies": CopiesBlock(),
        "customers": PickedBlock(customer_picking(desk, many=True, nothing="不选客户就印空白表；选了就每家一份。")),
        "sheet": PickedBlock(sheet_picking(desk)),
        "complaint": PickedBlock(complaint_picking(desk)),
        "edition": SwitchBlock("版别", "external", ("内部版", "对外版")),
        "actual": SwitchBlock("列出", "actual", ("目标", "实际")),
        "photos": PhotosBlock(partial(may_see, app)),
        "steps": StepsBlock(),
        "output": OutputBlock(lambda kind: _may_show_phones(app, kind)),
    }


def _may_show_phones(app: App, kind: ReportKind) -> bool:
    """Whether complete numbers are offered; of a complaint also to 客服, who prints what is theirs to handle (RP09)."""
    return app.may("export.full") or (kind.name == "complaint" and app.may("complaint.handle"))
