"""The week at a glance: planned and made visits day by day, and what came of them (rule R18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.context import App
from app.customers.sheets import in_force
from app.customers.states import INTERESTED, UNSIGNED
from app.db.records import Customer, SurveySheet, Visit, VisitPlan, VisitPlanItem
from app.visits.counting import approved, counted, still_meant


@dataclass(frozen=True, slots=True)
class DayCount:
    """One day's planned and made visits (家次)."""

    day: date
    planned: int
    visited: int


@dataclass(frozen=True, slots=True)
class WeekOverview:
    """A week from Monday: visits by day; new customers and those of the week before; sheets completed and begun;
    interested customers and how many of them are class A."""

    days: tuple[DayCount, ...]
    new_customers: int
    new_before: int
    sheets_completed: int
    sheets_begun: int
    interested: int
    interested_a: int

    @property
    def planned(self) -> int:
        """The week's planned visits."""
        return sum(day.planned for day in self.days)

    @property
    def visited(self) -> int:
        """The week's visits."""
        return sum(day.visited for day in self.days)


def week_overview(app: App, any_day: date, *, branch_id: int | None = None) -> WeekOverview:
    """The ISO week that holds a day, for one office or all."""
    app.need("visit.edit")
    monday = any_day - timedelta(days=any_day.weekday())
    sunday, before = monday + timedelta(days=6), monday - timedelta(days=7)
    mine = [Customer.deleted_at.is_(None)] + ([Customer.branch_id == branch_id] if branch_id else [])
    with app.reading() as session:
        classes = _interested_classes(session, monday, sunday, mine)
        return WeekOverview(
            days=_days(session, monday, mine),
            new_customers=_count(session, *mine, Customer.found_on.between(monday, sunday)),
            new_before=_count(session, *mine, Customer.found_on.between(before, monday - timedelta(days=1))),
            sheets_completed=_sheets(session, mine, SurveySheet.filled_on.between(monday, sunday)),
            sheets_begun=_sheets(session, mine, SurveySheet.first_visit_on.between(monday, sunday)),
            interested=len(classes),
            interested_a=classes.count("A"),
        )


def _days(session: Session, monday: date, mine: list[ColumnElement[bool]]) -> tuple[DayCount, ...]:
    last = monday + timedelta(days=6)
    planned = dict(
        session.execute(
            select(VisitPlanItem.plan_date, func.count())
            .join(VisitPlan, VisitPlan.id == VisitPlanItem.plan_id)
            .join(Customer, Customer.id == VisitPlanItem.customer_id)
            .where(*mine, VisitPlanItem.plan_date.between(monday, last), approved(), still_meant())
            .group_by(VisitPlanItem.plan_date)
        )
        .tuples()
        .all()
    )
    made = dict(
        session.execute(
            select(Visit.visit_date, func.count())
            .join(Customer, Customer.id == Visit.customer_id)
            .where(*mine, Visit.visit_date.between(monday, last), counted())
            .group_by(Visit.visit_date)
        )
        .tuples()
        .all()
    )
    every = [monday + timedelta(days=n) for n in range(7)]
    shown = every if planned.get(last) or made.get(last) else every[:6]
    return tuple(DayCount(day, planned.get(day, 0), made.get(day, 0)) for day in shown)


def _interested_classes(session: Session, first: date, last: date, mine: list[ColumnElement[bool]]) -> list[str]:
    query = (
        select(Customer.id, Customer.primary_class, Visit.intent_level)
        .join(Visit, Visit.customer_id == Customer.id)
        .where(*mine, Visit.visit_date.between(first, last), counted(), Customer.lifecycle_status.in_(UNSIGNED))
        .order_by(Visit.visit_date, Visit.start_at)
    )
    latest = {row.id: row for row in session.execute(query)}
    return [row.primary_class for row in latest.values() if row.intent_level in INTERESTED]


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Customer).where(*conditions)) or 0


def _sheets(session: Session, mine: list[ColumnElement[bool]], condition: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(SurveySheet).join(Customer, Customer.id == SurveySheet.customer_id)
    return session.scalar(query.where(*mine, condition, in_force())) or 0
