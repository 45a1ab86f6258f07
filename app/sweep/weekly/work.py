"""Section 1 of the summary and its two charts: what was planned, done and handed in (rule R18)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from app.choices import options
from app.customers.states import INTERESTED
from app.reports.traced import Refs, Traced, count, mean, rate, refs, weighed, words
from app.reports.values import WEEKDAYS
from app.reports.weekly_data import WeeklyRow, WeeklyTable
from app.sweep.weekly.material import DueReport, Material, Rep, VisitFact

LONGEST_BY_DAY = 14
"""A longer period is charted by week."""
_FUNNEL_ENDS = ("on_hold", "lost", "abandoned")


def work_table(material: Material) -> WeeklyTable:
    """A row a rep by number; the total is worked out over all of them, rates from the sums."""
    rows = tuple(_work_row(material, rep) for rep in material.reps)
    return WeeklyTable(key="work", rows=rows, total=_work_row(material, None) if rows else None)


def _work_row(material: Material, rep: Rep | None) -> WeeklyRow:
    """One rep's figures, or everybody's."""
    people = {rep.id} if rep else {every.id for every in material.reps}
    planned = [p for p in material.planned if p.employee_id in people]
    done = refs("visit_plan_item", (p.id for p in planned if p.is_done))
    visits = [v for v in material.visits if v.employee_id in people]
    new = refs("customer", (c.id for c in material.archive if c.owner_id in people and _found(material, c.found_on)))
    sheets = [s for s in material.sheets if s.surveyor_id in people]
    in_hand = weighed("survey_sheet", {s.id: s.completeness_pct / 100 for s in sheets if s.in_hand})
    interested, unsigned = interest(material, visits)
    due = [d for d in material.due if d.employee_id in people]
    name = words(rep.name, refs("employee", [rep.id])) if rep else words("合计")
    cells = (
        name,
        count(whole := refs("visit_plan_item", (p.id for p in planned))),
        count(done),
        rate(done, whole),
        count(refs("visit", (v.id for v in visits))),
        count(refs("customer", (v.customer_id for v in visits))),
        count(new),
        count(refs("survey_sheet", (s.id for s in sheets if _found(material, s.first_visit_on)))),
        count(refs("survey_sheet", (s.id for s in sheets if _found(material, s.filled_on)))),
        mean(in_hand, 4),
        count(interested),
        rate(interested, unsigned),
        _handed_in(due),
    )
    return WeeklyRow(rep.emp_no if rep else "total", cells, tuple(_alarms(due)))


def _found(material: Material, day: date | None) -> bool:
    period = material.scope.period
    return day is not None and period.start_on <= day <= period.end_on


def interest(material: Material, visits: Iterable[VisitFact]) -> tuple[Refs, Refs]:
    """Of the customers visited who have not signed: those interested at the last visit, and all (rule R18)."""
    last = {v.customer_id: v for v in visits if material.customers[v.customer_id].is_unsigned}
    return (
        refs("customer", (i for i, visit in last.items() if visit.intent_level in INTERESTED)),
        refs("customer", last),
    )


def _handed_in(due: list[DueReport]) -> Traced:
    """5/5: reports handed in of those due; the records are the days handed in, and all that were due."""
    handed = [d for d in due if d.submitted_at]
    return Traced(text=f"{len(handed)}/{len(due)}", part=_days(handed), whole=_days(due))


def _days(due: list[DueReport]) -> Refs:
    return Refs("daily_due", tuple(d.employee_id for d in due), days=tuple(d.day for d in due))


def _alarms(due: list[DueReport]) -> Iterable[tuple[str, str]]:
    late, missed = sum(d.is_late for d in due), sum(d.is_missed for d in due)
    if late:
        yield "reports", f"迟 {late}"
    if missed:
        yield "reports", f"漏 {missed}"


def days_table(material: Material) -> WeeklyTable:
    """Planned and made visits day by day; of a long stage week by week. Weekends only where something was."""
    days = material.scope.period.days
    by_week = len(days) > LONGEST_BY_DAY
    label = _week_label if by_week else _day_label
    rows = tuple(_days_row(material, name, list(part)) for name, part in groupby(days, key=label))
    shown = tuple(row for row in rows if by_week or not _is_idle_weekend(row))
    return WeeklyTable(key="days", rows=shown)


def _days_row(material: Material, name: str, days: list[date]) -> WeeklyRow:
    planned = refs("visit_plan_item", (p.id for p in material.planned if p.plan_date in days))
    made = refs("visit", (v.id for v in material.visits if v.visit_date in days))
    return WeeklyRow(days[0].isoformat(), (words(name), count(planned), count(made)))


def _is_idle_weekend(row: WeeklyRow) -> bool:
    return date.fromisoformat(row.key).weekday() > 4 and not any(cell.value for cell in row.cells)


def _day_label(day: date) -> str:
    return f"周{WEEKDAYS[day.weekday()]} {day:%m-%d}"


def _week_label(day: date) -> str:
    return f"第{day.isocalendar().week}周"


def stages_table(material: Material) -> WeeklyTable:
    """How many of the scope's customers are in each stage of the funnel."""
    rows = []
    for option in options("pipeline_stage"):
        if option.code not in _FUNNEL_ENDS:
            there = refs("customer", (c.id for c in material.archive if c.stage == option.code))
            rows.append(WeeklyRow(option.code, (words(option.label), count(there))))
    return WeeklyTable(key="stages", rows=tuple(rows))
