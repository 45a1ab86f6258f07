"""Which customers an export holds, in the order of report RP07."""

from __future__ import annotations

from array import array
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, case, select
from sqlalchemy.orm import Session

from app.choices import codes_of
from app.context import App
from app.customers.filters import CustomerFilter, listed
from app.customers.judging import priority
from app.db.records import Customer, MarketArea
from app.db.search import find

_STRENGTHS = (1, 2, 3, 4, 5)
_AT_ONCE = 10_000


def chosen_ids(app: App, session: Session, wanted: CustomerFilter) -> array[int]:
    """The ids of the customers to export, by market, priority and number; 8 bytes each, however many there are.

    Who has withdrawn the consent is left out (rule R22).
    """
    query = (
        select(Customer.id)
        .join(MarketArea, MarketArea.id == Customer.market_area_id)
        .where(*listed(app, wanted), Customer.consent_state != "withdrawn")
        .order_by(MarketArea.code, _priority().desc(), Customer.customer_no)
    )
    found = set(find(session, wanted.text)) if wanted.text.strip() else None
    ids = array("q")
    for part in session.execute(query, execution_options={"yield_per": _AT_ONCE}).scalars().partitions():
        ids.extend(part if found is None else [number for number in part if number in found])
    return ids


def withdrawn(app: App, session: Session, wanted: CustomerFilter) -> int:
    """How many of the chosen customers are left out because they withdrew."""
    query: Select[tuple[int]] = select(Customer.id).where(*listed(app, wanted), Customer.consent_state == "withdrawn")
    ids = session.scalars(query).all()
    return len(set(ids).intersection(find(session, wanted.text))) if wanted.text.strip() else len(ids)


def _priority() -> ColumnElement[Decimal]:
    """Rule R06's priority, asked of the database: there are only so many pairs of intent and strength."""
    scores = {
        intent: case(
            {strength: float(priority(None, strength, intent)) for strength in _STRENGTHS},
            value=Customer.strength_rating,
            else_=float(priority(None, None, intent)),
        )
        for intent in codes_of("intent_level")
    }
    return case(scores, value=Customer.intent_level, else_=0.0)
