"""The reports the command line writes: what each one takes, and how it is built."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from app.choices import label_of
from app.context import App
from app.errors import NotFound

if TYPE_CHECKING:
    from app.people.offices import EmployeeRow
    from app.reports.model import Report

PURPOSE_CODE = "branch_archive"
PURPOSE = label_of("export_purpose", PURPOSE_CODE)
"""What unattended reports are printed for (rule R22)."""
_NO_CONDITIONS = ("command", "action", "kind", "database", "format", "out", "json")


class WrongUse(Exception):
    """Arguments that can be read but name nothing there is; ends with 2."""


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One report: its name on the command line, what it is, what it takes, and what builds it.

    What it builds becomes a file each, or with `as_one` one file of them all.
    """

    name: str
    title: str
    take: Callable[[ArgumentParser], None]
    build: Callable[[App, Namespace], Sequence[Report]]
    as_one: bool = False


def report_kinds() -> tuple[ReportKind, ...]:
    """Every report, in the order of the help."""
    return (
        ReportKind("daily", "客户扫街日报表", _takes_daily, _daily),
        ReportKind("branch-day", "办事处日汇总", _takes_date, _branch_day),
        ReportKind("weekly", "客户调查阶段（周）总结表", _takes_week, _weekly),
        ReportKind("plan", "拜访计划表", _takes_week, _plan),
        ReportKind("roster", "扫街花名册与漏访清单", _takes_market, _roster),
        ReportKind("refill", "补访单：这天要去的各家还缺的题", _takes_daily, _refill, as_one=True),
        ReportKind("blank", "空白客户调查表", _takes_form, _blank, as_one=True),
        ReportKind("sheet", "已填客户调查表", _takes_sheet, _sheet),
        ReportKind("customer", "客户档案", _takes_customer, _customer),
        ReportKind("complaint", "投诉处理单", _takes_complaint, _complaint),
        ReportKind("complaints", "投诉台账", _takes_month, _complaints),
    )


def conditions_of(arguments: Namespace) -> dict[str, Any]:
    """What a report was asked for, as the log of exports keeps it."""
    return {name: value for name, value in vars(arguments).items() if value and name not in _NO_CONDITIONS}


def day(text: str) -> date:
    """A date written 2026-11-16."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"没有“{text}”这个日期，请写成 2026-11-16 这样") from None


def week(text: str) -> str:
    """A week written 2026-W47."""
    found = re.fullmatch(r"(\d{4})-?W(\d{2})", text.strip().upper())
    try:
        date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else day("")
    except (ValueError, ArgumentTypeError):
        raise ArgumentTypeError(f"没有“{text}”这一周，请写成 2026-W47 这样") from None
    return text


def month(text: str) -> tuple[date, date]:
    """The first and last day of a month written 2026-11."""
    found = re.fullmatch(r"(\d{4})-(\d{2})", text.strip())
    try:
        first = date(int(found[1]), int(found[2]), 1) if found else day("")
    except (ValueError, ArgumentTypeError):
        raise ArgumentTypeError(f"没有“{text}”这个月，请写成 2026-11 这样") from None
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, date.fromordinal(following.toordinal() - 1)


def count(text: str) -> int:
    """A whole number from 1."""
    if not (text.isascii() and text.isdigit() and int(text)):
        raise ArgumentTypeError(f"“{text}”不行，要是 1 以上的整数，例：50")
    return int(text)


def _takes_employee(parser: ArgumentParser, without: str) -> None:
    parser.add_argument("--employee", metavar="工号", help=f"例：E01；不写则{without}")


def _takes_date(parser: ArgumentParser) -> None:
    parser.add_argument("--date", required=True, type=day, metavar="日期", help="例：2026-11-16")


def _takes_daily(parser: ArgumentParser) -> None:
    _takes_date(parser)
    _takes_employee(parser, "全部业务员")


def _takes_week(parser: ArgumentParser) -> None:
    parser.add_argument("--week", required=True, type=week, metavar="周", help="例：2026-W47")
    _takes_employee(parser, "整个办事处")


def _takes_market(parser: ArgumentParser) -> None:
    parser.add_argument("--market", required=True, metavar="市场代码", help="例：LZ-HX")


def _takes_form(parser: ArgumentParser) -> None:
    parser.add_argument("--form", required=True, metavar="表单代码", help="例：cable_survey")
    parser.add_argument("--copies", type=count, default=1, metavar="份数", help="默认 1 份")
    parser.add_argument("--customer", action="append", default=[], metavar="客户编号", help="为这家预印，可写几次")


def _takes_sheet(parser: ArgumentParser) -> None:
    parser.add_argument("--no", required=True, metavar="表号", help="例：DC-LZ-202611-0008")


def _takes_customer(parser: ArgumentParser) -> None:
    parser.add_argument("--no", required=True, metavar="客户编号", help="例：KH-LZ-00001")
    parser.add_argument("--external", action="store_true", help="对外版：不印评价、信用、竞品、阻碍、意向")


def _takes_complaint(parser: ArgumentParser) -> None:
    parser.add_argument("--no", required=True, metavar="投诉号", help="例：TS-LZ-202611-001")


def _takes_month(parser: ArgumentParser) -> None:
    parser.add_argument("--month", required=True, type=month, metavar="月", help="例：2026-11")


def _employee(app: App, arguments: Namespace) -> EmployeeRow | None:
    from app.people.offices import find_employee

    if not arguments.employee:
        return None
    try:
        return find_employee(app, arguments.employee)
    except NotFound as error:
        raise WrongUse(str(error)) from error


def _branches(app: App) -> list[int]:
    from app.people.offices import list_branches

    return [branch_id for branch_id, _ in list_branches(app)]


def _daily(app: App, arguments: Namespace) -> Sequence[Report]:
    from app.sweep.daily import daily_reports, list_daily

    wanted = _employee(app, arguments)
    rows = [row for row in list_daily(app, arguments.date) if row.visits or row.report_id]
    chosen = [row.employee_id for row in rows if wanted is None or wanted.id == row.employee_id]
    if not chosen:
        who = arguments.employee or "任何人"
        raise NotFound(f"{arguments.date} 没有{who}的拜访和日报，没有生成文件。请核对日期和工号。")
    return daily_reports(app, arguments.date, chosen, purpose=PURPOSE)


def _branch_day(app: App, arguments: Namespace) -> Sequence[Report]:
    from app.sweep.branch_day import branch_day_reports

    made = (branch_day_reports(app, arguments.date, branch_id, purpose=PURPOSE) for branch_id in _branches(app))
    return [report for reports in made for report in reports]


def _weekly(app: App, arguments: Namespace) -> Sequence[Report]:
    from app.sweep.weekly.period import Scope, week_named
    from app.sweep.weekly.summary import weekly_reports

    period, person = week_named(arguments.week), _employee(app, arguments)
    if person is None:
        scopes = [Scope(branch_id, period) for branch_id in _branches(app)]
    elif person.branch_id is None:
        raise NotFound(f"{arguments.employee} 不属于任何办事处，没有周总结。没有生成文件。请核对工号。")
    else:
        scopes = [Scope(person.branch_id, period, person.id)]
    return weekly_reports(app, scopes, purpose=PURPOSE)


def _plan(app: App, arguments: Namespace) -> Sequence[Report]:
    from app.planning.printing import plan_reports
    from app.sweep.weekly.period import week_named

    period, person = week_named(arguments.week), _employee(app, arguments)
    whose = person.id if person else None
    reports = plan_reports(app, first=period.start_on, employee_id=whose, purpose=PURPOSE)
    if not reports:
        who = arguments.employee or "任何人"
        raise NotFound(f"{period.name} 没有{who}的拜访计划，没有生成文件。请核对周和工号。")
    return reports


def _roster(app: App, arguments: Namespace) -> Sequence[Report]:
    from app.roster.printing import market_roster

    return [market_roster(app, arguments.market, purpose=PURPOSE)]


def _refill(app: App, arguments: Namespace) -> Sequence[Report]:
    from app.roster.printing import refill_sheets

    person = _employee(app, arguments)
    return refill_sheets(app, arguments.date, owner_id=person.id if person else None, purpose=PURPOSE)


def _blank(app: App, arguments: Namespace) -> Sequence[Report]:
    from app.customers.printing import customer_ids
    from app.surveys.printing import blank_reports

    chosen = customer_ids(app, arguments.customer)
    return blank_reports(app, arguments.form, arguments.copies, chosen, purpose=PURPOSE)


def _sheet(app: App, arguments: Namespace) -> Sequence[Report]:
    from app.surveys.printing import sheet_report

    return [sheet_report(app, arguments.no, purpose=PURPOSE)]


def _customer(app: App, arguments: Namespace) -> Sequence[Report]:
    from app.customers.printing import customer_report

    return [customer_report(app, arguments.no, arguments.external, purpose=PURPOSE)]


def _complaint(app: App, arguments: Namespace) -> Sequence[Report]:
    from app.complaints.printing import complaint_report

    return [complaint_report(app, arguments.no, purpose=PURPOSE)]


def _complaints(app: App, arguments: Namespace) -> Sequence[Report]:
    from app.complaints.printing import ledger_report

    return [ledger_report(app, *arguments.month, branch_id=branch_id, purpose=PURPOSE) for branch_id in _branches(app)]
