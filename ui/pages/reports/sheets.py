"""What the report page asks the services for: who has what in a period, and the sheets themselves as one PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.context import App
from app.reports.model import Report
from app.sweep.daily import DailyStatus, daily_reports, list_daily
from app.tasks import Task

_TONES = {"漏交": "danger", "未交": "sub", "无需": "sub", "已提交": "link", "退回": "warn"}


@dataclass(frozen=True, slots=True)
class Period:
    """Days from first to last, both included; `weekly` when ‹ and › go by weeks."""

    first: date
    last: date
    weekly: bool = False

    @classmethod
    def day(cls, day: date) -> Period:
        """One day."""
        return cls(day, day)

    @classmethod
    def week(cls, day: date) -> Period:
        """The week from Monday that holds a day."""
        monday = day - timedelta(days=day.weekday())
        return cls(monday, monday + timedelta(days=6), weekly=True)

    def moved(self, steps: int) -> Period:
        """The period some days or weeks later."""
        by = timedelta(days=steps * (7 if self.weekly else 1))
        return Period(self.first + by, self.last + by, self.weekly)

    def days(self) -> list[date]:
        """Every day of it."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True, slots=True)
class RepRow:
    """One rep in the list: visits of the period, its state in a word with its tone, and the days behind it."""

    employee_id: int
    name: str
    visits: int
    state: str
    tone: str
    days: tuple[tuple[date, DailyStatus], ...]

    @property
    def has_sheets(self) -> bool:
        """Whether there is anything to print."""
        return any(_has_sheet(status) for _, status in self.days)

    @property
    def only_day(self) -> DailyStatus | None:
        """The state of the day, None for a week."""
        return self.days[0][1] if len(self.days) == 1 else None


@dataclass(frozen=True, slots=True)
class Conditions:
    """Which sheets, and how."""

    period: Period
    branch_id: int | None
    employee_ids: tuple[int, ...]
    masked: bool = True
    purpose: str = ""


def list_reps_of(app: App, period: Period, branch_id: int | None) -> list[RepRow]:
    """Every rep with the period's visits and report states, by employee number."""
    days = [(day, list_daily(app, day, branch_id)) for day in period.days()]
    reps: dict[int, list[tuple[date, DailyStatus]]] = {}
    for day, statuses in days:
        for status in statuses:
            reps.setdefault(status.employee_id, []).append((day, status))
    return [_rep(found) for found in reps.values()]


def build_sheets(app: App, wanted: Conditions, task: Task) -> list[Report]:
    """The sheets day by day; in a week, days on which a rep has neither visits nor a report are left out.

    Raises KnownErrors of the services, Cancelled when the task is.
    """
    sheets: list[Report] = []
    for day in wanted.period.days():
        task.step(len(sheets), 0, f"{day:%m-%d}")
        ids = wanted.employee_ids
        if wanted.period.weekly:
            there = {s.employee_id for s in list_daily(app, day, wanted.branch_id) if _has_sheet(s)}
            ids = tuple(employee for employee in ids if employee in there)
        sheets += daily_reports(app, day, ids, purpose=wanted.purpose, masked=wanted.masked)
    return sheets


def pdf_of(sheets: Sequence[Report], task: Task) -> bytes:
    """The sheets as one PDF in memory; empty for no sheets."""
    from app.reports.pdf import pdf_bytes

    return pdf_bytes(sheets, task) if sheets else b""


def _has_sheet(status: DailyStatus) -> bool:
    return bool(status.visits or status.report_id)


def _rep(days: list[tuple[date, DailyStatus]]) -> RepRow:
    first = days[0][1]
    state, tone = _state(first) if len(days) == 1 else _week_state([status for _, status in days])
    return RepRow(first.employee_id, first.name, sum(s.visits for _, s in days), state, tone, tuple(days))


def _state(status: DailyStatus) -> tuple[str, str]:
    if status.is_late:
        return f"{status.state} 迟", "warn"
    return status.state, _TONES.get(status.state, "ok")


def _week_state(days: Sequence[DailyStatus]) -> tuple[str, str]:
    handed_in = sum(day.submitted_at is not None for day in days)
    missing = sum(day.state == "漏交" for day in days)
    late = sum(day.is_late for day in days)
    parts = [f"交 {handed_in}", f"迟 {late}" if late else "", f"漏 {missing}" if missing else ""]
    return " ".join(part for part in parts if part), "danger" if missing else "warn" if late else "ok"
