"""Which customers an export holds, in the order of report RP07."""

from __future__ import annotations

from array import array
from collections.abc import Collection
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, String, case, cast, func, select
from sqlalchemy.orm import Session

from app.choices import codes_of
from app.context import App
from app.customers.filters import CustomerFilter, listed
from app.customers.judging import priority
from app.db.records import Customer, MarketArea
from app.db.search import find

_STRENGTHS = (1, 2, 3, 4, 5)
_PIECE = 100_000


def chosen_ids(app: App, session: Session, wanted: CustomerFilter, among: Collection[int] | None = None) -> array[int]:
    """The ids of the customers to export, by market, priority and number; 8 bytes each, however many there are.

    `among` are the ids of those picked by hand. Who has withdrawn the consent is left out (rule R22).
    """
    ordered = (
        select(Customer.id)
        .join(MarketArea, MarketArea.id == Customer.market_area_id)
        .where(*listed(app, wanted), Customer.consent_state != "withdrawn")
        .order_by(MarketArea.code, _priority().desc(), Customer.customer_no)
        .subquery()
    )
    ids = _numbers(session.scalar(select(func.aggregate_strings(cast(ordered.c.id, String), ","))) or "")
    for some in _chosen_by_hand(session, wanted, among):
        ids = array("q", filter(some.__contains__, ids))
    return ids


def withdrawn(app: App, session: Session, wanted: CustomerFilter, among: Collection[int] | None = None) -> int:
    """How many of the chosen customers are left out because they withdrew."""
    query: Select[tuple[int]] = select(Customer.id).where(*listed(app, wanted), Customer.consent_state == "withdrawn")
    return len(set(session.scalars(query)).intersection(*_chosen_by_hand(session, wanted, among)))


def _chosen_by_hand(session: Session, wanted: CustomerFilter, among: Collection[int] | None) -> list[frozenset[int]]:
    """The customers who are found by the text, and those who were picked."""
    found = [frozenset(find(session, wanted.text))] if wanted.text.strip() else []
    return found if among is None else [*found, frozenset(among)]


def _numbers(text: str) -> array[int]:
    """A list of numbers, a piece at a time: a million texts in memory at once are many times their numbers."""
    ids, start = array("q"), 0
    while start < len(text):
        end = text.find(",", start + _PIECE)
        end = end if end >= 0 else len(text)
        ids.extend(map(int, text[start:end].split(",")))
        start = end + 1
    return ids


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
