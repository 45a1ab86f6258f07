"""A new visit as its form begins: from its plan, and from what rules R04 and R05 suggest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy.orm import Session

from app.context import App
from app.customers.forwarding import opened, opened_own
from app.db.records import Customer, VisitPlan, VisitPlanItem
from app.people.work_days import work_calendar
from app.planning.modes import suggested_mode
from app.planning.slots import USUAL_MINUTES, Slot
from app.planning.standings import standing
from app.planning.steps import STEPS
from app.visits.records import competitors, contacts_of
from app.visits.rules import next_visit_on


@dataclass(frozen=True, slots=True)
class VisitStart:
    """What a new visit begins with: the values to offer, and texts that help the person."""

    values: dict[str, Any]
    customer: str
    contacts: tuple[tuple[int, str], ...]
    brands: tuple[tuple[int, str], ...]


def start_visit(
    app: App, customer_id: int, visited_on: date, employee_id: int | None, plan_item_id: int | None = None
) -> VisitStart:
    """What to offer for a new visit: round and step by rule R05, intent as it is, next date by rule R04.

    Without an employee it is the customer's own rep's.
    """
    app.need("visit.edit")
    with app.reading() as session:
        item = session.get(VisitPlanItem, plan_item_id) if plan_item_id else None
        customer = _customer(app, session, customer_id, item)
        customer_id = customer.id
        now = standing(session, customer_id, app.now())
        start = item.plan_start if item and item.plan_start else time(9, 0)
        values: dict[str, Any] = {
            "customer_id": customer_id,
            "plan_item_id": plan_item_id,
            "employee_id": employee_id or customer.owner_id,
            "visit_date": visited_on,
            "start_at": start,
            "end_at": Slot(start, item.plan_minutes if item else USUAL_MINUTES).end,
            "visit_mode": item.visit_mode if item else suggested_mode(customer.visit_program, now.next_round),
            "visit_round": now.next_round,
            "four_step": now.suggested,
            "purposes": item.purposes if item else (STEPS[now.suggested].purpose,),
            "intent_level": customer.intent_level,
            "result": "partial",
            "next_visit_on": next_visit_on(
                visited_on,
                customer.intent_level,
                customer.primary_class,
                work_calendar(session),
                customer.custom_visit_days,
            ),
        }
        listed = contacts_of(session, customer_id)
        if listed:
            values["met_contact_id"] = listed[0][0]
        return VisitStart(values, customer.name, listed, competitors(session))


def _customer(app: App, session: Session, customer_id: int, item: VisitPlanItem | None) -> Customer:
    """One the user may see, or a colleague's that stands in the user's own plan."""
    gone = "这家客户已不在了，不能记拜访。请刷新列表。"
    if item is not None and session.get_one(VisitPlan, item.plan_id).owner_id == app.user.employee_id:
        customer = opened(session, customer_id, gone)
        if item.customer_id in (customer_id, customer.id):
            return customer
    return opened_own(app, session, customer_id, gone)
