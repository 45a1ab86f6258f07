"""Complaints as lists, the board and reminders show them, and the query they come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.calendar import WorkCalendar
from app.choices import label_of
from app.complaints.limits import (
    RUNNING_STATES,
    Clock,
    Course,
    Kind,
    days_late,
    last_reopening,
    met,
    overdue,
    running,
    running_due,
    waited_since,
)
from app.complaints.scope import visible
from app.complaints.states import LANE_OF
from app.complaints.steps import moves_of
from app.context import App
from app.db.records import ComplaintLog, Customer, Employee
from app.people.work_days import work_calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintRow:
    """A complaint as lists show it. Plain names hold labels, `*_code` the codes behind them.

    `lane` is the column of the board (0–3); `clock` the limit that runs, None when none does; `overdue` what is over
    and not met (response, resolve or empty); `responded_in_time` and `resolved_in_time` are None while that is open;
    `days_late` counts the days the limit to resolve is or was exceeded; `used` the working minutes from its coming to
    its solution, None until then.
    """

    id: int
    row_version: int
    complaint_no: str
    customer_id: int
    customer: str
    customer_name: str
    customer_no: str
    primary_class: str
    owner: str
    branch_id: int
    kind: str
    kind_code: str
    severity: str
    severity_code: str
    state: str
    state_code: str
    lane: int
    description: str
    demand: str
    complainant: str
    received_at: datetime
    handler_id: int | None
    handler: str
    response_due_at: datetime
    responded_at: datetime | None
    resolve_due_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    clock: Clock | None
    overdue: str
    responded_in_time: bool | None
    resolved_in_time: bool | None
    days_late: int
    used: int | None
    satisfaction: int | None
    reopen_count: int

    @property
    def summary(self) -> str:
        """The first line of what it is about."""
        return self.description.partition("\n")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintFilter:
    """Which complaints; empty conditions let everything pass. `text` is part of the customer's name, initials or
    number, of the complaint's number or of what it is about. `states` are codes; `overdue` keeps only those past a
    limit; `received_from` and `received_to` are moments, the first included and the last not.
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    handler_id: int | None = None
    branch_id: int | None = None
    customer_id: int | None = None
    overdue: bool = False
    received_from: datetime | None = None
    received_to: datetime | None = None


def matching(app: App, wanted: ComplaintFilter) -> list[ColumnElement[bool]]:
    """The conditions of a filter, and what the signed-in user may see."""
    conditions = [ComplaintLog.deleted_at.is_(None), visible(app)]
    for column, codes in (
        (ComplaintLog.kind, wanted.kinds),
        (ComplaintLog.state, wanted.states),
        (ComplaintLog.severity, wanted.severities),
    ):
        if codes:
            conditions.append(column.in_(codes))
    for number, number_wanted in (
        (ComplaintLog.handler_id, wanted.handler_id),
        (ComplaintLog.branch_id, wanted.branch_id),
        (ComplaintLog.customer_id, wanted.customer_id),
    ):
        if number_wanted is not None:
            conditions.append(number == number_wanted)
    if wanted.received_from is not None:
        conditions.append(ComplaintLog.received_at >= wanted.received_from)
    if wanted.received_to is not None:
        conditions.append(ComplaintLog.received_at < wanted.received_to)
    if wanted.overdue:
        conditions.append(is_overdue(app.now()))
    if text := wanted.text.strip():
        conditions.append(_found_by(text))
    return conditions


def _found_by(text: str) -> ColumnElement[bool]:
    return or_(
        Customer.name.contains(text, autoescape=True),
        Customer.short_name.contains(text, autoescape=True),
        Customer.pinyin.contains(text.lower(), autoescape=True),
        Customer.customer_no.endswith(text, autoescape=True),
        ComplaintLog.complaint_no.contains(text.upper(), autoescape=True),
        ComplaintLog.description.contains(text, autoescape=True),
    )


def is_overdue(now: datetime) -> ColumnElement[bool]:
    """The same as `limits.overdue`, asked of the database."""
    return and_(
        ComplaintLog.state.in_(RUNNING_STATES),
        or_(
            ComplaintLog.resolve_due_at < func.coalesce(ComplaintLog.waiting_since, now),
            ComplaintLog.responded_at.is_(None) & (ComplaintLog.response_due_at < now),
        ),
    )


def row_query(conditions: Iterable[ColumnElement[bool]]) -> Select[Any]:
    """Complaints with customer, handler and the customer's rep."""
    handler, owner = aliased(Employee), aliased(Employee)
    return (
        select(ComplaintLog, Customer, handler.name, owner.name)
        .join(Customer, Customer.id == ComplaintLog.customer_id)
        .join(owner, owner.id == Customer.owner_id)
        .outerjoin(handler, handler.id == ComplaintLog.handler_id)
        .where(*conditions)
    )


def keys_of(conditions: Sequence[ColumnElement[bool]], order: Sequence[Any]) -> Select[tuple[int]]:
    """The ids of what conditions about complaint and customer let pass, in order."""
    joined = select(ComplaintLog.id).join(Customer, Customer.id == ComplaintLog.customer_id)
    return joined.where(*conditions).order_by(*order)


def page_of(
    app: App, session: Session, conditions: Sequence[ColumnElement[bool]], order: Sequence[Any], limit: int
) -> list[ComplaintRow]:
    """The first rows in order; of the others only the keys are sorted."""
    keys = session.scalars(keys_of(conditions, order).limit(limit)).all()
    query = row_query([ComplaintLog.id.in_(keys)]).order_by(*order)
    return rows_of(session, session.execute(query), app.now(), work_calendar(session))


def rows_of(session: Session, found: Iterable[Any], now: datetime, calendar: WorkCalendar) -> list[ComplaintRow]:
    """The rows of what `row_query` found."""
    every = list(found)
    courses = courses_of(session, [complaint for complaint, *_ in every], calendar)
    return [
        row_of(complaint, customer, (handler or "", owner), courses[complaint.id], now, calendar)
        for complaint, customer, handler, owner in every
    ]


def courses_of(session: Session, complaints: Sequence[ComplaintLog], calendar: WorkCalendar) -> dict[int, Course]:
    """How far each complaint has come, by id; one that was reopened is counted from then."""
    courses = {complaint.id: _course(complaint) for complaint in complaints}
    for complaint_id, moves in moves_of(session, [c.id for c in complaints if c.reopen_count]).items():
        course = courses[complaint_id]
        begun_at = last_reopening(moves) or course.received_at
        waited = waited_since(begun_at, moves, calendar)
        courses[complaint_id] = replace(course, begun_at=begun_at, waited=waited)
    return courses


def _course(complaint: ComplaintLog) -> Course:
    return Course(
        severity=complaint.severity,
        state=complaint.state,
        registered_at=complaint.created_at,
        received_at=complaint.received_at,
        response_due_at=complaint.response_due_at,
        responded_at=complaint.responded_at,
        resolve_due_at=complaint.resolve_due_at,
        resolved_at=complaint.resolved_at,
        begun_at=complaint.received_at,
        waited=complaint.waiting_minutes,
        waiting_since=complaint.waiting_since,
    )


def row_of(
    complaint: ComplaintLog,
    customer: Customer,
    people: tuple[str, str],
    course: Course,
    now: datetime,
    calendar: WorkCalendar,
) -> ComplaintRow:
    """One row; `people` are the handler's and the rep's names."""
    over = overdue(course, now)
    due = running_due(course, now, calendar)
    done = complaint.resolved_at
    return ComplaintRow(
        id=complaint.id,
        row_version=complaint.row_version,
        complaint_no=complaint.complaint_no,
        customer_id=customer.id,
        customer=customer.short_name,
        customer_name=customer.name,
        customer_no=customer.customer_no,
        primary_class=customer.primary_class,
        owner=people[1],
        branch_id=complaint.branch_id,
        kind=label_of("complaint_kind", complaint.kind),
        kind_code=complaint.kind,
        severity=label_of("complaint_severity", complaint.severity),
        severity_code=complaint.severity,
        state=label_of("complaint_state", complaint.state),
        state_code=complaint.state,
        lane=LANE_OF[complaint.state],
        description=complaint.description,
        demand=complaint.demand,
        complainant=complaint.complainant,
        received_at=complaint.received_at,
        handler_id=complaint.handler_id,
        handler=people[0],
        response_due_at=complaint.response_due_at,
        responded_at=complaint.responded_at,
        resolve_due_at=due,
        resolved_at=done,
        closed_at=complaint.closed_at,
        clock=running(course, now, calendar),
        overdue=over.value if over else "",
        responded_in_time=_met(course, Kind.RESPONSE, course.response_due_at, complaint.responded_at, now),
        resolved_in_time=_met(course, Kind.RESOLVE, due, done, now),
        days_late=days_late(due, done, now) if done or over is Kind.RESOLVE else 0,
        used=calendar.work_minutes(complaint.received_at, done) if done else None,
        satisfaction=complaint.satisfaction,
        reopen_count=complaint.reopen_count,
    )


def _met(course: Course, kind: Kind, due: datetime, done: datetime | None, now: datetime) -> bool | None:
    """Whether a limit was met; what was turned down or taken back never had to be."""
    if done is None and course.state not in RUNNING_STATES:
        return None
    return met(due, done, now)
