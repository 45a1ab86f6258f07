"""The reports there are, in the order of the list at the left."""

from __future__ import annotations

from app.context import App
from ui.pages.reports import building
from ui.pages.reports.kind import COMPLAINTS, CUSTOMERS, SWEEP, VISITS, ReportKind
from ui.pages.reports.period import DAY, MONTH, STAGE, WEEK
from ui.pages.reports.sheets import daily_sheets
from ui.pages.reports.wanted import Wanted


def _no_office(wanted: Wanted) -> str:
    return "" if wanted.branch_id is not None else "还没有办事处。请先由管理员建办事处。"


def _nobody_ticked(wanted: Wanted) -> str:
    return "" if wanted.employee_ids else "没有勾选业务员。请先在右边勾选。"


def _no_form(wanted: Wanted) -> str:
    return "" if wanted.form_id else "还没有启用的调查表模板。请先由市场部启用一份。"


def _no_sheet(wanted: Wanted) -> str:
    return "" if wanted.sheet_id is not None else "还没有选调查表。请先在右边找一份。"


def _no_market(wanted: Wanted) -> str:
    return "" if wanted.market_id is not None else "还没有市场。请先由市场部建市场。"


def _no_customer(wanted: Wanted) -> str:
    return "" if wanted.customer_ids else "还没有选客户。请先在右边找一家。"


def _no_complaint(wanted: Wanted) -> str:
    return "" if wanted.complaint_id is not None else "还没有选投诉。请先在右边找一件。"


REPORTS = (
    ReportKind(
        name="daily",
        title="客户扫街日报表",
        group=SWEEP,
        right="daily.edit",
        conditions=("period", "branch", "reps", "steps", "output"),
        periods=(DAY, WEEK),
        shortcuts=("今天", "昨天", "本周"),
        build=daily_sheets,
        nothing=("这段时间没有日报，也没有拜访。", "在右边换个日期，或按 F2 填写日报。"),
        missing=_nobody_ticked,
        steps="daily",
    ),
    ReportKind(
        name="branch_day",
        title="办事处日汇总",
        group=SWEEP,
        right="daily.edit",
        conditions=("period", "branch", "output"),
        periods=(DAY,),
        shortcuts=("今天", "昨天"),
        build=building.branch_day,
        nothing=("这一天没有汇总。", "在右边换个日期。"),
        missing=_no_office,
        has_phones=False,
    ),
    ReportKind(
        name="weekly",
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
        name="sheet",
        title="已填客户调查表",
        group=SWEEP,
        right="survey.edit",
        conditions=("sheet", "photos", "output"),
        photos_of="survey_sheet",
        build=building.sheet,
        nothing=("这份表没有内容。", "在右边另找一份。"),
        missing=_no_sheet,
    ),
    ReportKind(
        name="roster",
        title="扫街花名册",
        group=SWEEP,
        right="visit.edit",
        conditions=("market", "output"),
        build=building.roster,
        nothing=("这个市场没有商户。", "在右边换个市场。"),
        missing=_no_market,
        has_phones=False,
    ),
    ReportKind(
        name="refill",
        title="补访单",
        group=SWEEP,
        right="survey.edit",
        conditions=("period", "any_market", "rep", "output"),
        periods=(DAY,),
        shortcuts=("今天", "明天"),
        build=building.refill,
        nothing=("这一天没有排定的拜访。", "在右边换个日期，或先排拜访计划。"),
        has_phones=False,
    ),
    ReportKind(
        name="customer",
        title="客户档案单页",
        group=CUSTOMERS,
        right="customer.view",
        conditions=("customers", "edition", "photos", "output"),
        photos_of="customer",
        build=building.customers,
        nothing=("还没有选客户。", "在右边找一家。"),
        missing=_no_customer,
    ),
    ReportKind(
        name="plan",
        title="拜访计划表",
        group=VISITS,
        right="plan.edit",
        conditions=("period", "branch", "rep", "actual", "output"),
        periods=(WEEK,),
        shortcuts=("本周", "下周"),
        build=building.plan,
        nothing=("这一周还没有拜访计划。", "在右边换一周，或先到“拜访”排计划。"),
    ),
    ReportKind(
        name="complaint",
        title="投诉处理单",
        group=COMPLAINTS,
        right="complaint.view",
        conditions=("complaint", "photos", "output"),
        photos_of="complaint_log",
        build=building.complaint,
        nothing=("这件投诉没有处理单。", "在右边另找一件。"),
        missing=_no_complaint,
    ),
    ReportKind(
        name="complaints",
        title="投诉台账",
        group=COMPLAINTS,
        right="complaint.view",
        conditions=("period", "branch", "output"),
        periods=(MONTH,),
        shortcuts=("本月", "上月"),
        build=building.complaints,
        nothing=("这个月没有台账。", "在右边换个月份。"),
    ),
)


def reports_for(app: App) -> list[ReportKind]:
    """Those the signed-in user may see and take out."""
    return [kind for kind in REPORTS if app.may(kind.right) and app.may("export.masked")]
