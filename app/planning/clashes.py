"""What is doubtful about planned visits: two at a time, one customer twice a day, days that are too full."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calendar import WorkCalendar
from app.db.records import DailySweepReport
from app.planning.cells import PlannedCell
from app.planning.slots import Slot, overfull


def with_warnings(cells: Iterable[PlannedCell], names: Mapping[int, str]) -> list[PlannedCell]:
    """Each visit with what clashes: times of the same person, or the same customer twice in a day."""
    by_day: dict[date, list[PlannedCell]] = defaultdict(list)
    for cell in cells:
        by_day[cell.day].append(cell)
    return [
        replace(cell, warnings=tuple(_clashes(cell, by_day[cell.day], names)))
        for day in by_day.values()
        for cell in day
    ]


def _clashes(cell: PlannedCell, day: Sequence[PlannedCell], names: Mapping[int, str]) -> list[str]:
    found = []
    for other in day:
        if other.item_id == cell.item_id:
            continue
        if cell.slot.overlaps(other.slot) and (name := _shared(cell, other, names)):
            found.append(f"与{other.short_name} {other.start:%H:%M} 时间冲突（{name}）")
        if cell.customer_id is not None and cell.customer_id == other.customer_id:
            found.append(f"同一天已排这家（{names.get(other.owner_id, '')}）")
    return found


def _shared(cell: PlannedCell, other: PlannedCell, names: Mapping[int, str]) -> str:
    """Somebody who would have to be at both visits."""
    mine = _people(cell, names)
    return next((name for i, name in _people(other, names).items() if i in mine), "")


def _people(cell: PlannedCell, names: Mapping[int, str]) -> dict[int, str]:
    own = {cell.owner_id: names.get(cell.owner_id, "")}
    return own | {person.employee_id: person.name for person in cell.companions}


def notes_of(
    session: Session, first: date, last: date, cells: Sequence[PlannedCell], calendar: WorkCalendar
) -> dict[tuple[int, date], str]:
    """What is the matter with a rep's day: on leave, not a working day, over-full; by rep and day."""
    slots: dict[tuple[int, date], list[Slot]] = defaultdict(list)
    for cell in cells:
        slots[cell.owner_id, cell.day].append(cell.slot)
    away = _on_leave(session, first, last)
    notes = {}
    for place, taken in slots.items():
        parts = (
            "请假" if place in away else "",
            "" if calendar.is_workday(place[1]) else "不是工作日",
            overfull(taken, calendar),
        )
        if words := "；".join(part for part in parts if part):
            notes[place] = words
    return notes


def _on_leave(session: Session, first: date, last: date) -> set[tuple[int, date]]:
    query = select(DailySweepReport.employee_id, DailySweepReport.report_date).where(
        DailySweepReport.report_date.between(first, last),
        DailySweepReport.state == "exempt",
        DailySweepReport.exempt_reason == "leave",
        DailySweepReport.deleted_at.is_(None),
    )
    return {(row.employee_id, row.report_date) for row in session.execute(query)}
