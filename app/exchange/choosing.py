"""Which customers an export holds, in the order of report RP07."""

from __future__ import annotations

from array import array
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from itertools import filterfalse

from sqlalchemy import ColumnElement, Select, String, case, cast, func, select
from sqlalchemy.orm import Session

from app.choices import codes_of
from app.context import App
from app.customers.filters import EVERYBODY, CustomerFilter, listed
from app.customers.judging import priority
from app.db.records import Customer, MarketArea
from app.db.search import find

_STRENGTHS = (1, 2, 3, 4, 5)
_PIECE = 100_000


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Which customers go out: their ids in the order of the sheet, 8 bytes each, and how many withdrew and do not."""

    ids: array[int]
    withdrawn: int


def in_order(app: App, wanted: CustomerFilter = EVERYBODY) -> Select[tuple[int]]:
    """The ids of the customers wanted by market, priority and number; of those by text only who are seen and wanted."""
    return (
        select(Customer.id)
        .join(MarketArea, MarketArea.id == Customer.market_area_id)
        .where(*listed(app, wanted))
        .order_by(MarketArea.code, _priority().desc(), Customer.customer_no)
    )


def choose(app: App, session: Session, wanted: CustomerFilter, among: Collection[int] | None = None) -> Outgoing:
    """The customers to export; `among` are the ids of those picked by hand.

    Who has withdrawn the consent is left out (rule R22). They are asked for apart: the order alone is read from an
    index.
    """
    ordered = in_order(app, wanted).subquery()
    ids = _numbers(session.scalar(select(func.aggregate_strings(cast(ordered.c.id, String), ","))) or "")
    if wanted.text.strip():
        ids = _only(ids, find(session, wanted.text))
    if among is not None:
        ids = _only(ids, among)
    withdrew = frozenset(session.scalars(select(Customer.id).where(Customer.consent_state == "withdrawn")))
    kept = array("q", filterfalse(withdrew.__contains__, ids))
    return Outgoing(kept, len(ids) - len(kept))


def _only(ids: array[int], some: Collection[int]) -> array[int]:
    return array("q", filter(frozenset(some).__contains__, ids))


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
