"""Today's visits as the workbench lists them: planned ones, and those made without a plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from app.context import App
from app.planning.lists import PlannedRow, list_planned
from app.visits.records import VisitRow, list_visits

_STATES = {"visited": "done", "missed": "missed"}


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One visit of the day; `state` is done, missed, unrecorded (its time has passed) or ahead."""

    start: time | None
    customer_id: int | None
    customer: str
    primary_class: str
    people: str
    step: int
    goal: str
    state: str
    employee_id: int
    plan_item_id: int | None
    visit_id: int | None


def day_visits(app: App, day: date, *, employee_id: int | None = None) -> list[TodayRow]:
    """The day's visits by start; rows of an office's reps or of one."""
    planned = list_planned(app, day, day, employee_id=employee_id)
    rows = [_planned(row, app.now()) for row in planned]
    made = {row.visit_id for row in planned}
    rows += [_made(v) for v in list_visits(app, day, day, employee_id=employee_id) if v.id not in made]
    return sorted(rows, key=lambda row: (row.start or time.max, row.employee_id))


def _planned(row: PlannedRow, now: datetime) -> TodayRow:
    passed = datetime.combine(row.plan_date, row.plan_start or time(18)) <= now
    state = _STATES.get(row.state) or ("unrecorded" if passed else "ahead")
    return TodayRow(
        row.plan_start,
        row.customer_id,
        row.customer,
        row.primary_class,
        row.people,
        _step(row.four_step),
        row.goal,
        state,
        row.employee_id,
        row.item_id,
        row.visit_id,
    )


def _made(visit: VisitRow) -> TodayRow:
    return TodayRow(
        visit.start_at,
        visit.customer_id,
        visit.customer,
        visit.primary_class,
        visit.employee,
        _step(visit.four_step),
        "计划外",
        "done",
        visit.employee_id,
        None,
        visit.id,
    )


def _step(four_step: str) -> int:
    return int(four_step[1]) if four_step[1:].isdigit() else 0
