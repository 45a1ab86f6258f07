"""Recording visits, planned or not (records.md §6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.choices import codes_of, label_of
from app.context import App
from app.customers.forwarding import opened
from app.customers.sheets import OPEN_STATES, newest_sheet
from app.db.numbers import next_number
from app.db.records import (
    BranchOffice,
    Brand,
    Contact,
    Customer,
    Employee,
    SurveySheet,
    SurveySheetVisit,
    Visit,
    VisitParticipant,
    VisitPlanItem,
    VisitStep,
)
from app.db.saving import check_version, existing, write
from app.errors import Conflict, Invalid
from app.forms.clean import clean
from app.forms.model import Field
from app.visits.checks import problems_of
from app.visits.effects import alone_where_places_count, bring_up_to_date
from app.visits.progress import follow
from app.visits.rules import DROPPED_ITEM_STATES, minutes_between

_NEEDED = ("customer_id", "employee_id", "visit_date", "start_at", "end_at", "intent_level", "result")


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit as lists show it."""

    id: int
    visit_no: str
    visit_date: date
    start_at: time
    end_at: time
    minutes: int
    customer_id: int
    customer: str
    primary_class: str
    employee_id: int
    employee: str
    visit_round: int
    four_step: str
    intent: str
    result: str
    result_code: str
    state: str
    goal: str
    is_planned: bool


@dataclass(frozen=True, slots=True)
class VisitInput:
    """What a person enters of a visit: `values` by field name, typed or as text; participants and steps apart.

    `participants` maps employee ids to duties, `steps` holds the codes of the parts done.
    """

    values: Mapping[str, Any]
    participants: Mapping[int, str] = field(default_factory=dict)
    steps: frozenset[str] = frozenset()
    sheet_id: int | None = None


def visit_fields() -> tuple[Field, ...]:
    """The fields a person fills on the visit form."""
    return tuple(f for f in Visit.fields() if f.name not in ("visit_no", "state", "entered_by_id"))


def list_visits(app: App, first: date, last: date, *, employee_id: int | None = None) -> list[VisitRow]:
    """The visits of a period, both ends included, by date, rep and start."""
    app.need("visit.edit")
    query = (
        _rows().where(Visit.visit_date.between(first, last)).order_by(Visit.visit_date, Employee.emp_no, Visit.start_at)
    )
    if employee_id is not None:
        query = query.where(Visit.employee_id == employee_id)
    with app.reading() as session:
        return [_row(*found) for found in session.execute(query)]


def _rows() -> Select[Any]:
    return (
        select(Visit, Customer, Employee.name, VisitPlanItem.goal_text)
        .join(Customer, Customer.id == Visit.customer_id)
        .join(Employee, Employee.id == Visit.employee_id)
        .outerjoin(VisitPlanItem, VisitPlanItem.id == Visit.plan_item_id)
        .where(Visit.deleted_at.is_(None))
    )


def _row(visit: Visit, customer: Customer, employee: str, goal: str | None) -> VisitRow:
    return VisitRow(
        visit.id,
        visit.visit_no,
        visit.visit_date,
        visit.start_at,
        visit.end_at,
        minutes_between(visit.start_at, visit.end_at),
        customer.id,
        customer.name,
        customer.primary_class,
        visit.employee_id,
        employee,
        visit.visit_round,
        visit.four_step,
        label_of("intent_level", visit.intent_level),
        label_of("visit_result", visit.result),
        visit.result,
        label_of("visit_state", visit.state),
        goal or "",
        visit.plan_item_id is not None,
    )


def contacts_of(session: Session, customer_id: int) -> tuple[tuple[int, str], ...]:
    """A customer's contacts who can be met, id and name, the main one first."""
    query = (
        select(Contact.id, Contact.name)
        .where(Contact.customer_id == customer_id, Contact.deleted_at.is_(None), Contact.is_active)
        .order_by(Contact.is_primary.desc(), Contact.id)
    )
    return tuple((row.id, row.name) for row in session.execute(query))


def competitors(session: Session) -> tuple[tuple[int, str], ...]:
    """The competing brands, id and name."""
    query = select(Brand.id, Brand.name).where(Brand.relation == "competitor", Brand.deleted_at.is_(None))
    return tuple((row.id, row.name) for row in session.execute(query.order_by(Brand.id)))


def record_visit(app: App, entered: VisitInput) -> int:
    """Record a visit: numbered, confirmed, its plan item done, its customer's intent and dates brought up to date.

    Returns the visit's id. Raises Invalid naming every problem by field, Conflict when its plan item has a visit.
    """
    app.need("visit.edit")
    with app.transaction("登记拜访") as session:
        values = _checked(app, session, dict.fromkeys(_NEEDED) | dict(entered.values), entered)
        customer = session.get_one(Customer, values["customer_id"])
        alone_where_places_count(session, customer, values["visit_date"])
        branch = session.get_one(BranchOffice, customer.branch_id)
        visit = Visit(
            **values,
            visit_no=next_number(session, f"BF-{branch.code}-{values['visit_date']:%Y%m%d}-", 3),
            state="confirmed",
            entered_by_id=app.user.user_id,
        )
        session.add(visit)
        session.flush()
        _take_plan_item(session, visit)
        _write_people(session, visit, entered)
        bring_up_to_date(session, visit)
        _tie_sheet(session, visit, entered.sheet_id)
        return visit.id


def edit_visit(app: App, visit_id: int, row_version: int, entered: VisitInput) -> None:
    """Correct a visit that no daily report has taken yet; raises Conflict when one has."""
    app.need("visit.edit")
    with app.transaction("修改拜访") as session:
        visit = existing(session, Visit, visit_id, "这条拜访已不在了，没有写入。内容还在窗口里。")
        check_version(visit, row_version)
        if visit.state == "reported":
            raise Conflict(
                f"拜访 {visit.visit_no} 已进日报，不能再改。要改请先由主管退回日报，存了档的退不回。没有做任何改动。"
            )
        if visit.employee_id != app.user.employee_id:
            app.need("visit.enter_other")
        stored = {f.name: getattr(visit, f.name) for f in visit_fields()}
        values = _checked(app, session, stored | dict(entered.values), entered)
        if values["customer_id"] != visit.customer_id:
            raise Invalid("登记过的拜访不能换客户，没有写入。请另登记一次。", {"customer_id": "不能换客户"})
        alone_where_places_count(session, session.get_one(Customer, visit.customer_id), values["visit_date"])
        _change(session, visit, values)
        _write_people(session, visit, entered)
        bring_up_to_date(session, visit, was_on=stored["visit_date"])


def _change(session: Session, visit: Visit, values: Mapping[str, Any]) -> None:
    former_item = visit.plan_item_id
    write(visit, values)
    if visit.plan_item_id != former_item:
        if former_item is not None:
            former = session.get_one(VisitPlanItem, former_item)
            former.state = "planned"
            follow(session, former.plan_id)
        _take_plan_item(session, visit)
    session.flush()
    links = select(SurveySheetVisit.sheet_id).where(SurveySheetVisit.visit_id == visit.id)
    for sheet in session.scalars(select(SurveySheet).where(SurveySheet.id.in_(links))):
        _recount(session, sheet)


def _checked(app: App, session: Session, values: Mapping[str, Any], entered: VisitInput) -> dict[str, Any]:
    cleaned = clean(visit_fields(), values, codes_of)
    if cleaned["employee_id"] != app.user.employee_id:
        app.need("visit.enter_other")
        if employee := session.get(Employee, cleaned["employee_id"]):
            app.need_office(employee.branch_id)
    customer = opened(session, cleaned["customer_id"], "这家客户已不在了，没有写入。内容还在窗口里。")
    cleaned["customer_id"] = customer.id
    problems = problems_of(app, session, cleaned, customer)
    if not set(entered.participants.values()) <= set(codes_of("visit_duty")):
        problems["participants"] = "参加人的分工要从名单里选"
    if problems:
        raise Invalid(f"有 {len(problems)} 项要改：{'；'.join(problems.values())}。内容还在窗口里，没有丢。", problems)
    return cleaned


def _take_plan_item(session: Session, visit: Visit) -> None:
    if visit.plan_item_id is None:
        return
    item = session.get_one(VisitPlanItem, visit.plan_item_id)
    if item.state == "visited":
        raise Conflict("这条计划已经登记过拜访，没有再写入。请刷新后查看。")
    if item.deleted_at or item.state in DROPPED_ITEM_STATES:
        raise Conflict("这条计划已取消或改期，没有写入。请刷新后重选，或按计划外登记。")
    if item.customer_id not in (None, visit.customer_id):
        raise Invalid("这条计划是另一家客户的，没有写入。请重选计划。", {"plan_item_id": "不是这家客户的计划"})
    item.customer_id = visit.customer_id
    item.state, item.miss_reason = "visited", None
    follow(session, item.plan_id)


def _write_people(session: Session, visit: Visit, entered: VisitInput) -> None:
    people = {visit.employee_id: "lead", **entered.participants}
    for old in session.scalars(select(VisitParticipant).where(VisitParticipant.visit_id == visit.id)):
        if old.employee_id in people:
            old.duty = people.pop(old.employee_id)
        else:
            session.delete(old)
    for employee_id, duty in people.items():
        session.add(VisitParticipant(visit_id=visit.id, employee_id=employee_id, duty=duty))
    kept = {s.step: s for s in session.scalars(select(VisitStep).where(VisitStep.visit_id == visit.id))}
    for step in codes_of("visit_step"):
        if step in kept:
            kept[step].is_done = step in entered.steps
        else:
            session.add(VisitStep(visit_id=visit.id, step=step, is_done=step in entered.steps))


def _tie_sheet(session: Session, visit: Visit, sheet_id: int | None) -> None:
    sheet = session.get(SurveySheet, sheet_id) if sheet_id else newest_sheet(session, visit.customer_id)
    if sheet is not None and sheet.state in OPEN_STATES:
        tie(session, sheet, visit)


def tie(session: Session, sheet: SurveySheet, visit: Visit) -> None:
    """Make a visit one of a sheet's visits and recount the sheet's first, last and number of visits."""
    tied = list(session.scalars(select(SurveySheetVisit).where(SurveySheetVisit.sheet_id == sheet.id)))
    if all(link.visit_id != visit.id for link in tied):
        session.add(SurveySheetVisit(sheet_id=sheet.id, visit_id=visit.id, visit_order=len(tied) + 1))
        session.flush()
    _recount(session, sheet)


def _recount(session: Session, sheet: SurveySheet) -> None:
    days = sorted(
        session.scalars(
            select(Visit.visit_date)
            .join(SurveySheetVisit, SurveySheetVisit.visit_id == Visit.id)
            .where(SurveySheetVisit.sheet_id == sheet.id)
        )
    )
    sheet.first_visit_on, sheet.last_visit_on, sheet.visit_count = days[0], days[-1], len(days)
