"""Who is to be visited: everybody due by a day, the longest overdue first (rule R04)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from app.calendar import WorkCalendar
from app.context import App
from app.customers.states import DROPPED_STATUSES
from app.customers.walking import WalkingKey, walking_key
from app.db.merged import standing_for
from app.db.records import Customer, MarketArea, VisitPlan, VisitPlanItem
from app.people.work_days import work_calendar
from app.planning.cadence import Due, Urgency, due_of
from app.planning.standings import Standing, standings
from app.planning.weeks import meant, sunday_of
from app.visits.rules import FIRST_CONTACT_DAYS, REJECTED_INTERVAL_DAYS, VISIT_INTERVAL_DAYS

SCHEDULED_DAYS = 7
"""A visit planned within so many days gives the remark 已排期 (rule R04.4)."""


@dataclass(frozen=True, slots=True)
class DueCustomer:
    """A customer due. `state` is how it stands today, `days_overdue` 0 while the day has not passed.

    `scheduled_on` is the next day it is planned for, None when it is not (已排期). `step` is the four-step code of the
    visit to come and `round` its number; `walk` sorts shops as they are walked past within a market.
    """

    customer_id: int
    name: str
    short_name: str
    primary_class: str
    owner_id: int
    due_on: date
    state: Urgency
    days_overdue: int
    interval_days: int
    scheduled_on: date | None
    last_visit_on: date | None
    step: str
    round: int
    market_id: int
    market: str
    address: str
    walk: WalkingKey

    @property
    def is_overdue(self) -> bool:
        """Whether it belongs to 超期; the others are 本周到期."""
        return self.days_overdue > 0


def due_list(
    app: App,
    on: date,
    *,
    until: date | None = None,
    owner_ids: Collection[int] | None = None,
    market_id: int | None = None,
) -> list[DueCustomer]:
    """Everybody due by `until` (the Sunday of the week of `on`), standing as of `on`, of some reps or a market.

    Overdue ones come first, longest overdue first, then the others by due day; equals go by class, market and walk.
    Customers lost, closed, no longer served or paused are left out (rule R04.5). Class C may be called instead of
    visited, and then counts from the last call; calls are visits by phone, so the last effective visit serves all.
    """
    app.need("plan.edit")
    last = until or sunday_of(on)
    with app.reading() as session:
        return read_due(session, on, last, owner_ids=owner_ids, market_id=market_id)


def due_customer(app: App, customer_id: int, on: date) -> DueCustomer | None:
    """How one customer stands as of `on`, however far off the day is; None for one that is not visited now (R04.5).

    For one that was merged it is the one that stands for it.
    """
    app.need("plan.edit")
    with app.reading() as session:
        standing_id = standing_for(session, customer_id)
        return next(iter(read_due(session, on, date.max, customer_id=standing_id)), None)


def read_due(
    session: Session,
    on: date,
    last: date,
    *,
    owner_ids: Collection[int] | None = None,
    market_id: int | None = None,
    customer_id: int | None = None,
) -> list[DueCustomer]:
    """As `due_list`, within a session."""
    calendar = work_calendar(session)
    may_be_due = _may_be_due(on, last)
    if owner_ids is not None:
        may_be_due &= Customer.owner_id.in_(owner_ids)
    if market_id is not None:
        may_be_due &= Customer.market_area_id == market_id
    if customer_id is not None:
        may_be_due &= Customer.id == customer_id
    scheduled = _scheduled(session, on, max(last, on + timedelta(days=SCHEDULED_DAYS)), may_be_due)
    known = standings(session, may_be_due)
    rows = ((row, due_of_customer(row, calendar)) for row in session.execute(_customers(may_be_due)))
    found = [_due_customer(row, due, on, scheduled.get(row.id), known[row.id]) for row, due in rows if due.on <= last]
    return sorted(found, key=_urgent_first)


def due_of_customer(customer: Any, calendar: WorkCalendar) -> Due:
    """When a customer, or a row with its dates, class and intent, is due."""
    return due_of(
        customer.last_visit_on,
        customer.found_on,
        intent_level=customer.intent_level,
        primary_class=customer.primary_class,
        custom_days=customer.custom_visit_days,
        calendar=calendar,
    )


def visited_at_all(on: date) -> ColumnElement[bool]:
    """The customer is one that is still to be visited on a day (rule R04.5)."""
    return (
        Customer.deleted_at.is_(None)
        & Customer.lifecycle_status.not_in(DROPPED_STATUSES)
        & or_(Customer.pause_until.is_(None), Customer.pause_until < on)
    )


def _may_be_due(on: date, last: date) -> ColumnElement[bool]:
    """Everybody due by the last day, and few others: days moved to a working day are worked out later."""

    def since(column: Any, days: int) -> ColumnElement[bool]:
        within: ColumnElement[bool] = column <= last - timedelta(days=days)
        return within

    met, refused = Customer.last_visit_on, Customer.intent_level == "rejected"
    by_class = (and_(Customer.primary_class == c, since(met, days)) for c, days in VISIT_INTERVAL_DAYS.items())
    usual = or_(
        and_(met.is_(None), since(Customer.found_on, FIRST_CONTACT_DAYS)),
        Customer.custom_visit_days.is_not(None) & met.is_not(None),
        *by_class,
    )
    late = or_(~refused, since(func.coalesce(met, Customer.found_on), REJECTED_INTERVAL_DAYS))
    return visited_at_all(on) & usual & late


def _customers(condition: ColumnElement[bool]) -> Select[Any]:
    names = (
        "id name short_name primary_class owner_id last_visit_on found_on intent_level custom_visit_days "
        "market_area_id address"
    )
    query = select(*(getattr(Customer, name) for name in names.split()), MarketArea.name.label("market"))
    return query.join(MarketArea, MarketArea.id == Customer.market_area_id).where(condition)


def _due_customer(row: Any, due: Due, on: date, scheduled_on: date | None, standing: Standing) -> DueCustomer:
    return DueCustomer(
        customer_id=row.id,
        name=row.name,
        short_name=row.short_name,
        primary_class=row.primary_class,
        owner_id=row.owner_id,
        due_on=due.on,
        state=due.urgency(on),
        days_overdue=due.days_overdue(on),
        interval_days=due.interval,
        scheduled_on=scheduled_on,
        last_visit_on=row.last_visit_on,
        step=standing.suggested,
        round=standing.next_round,
        market_id=row.market_area_id,
        market=row.market,
        address=row.address,
        walk=walking_key(row.address),
    )


def _scheduled(session: Session, first: date, last: date, condition: ColumnElement[bool]) -> dict[int, date]:
    query = (
        select(VisitPlanItem.customer_id, func.min(VisitPlanItem.plan_date))
        .join(VisitPlan, VisitPlan.id == VisitPlanItem.plan_id)
        .join(Customer, Customer.id == VisitPlanItem.customer_id)
        .where(VisitPlanItem.plan_date.between(first, last), VisitPlanItem.state == "planned", meant(), condition)
        .group_by(VisitPlanItem.customer_id)
    )
    return {customer_id: day for customer_id, day in session.execute(query) if customer_id is not None}


def _urgent_first(row: DueCustomer) -> tuple[Any, ...]:
    return (-row.days_overdue, row.due_on, row.primary_class, row.market, row.walk, row.customer_id)
