"""Which customers an export holds, in the order of report RP07."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, Connection, Select, case, select
from sqlalchemy.orm import Session

from app.choices import codes_of
from app.context import App
from app.customers.filters import EVERYBODY, CustomerFilter, listed
from app.customers.judging import priority
from app.db.records import Customer, MarketArea
from app.db.search import find

_STRENGTHS = (1, 2, 3, 4, 5)
_PIECE = 10_000


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
    ids = _streamed(session.connection(), in_order(app, wanted))
    if wanted.text.strip():
        ids = filter(frozenset(find(session, wanted.text)).__contains__, ids)
    if among is not None:
        ids = filter(frozenset(among).__contains__, ids)
    withdrew = frozenset(session.scalars(select(Customer.id).where(Customer.consent_state == "withdrawn")))
    going, staying = array("q"), 0
    for number in ids:
        if number in withdrew:
            staying += 1
        else:
            going.append(number)
    return Outgoing(going, staying)


def _streamed(connection: Connection, query: Select[tuple[int]]) -> Iterator[int]:
    """The ids as the driver has them, some at a time."""
    with closing(connection.execute(query)) as result:
        assert result.cursor is not None
        while rows := result.cursor.fetchmany(_PIECE):
            yield from (number for (number,) in rows)


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
