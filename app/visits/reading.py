"""Visits and plans as their forms begin: every value of one record, and what may be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import select

from app.choices import label_of
from app.context import App
from app.db.records import Customer, Employee, Visit, VisitParticipant, VisitPlan, VisitPlanItem, VisitStep
from app.db.saving import existing
from app.people.work_days import work_calendar
from app.visits.records import competitors, contacts_of, visit_fields
from app.visits.rules import next_visit_on


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """A stored visit to correct. `values` are the form's fields; `participants` maps the others to their duties.

    `closed` says why it may only be looked at, empty when it may be changed.
    """

    id: int
    visit_no: str
    row_version: int
    values: dict[str, Any]
    participants: dict[int, str]
    steps: frozenset[str]
    customer: str
    contacts: tuple[tuple[int, str], ...]
    brands: tuple[tuple[int, str], ...]
    closed: str


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One line of a plan."""

    id: int
    plan_date: date
    plan_start: time | None
    customer: str
    primary_class: str
    four_step: str
    goal: str
    state: str


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """A stored plan with its lines in order; `state` is the label, `state_code` the code."""

    id: int
    plan_no: str
    values: dict[str, Any]
    owner: str
    state: str
    state_code: str
    opinion: str
    items: tuple[PlanItem, ...]


def open_visit(app: App, visit_id: int) -> OpenVisit:
    """One visit with all that was entered; raises NotFound when it is gone."""
    app.need("visit.edit")
    with app.reading() as session:
        visit = existing(session, Visit, visit_id, "这条拜访已不在了。请刷新列表。")
        people = session.execute(
            select(VisitParticipant.employee_id, VisitParticipant.duty)
            .where(VisitParticipant.visit_id == visit_id)
            .order_by(VisitParticipant.id)
        )
        steps = session.scalars(select(VisitStep.step).where(VisitStep.visit_id == visit_id, VisitStep.is_done))
        return OpenVisit(
            id=visit.id,
            visit_no=visit.visit_no,
            row_version=visit.row_version,
            values={field.name: getattr(visit, field.name) for field in visit_fields()},
            participants={row.employee_id: row.duty for row in people if row.employee_id != visit.employee_id},
            steps=frozenset(steps),
            customer=session.get_one(Customer, visit.customer_id).name,
            contacts=contacts_of(session, visit.customer_id),
            brands=competitors(session),
            closed="这次拜访已进日报，只能看。要改请先由主管退回日报，存了档的退不回。"
            if visit.state == "reported"
            else "",
        )


def suggest_next(app: App, customer_id: int, visited_on: date, intent_level: str) -> date:
    """When the customer is due again after a visit on that day with that intent (rule R04)."""
    app.need("visit.edit")
    with app.reading() as session:
        customer = session.get_one(Customer, customer_id)
        own_days = customer.custom_visit_days
        return next_visit_on(visited_on, intent_level, customer.primary_class, work_calendar(session), own_days)


def open_plan(app: App, plan_id: int) -> OpenPlan:
    """One plan with its lines; raises NotFound when it is gone."""
    app.need("plan.edit")
    with app.reading() as session:
        plan = existing(session, VisitPlan, plan_id, "这份计划已不在了。请刷新列表。")
        lines = session.execute(
            select(VisitPlanItem, Customer.name, Customer.primary_class)
            .outerjoin(Customer, Customer.id == VisitPlanItem.customer_id)
            .where(VisitPlanItem.plan_id == plan_id, VisitPlanItem.deleted_at.is_(None))
            .order_by(VisitPlanItem.plan_date, VisitPlanItem.plan_start, VisitPlanItem.seq)
        )
        return OpenPlan(
            id=plan.id,
            plan_no=plan.plan_no,
            values={name: getattr(plan, name) for name in ("title", "owner_id", "start_on", "end_on", "goal")},
            owner=session.get_one(Employee, plan.owner_id).name,
            state=label_of("plan_state", plan.state),
            state_code=plan.state,
            opinion=plan.approve_opinion or "",
            items=tuple(
                PlanItem(
                    item.id,
                    item.plan_date,
                    item.plan_start,
                    name or item.prospect_name or "",
                    grade or "",
                    item.four_step,
                    item.goal_text,
                    label_of("plan_item_state", item.state),
                )
                for item, name, grade in lines
            ),
        )
