"""Plans and planned visits as lists and forms show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import label_of
from app.context import App
from app.db.records import Customer, Employee, Visit, VisitParticipant, VisitPlan, VisitPlanItem
from app.db.saving import existing
from app.planning.company import companions_of
from app.planning.weeks import meant
from app.visits.counting import counted

_HEAD = (
    "title",
    "kind",
    "owner_id",
    "start_on",
    "end_on",
    "market_area_id",
    "goal",
    "route_note",
    "lodging",
    "market_briefed",
)


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One planned visit; `visit_id` is the visit made from it, `people` names those who take part."""

    item_id: int
    plan_id: int
    plan_no: str
    plan_date: date
    plan_start: time | None
    customer_id: int | None
    customer: str
    primary_class: str
    employee_id: int
    people: str
    four_step: str
    goal: str
    state: str
    visit_id: int | None


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """A plan's head to change: `values` by field name, `state` its label."""

    id: int
    row_version: int
    plan_no: str
    values: dict[str, Any]
    owner: str
    state: str


def list_planned(app: App, first: date, last: date, *, employee_id: int | None = None) -> list[PlannedRow]:
    """The planned visits of a period, both ends included, by date, start and rep."""
    app.need("plan.edit")
    query = (
        select(VisitPlanItem, VisitPlan, Customer, Employee.name, Visit.id)
        .join(VisitPlan, VisitPlan.id == VisitPlanItem.plan_id)
        .join(Employee, Employee.id == VisitPlan.owner_id)
        .outerjoin(Customer, Customer.id == VisitPlanItem.customer_id)
        .outerjoin(Visit, (Visit.plan_item_id == VisitPlanItem.id) & counted())
        .where(VisitPlanItem.plan_date.between(first, last), meant())
        .order_by(VisitPlanItem.plan_date, VisitPlanItem.plan_start, Employee.emp_no, VisitPlanItem.seq)
    )
    if employee_id is not None:
        query = query.where(VisitPlan.owner_id == employee_id)
    with app.reading() as session:
        found = session.execute(query).all()
        made = _companions(session, [visit_id for *_, visit_id in found if visit_id])
        meant_to = companions_of(session, [item.id for item, *_ in found])
        return [
            PlannedRow(
                item.id,
                plan.id,
                plan.plan_no,
                item.plan_date,
                item.plan_start,
                item.customer_id,
                customer.name if customer else item.prospect_name or "",
                customer.primary_class if customer else "",
                plan.owner_id,
                _people(owner, made.get(visit_id) or [person.name for person in meant_to.get(item.id, ())]),
                item.four_step,
                item.goal_text,
                item.state,
                visit_id,
            )
            for item, plan, customer, owner, visit_id in found
        ]


def _people(owner: str, others: Sequence[str]) -> str:
    return "、".join((owner, *(name for name in others if name != owner)))


def _companions(session: Session, visit_ids: Sequence[int]) -> dict[int | None, list[str]]:
    query = (
        select(VisitParticipant.visit_id, Employee.name)
        .join(Employee, Employee.id == VisitParticipant.employee_id)
        .where(VisitParticipant.visit_id.in_(visit_ids))
        .order_by(VisitParticipant.id)
    )
    names: dict[int | None, list[str]] = {}
    for visit_id, name in session.execute(query):
        names.setdefault(visit_id, []).append(name)
    return names


def open_plan(app: App, plan_id: int) -> OpenPlan:
    """One plan's head; raises NotFound when it is gone."""
    app.need("plan.edit")
    with app.reading() as session:
        plan = existing(session, VisitPlan, plan_id, "这份计划已不在了。请刷新列表。")
        return OpenPlan(
            id=plan.id,
            row_version=plan.row_version,
            plan_no=plan.plan_no,
            values={name: getattr(plan, name) for name in _HEAD},
            owner=session.get_one(Employee, plan.owner_id).name,
            state=label_of("plan_state", plan.state),
        )
