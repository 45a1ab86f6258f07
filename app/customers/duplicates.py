"""Customers that may be the same shop: same phone, or same normalised name (rule R11; the full scoring comes later)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import Session

from app.context import App
from app.customers.names import name_core, name_soft
from app.customers.records import regions
from app.db.records import Contact, Customer, MarketArea
from app.phones import phone_key

MOST = 5
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class LikelySame:
    """A customer that may be the one being typed, and why."""

    customer_id: int
    customer_no: str
    name: str
    market: str
    reasons: tuple[str, ...]


def likely_same(
    app: App, name: str = "", phones: tuple[str, ...] = (), *, except_id: int | None = None
) -> tuple[LikelySame, ...]:
    """The customers with one of these phones or this name in normal form, strongest evidence first."""
    app.need("customer.view")
    keys = tuple(key for key in map(phone_key, phones) if len(key) >= 7)
    with app.reading() as session:
        core = name_core(name, regions(session)) if name else ""
        found = [
            _row(session, customer, core, keys) for customer in session.scalars(_candidates(core, keys, except_id))
        ]
    return tuple(sorted(found, key=lambda row: (-len(row.reasons), row.customer_no)))[:MOST]


def _candidates(core: str, keys: tuple[str, ...], except_id: int | None) -> Select[tuple[Customer]]:
    conditions = []
    if len(core) >= _SHORTEST_NAME:
        conditions.append(Customer.name_key == core)
    if len(name_soft(core)) >= _SHORTEST_NAME:
        conditions.append(Customer.soft_key == name_soft(core))
    if keys:
        same_mobile = select(Contact.customer_id).where(Contact.mobile.in_(keys), Contact.deleted_at.is_(None))
        conditions += [Customer.phone_key.in_(keys), Customer.id.in_(same_mobile)]
    query = select(Customer).where(or_(false(), *conditions), Customer.deleted_at.is_(None))
    return query.where(Customer.id != except_id) if except_id else query


def _row(session: Session, customer: Customer, core: str, keys: tuple[str, ...]) -> LikelySame:
    reasons = []
    mobiles = session.scalars(
        select(Contact.mobile).where(Contact.customer_id == customer.id, Contact.deleted_at.is_(None))
    )
    if set(keys) & set(mobiles):
        reasons.append("手机相同")
    if customer.phone_key in keys:
        reasons.append("店铺电话相同")
    if len(core) >= _SHORTEST_NAME and customer.name_key == core:
        reasons.append("名称相同")
    elif len(name_soft(core)) >= _SHORTEST_NAME and customer.soft_key == name_soft(core):
        reasons.append("名称相近")
    market = session.get_one(MarketArea, customer.market_area_id).name
    return LikelySame(customer.id, customer.customer_no, customer.name, market, tuple(reasons))
