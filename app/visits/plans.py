"""Visit plans: a plain list and form; the week planner comes later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, time
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.choices import codes_of, label_of
from app.context import App
from app.db.numbers import next_number
from app.db.records import BranchOffice, Customer, Employee, Visit, VisitParticipant, VisitPlan, VisitPlanItem
from app.db.saving import existing
from app.errors import Conflict, Invalid, NotFound
from app.forms.clean import clean
from app.forms.model import Field
from app.visits.counting import counted
from app.visits.records import effective_visits
from app.visits.rules import suggested_step

LONGEST_DAYS = 31
"""The longest span of a plan, in days (records.md §6)."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan as lists show it."""

    id: int
    plan_no: str
    title: str
    owner: str
    start_on: date
    end_on: date
    items: int
    visited: int
    state: str
    state_code: str


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
class PlanItemInput:
    """One visit to plan: whom, when, for what."""

    plan_date: date
    customer_id: int
    plan_start: time | None = None
    goal_text: str = ""
    purposes: tuple[str, ...] = ("survey",)


def plan_fields() -> tuple[Field, ...]:
    """The fields a person fills on the plan form."""
    names = ("title", "owner_id", "start_on", "end_on", "goal", "route_note", "lodging")
    return tuple(f for f in VisitPlan.fields() if f.name in names)


def list_plans(app: App, *, owner_id: int | None = None, limit: int = 200) -> list[PlanRow]:
    """The plans, latest first."""
    app.need("plan.edit")
    items = (
        select(VisitPlanItem.plan_id, func.count().label("n"))
        .where(VisitPlanItem.deleted_at.is_(None))
        .group_by(VisitPlanItem.plan_id)
    )
    every, done = items.subquery(), items.where(VisitPlanItem.state == "visited").subquery()
    query = (
        select(VisitPlan, Employee.name, func.coalesce(every.c.n, 0), func.coalesce(done.c.n, 0))
        .join(Employee, Employee.id == VisitPlan.owner_id)
        .outerjoin(every, every.c.plan_id == VisitPlan.id)
        .outerjoin(done, done.c.plan_id == VisitPlan.id)
        .where(VisitPlan.deleted_at.is_(None))
        .order_by(VisitPlan.start_on.desc(), Employee.emp_no)
        .limit(limit)
    )
    if owner_id is not None:
        query = query.where(VisitPlan.owner_id == owner_id)
    with app.reading() as session:
        return [
            PlanRow(
                p.id, p.plan_no, p.title, name, p.start_on, p.end_on, n, d, label_of("plan_state", p.state), p.state
            )
            for p, name, n, d in session.execute(query)
        ]


def list_planned(app: App, first: date, last: date, *, employee_id: int | None = None) -> list[PlannedRow]:
    """The planned visits of a period, both ends included, by date, start and rep."""
    app.need("plan.edit")
    query = (
        select(VisitPlanItem, VisitPlan, Customer, Employee.name, Visit.id)
        .join(VisitPlan, VisitPlan.id == VisitPlanItem.plan_id)
        .join(Employee, Employee.id == VisitPlan.owner_id)
        .outerjoin(Customer, Customer.id == VisitPlanItem.customer_id)
        .outerjoin(Visit, (Visit.plan_item_id == VisitPlanItem.id) & counted())
        .where(
            VisitPlanItem.plan_date.between(first, last),
            VisitPlanItem.deleted_at.is_(None),
            VisitPlan.deleted_at.is_(None),
            VisitPlan.state != "cancelled",
        )
        .order_by(VisitPlanItem.plan_date, VisitPlanItem.plan_start, Employee.emp_no, VisitPlanItem.seq)
    )
    if employee_id is not None:
        query = query.where(VisitPlan.owner_id == employee_id)
    with app.reading() as session:
        found = session.execute(query).all()
        others = _companions(session, [visit_id for *_, visit_id in found if visit_id])
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
                "、".join((owner, *(n for n in others.get(visit_id, ()) if n != owner))),
                item.four_step,
                item.goal_text,
                item.state,
                visit_id,
            )
            for item, plan, customer, owner, visit_id in found
        ]


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


def create_plan(app: App, values: Mapping[str, Any], items: Sequence[PlanItemInput]) -> int:
    """Add a plan with its visits in the order given; returns its id. Raises Invalid naming every problem by field."""
    app.need("plan.edit")
    needed = {f.name: values.get(f.name) for f in plan_fields() if f.required and f.name != "goal"}
    with app.transaction("制订访问计划") as session:
        cleaned = clean(plan_fields(), {**values, **needed}, codes_of)
        if cleaned["owner_id"] != app.user.employee_id:
            app.need("visit.enter_other")
        _check_span(cleaned, items)
        checked = [_checked_item(item) for item in items]
        owner = session.get_one(Employee, cleaned["owner_id"])
        if owner.branch_id is None:
            raise Invalid(
                "这名员工不属于任何办事处，不能订访问计划。内容还在窗口里。", {"owner_id": "请选办事处的业务员"}
            )
        branch = session.get_one(BranchOffice, owner.branch_id)
        cleaned["goal"] = cleaned.get("goal") or ""
        number = next_number(session, f"FJ-{branch.code}-{app.today():%Y%m%d}-", 2)
        plan = VisitPlan(**cleaned, plan_no=number, kind="week", state="draft")
        session.add(plan)
        session.flush()
        for seq, item in enumerate(checked, 1):
            customer = session.get_one(Customer, item.pop("customer_id"))
            if customer.deleted_at:
                raise NotFound(f"客户 {customer.name} 已不在了，计划没有写入。内容还在窗口里，请去掉这一家。")
            before = effective_visits(session, customer.id)
            session.add(
                VisitPlanItem(
                    **item,
                    plan_id=plan.id,
                    seq=seq,
                    customer_id=customer.id,
                    place=customer.address,
                    visit_round=before + 1,
                    four_step=suggested_step(customer.stage, before),
                )
            )
        return plan.id


def _checked_item(item: PlanItemInput) -> dict[str, Any]:
    named = [f for f in VisitPlanItem.fields() if f.name in PlanItemInput.__dataclass_fields__]
    fields = [replace(f, required=f.required and f.name != "goal_text") for f in named]
    cleaned = clean(fields, asdict(item), codes_of)
    return cleaned | {"goal_text": cleaned["goal_text"] or ""}


def _check_span(plan: Mapping[str, Any], items: Sequence[PlanItemInput]) -> None:
    first, last = plan["start_on"], plan["end_on"]
    problems = {}
    if last < first:
        problems["end_on"] = "止日不能早于起日"
    elif (last - first).days >= LONGEST_DAYS:
        problems["end_on"] = f"一份计划最长 {LONGEST_DAYS} 天"
    elif any(not first <= item.plan_date <= last for item in items):
        problems["plan_date"] = "有拜访不在计划的起止日期内"
    if problems:
        raise Invalid("；".join(problems.values()) + "。内容还在窗口里，没有丢。", problems)


def move_plan(app: App, plan_id: int, state: str, opinion: str = "") -> None:
    """Hand a plan in, approve, return or cancel it; approving and returning need plan.approve."""
    allowed = {"submitted": ("draft", "returned"), "approved": ("submitted",), "returned": ("submitted",)}
    app.need("plan.approve" if state in ("approved", "returned") else "plan.edit")
    if state == "returned" and not opinion.strip():
        raise Invalid("退回要写明意见，业务员才知道改什么。计划没有变动。", {"approve_opinion": "请填退回意见"})
    with app.transaction(f"计划{label_of('plan_state', state)}") as session:
        plan = existing(session, VisitPlan, plan_id, "这份计划已不在了，没有做任何改动。请刷新列表。")
        if plan.state not in allowed.get(state, ("draft", "submitted", "approved")):
            raise Conflict(
                f"计划 {plan.plan_no} 现在是“{label_of('plan_state', plan.state)}”，没有做任何改动。请刷新列表。"
            )
        plan.state = state
        if state in ("approved", "returned"):
            plan.approver_id, plan.approved_on, plan.approve_opinion = app.user.user_id, app.today(), opinion or None
