"""Planned and made visits of a period in one list, by day and time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from app.context import App
from app.planning.lists import PlannedRow, list_planned
from app.visits.records import VisitRow, list_visits
from ui.tables.columns import Column, Status

_STEPS = {"s1": 1, "s2": 2, "s3": 3, "s4": 4}
_WEEKDAYS = "一二三四五六日"
_LEFT_OUT = ("moved", "cancelled")


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit meant or made. `visit_id` is None while it is only planned, `plan_item_id` where it was not."""

    day: date
    start_at: time | None
    customer_id: int | None
    customer: str
    grade: str
    people: str
    steps: int
    goal: str
    status: Status
    employee_id: int | None = None
    visit_id: int | None = None
    plan_item_id: int | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether its day has come and nothing is recorded."""
        return self.status == WAITING


DONE, WAITING = Status(word="已完成", tone="ok"), Status(word="待登记", tone="warn")
MISSED, TO_COME = Status(word="未去成", tone="danger"), Status(word="未开始")


def read_lines(app: App, first: date, last: date, employee_id: int | None) -> list[VisitLine]:
    """The lines of a period, for one rep or all."""
    planned = list_planned(app, first, last, employee_id=employee_id)
    visits = list_visits(app, first, last, employee_id=employee_id)
    from_plan = {row.visit_id for row in planned if row.visit_id}
    lines = [_planned(row, app.now()) for row in planned if row.state not in _LEFT_OUT]
    lines += [_made(row) for row in visits if row.id not in from_plan]
    return sorted(lines, key=lambda line: (line.day, line.start_at or time.max, line.people))


def columns(*, weekly: bool) -> tuple[Column, ...]:
    """What the list shows; a week says the day too."""
    return (
        Column(key="start_at", title="时间", width=96 if weekly else 64, value=_week_time if weekly else _day_time),
        Column(key="grade", title="级", width=40, kind="grade"),
        Column(key="customer", title="客户", width=130, stretch=True, strong=True),
        Column(key="people", title="参加人员", width=84),
        Column(key="steps", title="四步法", width=92, kind="steps"),
        Column(key="goal", title="访问目标", width=60, stretch=True, quiet=True),
        Column(key="status", title="状态", width=84, kind="status"),
    )


def _planned(row: PlannedRow, now: datetime) -> VisitLine:
    due = datetime.combine(row.plan_date, row.plan_start or time.min)
    status = DONE if row.visit_id else MISSED if row.state == "missed" else WAITING if due <= now else TO_COME
    return VisitLine(
        row.plan_date, row.plan_start, row.customer_id, row.customer, row.primary_class, row.people,
        _STEPS.get(row.four_step, 0), row.goal, status, row.employee_id, row.visit_id, row.item_id,
    )  # fmt: skip


def _made(row: VisitRow) -> VisitLine:
    return VisitLine(
        row.visit_date, row.start_at, row.customer_id, row.customer, row.primary_class, row.employee,
        _STEPS.get(row.four_step, 0), row.goal or ("" if row.is_planned else "计划外"), DONE, None, row.id,
    )  # fmt: skip


def _day_time(line: VisitLine) -> str:
    return f"{line.start_at:%H:%M}" if line.start_at else ""


def _week_time(line: VisitLine) -> str:
    return f"周{_WEEKDAYS[line.day.weekday()]} {line.day:%d} {_day_time(line)}"
