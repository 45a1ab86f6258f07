"""Planned visits: assigned, moved to another time, day or rep, taken out, noted as missed.

Every function works within the journal under its own operation; `uid` names it so that it can be undone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import codes_of
from app.context import App
from app.db.records import VisitPlan, VisitPlanItem, VisitPlanParticipant
from app.db.saving import existing, write
from app.errors import Invalid
from app.people.work_days import work_calendar
from app.planning.placing import (
    Wanted,
    is_settled,
    join,
    need_for,
    plan_for,
    put_in,
    refuse_unless_open,
    rep_for,
    stretch,
    taken_times,
)
from app.planning.slots import Slot, first_free
from app.planning.weeks import monday_of, sunday_of
from app.visits.progress import follow

GONE = "这次拜访已不在计划里，没有做任何改动。请刷新。"

_CARRIED = (
    "customer_id",
    "prospect_name",
    "plan_start",
    "plan_minutes",
    "place",
    "visit_mode",
    "visit_round",
    "four_step",
    "purposes",
    "goal_text",
)
"""What a visit keeps when it goes to another day."""


def assign(
    app: App,
    customer_id: int | None,
    owner_id: int,
    day: date,
    start: time | None = None,
    *,
    prospect_name: str = "",
    place: str = "",
    goal: str = "",
    uid: str = "",
) -> int:
    """Plan a visit; returns the item's id. Without a start it takes the first free time, or none when the day is full.

    Without a customer it is a visit to `prospect_name` at `place`, not on record yet. Raises Invalid for a day that
    has passed and for a rep who has left, NotFound for a customer who is gone.
    """
    wanted = Wanted(
        owner_id=owner_id,
        day=day,
        customer_id=customer_id,
        start=start,
        prospect_name=prospect_name,
        place=place,
        goal=goal,
    )
    need_for(app, owner_id)
    with app.transaction("安排拜访", uid=uid) as session:
        return put_in(app, session, wanted).id


def move(
    app: App,
    item_ids: Collection[int],
    day: date,
    owner_id: int,
    start: time | None = None,
    *,
    uid: str = "",
) -> tuple[int, ...]:
    """Move visits to another day, rep or (one visit) start; returns their ids afterwards, in the order given.

    A visit of an approved plan stays as moved (改期) and comes again as a new one on the new day; so does one whose
    day has passed, which stays to be told why it was not made. Without a start each keeps its own while that is free.
    """
    app.need("plan.edit")
    with app.transaction("移动拜访", uid=uid) as session:
        return tuple(_moved(app, session, item_id, Spot(day, owner_id, start)) for item_id in item_ids)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a visit is to go: a rep's day, and a start when it is to have a certain one."""

    day: date
    owner_id: int
    start: time | None = None


def _moved(app: App, session: Session, item_id: int, to: Spot) -> int:
    item = existing(session, VisitPlanItem, item_id, GONE)
    plan = session.get_one(VisitPlan, item.plan_id)
    refuse_unless_open(app, session, item, plan)
    return relocate(app, session, item, plan, to).id


def relocate(app: App, session: Session, item: VisitPlanItem, plan: VisitPlan, to: Spot) -> VisitPlanItem:
    """Bring a visit to another place of the grid, within a transaction; returns the item that stands for it then."""
    owner = rep_for(app, session, to.owner_id, to.day)
    start = _start(app, session, item, to)
    if to.day == item.plan_date and owner.id == plan.owner_id:
        write(item, {"plan_start": start})
        return item
    if to.day < app.today():
        raise Invalid(f"{to.day:%m-%d} 已经过去，不能排到那天。没有做任何改动。", {"plan_date": "不能早于今天"})
    stays = owner.id == plan.owner_id and monday_of(plan.start_on) <= to.day <= sunday_of(plan.end_on)
    target = plan if stays else plan_for(app, session, owner, to.day)
    if is_settled(plan) or item.plan_date < app.today():
        again = _again(app, session, item, target, to.day, start)
        for plan_id in sorted({plan.id, target.id}):
            follow(session, plan_id)
        return again
    write(item, {"plan_date": to.day, "plan_start": start})
    if target is plan:
        stretch(plan, to.day)
    else:
        _change_plan(session, item, target)
        follow(session, target.id)
    session.flush()
    return item


def _start(app: App, session: Session, item: VisitPlanItem, to: Spot) -> time | None:
    """The start asked for, else its own while that is free, else the first free time of the day."""
    if to.start is not None:
        return to.start
    taken = taken_times(session, to.owner_id, to.day, but=item.id)
    own = Slot(item.plan_start, item.plan_minutes)
    now = app.now()
    passed = to.day == now.date() and own.start is not None and own.start <= now.time()
    if own.start is not None and not passed and not any(own.overlaps(slot) for slot in taken):
        return own.start
    after = now.time() if to.day == now.date() else None
    return first_free(taken, work_calendar(session), item.plan_minutes, after=after)


def _again(
    app: App, session: Session, item: VisitPlanItem, plan: VisitPlan, day: date, start: time | None
) -> VisitPlanItem:
    """The visit once more on another day; the old one is moved, or stays behind when its day has passed."""
    kept = {name: getattr(item, name) for name in _CARRIED}
    again = VisitPlanItem(**kept | {"plan_start": start}, plan_date=day, state="planned", moved_from_id=item.id)
    join(session, again, plan)
    if item.plan_date >= app.today() and item.state == "planned":
        item.state = "moved"
    session.add(again)
    session.flush()
    for person in companions(session, item.id):
        again_too = {name: getattr(person, name) for name in ("employee_id", "duty", "note")}
        session.add(VisitPlanParticipant(plan_id=plan.id, item_id=again.id, **again_too))
    session.flush()
    return again


def _change_plan(session: Session, item: VisitPlanItem, plan: VisitPlan) -> None:
    join(session, item, plan)
    for person in companions(session, item.id):
        person.plan_id = plan.id


def companions(session: Session, item_id: int) -> list[VisitPlanParticipant]:
    """Who takes part in one planned visit, besides those who take part in the whole plan."""
    query = select(VisitPlanParticipant).where(
        VisitPlanParticipant.item_id == item_id, VisitPlanParticipant.deleted_at.is_(None)
    )
    return list(session.scalars(query.order_by(VisitPlanParticipant.id)))


def remove(app: App, item_ids: Collection[int], *, uid: str = "") -> None:
    """Take visits out: gone from a plan that is not approved yet, called off (取消) in one that is.

    Raises Invalid for a visit of an approved plan whose day has passed: that one needs a reason instead.
    """
    app.need("plan.edit")
    with app.transaction("取消拜访", uid=uid) as session:
        for item_id in item_ids:
            take_out(app, session, existing(session, VisitPlanItem, item_id, GONE))


def take_out(app: App, session: Session, item: VisitPlanItem) -> None:
    """Take one visit out, within a transaction."""
    plan = session.get_one(VisitPlan, item.plan_id)
    refuse_unless_open(app, session, item, plan)
    if not is_settled(plan):
        item.deleted_at = app.now()
    elif item.plan_date < app.today():
        raise Invalid("这次拜访的日子已经过了，不能取消。没有做任何改动，请登记未访原因。")
    else:
        item.state = "cancelled"
        follow(session, plan.id)


def miss(app: App, item_id: int, reason: str, *, uid: str = "") -> None:
    """Say why a visit was not made (a code of miss_reason); raises Invalid before its day, or once it was made."""
    app.need("plan.edit")
    with app.transaction("登记未访原因", uid=uid) as session:
        item = existing(session, VisitPlanItem, item_id, GONE)
        refuse_unless_open(app, session, item, session.get_one(VisitPlan, item.plan_id))
        problems: dict[str, Any] = {}
        if item.plan_date > app.today():
            problems["plan_date"] = "还没到这一天"
        if reason not in codes_of("miss_reason"):
            problems["miss_reason"] = "未访原因要从名单里选"
        if problems:
            raise Invalid(f"{'；'.join(problems.values())}，没有登记。", problems)
        write(item, {"state": "missed", "miss_reason": reason})
        follow(session, item.plan_id)
