"""The week as a grid of days and reps: every planned visit with how it stands, and what is doubtful about it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from app.calendar import WorkCalendar
from app.choices import label_of
from app.context import App
from app.db.records import CalendarDay, Customer, Employee, MarketArea, Visit, VisitPlan, VisitPlanItem
from app.people.work_days import work_calendar
from app.planning.cells import PlannedCell, progress_of
from app.planning.clashes import notes_of, with_warnings
from app.planning.company import Companion, companions_of
from app.planning.slots import Slot
from app.planning.weeks import meant
from app.visits.counting import counted


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """A rep's plan of the week: number, state code and label, row_version; `opinion` is the approver's."""

    id: int
    plan_no: str
    title: str
    kind: str
    state: str
    opinion: str
    row_version: int

    @property
    def state_label(self) -> str:
        """草稿, 送审 …"""
        return label_of("plan_state", self.state)


@dataclass(frozen=True, slots=True)
class RepLane:
    """A rep's row: the markets he goes to, the number of visits, his plans; `note` says e.g. that he has left."""

    owner_id: int
    emp_no: str
    name: str
    markets: tuple[str, ...]
    count: int
    plans: tuple[WeekPlan, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class GridDay:
    """A column: how many visits, and why the office does not work then (rest, empty on a working day)."""

    day: date
    count: int
    rest: str


@dataclass(frozen=True, slots=True)
class WeekGrid:
    """Days × reps with their visits by start. `notes` say what is the matter with a rep's day: over-full, on leave."""

    days: tuple[GridDay, ...]
    lanes: tuple[RepLane, ...]
    cells: tuple[PlannedCell, ...]
    notes: Mapping[tuple[int, date], str]

    @property
    def first(self) -> date:
        """Its first day."""
        return self.days[0].day

    def cell(self, owner_id: int, day: date) -> list[PlannedCell]:
        """A rep's day by start."""
        return [cell for cell in self.cells if (cell.owner_id, cell.day) == (owner_id, day)]


def week(app: App, first: date, owner_ids: Collection[int] | None = None, *, days: int = 7) -> WeekGrid:
    """The grid of `days` days from `first` on, for some reps or all of the user's office, by number.

    Reps in service have a row; one who has left has one while something is still planned for him.
    """
    app.need("plan.edit")
    last = first + timedelta(days=days - 1)
    with app.reading() as session:
        calendar = work_calendar(session)
        cells = _cells(session, first, last, app.now(), owner_ids)
        lanes = _lanes(app, session, first, last, cells, owner_ids)
        cells = [cell for cell in cells if any(lane.owner_id == cell.owner_id for lane in lanes)]
        return WeekGrid(
            _days(session, first, days, cells, calendar),
            lanes,
            tuple(with_warnings(cells, {lane.owner_id: lane.name for lane in lanes})),
            notes_of(session, first, last, cells, calendar),
        )


def _cells(
    session: Session, first: date, last: date, now: datetime, owner_ids: Collection[int] | None
) -> list[PlannedCell]:
    rows = session.execute(_items(first, last, owner_ids)).all()
    company = companions_of(session, [item.id for item, *_ in rows])
    return [_cell(item, plan, who, visit, now, company.get(item.id, ())) for item, plan, who, visit in rows]


def _items(first: date, last: date, owner_ids: Collection[int] | None) -> Select[Any]:
    query = (
        select(VisitPlanItem, VisitPlan, Customer, Visit.id)
        .join(VisitPlan, VisitPlan.id == VisitPlanItem.plan_id)
        .outerjoin(Customer, Customer.id == VisitPlanItem.customer_id)
        .outerjoin(Visit, (Visit.plan_item_id == VisitPlanItem.id) & counted())
        .where(VisitPlanItem.plan_date.between(first, last), meant())
        .order_by(
            VisitPlanItem.plan_date, VisitPlanItem.plan_start.is_(None), VisitPlanItem.plan_start, VisitPlanItem.id
        )
    )
    return query if owner_ids is None else query.where(VisitPlan.owner_id.in_(owner_ids))


def _cell(
    item: VisitPlanItem,
    plan: VisitPlan,
    customer: Customer | None,
    visit_id: int | None,
    now: datetime,
    company: Sequence[Companion],
) -> PlannedCell:
    return PlannedCell(
        item_id=item.id,
        row_version=item.row_version,
        plan_id=plan.id,
        plan_no=plan.plan_no,
        plan_state=plan.state,
        owner_id=plan.owner_id,
        day=item.plan_date,
        start=item.plan_start,
        minutes=item.plan_minutes,
        customer_id=item.customer_id,
        customer=customer.name if customer else item.prospect_name or "",
        short_name=customer.short_name if customer else item.prospect_name or "",
        primary_class=customer.primary_class if customer else "",
        place=item.place,
        visit_mode=item.visit_mode,
        round=item.visit_round,
        step=item.four_step,
        goal=item.goal_text,
        state=item.state,
        progress=progress_of(item.state, item.plan_date, Slot(item.plan_start, item.plan_minutes), now),
        miss_reason=label_of("miss_reason", item.miss_reason),
        visit_id=visit_id,
        companions=tuple(person for person in company if person.employee_id != plan.owner_id),
    )


def _lanes(
    app: App,
    session: Session,
    first: date,
    last: date,
    cells: Sequence[PlannedCell],
    owner_ids: Collection[int] | None,
) -> tuple[RepLane, ...]:
    counts = Counter(cell.owner_id for cell in cells)
    wanted = Employee.id.in_(owner_ids) if owner_ids is not None else or_(_reps(app), Employee.id.in_(counts))
    kept = or_(Employee.status == "active", Employee.id.in_(counts))
    people = session.scalars(
        select(Employee).where(wanted, kept, Employee.deleted_at.is_(None)).order_by(Employee.emp_no)
    )
    found = people.all()
    markets, plans = _markets(session, [p.id for p in found], cells), _plans(session, first, last)
    return tuple(
        RepLane(
            person.id,
            person.emp_no,
            person.name,
            markets[person.id],
            counts[person.id],
            tuple(plans[person.id]),
            "已离职" if person.status == "left" else "",
        )
        for person in found
        if app.user.branch_id in (None, person.branch_id) or owner_ids is not None
    )


def _reps(app: App) -> ColumnElement[bool]:
    own = Employee.branch_id == app.user.branch_id if app.user.branch_id else Employee.branch_id.is_not(None)
    return (Employee.position == "rep") & own


def _markets(session: Session, ids: Sequence[int], cells: Sequence[PlannedCell]) -> dict[int, tuple[str, ...]]:
    """Where the week's visits are, the most visited first; a rep without any has the markets he looks after."""
    places = {cell.customer_id for cell in cells if cell.customer_id}
    query = select(Customer.id, MarketArea.name).join(MarketArea, MarketArea.id == Customer.market_area_id)
    market_of = {row.id: row.name for row in session.execute(query.where(Customer.id.in_(places)))}
    visited: dict[int, Counter[str]] = defaultdict(Counter)
    for cell in cells:
        if cell.customer_id in market_of:
            visited[cell.owner_id][market_of[cell.customer_id]] += 1
    own: dict[int, list[str]] = defaultdict(list)
    areas = select(MarketArea.owner_id, MarketArea.name).where(
        MarketArea.owner_id.in_(ids), MarketArea.deleted_at.is_(None)
    )
    for owner_id, name in session.execute(areas.order_by(MarketArea.code)):
        own[owner_id or 0].append(name)
    return {i: tuple(name for name, _ in visited[i].most_common()) or tuple(own[i]) for i in ids}


def _plans(session: Session, first: date, last: date) -> dict[int, list[WeekPlan]]:
    query = select(VisitPlan).where(
        VisitPlan.start_on <= last,
        VisitPlan.end_on >= first,
        VisitPlan.state != "cancelled",
        VisitPlan.deleted_at.is_(None),
    )
    plans: dict[int, list[WeekPlan]] = defaultdict(list)
    for plan in session.scalars(query.order_by(VisitPlan.id)):
        opinion = plan.approve_opinion or ""
        row = WeekPlan(plan.id, plan.plan_no, plan.title, plan.kind, plan.state, opinion, plan.row_version)
        plans[plan.owner_id].append(row)
    return plans


def _days(
    session: Session, first: date, days: int, cells: Sequence[PlannedCell], calendar: WorkCalendar
) -> tuple[GridDay, ...]:
    all_days = [first + timedelta(days=n) for n in range(days)]
    query = select(CalendarDay.date, CalendarDay.name).where(
        CalendarDay.date.in_(all_days), CalendarDay.deleted_at.is_(None)
    )
    names = {row.date: row.name for row in session.execute(query)}
    counts = Counter(cell.day for cell in cells)
    return tuple(
        GridDay(day, counts[day], "" if calendar.is_workday(day) else names.get(day) or "休息") for day in all_days
    )
