"""How far an approved plan has come, kept in its state (records.md VisitPlan)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.records import VisitPlan, VisitPlanItem
from app.visits.rules import APPROVED_PLAN_STATES, plan_state


def follow(session: Session, plan_id: int) -> None:
    """Bring an approved plan's state up to date with its visits, within a transaction; other plans stay as they are."""
    session.flush()
    plan = session.get_one(VisitPlan, plan_id)
    if plan.state in APPROVED_PLAN_STATES:
        kept = (VisitPlanItem.plan_id == plan_id) & VisitPlanItem.deleted_at.is_(None)
        plan.state = plan_state(session.scalars(select(VisitPlanItem.state).where(kept).distinct()).all())
