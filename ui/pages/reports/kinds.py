"""The reports there are, in the order of the list at the left."""

from __future__ import annotations

from collections.abc import Sequence

from app.context import App
from app.reports.model import Report
from app.sweep.weekly.summary import weekly_reports
from app.tasks import Task
from ui.pages.reports.kind import SWEEP, ReportKind
from ui.pages.reports.period import DAY, STAGE, WEEK
from ui.pages.reports.sheets import daily_sheets
from ui.pages.reports.wanted import Wanted
from ui.pages.reports.weekly.scope import scope_of


def _no_office(wanted: Wanted) -> str:
    return "" if wanted.branch_id is not None else "还没有办事处。请先由管理员建办事处。"


def _weekly(app: App, wanted: Wanted, task: Task) -> Sequence[Report]:
    return weekly_reports(app, [scope_of(wanted)], purpose=wanted.purpose_words)


def _nobody_ticked(wanted: Wanted) -> str:
    return "" if wanted.employee_ids else "没有勾选业务员。请先在右边勾选。"


REPORTS = (
    ReportKind(
        name="daily",
        code="RP01",
        title="客户扫街日报表",
        group=SWEEP,
        right="daily.edit",
        conditions=("period", "branch", "reps", "steps", "output"),
        periods=(DAY, WEEK),
        shortcuts=("今天", "昨天", "本周"),
        build=daily_sheets,
        nothing=("这段时间没有日报，也没有拜访。", "在右边换个日期，或按 F2 填写日报。"),
        paper="A4 横向",
        missing=_nobody_ticked,
        steps="daily",
    ),
    ReportKind(
        name="weekly",
        code="RP03",
        title="客户调查阶段（周）总结表",
        group=SWEEP,
        right="weekly.edit",
        conditions=("period", "branch", "scope", "steps", "output"),
        periods=(WEEK, STAGE),
        shortcuts=("本周", "上周", "阶段"),
        build=_weekly,
        nothing=("这一期没有总结。", "在右边换一周。"),
        missing=_no_office,
        steps="weekly",
        views=("预览", "数字", "文字"),
        has_phones=False,
    ),
)


def reports_for(app: App) -> list[ReportKind]:
    """Those the signed-in user may see."""
    return [kind for kind in REPORTS if app.may(kind.right)]
