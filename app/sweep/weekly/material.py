"""What a summary is made of: the period's visits, plans, sheets, reports and the archive's customers, as plain rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.customers.sheets import in_force
from app.customers.states import UNSIGNED
from app.db.records import (
    Customer,
    DailySweepReport,
    Employee,
    SurveySheet,
    SurveySheetVisit,
    Visit,
    VisitPlan,
    VisitPlanItem,
)
from app.people.work_days import work_calendar
from app.sweep.figures import daily_deadline
from app.sweep.weekly.period import Scope
from app.visits.counting import approved, counted, still_meant
from app.visits.rules import EFFECTIVE_RESULTS


@dataclass(frozen=True, slots=True)
class Rep:
    """A rep of the scope who was there in the period."""

    id: int
    emp_no: str
    name: str
    hired_on: date | None
    left_on: date | None


@dataclass(frozen=True, slots=True)
class CustomerFact:
    """A customer of the scope, or one visited in the period; `is_ours` only for the former."""

    id: int
    customer_no: str
    name: str
    short_name: str
    market_area_id: int
    owner_id: int
    channel_type: str
    lifecycle_status: str
    stage: str
    intent_level: str
    is_target: bool
    dealer_position: str
    strength_rating: int | None
    shop_area_m2: Decimal | None
    monthly_volume_wan: Decimal | None
    found_on: date
    is_ours: bool

    @property
    def is_unsigned(self) -> bool:
        """Whether it has not signed (rule R18)."""
        return self.lifecycle_status in UNSIGNED


@dataclass(frozen=True, slots=True)
class VisitFact:
    """A counted visit of the period."""

    id: int
    visit_date: date
    start_at: time
    employee_id: int
    customer_id: int
    result: str
    intent_level: str
    failure_reasons: tuple[str, ...]
    next_step: str | None
    next_visit_on: date | None


@dataclass(frozen=True, slots=True)
class PlanFact:
    """A planned visit that counts: approved, not called off; `visited_on` is the day of the visit made from it."""

    id: int
    plan_date: date
    employee_id: int
    state: str
    miss_reason: str | None
    visited_on: date | None

    @property
    def is_done(self) -> bool:
        """Visited, on the day it was planned for (rule R18)."""
        return self.state == "visited" and self.visited_on == self.plan_date


@dataclass(frozen=True, slots=True)
class SheetFact:
    """A survey sheet in force; `in_hand` is one that was visited for in the period."""

    id: int
    customer_id: int
    surveyor_id: int
    first_visit_on: date | None
    filled_on: date | None
    completeness_pct: Decimal
    in_hand: bool


@dataclass(frozen=True, slots=True)
class DueReport:
    """A rep's working day for which a daily report is due (rule R18); `overdue` once it can only come late."""

    employee_id: int
    day: date
    submitted_at: datetime | None
    deadline: datetime
    overdue: bool

    @property
    def is_late(self) -> bool:
        """Handed in after the deadline."""
        return self.submitted_at is not None and self.submitted_at > self.deadline

    @property
    def is_missed(self) -> bool:
        """Not handed in though the deadline has passed (漏)."""
        return self.submitted_at is None and self.overdue


@dataclass(frozen=True, slots=True)
class Material:
    """The period's facts. `until` is its end or now, whichever is earlier; `met` and `surveyed` hold customers with
    an effective visit, and with one or a sheet, up to then."""

    scope: Scope
    until: datetime
    reps: tuple[Rep, ...]
    customers: Mapping[int, CustomerFact]
    visits: tuple[VisitFact, ...]
    planned: tuple[PlanFact, ...]
    sheets: tuple[SheetFact, ...]
    due: tuple[DueReport, ...]
    met: frozenset[int]
    surveyed: frozenset[int]

    @property
    def archive(self) -> list[CustomerFact]:
        """The scope's customers found by the end, by number."""
        last = self.scope.period.end_on
        return [c for c in self.customers.values() if c.is_ours and c.found_on <= last]

    @property
    def visited(self) -> dict[int, VisitFact]:
        """The customers visited in the period with the last visit of each."""
        return {visit.customer_id: visit for visit in self.visits}


def read_material(session: Session, scope: Scope, now: datetime) -> Material:
    """Read the facts of a scope; the number of statements does not depend on how much there is."""
    customers = _customers(session, scope)
    met = _met(session, scope)
    sheets = _sheets(session, scope)
    last = scope.period.end_on
    begun = {sheet.customer_id for sheet in sheets if sheet.first_visit_on and sheet.first_visit_on <= last}
    reps = _reps(session, scope)
    return Material(
        scope,
        min(datetime.combine(last, time.max), now),
        reps,
        customers,
        _visits(session, scope),
        _planned(session, scope),
        sheets,
        _due(session, scope, reps, now),
        frozenset(met),
        frozenset(met | begun),
    )


def whose(scope: Scope) -> ColumnElement[bool]:
    """The employee belongs to the scope, as a condition of a query."""
    if scope.employee_id is not None:
        return Employee.id == scope.employee_id
    return Employee.branch_id == scope.branch_id


def ours(scope: Scope) -> ColumnElement[bool]:
    """The customer belongs to the scope and was not deleted, as a condition of a query."""
    kept = Customer.deleted_at.is_(None) & (Customer.branch_id == scope.branch_id)
    return kept if scope.employee_id is None else kept & (Customer.owner_id == scope.employee_id)


def not_left_by(day: date) -> ColumnElement[bool]:
    """The employee was still there on a day; who has left without a day noted was not, as a condition of a query."""
    return (Employee.left_on.is_(None) & (Employee.status != "left")) | (Employee.left_on >= day)


def in_period(scope: Scope) -> ColumnElement[bool]:
    """The visit counts and was made in the period by somebody of the scope; for queries that join Employee."""
    return counted() & Visit.visit_date.between(scope.period.start_on, scope.period.end_on) & whose(scope)


def _reps(session: Session, scope: Scope) -> tuple[Rep, ...]:
    period = scope.period
    there = not_left_by(period.start_on) & (Employee.hired_on.is_(None) | (Employee.hired_on <= period.end_on))
    went = select(Visit.employee_id).where(counted(), Visit.visit_date.between(period.start_on, period.end_on))
    query = (
        select(Employee.id, Employee.emp_no, Employee.name, Employee.hired_on, Employee.left_on)
        .where(whose(scope), Employee.deleted_at.is_(None))
        .where(((Employee.position == "rep") & there) | Employee.id.in_(went))
        .order_by(Employee.emp_no)
    )
    return tuple(Rep(*row) for row in session.execute(query))


def _customers(session: Session, scope: Scope) -> dict[int, CustomerFact]:
    went = select(Visit.customer_id).join(Employee, Employee.id == Visit.employee_id).where(in_period(scope))
    query = (
        select(
            Customer.id,
            Customer.customer_no,
            Customer.name,
            Customer.short_name,
            Customer.market_area_id,
            Customer.owner_id,
            Customer.channel_type,
            Customer.lifecycle_status,
            Customer.stage,
            Customer.intent_level,
            Customer.is_target,
            Customer.dealer_position,
            Customer.strength_rating,
            Customer.shop_area_m2,
            Customer.monthly_volume_wan,
            Customer.found_on,
            ours(scope).label("is_ours"),
        )
        .where(ours(scope) | Customer.id.in_(went))
        .order_by(Customer.customer_no)
    )
    return {row.id: CustomerFact(*row) for row in session.execute(query)}


def _visits(session: Session, scope: Scope) -> tuple[VisitFact, ...]:
    query = (
        select(
            Visit.id,
            Visit.visit_date,
            Visit.start_at,
            Visit.employee_id,
            Visit.customer_id,
            Visit.result,
            Visit.intent_level,
            Visit.failure_reasons,
            Visit.next_step,
            Visit.next_visit_on,
        )
        .join(Employee, Employee.id == Visit.employee_id)
        .where(in_period(scope))
        .order_by(Visit.visit_date, Visit.start_at, Visit.id)
    )
    return tuple(VisitFact(*row) for row in session.execute(query))


def _planned(session: Session, scope: Scope) -> tuple[PlanFact, ...]:
    query = (
        select(
            VisitPlanItem.id,
            VisitPlanItem.plan_date,
            VisitPlan.owner_id,
            VisitPlanItem.state,
            VisitPlanItem.miss_reason,
            func.min(Visit.visit_date),
        )
        .join(VisitPlan, VisitPlan.id == VisitPlanItem.plan_id)
        .join(Employee, Employee.id == VisitPlan.owner_id)
        .outerjoin(Visit, (Visit.plan_item_id == VisitPlanItem.id) & counted())
        .where(VisitPlanItem.plan_date.between(scope.period.start_on, scope.period.end_on))
        .where(whose(scope), approved(), still_meant())
        .group_by(
            VisitPlanItem.id,
            VisitPlanItem.plan_date,
            VisitPlan.owner_id,
            VisitPlanItem.state,
            VisitPlanItem.miss_reason,
        )
        .order_by(VisitPlanItem.plan_date, VisitPlanItem.id)
    )
    return tuple(PlanFact(*row) for row in session.execute(query))


def _sheets(session: Session, scope: Scope) -> tuple[SheetFact, ...]:
    """Sheets of the scope's surveyors and customers."""
    visited = (
        select(SurveySheetVisit.sheet_id)
        .join(Visit, Visit.id == SurveySheetVisit.visit_id)
        .where(counted(), Visit.visit_date.between(scope.period.start_on, scope.period.end_on))
    )
    query = (
        select(
            SurveySheet.id,
            SurveySheet.customer_id,
            SurveySheet.surveyor_id,
            SurveySheet.first_visit_on,
            SurveySheet.filled_on,
            SurveySheet.completeness_pct,
            SurveySheet.id.in_(visited).label("in_hand"),
        )
        .join(Employee, Employee.id == SurveySheet.surveyor_id)
        .join(Customer, Customer.id == SurveySheet.customer_id)
        .where(in_force(), whose(scope) | ours(scope))
        .order_by(SurveySheet.id)
    )
    return tuple(SheetFact(*row) for row in session.execute(query))


def _met(session: Session, scope: Scope) -> set[int]:
    query = (
        select(Visit.customer_id)
        .join(Customer, Customer.id == Visit.customer_id)
        .where(ours(scope), counted(), Visit.result.in_(EFFECTIVE_RESULTS), Visit.visit_date <= scope.period.end_on)
        .distinct()
    )
    return set(session.scalars(query))


def _due(session: Session, scope: Scope, reps: Collection[Rep], now: datetime) -> tuple[DueReport, ...]:
    """The working days of each rep that were not exempted, up to today."""
    query = select(
        DailySweepReport.employee_id,
        DailySweepReport.report_date,
        DailySweepReport.submitted_at,
        DailySweepReport.state,
    ).where(
        DailySweepReport.report_date.between(scope.period.start_on, scope.period.end_on),
        DailySweepReport.employee_id.in_([rep.id for rep in reps]),
        DailySweepReport.deleted_at.is_(None),
    )
    known = {(row.employee_id, row.report_date): row for row in session.execute(query)}
    calendar = work_calendar(session)
    days = [day for day in scope.period.days if calendar.is_workday(day) and day <= now.date()]
    due = []
    for rep in reps:
        for day in days:
            report = known.get((rep.id, day))
            away = (rep.hired_on and day < rep.hired_on) or (rep.left_on and day > rep.left_on)
            if away or (report and report.state == "exempt"):
                continue
            deadline = daily_deadline(day, calendar)
            due.append(DueReport(rep.id, day, report.submitted_at if report else None, deadline, now > deadline))
    return tuple(due)
