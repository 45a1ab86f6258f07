"""Which visits and planned visits lists and reports count (rule R18), as conditions of a query."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from app.db.records import Visit, VisitPlan, VisitPlanItem
from app.visits.rules import APPROVED_PLAN_STATES, COUNTED_STATES, DROPPED_ITEM_STATES


def counted() -> ColumnElement[bool]:
    """The visit counts: recorded, and not taken back."""
    return Visit.state.in_(COUNTED_STATES) & Visit.deleted_at.is_(None)


def approved() -> ColumnElement[bool]:
    """The planned visit belongs to an approved plan."""
    kept = VisitPlan.deleted_at.is_(None) & VisitPlanItem.deleted_at.is_(None)
    return VisitPlan.state.in_(APPROVED_PLAN_STATES) & kept


def still_meant() -> ColumnElement[bool]:
    """The planned visit was neither called off nor moved to another day."""
    return VisitPlanItem.state.not_in(DROPPED_ITEM_STATES)
