"""Pairs of customers that may be one: recorded, decided, remembered (rule R11, records.md DuplicateCandidate)."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.context import App
from app.customers.filters import visible_customers
from app.customers.likeness import Likeness
from app.db.bulk import insert_journalled, take_ids
from app.db.records import Customer, DuplicateCandidate, Employee, MarketArea, User
from app.db.saving import existing
from app.db.vectors import id_vector

PENDING, DIFFERENT = "pending", "not_duplicate"
"""The states of a pair that is two customers on record; the third is app.db.merged.MERGED (records.md §13 duplicate_state)."""

_BATCH = 1000
_A, _B = aliased(Customer), aliased(Customer)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two customers and what speaks for them being one; `a_id` is the smaller id."""

    a_id: int
    b_id: int
    score: int
    reasons: tuple[str, ...]

    @classmethod
    def of(cls, one: int, other: int, like: Likeness) -> Pair:
        """The pair, in order."""
        return cls(min(one, other), max(one, other), like.score, like.reasons)


@dataclass(frozen=True, slots=True)
class Side:
    """One customer of a pair, as everybody may see it (rule R11)."""

    customer_id: int
    customer_no: str
    name: str
    market: str
    owner: str
    owner_id: int


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A recorded pair; `decided_by` and `decided_at` are empty while it is pending."""

    id: int
    row_version: int
    score: int
    reasons: tuple[str, ...]
    state: str
    note: str
    one: Side
    other: Side
    decided_by: str
    decided_at: datetime | None


def count_candidates(app: App, state: str = PENDING) -> int:
    """How many pairs are in a state; pending ones count while both customers are on record."""
    app.need("customer.view")
    with app.reading() as session:
        return session.scalar(_in_state(app, select(func.count(DuplicateCandidate.id)), state)) or 0


def candidate_ids(app: App, state: str = PENDING) -> array[int]:
    """All pairs in a state in the list's order: pending ones by score, decided ones the latest first."""
    app.need("customer.view")
    with app.reading() as session:
        return id_vector(session, _ordered(_in_state(app, select(DuplicateCandidate.id), state), state))


def candidates_by_id(app: App, ids: Sequence[int]) -> list[CandidateRow]:
    """The list's lines of these pairs, in this order; those gone meanwhile are left out."""
    app.need("customer.view")
    with app.reading() as session:
        query = _with_customers(_rows()).where(DuplicateCandidate.id.in_(ids))
        found = {row.id: row for row in _shown(session, session.execute(query).all())}
    return [found[number] for number in ids if number in found]


def list_candidates(app: App, state: str = PENDING, *, limit: int = 100) -> list[CandidateRow]:
    """The first pairs in a state."""
    app.need("customer.view")
    with app.reading() as session:
        query = _ordered(_in_state(app, _rows(), state), state)
        return _shown(session, session.execute(query.limit(limit)).all())


def read_candidate(app: App, candidate_id: int) -> CandidateRow:
    """One recorded pair; raises NotFound when it is gone."""
    app.need("customer.view")
    with app.reading() as session:
        existing(session, DuplicateCandidate, candidate_id, GONE)
        query = _with_customers(_rows()).where(DuplicateCandidate.id == candidate_id)
        return _shown(session, session.execute(query).all())[0]


GONE = "这一对疑似重复已不在了，没有写入。请刷新列表。"


def _ordered(query: Select[Any], state: str) -> Select[Any]:
    first = DuplicateCandidate.score.desc() if state == PENDING else DuplicateCandidate.decided_at.desc()
    return query.order_by(first, DuplicateCandidate.id)


def _rows() -> Select[Any]:
    return select(DuplicateCandidate, _A, _B)


def _with_customers(query: Select[Any]) -> Select[Any]:
    query = query.join(_A, _A.id == DuplicateCandidate.customer_a_id).join(
        _B, _B.id == DuplicateCandidate.customer_b_id
    )
    return query.where(DuplicateCandidate.deleted_at.is_(None))


def _in_state(app: App, query: Select[Any], state: str) -> Select[Any]:
    query = _with_customers(query).where(DuplicateCandidate.state == state, concerns(app))
    return query.where(_A.deleted_at.is_(None), _B.deleted_at.is_(None)) if state == PENDING else query


def concerns(app: App) -> ColumnElement[bool]:
    """The condition that one of the pair's customers may be seen by the signed-in user (rule R22)."""
    both = (DuplicateCandidate.customer_a_id, DuplicateCandidate.customer_b_id)
    return or_(*(exists().where(Customer.id == each, visible_customers(app)) for each in both))


def _shown(session: Session, found: Sequence[Any]) -> list[CandidateRow]:
    markets = dict(session.execute(select(MarketArea.id, MarketArea.name)).tuples().all())
    people = dict(session.execute(select(Employee.id, Employee.name)).tuples().all())
    accounts = dict(session.execute(select(User.id, User.employee_id)).tuples().all())

    def side(customer: Customer) -> Side:
        market, owner = markets[customer.market_area_id], people[customer.owner_id]
        return Side(customer.id, customer.customer_no, customer.name, market, owner, customer.owner_id)

    return [
        CandidateRow(
            pair.id,
            pair.row_version,
            pair.score,
            tuple(pair.reasons),
            pair.state,
            pair.note or "",
            side(one),
            side(other),
            people[accounts[pair.decided_by_id]] if pair.decided_by_id else "",
            pair.decided_at,
        )
        for pair, one, other in found
    ]


def states_of(session: Session, ids: Iterable[int]) -> Mapping[tuple[int, int], str]:
    """The state of every recorded pair that one of these customers is in, by (smaller id, larger id)."""
    wanted = sorted(set(ids))
    found: dict[tuple[int, int], str] = {}
    columns = (DuplicateCandidate.customer_a_id, DuplicateCandidate.customer_b_id, DuplicateCandidate.state)
    for start in range(0, len(wanted), _BATCH):
        some = wanted[start : start + _BATCH]
        either = or_(columns[0].in_(some), columns[1].in_(some))
        for a_id, b_id, state in session.execute(
            select(*columns).where(either, DuplicateCandidate.deleted_at.is_(None))
        ):
            found[a_id, b_id] = state
    return found


def told_apart(session: Session, customer_id: int) -> frozenset[int]:
    """The customers of whom it was decided that they are not this one (不是同一家)."""
    pairs = states_of(session, (customer_id,))
    return frozenset(each for pair, state in pairs.items() if state == DIFFERENT for each in pair) - {customer_id}


def pair_of(session: Session, one: int, other: int) -> DuplicateCandidate | None:
    """The record of a pair, if there is one."""
    return session.scalar(
        select(DuplicateCandidate).where(
            DuplicateCandidate.customer_a_id == min(one, other),
            DuplicateCandidate.customer_b_id == max(one, other),
            DuplicateCandidate.deleted_at.is_(None),
        )
    )


def record_pairs(session: Session, pairs: Iterable[Pair]) -> int:
    """Record pairs within a transaction and return how many are new.

    Decided pairs stay as they were decided; pending ones get the new score and reasons.
    """
    wanted = {(pair.a_id, pair.b_id): pair for pair in pairs}
    known = _known(session, wanted)
    for key, record in known.items():
        pair = wanted[key]
        if record.state == PENDING and (record.score, tuple(record.reasons)) != (pair.score, pair.reasons):
            record.score, record.reasons = pair.score, list(pair.reasons)
    session.flush()
    new = [pair for key, pair in wanted.items() if key not in known]
    ids = take_ids(session, DuplicateCandidate, len(new)) if new else ()
    rows = [
        {
            "id": number,
            "customer_a_id": pair.a_id,
            "customer_b_id": pair.b_id,
            "score": pair.score,
            "reasons": list(pair.reasons),
        }
        for number, pair in zip(ids, new, strict=True)
    ]
    insert_journalled(session, DuplicateCandidate, rows)
    return len(new)


def _known(session: Session, wanted: Mapping[tuple[int, int], Pair]) -> dict[tuple[int, int], DuplicateCandidate]:
    keys = sorted(wanted)
    found: dict[tuple[int, int], DuplicateCandidate] = {}
    for start in range(0, len(keys), _BATCH):
        firsts = {a_id for a_id, _ in keys[start : start + _BATCH]}
        query = select(DuplicateCandidate).where(
            DuplicateCandidate.customer_a_id.in_(firsts), DuplicateCandidate.deleted_at.is_(None)
        )
        records = {(each.customer_a_id, each.customer_b_id): each for each in session.scalars(query)}
        found |= {key: record for key, record in records.items() if key in wanted}
    return found
