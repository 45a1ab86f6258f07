"""The reports the command line writes: what each one takes, and how it is built."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.context import App
from app.errors import NotFound

if TYPE_CHECKING:
    from app.people.offices import EmployeeRow
    from app.reports.model import Report

PURPOSE = "办事处存档"
"""What unattended reports are printed for (rule R22)."""


class WrongUse(Exception):
    """Arguments that can be read but name nothing there is; ends with 2."""


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One report: its name on the command line, what it is, what it takes, and what builds it."""

    name: str
    title: str
    take: Callable[[ArgumentParser], None]
    build: Callable[[App, Namespace], Sequence[Report]]


def report_kinds() -> tuple[ReportKind, ...]:
    """Every report, in the order of the help."""
    return (
        ReportKind("daily", "客户扫街日报表", _takes_daily, _daily),
        ReportKind("branch-day", "办事处日汇总", _takes_date, _branch_day),
        ReportKind("weekly", "客户调查阶段（周）总结表", _takes_week, _weekly),
    )


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
        raise ArgumentTypeError(f"“{text}”不是整数，请写成 50 这样的整数")
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
