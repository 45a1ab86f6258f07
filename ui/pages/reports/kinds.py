"""The reports there are, in the order of the list at the left."""

from __future__ import annotations

from app.context import App
from ui.pages.reports import building
from ui.pages.reports.kind import COMPLAINTS, SWEEP, ReportKind
from ui.pages.reports.period import DAY, MONTH, STAGE, WEEK
from ui.pages.reports.sheets import daily_sheets
from ui.pages.reports.wanted import Wanted


def _no_office(wanted: Wanted) -> str:
    return "" if wanted.branch_id is not None else "还没有办事处。请先由管理员建办事处。"


def _nobody_ticked(wanted: Wanted) -> str:
    return "" if wanted.employee_ids else "没有勾选业务员。请先在右边勾选。"


def _no_form(wanted: Wanted) -> str:
    return "" if wanted.form_id else "还没有启用的调查表模板。请先由市场部启用一份。"


def _no_complaint(wanted: Wanted) -> str:
    return "" if wanted.complaint_id is not None else "还没有选投诉。请先在右边找一件。"


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
        name="branch_day",
        code="RP02",
        title="办事处日汇总",
        group=SWEEP,
        right="daily.edit",
        conditions=("period", "branch", "output"),
        periods=(DAY,),
        shortcuts=("今天", "昨天"),
        build=building.branch_day,
        nothing=("这一天没有汇总。", "在右边换个日期。"),
        paper="A4 横向",
        missing=_no_office,
        has_phones=False,
    ),
    ReportKind(
        name="weekly",
        code="RP03",
        title="客户调查阶段（周）总结表",
        group=SWEEP,
        right="weekly.edit",
        conditions=("period", "branch", "scope", "steps", "output"),
        periods=(WEEK, STAGE),
        shortcuts=("上周", "本周", "阶段"),
        build=building.weekly,
        nothing=("这一期没有总结。", "在右边换一周。"),
        missing=_no_office,
        steps="weekly",
        views=("预览", "数字", "文字"),
        has_phones=False,
    ),
    ReportKind(
        name="blank",
        code="RP04",
        title="空白客户调查表",
        group=SWEEP,
        right="survey.edit",
        conditions=("form", "copies", "customers", "output"),
        build=building.blank,
        nothing=("没有空白表。", "在右边选一份模板。"),
        missing=_no_form,
        formats=("pdf",),
        has_phones=False,
    ),
    ReportKind(
        name="complaint",
        code="RP09",
        title="投诉处理单",
        group=COMPLAINTS,
        right="complaint.view",
        conditions=("complaint", "output"),
        build=building.complaint,
        nothing=("这件投诉没有处理单。", "在右边另找一件。"),
        missing=_no_complaint,
    ),
    ReportKind(
        name="complaints",
        code="RP10",
        title="投诉台账",
        group=COMPLAINTS,
        right="complaint.view",
        conditions=("period", "branch", "output"),
        periods=(MONTH,),
        shortcuts=("本月", "上月"),
        build=building.complaints,
        nothing=("这个月没有台账。", "在右边换个月份。"),
        paper="A4 横向",
    ),
)


def reports_for(app: App) -> list[ReportKind]:
    """Those the signed-in user may see and take out."""
    return [kind for kind in REPORTS if app.may(kind.right) and app.may("export.masked")]
