"""How valuable a customer is, among those of its market, and how it should therefore be visited (rule R05)."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.choices import label_of
from app.customers.states import SIGNED_STAGES
from app.db.records import Customer
from app.planning.modes import Value, suggested_program, value_of


def _value(session: Session, customer: Customer) -> Value:
    place = _market_place(session, customer)
    return value_of(customer.scale, customer.monthly_volume_wan, place, customer.strength_rating)


def _market_place(session: Session, customer: Customer) -> Decimal | None:
    """The share of the market's surveyed customers that sell more than this one."""
    if customer.monthly_volume_wan is None:
        return None
    surveyed = select(func.count(), func.count().filter(Customer.monthly_volume_wan > customer.monthly_volume_wan))
    total, bigger = session.execute(
        surveyed.where(
            Customer.market_area_id == customer.market_area_id,
            Customer.monthly_volume_wan.is_not(None),
            Customer.deleted_at.is_(None),
        )
    ).one()
    return Decimal(bigger) / total if total else None


def program_advice(session: Session, customer: Customer) -> str:
    """What to change about the way the customer is visited, in words; empty when it is as rule R05 suggests."""
    value = _value(session, customer)
    suggested = suggested_program(
        value,
        is_key_account=customer.is_key_account,
        is_signed=customer.stage in SIGNED_STAGES,
    )
    if suggested == customer.visit_program:
        return ""
    judged = f"（{label_of('level3', value.judgment)}）" if value.judgment else ""
    return f"按价值判断{judged}，访问方案宜为“{label_of('visit_program', suggested)}”"
