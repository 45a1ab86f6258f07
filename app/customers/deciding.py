"""What people decide about a pair of customers: told apart for good, left to the supervisor, taken up again (R11, R12)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.context import App
from app.customers.candidates import DIFFERENT, GONE, PENDING, concerns
from app.customers.likeness import WARN
from app.db.records import Customer, DuplicateCandidate
from app.db.saving import check_version, existing
from app.errors import Conflict, Forbidden, Invalid

NOTE_LENGTH = 200


def tell_apart(app: App, candidate_id: int, row_version: int, reason: str, *, uid: str = "") -> None:
    """Decide that a pair is two customers and remember it for good.

    Two reps' customers so much alike are the supervisor's to decide (rule R12): Forbidden for others, see `propose`.
    """
    app.need("customer.edit")
    reason = checked_reason(reason)
    with app.transaction("判定不是同一家", reason, uid=uid) as session:
        pair = _pending(app, session, candidate_id, row_version)
        if is_clash(session, pair):
            app.need("customer.merge")
        decide(app, pair, DIFFERENT, reason)


def propose(app: App, candidate_id: int, row_version: int, note: str, *, uid: str = "") -> None:
    """Leave word for who decides (提请): the pair stays pending with the note."""
    app.need("customer.edit")
    note = checked_reason(note)
    with app.transaction("提请判定重复客户", note, uid=uid) as session:
        _pending(app, session, candidate_id, row_version).note = note


def reopen(app: App, candidate_id: int, row_version: int, *, uid: str = "") -> None:
    """Forget that a pair was told apart: it is pending again."""
    app.need("customer.edit")
    with app.transaction("重新判定重复客户", uid=uid) as session:
        pair = _concerning(app, session, candidate_id, row_version)
        if pair.state != DIFFERENT:
            raise Conflict("这一对不是“不重复”，不用重新判定。没有做任何改动，请刷新列表。")
        if is_clash(session, pair):
            app.need("customer.merge")
        pair.state, pair.decided_by_id, pair.decided_at = PENDING, None, None


def _concerning(app: App, session: Session, candidate_id: int, row_version: int) -> DuplicateCandidate:
    pair = existing(session, DuplicateCandidate, candidate_id, GONE)
    if session.scalar(select(DuplicateCandidate.id).where(DuplicateCandidate.id == pair.id, concerns(app))) is None:
        raise Forbidden("这两家客户都不在你的范围里，没有写入。请找它们的负责人或主管判定。")
    check_version(pair, row_version)
    return pair


def _pending(app: App, session: Session, candidate_id: int, row_version: int) -> DuplicateCandidate:
    pair = _concerning(app, session, candidate_id, row_version)
    if pair.state != PENDING:
        raise Conflict("这一对已经判定过了，没有写入。请刷新列表再看。")
    return pair


def checked_reason(reason: str) -> str:
    """The reason of a decision, trimmed; raises Invalid for none and for one too long."""
    reason = reason.strip()
    if not reason:
        raise Invalid("还没有写理由，没有写入。写一句再继续。", {"reason": "写一句理由"})
    if len(reason) > NOTE_LENGTH:
        raise Invalid(f"理由有 {len(reason)} 个字，最多 {NOTE_LENGTH} 个，没有写入。请写短一些。", {"reason": "太长了"})
    return reason


def is_clash(session: Session, pair: DuplicateCandidate) -> bool:
    """Whether the two belong to different reps and are alike enough to be quarrelled over (撞单, rule R12)."""
    query = select(Customer.owner_id).where(Customer.id.in_((pair.customer_a_id, pair.customer_b_id)))
    return pair.score >= WARN and len(set(session.scalars(query))) > 1


def decide(app: App, pair: DuplicateCandidate, state: str, note: str) -> None:
    """Write down what was decided about a pair, by whom and when."""
    pair.state, pair.note = state, note or None
    pair.decided_by_id, pair.decided_at = app.user.user_id, app.now()
