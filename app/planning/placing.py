"""Putting a visit onto a rep's plan of a week, within a transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.choices import label_of
from app.context import App
from app.db.merged import standing_for
from app.db.numbers import next_number
from app.db.records import (
    BranchOffice,
    Customer,
    Employee,
    MarketArea,
    PlanCarryItem,
    VisitPlan,
    VisitPlanItem,
    VisitPlanParticipant,
)
from app.db.saving import existing, write
from app.errors import Invalid, NotFound
from app.people.work_days import work_calendar
from app.planning.modes import suggested_mode
from app.planning.slots import USUAL_MINUTES, Slot, first_free
from app.planning.standings import standing
from app.planning.steps import STEPS
from app.planning.weeks import meant, monday_of, sunday_of
from app.visits.progress import follow
from app.visits.rules import APPROVED_PLAN_STATES

USUAL_THINGS = ("企业介绍", "产品手册", "产品样板", "价目表", "名片", "空白调查表", "小礼品")
"""What a rep takes along unless told otherwise (records.md §6)."""
_WORKING_DAYS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A visit to put onto a plan: to a customer, or to a place not on record yet (prospect_name with its place).

    Without `start` it takes the first free time of the day; empty texts take what rule R05 suggests.
    """

    owner_id: int
    day: date
    customer_id: int | None = None
    start: time | None = None
    minutes: int = USUAL_MINUTES
    prospect_name: str = ""
    place: str = ""
    goal: str = ""


def need_for(app: App, owner_id: int) -> None:
    """Raise Forbidden unless the user may change this rep's plans: one's own, or everybody's."""
    app.need("plan.edit")
    if owner_id != app.user.employee_id:
        app.need("visit.enter_other")


def need_plan(app: App, session: Session, plan: VisitPlan) -> None:
    """Raise Forbidden unless the user may change this plan: the rep's own, or one of the user's office."""
    need_for(app, plan.owner_id)
    app.need_office(session.get_one(Employee, plan.owner_id).branch_id)


def is_settled(plan: VisitPlan) -> bool:
    """Whether the plan was approved: its visits count as planned (rule R18)."""
    return plan.state in APPROVED_PLAN_STATES


def put_in(app: App, session: Session, wanted: Wanted) -> VisitPlanItem:
    """Add a visit to the rep's plan of that week, which is made when there is none.

    Raises Invalid for a day that has passed or a rep who has left, NotFound for a customer who is gone.
    """
    owner = rep_for(app, session, wanted.owner_id, wanted.day)
    if wanted.day < app.today():
        raise Invalid(f"{wanted.day:%m-%d} 已经过去，不能再排。没有做任何改动。", {"plan_date": "不能早于今天"})
    item = _item(session, wanted)
    calendar, taken = work_calendar(session), taken_times(session, owner.id, wanted.day)
    now = app.now()
    after = now.time() if wanted.day == now.date() else None
    item.plan_start = item.plan_start or first_free(taken, calendar, wanted.minutes, after=after)
    join(session, item, plan_for(app, session, owner, wanted.day))
    session.add(item)
    session.flush()
    follow(session, item.plan_id)
    return item


def rep_for(app: App, session: Session, owner_id: int, day: date) -> Employee:
    """The rep onto whose plan of a day a visit may be put; raises Invalid for one who has left by then."""
    need_for(app, owner_id)
    owner = existing(session, Employee, owner_id, "这位业务员已不在名单里，没有做任何改动。请刷新后重选。")
    app.need_office(owner.branch_id)
    if owner.status == "left" or (owner.left_on and owner.left_on <= day):
        raise Invalid(
            f"{owner.name} 已离职，不能再给他排拜访。没有做任何改动，请换一位。", {"owner_id": "这位业务员已离职"}
        )
    if owner.branch_id is None:
        raise Invalid("这名员工不属于任何办事处，不能排拜访。没有做任何改动。", {"owner_id": "请选办事处的业务员"})
    return owner


def _item(session: Session, wanted: Wanted) -> VisitPlanItem:
    """A visit that belongs to no plan yet: its number, step, way and goal are those rule R05 suggests."""
    if wanted.customer_id is None:
        return _prospect(wanted)
    customer = session.get_one(Customer, standing_for(session, wanted.customer_id))
    if customer.deleted_at:
        raise NotFound(f"客户 {customer.name} 已不在了，没有排进去，其余也没有写入。请去掉这一家。")
    now = standing(session, customer.id)
    number = now.next_round + planned_before(session, customer.id, wanted.day)
    step = STEPS[now.suggested]
    return VisitPlanItem(
        plan_date=wanted.day,
        plan_start=wanted.start,
        customer_id=customer.id,
        plan_minutes=wanted.minutes,
        place=wanted.place or customer.address,
        visit_mode=suggested_mode(customer.visit_program, number),
        visit_round=number,
        four_step=step.code,
        purposes=(step.purpose,),
        goal_text=wanted.goal or step.goal,
        state="planned",
    )


def _prospect(wanted: Wanted) -> VisitPlanItem:
    missing = {"prospect_name": wanted.prospect_name, "place": wanted.place}
    problems = {name: "客户还没建档，名称和地点都要填" for name, text in missing.items() if not text.strip()}
    if problems:
        raise Invalid("客户还没建档的，名称和地点都要填，没有排进去。内容还在窗口里。", problems)
    first = STEPS["s1"]
    return VisitPlanItem(
        plan_date=wanted.day,
        plan_start=wanted.start,
        prospect_name=wanted.prospect_name.strip()[:40],
        plan_minutes=wanted.minutes,
        place=wanted.place.strip()[:80],
        visit_mode="sweep",
        visit_round=1,
        four_step=first.code,
        purposes=(first.purpose,),
        goal_text=wanted.goal or first.goal,
        state="planned",
    )


def planned_before(session: Session, customer_id: int, day: date) -> int:
    """How many visits to the customer are planned earlier and not made yet."""
    query = (
        select(func.count())
        .select_from(VisitPlanItem)
        .join(VisitPlan, VisitPlan.id == VisitPlanItem.plan_id)
        .where(VisitPlanItem.customer_id == customer_id, VisitPlanItem.plan_date < day)
        .where(VisitPlanItem.state == "planned", meant())
    )
    return session.scalar(query) or 0


def taken_times(session: Session, owner_id: int, day: date, *, but: int | None = None) -> list[Slot]:
    """When the rep's planned visits of the day take place, one of them (`but`) left out."""
    query = (
        select(VisitPlanItem.plan_start, VisitPlanItem.plan_minutes)
        .join(VisitPlan, VisitPlan.id == VisitPlanItem.plan_id)
        .where(VisitPlan.owner_id == owner_id, VisitPlanItem.plan_date == day, meant())
    )
    if but is not None:
        query = query.where(VisitPlanItem.id != but)
    return [Slot(*row) for row in session.execute(query)]


def join(session: Session, item: VisitPlanItem, plan: VisitPlan) -> None:
    """Make the item the last of a plan."""
    last = select(func.max(VisitPlanItem.seq)).where(VisitPlanItem.plan_id == plan.id)
    item.plan_id, item.seq = plan.id, (session.scalar(last) or 0) + 1
    stretch(plan, item.plan_date)


def stretch(plan: VisitPlan, day: date) -> None:
    """Let a plan last until a day of its weeks, such as a Saturday."""
    write(plan, {"start_on": min(plan.start_on, day), "end_on": max(plan.end_on, day)})


def plan_for(app: App, session: Session, owner: Employee, day: date) -> VisitPlan:
    """The rep's plan of the week onto which a visit of that day goes; made when there is none.

    Who may not approve plans adds nothing to an approved one: what comes later goes onto a plan of its own.
    """
    query = select(VisitPlan).where(
        VisitPlan.owner_id == owner.id,
        VisitPlan.start_on <= sunday_of(day),
        VisitPlan.end_on >= monday_of(day),
        VisitPlan.state != "cancelled",
        VisitPlan.deleted_at.is_(None),
    )
    plans = sorted(session.scalars(query), key=lambda plan: (is_settled(plan), plan.kind != "week", plan.id))
    fit = [plan for plan in plans if app.may("plan.approve") or not is_settled(plan)]
    return fit[0] if fit else _new_plan(app, session, owner, day, again=bool(plans))


def _new_plan(app: App, session: Session, owner: Employee, day: date, *, again: bool) -> VisitPlan:
    """A plan with its number, the rep as who leads, and the usual things to carry."""
    branch = session.get_one(BranchOffice, owner.branch_id)
    own = select(MarketArea).where(MarketArea.owner_id == owner.id, MarketArea.deleted_at.is_(None))
    market = session.scalar(own.order_by(MarketArea.id))
    first, week = monday_of(day), day.isocalendar()
    plan = VisitPlan(
        plan_no=next_number(session, f"FJ-{branch.code}-{app.today():%Y%m%d}-", 2),
        kind="week",
        title=f"{owner.name} {week.year} 年第 {week.week} 周{'补充' if again else '拜访'}计划",
        market_area_id=market.id if market else None,
        owner_id=owner.id,
        start_on=first,
        end_on=first + timedelta(days=_WORKING_DAYS - 1),
        goal="",
        lodging=market.lodging_advice if market else None,
        state="draft",
    )
    session.add(plan)
    session.flush()
    session.add(VisitPlanParticipant(plan_id=plan.id, employee_id=owner.id, duty="lead"))
    session.add_all(PlanCarryItem(plan_id=plan.id, item_name=name, qty=1) for name in USUAL_THINGS)
    session.flush()
    return plan


def closed_because(item: VisitPlanItem) -> str:
    """Why a planned visit may not be changed any more; empty when it may."""
    match item.state:
        case "visited":
            return "这次拜访已经登记，不能再改计划。"
        case "moved" | "cancelled":
            return f"这次拜访已{label_of('plan_item_state', item.state)}，不能再改。"
        case _:
            return ""


def refuse_unless_open(app: App, session: Session, item: VisitPlanItem, plan: VisitPlan) -> None:
    """Raise Invalid when the planned visit is over with, Forbidden when the user may not change the rep's plans."""
    need_plan(app, session, plan)
    if plan.state == "cancelled":
        raise Invalid(f"计划 {plan.plan_no} 已取消，没有做任何改动。请刷新。")
    if why := closed_because(item):
        raise Invalid(f"{why}没有做任何改动。")
