"""Taking a merge apart again within thirty days, from the journal: both customers are as they were before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.context import App
from app.customers.candidates import Side
from app.db.merged import MERGED
from app.db.records import AuditEntry, Customer, DuplicateCandidate, Employee, MarketArea
from app.db.saving import existing
from app.db.undo import operation_rows, take_back
from app.errors import Conflict, NotFound
from app.tasks import Task

SPLIT_DAYS = 30
"""How long a merge can be taken apart (design §8)."""
_BY_VISITS = frozenset({"last_visit_on", "next_visit_due_on", "protect_until"})
"""What a visit since has carried on; the visit stays with the kept customer, and so do they."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge that can still be taken apart: `operation_uid` is the journal's name of it."""

    candidate_id: int
    operation_uid: str
    kept: Side
    gone: Side
    who: str
    at: datetime
    until: datetime
    reason: str


def recent_merges(app: App) -> list[Merge]:
    """The merges of the last thirty days whose kept customer is on record, latest first."""
    app.need("customer.view")
    since = app.now() - timedelta(days=SPLIT_DAYS)
    gone, kept = aliased(Customer), aliased(Customer)
    one, other = DuplicateCandidate.customer_a_id, DuplicateCandidate.customer_b_id
    query = (
        select(DuplicateCandidate, kept, gone)
        .join(kept, kept.id.in_((one, other)))
        .join(gone, gone.id.in_((one, other)))
        .where(DuplicateCandidate.state == MERGED, DuplicateCandidate.deleted_at.is_(None))
        .where(DuplicateCandidate.decided_at >= since, kept.deleted_at.is_(None), gone.deleted_at.is_not(None))
        .order_by(DuplicateCandidate.decided_at.desc(), DuplicateCandidate.id.desc())
    )
    with app.reading() as session:
        return [
            Merge(
                pair.id,
                operation,
                _side(session, stayed),
                _side(session, went),
                who,
                at,
                at + timedelta(days=SPLIT_DAYS),
                pair.note or "",
            )
            for pair, stayed, went in session.execute(query).tuples().all()
            for operation, who, at in [_operation(session, went.id)]
        ]


def _side(session: Session, customer: Customer) -> Side:
    market = session.get_one(MarketArea, customer.market_area_id).name
    owner = session.get_one(Employee, customer.owner_id).name
    return Side(customer.id, customer.customer_no, customer.name, market, owner, customer.owner_id)


def _operation(session: Session, customer_id: int) -> tuple[str, str, datetime]:
    """The transaction that deleted a customer last, by whom and when."""
    query = (
        select(AuditEntry.operation_uid, AuditEntry.user_name, AuditEntry.at)
        .where(AuditEntry.entity == Customer.__tablename__, AuditEntry.entity_id == customer_id)
        .where(AuditEntry.action == "delete")
        .order_by(AuditEntry.id.desc())
    )
    return session.execute(query.limit(1)).tuples().one()


def split(app: App, candidate_id: int, *, uid: str = "") -> tuple[int, int]:
    """Take a merged pair apart; returns the kept customer's id and that of the one that is back.

    What came to the kept one since stays with it. Raises NotFound when there is no such merge, Conflict when it is
    too old or when what it changed was changed again; nothing is written then.
    """
    app.need("customer.merge")
    with app.transaction("拆分客户", uid=uid) as session:
        pair = existing(session, DuplicateCandidate, candidate_id, _NO_MERGE)
        customers = session.scalars(
            select(Customer).where(Customer.id.in_((pair.customer_a_id, pair.customer_b_id)))
        ).all()
        kept = next((each for each in customers if each.deleted_at is None), None)
        gone = next((each for each in customers if each.deleted_at is not None), None)
        if pair.state != MERGED or gone is None:
            raise NotFound(_NO_MERGE)
        if kept is None:
            raise Conflict("合并后留下的那家也已不在了，不能拆开。没有做任何改动。")
        for customer in customers:
            app.need_office(customer.branch_id)
        operation, _, at = _operation(session, gone.id)
        if app.now() - at > timedelta(days=SPLIT_DAYS):
            raise Conflict(f"这次合并已过 {SPLIT_DAYS} 天，不能再拆开。没有做任何改动，要分开请另建一家客户再转记录。")
        rows = operation_rows(session, operation, Task())
        if not any((row.entity, row.entity_id) == (Customer.__tablename__, kept.id) for row in rows):
            raise Conflict(
                f"当时留下的那家后来又并入了 {kept.customer_no} {kept.name}，要先拆开那一次。没有做任何改动。"
            )
        take_back(session, rows, app.now(), Task(), moved_on=_BY_VISITS)
        return kept.id, gone.id


_NO_MERGE = "没有找到这次合并，可能已经拆开或撤销了。没有做任何改动，请刷新列表。"
