"""Complaints to look at: the board, the list, a customer's, and how many are open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from app.complaints.limits import OPEN_STATES
from app.complaints.rows import ComplaintFilter, ComplaintRow, is_overdue, keys_of, matching, page_of
from app.complaints.states import LANES
from app.context import App
from app.db.records import ComplaintLog, Customer

DONE_DAYS = 30
"""How long what is finished stays on the board."""

MOST_CARDS = 200
"""In one column; the list has all of them."""


@dataclass(frozen=True, slots=True)
class Counts:
    """未结 n 件, 超时 n 件, and of the open ones those the signed-in person handles."""

    open: int
    overdue: int
    mine: int


@dataclass(frozen=True, slots=True)
class BoardLane:
    """A column of the board; `count` may exceed the rows shown."""

    title: str
    count: int
    rows: tuple[ComplaintRow, ...]


def open_counts(app: App, branch_id: int | None = None) -> Counts:
    """How many complaints are open, past a limit and the signed-in person's own."""
    app.need("complaint.view")
    wanted = matching(app, ComplaintFilter(branch_id=branch_id, states=OPEN_STATES))
    mine = ComplaintLog.handler_id == (app.user.employee_id or 0)
    query = (
        select(
            func.count(),
            func.count().filter(is_overdue(app.now())),
            func.count().filter(mine),
        )
        .select_from(ComplaintLog)
        .join(Customer, Customer.id == ComplaintLog.customer_id)
        .where(*wanted)
    )
    with app.reading() as session:
        total, overdue, own = session.execute(query).one()
    return Counts(total, overdue, own)


def board(app: App, wanted: ComplaintFilter | None = None) -> tuple[BoardLane, ...]:
    """The four columns; the most urgent on top, what is finished the latest first and of the last 30 days only."""
    app.need("complaint.view")
    wanted = wanted or ComplaintFilter()
    with app.reading() as session:
        return tuple(_lane(app, session, wanted, title, states) for title, states in LANES)


def _lane(app: App, session: Session, wanted: ComplaintFilter, title: str, states: tuple[str, ...]) -> BoardLane:
    among = tuple(state for state in states if not wanted.states or state in wanted.states)
    if not among:
        return BoardLane(title, 0, ())
    conditions = matching(app, replace(wanted, states=among))
    if "closed" in states:
        conditions.append(ComplaintLog.closed_at >= app.now() - timedelta(days=DONE_DAYS))
    rows = page_of(app, session, conditions, _ORDER[states[0]], MOST_CARDS)
    count = len(rows) if len(rows) < MOST_CARDS else session.scalar(_count(conditions)) or 0
    return BoardLane(title, count, tuple(rows))


_ORDER: dict[str, tuple[Any, ...]] = {
    "registered": (ComplaintLog.response_due_at, ComplaintLog.id),
    "accepted": (ComplaintLog.resolve_due_at, ComplaintLog.id),
    "resolved": (ComplaintLog.resolved_at, ComplaintLog.id),
    "closed": (ComplaintLog.closed_at.desc(), ComplaintLog.id.desc()),
}
"""By the first state of each column."""

_LATEST_FIRST = (ComplaintLog.received_at.desc(), ComplaintLog.id.desc())


def _count(conditions: list[ColumnElement[bool]]) -> Select[tuple[int]]:
    return (
        select(func.count())
        .select_from(ComplaintLog)
        .join(Customer, Customer.id == ComplaintLog.customer_id)
        .where(*conditions)
    )


def complaint_ids(app: App, wanted: ComplaintFilter) -> list[int]:
    """All that a filter lets pass, the latest received first."""
    app.need("complaint.view")
    with app.reading() as session:
        return list(session.scalars(keys_of(matching(app, wanted), _LATEST_FIRST)))


def complaints_by_id(app: App, ids: Sequence[int]) -> list[ComplaintRow]:
    """These, as far as they are there and may be seen, the latest received first."""
    app.need("complaint.view")
    among = [*matching(app, ComplaintFilter()), ComplaintLog.id.in_(ids)]
    with app.reading() as session:
        return page_of(app, session, among, _LATEST_FIRST, len(ids))


def list_complaints(app: App, wanted: ComplaintFilter, *, limit: int = 100) -> list[ComplaintRow]:
    """The first that a filter lets pass, the latest received first."""
    app.need("complaint.view")
    with app.reading() as session:
        return page_of(app, session, matching(app, wanted), _LATEST_FIRST, limit)


def of_customer(app: App, customer_id: int, *, limit: int = 200) -> list[ComplaintRow]:
    """A customer's complaints, the latest received first."""
    return list_complaints(app, ComplaintFilter(customer_id=customer_id), limit=limit)
