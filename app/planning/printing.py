"""Printing visit plans: 《拜访计划表》 (RP08) of chosen plans, or of everybody's in a week."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, time
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.choices import label_of, labels_of
from app.context import App
from app.db.records import Customer, Employee, MarketArea, Visit, VisitPlan, VisitPlanItem
from app.letterhead import heading
from app.people.names import user_name
from app.planning.company import Companion, companions_of, company_of_plan
from app.planning.contacts import main_contacts
from app.planning.opening import carried
from app.planning.weeks import monday_of, sunday_of
from app.reports.model import Report
from app.reports.visit_plan import visit_plan_report
from app.reports.visit_plan_data import PlanLine, ThingToCarry, VisitPlanData
from app.visits.counting import counted
from app.visits.rules import DROPPED_ITEM_STATES

_NOT_YET_IN = ("draft", "returned")


def plan_reports(
    app: App,
    plan_ids: Collection[int] | None = None,
    *,
    first: date | None = None,
    employee_id: int | None = None,
    branch_id: int | None = None,
    actual: bool = False,
    hints: bool = True,
    purpose: str = "",
    masked: bool = True,
) -> list[Report]:
    """The printed plans, by rep and number: those named, or those of the week of `first`, of one rep or one office.

    `actual` says what became of the plan in place of its goals. Empty when there is no such plan. Raises Forbidden for
    whole phone numbers without the right.
    """
    app.need("plan.edit")
    app.need("export.masked" if masked else "export.full")
    query = select(VisitPlan, Employee).join(Employee, Employee.id == VisitPlan.owner_id)
    query = query.where(VisitPlan.deleted_at.is_(None), VisitPlan.state != "cancelled")
    if plan_ids is not None:
        query = query.where(VisitPlan.id.in_(plan_ids))
    if first is not None:
        query = query.where(VisitPlan.start_on <= sunday_of(first), VisitPlan.end_on >= monday_of(first))
    if employee_id is not None:
        query = query.where(VisitPlan.owner_id == employee_id)
    if branch_id is not None:
        query = query.where(Employee.branch_id == branch_id)
    with app.reading() as session:
        found = session.execute(query.order_by(Employee.emp_no, VisitPlan.plan_no)).all()
        return [
            visit_plan_report(
                _data(app, session, plan, owner, actual=actual, hints=hints, purpose=purpose, masked=masked)
            )
            for plan, owner in found
        ]


def _data(
    app: App,
    session: Session,
    plan: VisitPlan,
    owner: Employee,
    *,
    actual: bool,
    hints: bool,
    purpose: str,
    masked: bool,
) -> VisitPlanData:
    market = session.get(MarketArea, plan.market_area_id) if plan.market_area_id else None
    return VisitPlanData(
        heading=heading(app, session, owner.branch_id, purpose=purpose, masked=masked),
        plan_no=plan.plan_no,
        kind=label_of("plan_kind", plan.kind),
        title=plan.title,
        emp_no=owner.emp_no,
        owner=owner.name,
        start_on=plan.start_on,
        end_on=plan.end_on,
        state=label_of("plan_state", plan.state),
        is_draft=plan.state in _NOT_YET_IN,
        market=market.name if market else "",
        lodging=plan.lodging or "",
        goal=plan.goal,
        route=plan.route_note or "",
        economy=(market.economy or "") if market else "",
        location=(market.location_note or "") if market else "",
        approver=user_name(session, plan.approver_id),
        approved_on=plan.approved_on if plan.state not in (*_NOT_YET_IN, "submitted") else None,
        opinion=plan.approve_opinion or "",
        lines=tuple(_lines(session, plan, owner, actual=actual)),
        things=tuple(ThingToCarry(t.item_name, t.qty, t.is_ready) for t in carried(session, plan.id)),
        hints=hints,
        actual=actual,
    )


def _lines(session: Session, plan: VisitPlan, owner: Employee, *, actual: bool) -> list[PlanLine]:
    rows = session.execute(_items(plan.id, actual=actual)).all()
    rows = sorted(rows, key=lambda row: (row[0].plan_date, row[0].plan_start or time.max, row[0].seq))
    contacts = main_contacts(session, [customer for _, customer, _ in rows if customer])
    company = companions_of(session, [item.id for item, *_ in rows])
    whole = {person.employee_id: person for person in company_of_plan(session, plan.id)}
    whole.setdefault(owner.id, Companion(owner.id, owner.name, "lead"))
    return [
        _line(item, customer, visit, contacts, _people(whole, company.get(item.id, ())))
        for item, customer, visit in rows
    ]


def _items(plan_id: int, *, actual: bool) -> Select[Any]:
    query = (
        select(VisitPlanItem, Customer, Visit)
        .outerjoin(Customer, Customer.id == VisitPlanItem.customer_id)
        .outerjoin(Visit, (Visit.plan_item_id == VisitPlanItem.id) & counted())
        .where(VisitPlanItem.plan_id == plan_id, VisitPlanItem.deleted_at.is_(None))
    )
    return query if actual else query.where(VisitPlanItem.state.not_in(DROPPED_ITEM_STATES))


def _people(whole: dict[int, Companion], noted: Sequence[Companion]) -> str:
    people = whole | {person.employee_id: person for person in noted}
    return "；".join(f"{person.name} {person.words}" for person in people.values())


def _line(
    item: VisitPlanItem,
    customer: Customer | None,
    visit: Visit | None,
    contacts: dict[int, tuple[str, str]],
    company: str,
) -> PlanLine:
    name, phone = contacts.get(customer.id, ("", "")) if customer else ("", "")
    return PlanLine(
        day=item.plan_date,
        start=item.plan_start,
        customer=customer.name if customer else item.prospect_name or "",
        place=item.place,
        is_prospect=customer is None,
        contact=name,
        phone=phone,
        mode=label_of("visit_mode", item.visit_mode),
        round=item.visit_round,
        step=item.four_step,
        purposes=labels_of("visit_purpose", item.purposes),
        goal=item.goal_text,
        company=company,
        state=label_of("plan_item_state", item.state),
        counts=item.state not in DROPPED_ITEM_STATES,
        is_made=item.state == "visited",
        made_from=visit.start_at if visit else None,
        made_to=visit.end_at if visit else None,
        miss_reason=label_of("miss_reason", item.miss_reason),
    )
