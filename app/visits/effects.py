"""What a visit changes about its customer: intent, last and next visit, protection (rules R04, R12)."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.customers.protecting import PROTECT_DAYS, Places
from app.customers.states import SIGNED_STAGES, UNSIGNED
from app.db.adding import alone_adding
from app.db.records import Customer, Visit
from app.visits.rules import EFFECTIVE_RESULTS


def alone_where_places_count(session: Session, customer: Customer, visited_on: date) -> None:
    """Keep others from counting the reps' places when this visit may take one; call it before anything is written."""
    until, last = customer.protect_until, max(visited_on, customer.last_visit_on or visited_on)
    if customer.lifecycle_status in UNSIGNED and (until is None or until < last):
        alone_adding(session, Customer)
        session.refresh(customer)


def bring_up_to_date(session: Session, visit: Visit, *, was_on: date | None = None) -> None:
    """Carry a new or corrected visit over to its customer, within a transaction; `was_on` is its day before."""
    session.flush()
    customer = session.get_one(Customer, visit.customer_id)
    met_on = _last_met(session, customer.id)
    elsewhere = None if customer.last_visit_on == was_on else customer.last_visit_on
    last = max((day for day in (met_on, elsewhere) if day), default=None)
    customer.last_visit_on = last
    if visit.result in EFFECTIVE_RESULTS and last and customer.stage not in SIGNED_STAGES:
        customer.protect_until = _protected(session, customer, last)
    if _is_latest(session, visit) and (last is None or last <= visit.visit_date):
        customer.intent_level = visit.intent_level
        customer.next_visit_due_on = visit.next_visit_on or customer.next_visit_due_on


def _protected(session: Session, customer: Customer, met_on: date) -> date | None:
    """Who is the rep's already stays so; who is not any more is so again where the rep has a place left."""
    until = customer.protect_until
    if until is not None and until >= met_on:
        return max(until, met_on + timedelta(days=PROTECT_DAYS))
    return Places(session, met_on).take(customer.owner_id, met_on, customer.lifecycle_status) or until


def _last_met(session: Session, customer_id: int) -> date | None:
    query = select(func.max(Visit.visit_date)).where(
        Visit.customer_id == customer_id, Visit.result.in_(EFFECTIVE_RESULTS), Visit.deleted_at.is_(None)
    )
    return session.scalar(query)


def _is_latest(session: Session, visit: Visit) -> bool:
    query = (
        select(Visit.id)
        .where(Visit.customer_id == visit.customer_id, Visit.deleted_at.is_(None))
        .order_by(Visit.visit_date.desc(), Visit.start_at.desc(), Visit.id.desc())
    )
    return session.scalar(query.limit(1)) == visit.id
