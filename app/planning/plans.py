"""Visit plans: their heads changed, handed in, approved, returned or cancelled. The first visit assigned makes one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.choices import codes_of, label_of
from app.context import App
from app.db.records import Employee, VisitPlan, VisitPlanItem
from app.db.saving import check_version, existing, write
from app.errors import Conflict, Invalid
from app.forms.clean import clean
from app.forms.model import Field
from app.planning.handing_in import check, complete
from app.planning.placing import is_settled, need_plan
from app.visits.progress import follow
from app.visits.rules import APPROVED_PLAN_STATES

LONGEST_DAYS = 31
"""The longest span of a plan, in days (records.md §6)."""

_GONE = "这份计划已不在了，没有做任何改动。请刷新列表。"
_HEAD = ("kind", "title", "market_area_id", "start_on", "end_on", "goal", "route_note", "lodging", "market_briefed")
_FROM: Mapping[str, tuple[str, ...]] = {
    "submitted": ("draft", "returned"),
    "approved": ("submitted",),
    "returned": ("submitted",),
    "cancelled": ("draft", "submitted", "returned", *APPROVED_PLAN_STATES),
}


def head_fields() -> tuple[Field, ...]:
    """The fields of a plan's head; goal and route may stay empty, handing in fills them."""
    named = (f for f in VisitPlan.fields() if f.name in _HEAD)
    return tuple(replace(f, required=f.required and f.name != "goal") for f in named)


def _check_span(plan: Mapping[str, Any], days: Sequence[date]) -> None:
    first, last = plan["start_on"], plan["end_on"]
    problems = {}
    if last < first:
        problems["end_on"] = "止日不能早于起日"
    elif (last - first).days >= LONGEST_DAYS:
        problems["end_on"] = f"一份计划最长 {LONGEST_DAYS} 天"
    elif any(not first <= day <= last for day in days):
        problems["plan_date"] = "有拜访不在计划的起止日期内"
    if problems:
        raise Invalid("；".join(problems.values()) + "。内容还在窗口里，没有丢。", problems)


def edit_plan(app: App, plan_id: int, row_version: int, values: Mapping[str, Any], *, uid: str = "") -> None:
    """Change a plan's head before it is approved; raises Conflict when it was changed or approved since."""
    app.need("plan.edit")
    with app.transaction("修改访问计划", uid=uid) as session:
        plan = existing(session, VisitPlan, plan_id, _GONE)
        need_plan(app, session, plan)
        check_version(plan, row_version)
        if is_settled(plan) or plan.state == "cancelled":
            raise Conflict(f"计划 {plan.plan_no} {label_of('plan_state', plan.state)}，不能再改。没有做任何改动。")
        cleaned = clean(head_fields(), values, codes_of)
        span = {name: cleaned.get(name, getattr(plan, name)) for name in ("start_on", "end_on")}
        _check_span(span, _days(session, plan_id))
        write(plan, cleaned | ({"goal": cleaned["goal"] or ""} if "goal" in cleaned else {}))


def _days(session: Session, plan_id: int) -> list[date]:
    kept = (VisitPlanItem.plan_id == plan_id) & VisitPlanItem.deleted_at.is_(None)
    return list(session.scalars(select(VisitPlanItem.plan_date).where(kept)))


def move_plan(app: App, plan_id: int, state: str, opinion: str = "", *, waiver: str = "", uid: str = "") -> None:
    """Hand a plan in (submitted), approve, return or cancel it; approving and returning need plan.approve.

    Handing in fills what was left empty and checks rule R05; `waiver` is the reason for which somebody who may approve
    lets a plan pass that rule. Raises Invalid naming what is missing, Conflict in a state that does not allow it.
    """
    app.need("plan.approve" if state in ("approved", "returned") or waiver.strip() else "plan.edit")
    if state == "returned" and not opinion.strip():
        raise Invalid("退回要写明意见，业务员才知道改什么。计划没有变动。", {"approve_opinion": "请填退回意见"})
    with app.transaction(f"计划{label_of('plan_state', state)}", waiver.strip(), uid=uid) as session:
        plan = existing(session, VisitPlan, plan_id, _GONE)
        app.need_office(session.get_one(Employee, plan.owner_id).branch_id)
        if plan.state not in _FROM[state]:
            raise Conflict(
                f"计划 {plan.plan_no} 现在是“{label_of('plan_state', plan.state)}”，没有做任何改动。请刷新列表。"
            )
        if state == "submitted":
            _hand_in(app, session, plan, waiver.strip())
        elif state == "cancelled":
            _refuse_cancelling(app, session, plan)
        plan.state = state
        if state in ("approved", "returned"):
            plan.approver_id, plan.approved_on = app.user.user_id, app.today()
            plan.approve_opinion = opinion.strip() or plan.approve_opinion
            follow(session, plan.id)


def _hand_in(app: App, session: Session, plan: VisitPlan, waiver: str) -> None:
    need_plan(app, session, plan)
    complete(session, plan)
    found = check(session, plan)
    problems = found.missing if waiver else found.missing | found.barred
    if problems:
        words = "；".join(problems.values())
        way = "" if found.missing else "。确要这样去的，请主管写明理由放行"
        raise Invalid(f"计划 {plan.plan_no} 还不能送审：{words}{way}。计划没有变动。", problems)
    if waiver and found.barred:
        plan.approve_opinion = f"放行：{waiver}"


def _refuse_cancelling(app: App, session: Session, plan: VisitPlan) -> None:
    need_plan(app, session, plan)
    if not is_settled(plan):
        return
    app.need("plan.approve")
    kept = (VisitPlanItem.plan_id == plan.id) & VisitPlanItem.deleted_at.is_(None)
    made = session.scalar(select(func.count()).select_from(VisitPlanItem).where(kept, VisitPlanItem.state == "visited"))
    if made:
        raise Conflict(f"计划 {plan.plan_no} 已有 {made} 家登记了拜访，不能取消。没有做任何改动，请逐家取消没去的。")
