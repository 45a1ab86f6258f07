"""What a plan needs before it is handed in: its texts, its people, the rules of tiered visits (rule R05)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.context import App
from app.db.records import Customer, VisitPlan, VisitPlanItem
from app.db.saving import existing, write
from app.planning.company import companions_of, company_of_plan
from app.planning.modes import advice, blocking
from app.planning.placing import planned_before
from app.planning.standings import standings
from app.planning.steps import STEPS

_LONGEST_GOAL, _LONGEST_ROUTE = 200, 500


@dataclass(frozen=True, slots=True)
class PlanCheck:
    """What a check of a plan found, in words: `missing` by field and what rule R05 forbids (`barred`, by item) keep it
    from being handed in, `hints` do not.
    """

    missing: dict[str, str] = field(default_factory=dict)
    barred: dict[str, str] = field(default_factory=dict)
    hints: tuple[str, ...] = ()


def check_plan(app: App, plan_id: int) -> PlanCheck:
    """What a plan lacks as it stands; raises NotFound when it is gone."""
    app.need("plan.edit")
    with app.reading() as session, session.no_autoflush:  # what is filled in here is only looked at
        plan = existing(session, VisitPlan, plan_id, "这份计划已不在了。请刷新列表。")
        complete(session, plan)
        return check(session, plan)


def complete(session: Session, plan: VisitPlan) -> None:
    """Fill what was left empty: goals, the route, and the number each visit has by now."""
    items = _items(session, plan)
    route = list(dict.fromkeys(_name(session, item) for item in items))
    known = standings(session, Customer.id.in_([item.customer_id for item in items if item.customer_id]))
    for item in items:
        number = item.visit_round
        if item.customer_id in known:
            number = known[item.customer_id].next_round + planned_before(session, item.customer_id, item.plan_date)
        goal = item.goal_text or STEPS[item.four_step].goal
        write(item, {"visit_round": number, "goal_text": goal, "purposes": item.purposes or _purposes(item)})
    if not plan.goal:
        plan.goal = f"访问 {len(items)} 家次：{'、'.join(dict.fromkeys(i.goal_text for i in items))}"[:_LONGEST_GOAL]
    if not plan.route_note and plan.kind != "sweep":
        plan.route_note = "、".join(route)[:_LONGEST_ROUTE] or None


def _purposes(item: VisitPlanItem) -> tuple[str, ...]:
    return (STEPS[item.four_step].purpose,)


def _items(session: Session, plan: VisitPlan) -> Sequence[VisitPlanItem]:
    query = select(VisitPlanItem).where(
        VisitPlanItem.plan_id == plan.id, VisitPlanItem.state == "planned", VisitPlanItem.deleted_at.is_(None)
    )
    found = session.scalars(query).all()
    return sorted(found, key=lambda item: (item.plan_date, item.plan_start or time.max, item.seq))


def _name(session: Session, item: VisitPlanItem) -> str:
    if item.customer_id is None:
        return item.prospect_name or ""
    return session.get_one(Customer, item.customer_id).short_name


def check(session: Session, plan: VisitPlan) -> PlanCheck:
    """What a completed plan lacks."""
    items = _items(session, plan)
    missing = {} if items else {"items": "里面还没有要去的客户"}
    if plan.kind == "sweep":
        missing |= _sweep_lacks(plan)
    barred: dict[str, str] = {}
    hints: list[str] = []
    whole = {person.employee_id: person.duty for person in company_of_plan(session, plan.id)}
    company = companions_of(session, [item.id for item in items])
    for item in items:
        noted = {person.employee_id: person.duty for person in company.get(item.id, ())}
        duties = list(({plan.owner_id: "lead"} | whole | noted).values())
        customer = session.get(Customer, item.customer_id) if item.customer_id else None
        program = customer.visit_program if customer else "normal"
        place = f"{item.plan_date:%m-%d} {_name(session, item)}"
        if why := blocking(program, item.visit_round, duties):
            barred[f"items.{item.id}"] = f"{place}：{why}"
        elif hint := advice(program, item.visit_round, item.four_step, duties, item.visit_mode):
            hints.append(f"{place}：{hint}")
    return PlanCheck(missing, barred, tuple(hints))


def _sweep_lacks(plan: VisitPlan) -> dict[str, str]:
    needed = {
        "market_area_id": (plan.market_area_id, "扫街计划要选市场"),
        "route_note": ((plan.route_note or "").strip(), "扫街计划要写拜访路线"),
        "market_briefed": (plan.market_briefed, "要先了解市场概况并勾选"),
    }
    return {name: words for name, (value, words) in needed.items() if not value}
