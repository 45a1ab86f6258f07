"""Weeks of plans: Monday to Sunday, and the visits planned in them."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import ColumnElement

from app.db.records import VisitPlan, VisitPlanItem
from app.visits.counting import still_meant


def monday_of(day: date) -> date:
    """The first day of the ISO week."""
    return day - timedelta(days=day.weekday())


def sunday_of(day: date) -> date:
    """The last day of the ISO week."""
    return monday_of(day) + timedelta(days=6)


def meant() -> ColumnElement[bool]:
    """The planned visit stands: neither taken out, called off nor moved away, and its plan not cancelled."""
    kept = VisitPlan.deleted_at.is_(None) & VisitPlanItem.deleted_at.is_(None) & (VisitPlan.state != "cancelled")
    return kept & still_meant()
