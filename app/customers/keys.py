"""The stored keys of customers compared with what their names, addresses and phones give now (rule R11).

A later version of the program may give other keys; a customer gets them when it is edited, or all do here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.context import App
from app.customers.records import derived, regions, set_keys
from app.db.records import Customer

_BATCH = 2000
_COMPARED = (
    Customer.id,
    Customer.name,
    Customer.address,
    Customer.phone,
    Customer.name_key,
    Customer.soft_key,
    Customer.address_key,
    Customer.phone_key,
    Customer.pinyin,
    Customer.name_order,
)


def stale_keys(session: Session) -> int:
    """How many customers, deleted ones too, have other keys than they would be given now."""
    known = regions(session)
    return sum(len(_stale(session, known, first, last)) for first, last in _spans(session))


def renew_keys(app: App) -> int:
    """Give these customers the keys of now; returns how many they were.

    Journalled as any other change, in parts: what was written when it is stopped stays.
    """
    with app.reading() as session:
        spans = tuple(_spans(session))
    return sum(_renew(app, first, last) for first, last in spans)


def _renew(app: App, first: int, last: int) -> int:
    with app.transaction("重算客户的比对键") as session:
        known = regions(session)
        stale = _stale(session, known, first, last)
        for customer in session.scalars(select(Customer).where(Customer.id.in_(stale))):
            set_keys(customer, known)
        return len(stale)


def _spans(session: Session) -> Iterator[tuple[int, int]]:
    """The first and last id of each part."""
    last = 0
    while ids := session.scalars(
        select(Customer.id).where(Customer.id > last).order_by(Customer.id).limit(_BATCH)
    ).all():
        last = ids[-1]
        yield ids[0], last


def _stale(session: Session, known: tuple[str, ...], first: int, last: int) -> Sequence[int]:
    query = select(*_COMPARED).where(Customer.id.between(first, last))
    return [
        row["id"]
        for row in session.execute(query).mappings()
        if any(row[name] != value for name, value in derived(row["name"], row["address"], row["phone"], known).items())
    ]
