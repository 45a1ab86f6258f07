"""One planned visit arranged in the editor: when and where, who comes along, what for, which step, what to take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import codes_of
from app.context import App
from app.db.records import Employee, PlanCarryItem, VisitPlan, VisitPlanItem, VisitPlanParticipant
from app.db.saving import check_version, existing, write
from app.errors import Invalid
from app.forms.clean import clean
from app.planning.company import Companion
from app.planning.items import GONE, Spot, companions, relocate
from app.planning.opening import Thing, carried, item_fields
from app.planning.placing import refuse_unless_open
from app.planning.standings import MAINTAIN, standing
from app.planning.steps import STEPS

_PLACED = ("plan_date", "plan_start")


@dataclass(frozen=True, slots=True)
class ItemInput:
    """What was typed: `values` by field name, `step_reason` among them; company and things None where untouched."""

    values: Mapping[str, Any]
    company: Sequence[Companion] | None = None
    things: Sequence[Thing] | None = None


def edit(app: App, item_id: int, row_version: int, entered: ItemInput, *, uid: str = "") -> int:
    """Arrange a planned visit; returns the id of the item that stands for it then (another one after 改期).

    A step beyond the one rule R05 suggests needs `step_reason`, which the journal keeps. Raises Invalid naming every
    problem by field, Conflict when it was changed since `row_version` was read.
    """
    app.need("plan.edit")
    reason = str(entered.values.get("step_reason") or "").strip()
    with app.transaction("修改拜访安排", reason, uid=uid) as session:
        item = existing(session, VisitPlanItem, item_id, GONE)
        plan = session.get_one(VisitPlan, item.plan_id)
        refuse_unless_open(app, session, item, plan)
        check_version(item, row_version)
        values = _checked(session, item, entered, reason)
        write(item, {name: value for name, value in values.items() if name not in _PLACED})
        item.updated_at = app.now()  # the version counts for company and things, too: all is one form
        if entered.company is not None:
            _write_company(app, session, item, entered.company)
        if entered.things is not None:
            _write_things(app, session, plan.id, entered.things)
        session.flush()
        return _placed(app, session, item, plan, values).id


def _placed(
    app: App, session: Session, item: VisitPlanItem, plan: VisitPlan, values: Mapping[str, Any]
) -> VisitPlanItem:
    day, start = values.get("plan_date", item.plan_date), values.get("plan_start", item.plan_start)
    if day == item.plan_date:
        write(item, {"plan_start": start})
        return item
    return relocate(app, session, item, plan, Spot(day, plan.owner_id, start))


def _checked(session: Session, item: VisitPlanItem, entered: ItemInput, reason: str) -> dict[str, Any]:
    problems: dict[str, str] = {}
    values: dict[str, Any] = {}
    try:
        values = clean(item_fields(), entered.values, codes_of)
    except Invalid as error:
        problems |= error.problems
    start, minutes = values.get("plan_start", item.plan_start), values.get("plan_minutes", item.plan_minutes)
    if start and start.hour * 60 + start.minute + minutes > 24 * 60:
        problems["plan_minutes"] = "结束要在当天"
    if needed := _step_needs_reason(session, item, entered.values.get("four_step", item.four_step)):
        problems |= {} if reason else {"step_reason": needed}
    problems |= _company_problems(session, entered.company or ())
    for thing in entered.things or ():
        if not thing.name.strip() or len(thing.name) > 30 or not 1 <= thing.qty <= 999:
            problems["things"] = "要带的写名称（30 字内）和数量（1–999）"
    if problems:
        raise Invalid(f"有 {len(problems)} 项要改：{'；'.join(problems.values())}。内容还在窗口里，没有丢。", problems)
    return values


def _step_needs_reason(session: Session, item: VisitPlanItem, step: str) -> str:
    if step == item.four_step or step not in STEPS or item.customer_id is None:
        return ""
    usual = standing(session, item.customer_id).suggested
    beyond = MAINTAIN not in (usual, step) and step > usual
    return f"按规则该走{STEPS[usual].name}，越步要写理由" if beyond else ""


def _company_problems(session: Session, company: Sequence[Companion]) -> dict[str, str]:
    ids = [person.employee_id for person in company]
    there = select(Employee.id).where(Employee.id.in_(ids), Employee.status == "active", Employee.deleted_at.is_(None))
    if len(set(ids)) != len(ids):
        return {"participants": "同一个人只写一次"}
    if set(ids) != set(session.scalars(there)):
        return {"participants": "参加人里有人已离职，请换人"}
    if not {person.duty for person in company} <= set(codes_of("visit_duty")):
        return {"participants": "参加人的分工要从名单里选"}
    if any(len(person.note) > 40 for person in company):
        return {"participants": "分工说明最多 40 个字"}
    return {}


def _write_company(app: App, session: Session, item: VisitPlanItem, company: Sequence[Companion]) -> None:
    wanted = {person.employee_id: person for person in company}
    for old in companions(session, item.id):
        person = wanted.pop(old.employee_id, None)
        if person is None:
            old.deleted_at = app.now()
        else:
            write(old, {"duty": person.duty, "note": person.note or None})
    session.flush()
    for person in wanted.values():
        session.add(
            VisitPlanParticipant(
                plan_id=item.plan_id,
                item_id=item.id,
                employee_id=person.employee_id,
                duty=person.duty,
                note=person.note or None,
            )
        )


def _write_things(app: App, session: Session, plan_id: int, things: Sequence[Thing]) -> None:
    wanted = {thing.name.strip(): thing for thing in things}
    for old in carried(session, plan_id):
        thing = wanted.pop(old.item_name, None)
        if thing is None:
            old.deleted_at = app.now()
        else:
            write(old, {"qty": thing.qty, "is_ready": thing.is_ready})
    session.add_all(
        PlanCarryItem(plan_id=plan_id, item_name=name, qty=thing.qty, is_ready=thing.is_ready)
        for name, thing in wanted.items()
    )
