"""The reps of a day or week with the state of their daily reports, and their sheets (reports RP01)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.context import App
from app.reports.model import Report
from app.sweep.daily import DailyStatus, daily_reports, list_daily
from app.tasks import Task
from ui.pages.reports.period import Period
from ui.pages.reports.wanted import Wanted

_TONES = {"漏交": "danger", "未交": "sub", "无需": "sub", "已提交": "link", "退回": "warn"}


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


def list_reps_of(app: App, period: Period, branch_id: int | None) -> list[RepRow]:
    """Every rep with the period's visits and report states, by employee number."""
    days = [(day, list_daily(app, day, branch_id)) for day in period.days()]
    reps: dict[int, list[tuple[date, DailyStatus]]] = {}
    for day, statuses in days:
        for status in statuses:
            reps.setdefault(status.employee_id, []).append((day, status))
    return [_rep(found) for found in reps.values()]


def daily_sheets(app: App, wanted: Wanted, task: Task) -> Sequence[Report]:
    """The sheets day by day; in a week, days on which a rep has neither visits nor a report are left out."""
    sheets: list[Report] = []
    for day in wanted.period.days():
        task.step(len(sheets), 0, f"{day:%m-%d}")
        ids = wanted.employee_ids
        if not wanted.period.is_one_day:
            there = {s.employee_id for s in list_daily(app, day, wanted.branch_id) if _has_sheet(s)}
            ids = tuple(employee for employee in ids if employee in there)
        sheets += daily_reports(app, day, ids, purpose=wanted.purpose_words, masked=wanted.masked)
    return sheets


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
