"""The office's work calendar as the database holds it (rule R10)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calendar import WorkCalendar
from app.db.records import CalendarDay


def work_calendar(session: Session) -> WorkCalendar:
    """The calendar with the exceptions on record."""
    rows = session.execute(select(CalendarDay.date, CalendarDay.kind).where(CalendarDay.deleted_at.is_(None)))
    return WorkCalendar({row.date: row.kind for row in rows})
