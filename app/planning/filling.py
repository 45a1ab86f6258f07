"""Filling a week by itself: last week once more, or a rep's free times from the due list along the stalls.

Nothing is planned until a preview is accepted; then all of it is, under one operation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.calendar import WorkCalendar
from app.context import App
from app.db.records import Customer, Employee, VisitPlan, VisitPlanItem
from app.errors import Invalid
from app.people.work_days import work_calendar
from app.planning.due import DueCustomer, read_due, visited_at_all
from app.planning.placing import Wanted, need_for, put_in, rep_for
from app.planning.routing import Stop, route
from app.planning.slots import Slot, first_free, free_slots
from app.planning.standings import Standing, standings
from app.planning.weeks import meant, monday_of, sunday_of

_NOTHING_DUE = "这一周没有到期又没排的客户，不用排。"
_NO_ROOM = "这一周没有空了，没有可排的时间。"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A visit proposed: whom, by whom, when; `step` is the four-step code, `why` says where it comes from."""

    customer_id: int
    customer: str
    short_name: str
    primary_class: str
    owner_id: int
    day: date
    start: time | None
    minutes: int
    step: str
    why: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be planned, by rep, day and start; `left_out` says in words what would not be, and why."""

    proposals: tuple[Proposal, ...] = ()
    left_out: tuple[str, ...] = ()


def auto_fill(app: App, owner_id: int, first: date) -> Preview:
    """Propose visits for a rep's free times in the week of `first`, from today on and on working days only.

    The most overdue customers get the times there are; of those, every day takes the most overdue one left and its
    nearest neighbours along the market's stalls, in walking order.
    """
    need_for(app, owner_id)
    monday, last = monday_of(first), sunday_of(first)
    with app.reading() as session:
        rep_for(app, session, owner_id, max(monday, app.today()))
        rooms = _rooms(app, session, owner_id, monday)
        due = [row for row in read_due(session, app.today(), last, owner_ids=[owner_id]) if row.scheduled_on is None]
    chosen = due[: sum(len(slots) for slots in rooms.values())]
    if not chosen:
        return Preview(left_out=(_NO_ROOM if due else _NOTHING_DUE,))
    stops = [Stop(n, row.market_id, row.walk) for n, row in enumerate(chosen)]
    days = route(stops, [len(slots) for slots in rooms.values()])
    proposals = (
        _proposal(chosen[stop.number], day, slot)
        for (day, slots), stops in zip(rooms.items(), days, strict=True)
        for slot, stop in zip(slots, stops, strict=False)
    )
    return Preview(tuple(proposals), tuple(f"{row.short_name}：排不下" for row in due[len(chosen) :]))


def _proposal(row: DueCustomer, day: date, slot: Slot) -> Proposal:
    why = f"{row.state.label} {row.days_overdue} 天" if row.is_overdue else f"{row.due_on:%m-%d} 到期"
    customer = (row.customer_id, row.name, row.short_name, row.primary_class)
    return Proposal(*customer, row.owner_id, day, slot.start, slot.minutes, row.step, why)


def _rooms(app: App, session: Session, owner_id: int, monday: date) -> dict[date, list[Slot]]:
    """The free times of every working day left in the week."""
    calendar, taken, now = work_calendar(session), _taken(session, [owner_id], monday), app.now()
    days = (monday + timedelta(days=n) for n in range(7))
    return {
        day: free_slots(taken[owner_id, day], calendar, after=now.time() if day == now.date() else None)
        for day in days
        if day >= now.date() and calendar.is_workday(day)
    }


def _taken(session: Session, owner_ids: Collection[int], monday: date) -> dict[tuple[int, date], list[Slot]]:
    query = (
        select(VisitPlan.owner_id, VisitPlanItem.plan_date, VisitPlanItem.plan_start, VisitPlanItem.plan_minutes)
        .join(VisitPlan, VisitPlan.id == VisitPlanItem.plan_id)
        .where(VisitPlan.owner_id.in_(owner_ids), meant())
        .where(VisitPlanItem.plan_date.between(monday, sunday_of(monday)))
    )
    taken: dict[tuple[int, date], list[Slot]] = defaultdict(list)
    for owner_id, day, start, minutes in session.execute(query):
        taken[owner_id, day].append(Slot(start, minutes))
    return taken


def copy_last_week(app: App, owner_ids: Collection[int], first: date) -> Preview:
    """Propose the week before the week of `first` once more: same weekdays, same times while they are free.

    Visits called off or moved away do not come again, nor do customers who are planned in the new week already or are
    no longer visited; a day that is none to work on gives its visits to the next working day of the week.
    """
    for owner_id in owner_ids:
        need_for(app, owner_id)
    monday = monday_of(first)
    with app.reading() as session:
        rows = session.execute(_week_before(owner_ids, monday)).all()
        wanted = Customer.id.in_([row.id for row in rows]) & visited_at_all(max(monday, app.today()))
        copy = _Copy(
            monday=monday,
            today=app.today(),
            calendar=work_calendar(session),
            taken=_taken(session, owner_ids, monday),
            planned=planned_customers(session, monday),
            known=standings(session, wanted),
        )
    if not rows:
        return Preview(left_out=("上一周没有排过拜访，没有可抄的。",))
    for row in rows:
        copy.take(row)
    return Preview(tuple(copy.proposals), tuple(copy.left_out))


def _week_before(owner_ids: Collection[int], monday: date) -> Select[Any]:
    before = monday - timedelta(days=7)
    return (
        select(
            *(Customer.id, Customer.name, Customer.short_name, Customer.primary_class, VisitPlan.owner_id),
            *(VisitPlanItem.plan_date, VisitPlanItem.plan_start, VisitPlanItem.plan_minutes),
            *(Employee.name.label("owner"), Employee.status),
        )
        .join(VisitPlan, VisitPlan.id == VisitPlanItem.plan_id)
        .join(Customer, Customer.id == VisitPlanItem.customer_id)
        .join(Employee, Employee.id == VisitPlan.owner_id)
        .where(VisitPlan.owner_id.in_(owner_ids), VisitPlanItem.plan_date.between(before, sunday_of(before)), meant())
        .order_by(Employee.emp_no, VisitPlanItem.plan_date, VisitPlanItem.plan_start, VisitPlanItem.seq)
    )


@dataclass
class _Copy:
    """A week being copied: what is planned in the new one already, and what has been proposed so far."""

    monday: date
    today: date
    calendar: WorkCalendar
    taken: dict[tuple[int, date], list[Slot]]
    planned: set[int]
    known: Mapping[int, Standing]
    proposals: list[Proposal] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def take(self, row: Any) -> None:
        """Propose a visit of the week before again, or say why not."""
        day = self.calendar.on_or_after(row.plan_date + timedelta(days=7))
        why = self._why_not(row, day)
        taken = self.taken[row.owner_id, day]
        own = Slot(row.plan_start, row.plan_minutes)
        start = first_free(taken, self.calendar, own.minutes) if any(own.overlaps(s) for s in taken) else own.start
        if not why and start is None and own.start is not None:
            why = f"{day:%m-%d} 排不下"
        if why:
            self.left_out.append(f"{row.short_name}：{why}")
            return
        taken.append(Slot(start, own.minutes))
        customer = (row.id, row.name, row.short_name, row.primary_class)
        step = self.known[row.id].suggested
        self.proposals.append(Proposal(*customer, row.owner_id, day, start, own.minutes, step, "上周排过"))

    def _why_not(self, row: Any, day: date) -> str:
        if row.status == "left":
            return f"{row.owner} 已离职"
        if row.id not in self.known:
            return "不再拜访或已暂停"
        if row.id in self.planned:
            return "本周已排"
        if day < self.today:
            return "日子已过"
        return "本周没有工作日可排" if day > sunday_of(self.monday) else ""


def planned_customers(session: Session, day: date) -> set[int]:
    """The customers for whom a visit is planned in the week of a day, by whomever."""
    query = (
        select(VisitPlanItem.customer_id)
        .join(VisitPlan, VisitPlan.id == VisitPlanItem.plan_id)
        .where(VisitPlanItem.plan_date.between(monday_of(day), sunday_of(day)), meant())
    )
    return {customer_id for customer_id in session.scalars(query) if customer_id is not None}


def accept(app: App, preview: Preview, *, uid: str = "") -> tuple[int, ...]:
    """Plan what was proposed, all or nothing; returns the items' ids. Customers planned meanwhile are passed over.

    Raises Invalid when nothing is left to plan, or a day has passed since.
    """
    app.need("plan.edit")
    with app.transaction("接受排访建议", uid=uid) as session:
        planned = {day: planned_customers(session, day) for day in {monday_of(p.day) for p in preview.proposals}}
        wanted = [
            Wanted(owner_id=p.owner_id, day=p.day, customer_id=p.customer_id, start=p.start, minutes=p.minutes)
            for p in preview.proposals
            if p.customer_id not in planned[monday_of(p.day)]
        ]
        if not wanted:
            raise Invalid("建议的客户都已经排过了，没有再排。请刷新。")
        return tuple(put_in(app, session, visit).id for visit in wanted)
