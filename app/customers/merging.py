"""Making one customer of two: everything that hangs on the other goes over to the kept one, in one operation.

Which records those are is read from the tables (app.db.references), so that a new kind is never forgotten; snapshots
and papers filed stay as they were issued.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.context import App
from app.customers.candidates import pair_of
from app.customers.comparing import GONE, choosable_fields, pair_likeness, proposed
from app.customers.deciding import checked_reason, decide
from app.customers.reattaching import reattach
from app.customers.records import write_keys
from app.db.journal import note_merge
from app.db.merged import MERGED
from app.db.records import Customer, DuplicateCandidate
from app.db.saving import check_version, existing, write
from app.errors import Conflict, Invalid


def merge(
    app: App,
    kept_id: int,
    other_id: int,
    versions: Mapping[int, int],
    *,
    choices: Mapping[str, int] | None = None,
    reason: str = "",
    uid: str = "",
) -> None:
    """Merge a customer into another; the other is deleted, its number finds the kept one.

    `versions` are the row versions read, by customer; `choices` say for a field by customer whose value stays, the
    rest follows `comparing.proposed`. A reason is required where two reps own them (rule R12). Raises Conflict when
    one was changed meanwhile; nothing is written then.
    """
    app.need("customer.merge")
    if kept_id == other_id:
        raise Invalid("选的是同一家客户，没有合并。请选两家不同的客户。")
    reason = reason.strip() and checked_reason(reason)
    with app.transaction("合并客户", reason, uid=uid) as session:
        kept, other = _both(app, session, kept_id, other_id, versions)
        if kept.owner_id != other.owner_id:
            reason = checked_reason(reason)
        values = _values(kept, other, choices or {})
        pair = _pair(session, kept, other)
        other.deleted_at = app.now()
        session.flush()  # a credit code or archive number is free only then
        write(kept, values)
        write_keys(session, kept)
        decide(app, pair, MERGED, reason)
        reattach(session, kept, other)
        session.flush()
        note_merge(session, kept)
        mapping = f"{other.customer_no} 并入 {kept.customer_no}"
        session.info["author"].reason = f"{mapping}：{reason}" if reason else mapping


def _both(
    app: App, session: Session, kept_id: int, other_id: int, versions: Mapping[int, int]
) -> tuple[Customer, Customer]:
    """Both customers, locked in the order of their ids, and as they were read."""
    locked = select(Customer).where(Customer.id.in_((kept_id, other_id))).order_by(Customer.id).with_for_update()
    session.scalars(locked).all()
    both = [existing(session, Customer, each, GONE) for each in (kept_id, other_id)]
    for customer in both:
        app.need_office(customer.branch_id)
        if customer.id not in versions:
            raise Conflict("合并前要先对照两家现在的内容，没有做任何改动。请打开并排对比再合并。")
        check_version(customer, versions[customer.id])
    return both[0], both[1]


def _values(kept: Customer, other: Customer, choices: Mapping[str, int]) -> dict[str, Any]:
    """What the kept customer's fields become; its office follows its rep."""
    unknown = set(choices) - set(choosable_fields())
    if unknown or not set(choices.values()) <= {kept.id, other.id}:
        raise Invalid("选的字段或客户不对，没有合并。请重新打开合并窗口。", dict.fromkeys(unknown, "不能选"))
    values: dict[str, Any] = {}
    for name in choosable_fields():
        pair = (getattr(kept, name), getattr(other, name))
        chosen = proposed(name, *pair) if name not in choices else int(choices[name] == other.id)
        values[name] = pair[chosen]
        if name == "owner_id" and chosen:
            values["branch_id"] = other.branch_id
    for name in ("parent_id", "referrer_customer_id"):
        if values[name] in (kept.id, other.id):  # nobody belongs to, or was brought by, himself
            values[name] = None
    return values


def _pair(session: Session, kept: Customer, other: Customer) -> DuplicateCandidate:
    """The record of the pair; made where nobody had suspected it."""
    pair = pair_of(session, kept.id, other.id)
    if pair is None:
        like = pair_likeness(session, kept, other)
        a_id, b_id = sorted((kept.id, other.id))
        pair = DuplicateCandidate(
            customer_a_id=a_id, customer_b_id=b_id, score=like.score, reasons=list(like.reasons), state="pending"
        )
        session.add(pair)
    return pair
