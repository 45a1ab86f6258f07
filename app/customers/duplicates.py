"""Customers that may be the shop being typed, found through the indexes and weighed by rule R11."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.context import App
from app.customers.likeness import LIST, Identity, Likeness, likeness
from app.customers.names import address_key, name_core, name_soft
from app.customers.records import regions
from app.db.records import Contact, Customer, MarketArea
from app.db.search import like_named
from app.phones import phone_key

MOST = 5
REMEMBERED_DAYS = 180
"""How long a deleted customer is still compared (rule R11)."""

_SHORTEST_PHONE = 7


@dataclass(frozen=True, slots=True)
class LikelySame:
    """A customer that may be the one being typed: how sure that is, and why."""

    customer_id: int
    customer_no: str
    name: str
    market: str
    score: int
    reasons: tuple[str, ...]


def likely_same(
    app: App,
    name: str = "",
    phones: Iterable[str] = (),
    *,
    address: str = "",
    uscc: str = "",
    market_id: int | None = None,
    except_id: int | None = None,
) -> tuple[LikelySame, ...]:
    """The customers that may be the one described, likeliest first; those with a score under 35 are left out."""
    app.need("customer.view")
    keys = frozenset(key for key in map(phone_key, phones) if len(key) >= _SHORTEST_PHONE)
    with app.reading() as session:
        known = regions(session)
        core = name_core(name, known) if name else ""
        asked = Identity(core, address_key(address, known) if address else "", keys, uscc.strip().upper(), market_id)
        found = _weighed(app, session, asked, except_id)
        markets = dict(session.execute(select(MarketArea.id, MarketArea.name)).tuples().all())
    rows = [
        LikelySame(c.id, c.customer_no, c.name, markets[c.market_area_id], same.score, same.reasons)
        for c, same in found
    ]
    return tuple(sorted(rows, key=lambda row: (-row.score, row.customer_no)))[:MOST]


def _weighed(app: App, session: Session, asked: Identity, except_id: int | None) -> list[tuple[Customer, Likeness]]:
    ids = candidates(session, asked) - {except_id}
    since = app.now() - timedelta(days=REMEMBERED_DAYS)
    there = or_(Customer.deleted_at.is_(None), Customer.deleted_at >= since)
    customers = session.scalars(select(Customer).where(Customer.id.in_(ids), there)).all()
    phones = phones_of(session, ids)
    weighed = [(each, likeness(asked, identity_of(each, phones.get(each.id, frozenset())))) for each in customers]
    return [(customer, same) for customer, same in weighed if same.score >= LIST]


def candidates(session: Session, asked: Identity) -> set[int]:
    """Every customer that can reach a score of 35: same key of a kind, or a name alike."""
    same = []
    if asked.uscc:
        same.append(Customer.uscc == asked.uscc)
    if asked.core:
        same += [Customer.name_key == asked.core, Customer.soft_key == name_soft(asked.core)]
    if asked.address and asked.market_id is not None:
        same.append(and_(Customer.address_key == asked.address, Customer.market_area_id == asked.market_id))
    if asked.phones:
        same.append(Customer.phone_key.in_(asked.phones))
    ids = set(session.scalars(select(Customer.id).where(or_(*same)))) if same else set()
    if asked.phones:
        mine = or_(Contact.mobile.in_(asked.phones), Contact.phone.in_(asked.phones))
        ids.update(session.scalars(select(Contact.customer_id).where(mine, Contact.deleted_at.is_(None))))
    if asked.core:
        ids.update(like_named(session, asked.core))
    return ids


def identity_of(customer: Customer, phones: frozenset[str]) -> Identity:
    """What tells a customer on record from others; `phones` are its contacts' numbers."""
    own = {customer.phone_key} if customer.phone_key else set()
    return Identity(
        customer.name_key,
        customer.address_key,
        phones | own,
        customer.uscc or "",
        customer.market_area_id,
        customer.parent_id,
    )


def phones_of(session: Session, ids: Iterable[int]) -> Mapping[int, frozenset[str]]:
    """The phone keys of customers' contacts."""
    query = select(Contact.customer_id, Contact.mobile, Contact.phone).where(
        Contact.customer_id.in_(ids), Contact.deleted_at.is_(None)
    )
    found: dict[int, set[str]] = {}
    for customer_id, *numbers in session.execute(query):
        found.setdefault(customer_id, set()).update(phone_key(number) for number in numbers if number)
    return {customer_id: frozenset(numbers) for customer_id, numbers in found.items()}
