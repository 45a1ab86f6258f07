"""往来时间线: what has happened with one customer, of every kind, the latest first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, time
from itertools import chain
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import label_of
from app.context import App
from app.customers.archive import Event
from app.customers.filters import visible_customers
from app.customers.sheets import in_force
from app.db.records import AuditEntry, ComplaintLog, Customer, Employee, SurveySheet, User, Visit

LATEST = 200
"""How many of one kind are told, the latest ones."""
_MOVES = {"stage": ("阶段", "pipeline_stage"), "primary_class": ("等级", "primary_class")}


def timeline(app: App, customer_id: int) -> tuple[Event, ...]:
    """Visits, sheets, complaints, changes of stage and grade, and how the customer came to be on record.

    The kinds are visit, sheet, complaint, stage and record. Complaints only for who may see them.
    """
    app.need("customer.view")
    with app.reading() as session:
        query = select(Customer).where(Customer.id == customer_id, visible_customers(app))
        customer = session.scalar(query)
        if customer is None:
            return ()
        complaints = _complaints(session, customer_id) if app.may("complaint.view") else iter(())
        found = chain(
            _visits(session, customer_id), _sheets(session, customer_id), complaints, _moves(session, customer_id),
            _beginning(session, customer),
        )  # fmt: skip
        return tuple(sorted(found, key=lambda event: event.at, reverse=True))


def _visits(session: Session, customer_id: int) -> Iterator[Event]:
    query = (
        select(Visit, Employee.name)
        .join(Employee, Employee.id == Visit.employee_id)
        .where(Visit.customer_id == customer_id, Visit.deleted_at.is_(None))
        .order_by(Visit.visit_date.desc(), Visit.start_at.desc())
        .limit(LATEST)
    )
    for visit, who in session.execute(query):
        title = f"拜访　{label_of('four_step', visit.four_step)}"
        said = "　".join(part for part in (label_of("visit_result", visit.result), visit.situation or "") if part)
        yield Event(datetime.combine(visit.visit_date, visit.start_at), "visit", title, said, who)


def _sheets(session: Session, customer_id: int) -> Iterator[Event]:
    query = (
        select(SurveySheet, Employee.name)
        .join(Employee, Employee.id == SurveySheet.surveyor_id)
        .where(SurveySheet.customer_id == customer_id, in_force())
        .order_by(SurveySheet.id.desc())
        .limit(LATEST)
    )
    for sheet, who in session.execute(query):
        missing = f"，还缺 {sheet.missing_required} 个必答题" if sheet.missing_required else ""
        state = label_of("sheet_state", sheet.state)
        said = f"{sheet.sheet_no}　{state}，完成 {sheet.completeness_pct:.1f}%{missing}"
        on = sheet.last_visit_on or sheet.first_visit_on
        at = datetime.combine(on, time()) if on else sheet.created_at
        yield Event(at, "sheet", f"调查表　第 {sheet.round_no} 轮", said, who)


def _complaints(session: Session, customer_id: int) -> Iterator[Event]:
    query = (
        select(ComplaintLog, Employee.name)
        .join(Employee, Employee.id == ComplaintLog.receiver_id)
        .where(ComplaintLog.customer_id == customer_id, ComplaintLog.deleted_at.is_(None))
        .order_by(ComplaintLog.received_at.desc())
        .limit(LATEST)
    )
    for complaint, who in session.execute(query):
        words = f"{complaint.complaint_no}　{complaint.description}"
        kind = label_of("complaint_kind", complaint.kind)
        yield Event(complaint.received_at, "complaint", f"投诉　{kind}", words, who)
        if complaint.closed_at is not None:
            yield Event(complaint.closed_at, "complaint", "投诉结案", words, "")


def _moves(session: Session, customer_id: int) -> Iterator[Event]:
    """Changes of stage and grade, from the journal."""
    for entry in session.scalars(_journal(customer_id, "update").order_by(AuditEntry.id.desc()).limit(LATEST)):
        for name, (before, after) in json.loads(entry.changes).items():
            if name in _MOVES:
                label, choices = _MOVES[name]
                title = f"{label}　{label_of(choices, before)} → {label_of(choices, after)}"
                yield Event(entry.at, "stage", title, entry.reason or entry.operation, entry.user_name)


def _beginning(session: Session, customer: Customer) -> Iterator[Event]:
    entry = session.scalar(_journal(customer.id, "create").limit(1))
    source = f"来源：{label_of('lead_source', customer.lead_source)}"
    who = entry.user_name if entry else session.scalar(_account(customer.created_by_id)) or ""
    yield Event(datetime.combine(customer.found_on, time()), "record", "建档", source, who)


def _journal(customer_id: int, action: str) -> Any:
    here = (AuditEntry.entity == "customer") & (AuditEntry.entity_id == customer_id)
    return select(AuditEntry).where(here, AuditEntry.action == action)


def _account(user_id: int | None) -> Any:
    return select(Employee.name).join(User, User.employee_id == Employee.id).where(User.id == user_id)
