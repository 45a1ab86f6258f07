"""One planned visit as the editor begins: its values, company, steps with what they lack, things to carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import label_of
from app.context import App
from app.db.records import Customer, Employee, PlanCarryItem, Visit, VisitPlan, VisitPlanItem
from app.db.saving import existing
from app.forms.model import Field
from app.planning.company import Companion, companions_of, company_of_plan
from app.planning.grid import week
from app.planning.items import GONE
from app.planning.modes import advice, blocking
from app.planning.placing import closed_because
from app.planning.standings import MAINTAIN, Standing, standing
from app.planning.steps import STEPS
from app.planning.valuing import program_advice
from app.visits.counting import counted

SHORTEST, LONGEST = 10, 480
"""Minutes a visit may be planned for (records.md §6)."""

_TYPED = ("plan_date", "plan_start", "plan_minutes", "place", "visit_mode", "four_step", "purposes", "goal_text")


@dataclass(frozen=True, slots=True)
class StepChoice:
    """A step to choose: `unmet` says what the steps before it still lack, in words."""

    code: str
    number: int
    name: str
    hint: str
    unmet: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to take along on the plan's visits; `is_ready` when it lies ready."""

    name: str
    qty: int = 1
    is_ready: bool = False


@dataclass(frozen=True, slots=True)
class LastVisit:
    """The customer's visit before: when, by whom, and what was found out."""

    visited_on: date
    employee: str
    words: str


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A planned visit to arrange. `values` are the fields of `item_fields`; `usual` is the step rule R05 suggests.

    `warnings` say what is doubtful, `closed` why it may only be looked at (empty when it may be changed). `company`
    begins with the rep; `things` belong to the whole plan.
    """

    item_id: int
    row_version: int
    plan_id: int
    plan_no: str
    plan_state: str
    owner_id: int
    owner: str
    customer_id: int | None
    customer: str
    primary_class: str
    values: dict[str, Any]
    company: tuple[Companion, ...]
    steps: tuple[StepChoice, ...]
    usual: str
    things: tuple[Thing, ...]
    last_visit: LastVisit | None
    warnings: tuple[str, ...]
    closed: str
    visit_id: int | None
    miss_reason: str


def item_fields() -> tuple[Field, ...]:
    """The fields a person fills for a planned visit."""
    declared = {field.name: field for field in VisitPlanItem.fields()}
    named = [declared[name] for name in _TYPED]
    return tuple(
        replace(f, least=SHORTEST, most=LONGEST)
        if f.name == "plan_minutes"
        else replace(f, required=f.name != "plan_start")
        for f in named
    )


def open_item(app: App, item_id: int) -> OpenItem:
    """One planned visit with all that was arranged; raises NotFound when it is gone."""
    app.need("plan.edit")
    with app.reading() as session:
        item = existing(session, VisitPlanItem, item_id, GONE)
        plan = session.get_one(VisitPlan, item.plan_id)
        customer = session.get(Customer, item.customer_id) if item.customer_id else None
        owner = session.get_one(Employee, plan.owner_id)
        company = _company(session, item, plan, owner)
        now = standing(session, customer.id, app.now()) if customer else Standing()
        opened = OpenItem(
            item_id=item.id,
            row_version=item.row_version,
            plan_id=plan.id,
            plan_no=plan.plan_no,
            plan_state=plan.state,
            owner_id=owner.id,
            owner=owner.name,
            customer_id=item.customer_id,
            customer=customer.name if customer else item.prospect_name or "",
            primary_class=customer.primary_class if customer else "",
            values={field.name: getattr(item, field.name) for field in item_fields()},
            company=company,
            steps=_steps(now),
            usual=now.suggested,
            things=_things(session, plan.id),
            last_visit=_last_visit(session, item.customer_id),
            warnings=tuple(_rule_warnings(session, item, customer, company)),
            closed=closed_because(item),
            visit_id=session.scalar(select(Visit.id).where(Visit.plan_item_id == item.id, counted())),
            miss_reason=label_of("miss_reason", item.miss_reason),
        )
    return replace(opened, warnings=(*_day_warnings(app, opened), *opened.warnings))


def _company(session: Session, item: VisitPlanItem, plan: VisitPlan, owner: Employee) -> tuple[Companion, ...]:
    """The rep first, as noted for this visit or the plan, then the others."""
    whole = {person.employee_id: person for person in company_of_plan(session, plan.id)}
    whole.setdefault(owner.id, Companion(owner.id, owner.name, "lead"))
    noted = {person.employee_id: person for person in companions_of(session, [item.id]).get(item.id, ())}
    people = whole | noted
    return (people.pop(owner.id), *people.values())


def _steps(now: Standing) -> tuple[StepChoice, ...]:
    codes = (MAINTAIN,) if now.suggested == MAINTAIN else tuple(code for code in STEPS if code != MAINTAIN)
    return tuple(StepChoice(c, STEPS[c].number, STEPS[c].name, STEPS[c].hint, _lacking(now, c)) for c in codes)


def _lacking(now: Standing, code: str) -> tuple[str, ...]:
    """What keeps a step from being next: the last step's conditions and those of the steps left out."""
    return tuple(
        words for step, lacks in now.unmet.items() if (now.last_step or "s1") <= step < code for words in lacks
    )


def _things(session: Session, plan_id: int) -> tuple[Thing, ...]:
    return tuple(Thing(thing.item_name, thing.qty, thing.is_ready) for thing in carried(session, plan_id))


def carried(session: Session, plan_id: int) -> Sequence[PlanCarryItem]:
    """What is taken along on a plan's visits."""
    query = select(PlanCarryItem).where(PlanCarryItem.plan_id == plan_id, PlanCarryItem.deleted_at.is_(None))
    return session.scalars(query.order_by(PlanCarryItem.id)).all()


def _last_visit(session: Session, customer_id: int | None) -> LastVisit | None:
    query = (
        select(Visit, Employee.name)
        .join(Employee, Employee.id == Visit.employee_id)
        .where(Visit.customer_id == customer_id, counted())
        .order_by(Visit.visit_date.desc(), Visit.start_at.desc())
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    visit, name = row
    words = visit.situation or visit.countermeasure or label_of("visit_result", visit.result)
    return LastVisit(visit.visit_date, name, words)


def _rule_warnings(
    session: Session, item: VisitPlanItem, customer: Customer | None, company: Sequence[Companion]
) -> list[str]:
    if customer is None or closed_because(item):
        return []
    program, duties = customer.visit_program, [person.duty for person in company]
    number = item.visit_round
    found = (
        blocking(program, number, duties) or advice(program, number, item.four_step, duties, item.visit_mode),
        program_advice(session, customer),
    )
    return [words for words in found if words]


def _day_warnings(app: App, opened: OpenItem) -> list[str]:
    if opened.closed:
        return []
    day = opened.values["plan_date"]
    grid = week(app, day, days=1)
    own = [words for cell in grid.cells if cell.item_id == opened.item_id for words in cell.warnings]
    note = grid.notes.get((opened.owner_id, day), "")
    return [*own, note] if note else own
