"""往来时间线: what has happened with one customer, of every kind, the latest first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from itertools import islice
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.choices import label_of
from app.context import App
from app.customers.forwarding import opened_own
from app.customers.hanging import visits_of
from app.customers.history import LATEST, Event, Past
from app.customers.sheets import in_force
from app.db.records import AuditEntry, ComplaintLog, Customer, Employee, SurveySheet, User
from app.security.masking import masked_numbers

_MOVES = {
    "stage": ("阶段", "pipeline_stage"),
    "primary_class": ("等级", "primary_class"),
    "intent_level": ("意向", "intent_level"),
}
"""What is told of a customer's own changes, besides who it is handed to (rules R03, R07, R12; records.md §3)."""
_OWNER = "owner_id"


def timeline(app: App, customer_id: int, *, most: int = LATEST) -> Past:
    """Visits, sheets, complaints, changes of stage, grade, intent and rep, and how the customer came to be on record.

    Of each kind at `most` so many are told, and of none what is earlier than the earliest told of one that was cut:
    older ones follow below. Complaints only for who may see them; numbers in texts are masked (R22).
    """
    app.need("customer.view")
    with app.reading() as session:
        customer = opened_own(app, session, customer_id, "这家客户已不在了，或不在你的范围里。请刷新列表。")
        kinds = [_visits, _sheets, _moves, *([_complaints] if app.may("complaint.view") else [])]
        found = [list(islice(kind(session, customer.id, most + 1), most + 1)) for kind in kinds]
        cuts = [min(event.at for event in each[:most]) for each in found if len(each) > most]
        told = [event for each in found for event in each[:most] if not cuts or event.at >= max(cuts)]
        told += () if cuts else _beginning(session, customer)
        masked = (replace(event, text=masked_numbers(event.text)) for event in told)
        events = tuple(sorted(masked, key=lambda event: event.at, reverse=True))
        return Past(events, older=bool(cuts))


def _visits(session: Session, customer_id: int, limit: int) -> Iterator[Event]:
    for visit, who in session.execute(visits_of(customer_id).limit(limit)):
        title = f"拜访　{label_of('four_step', visit.four_step)}"
        said = "　".join(part for part in (label_of("visit_result", visit.result), visit.situation or "") if part)
        yield Event(datetime.combine(visit.visit_date, visit.start_at), "visit", title, said, who)


def _sheets(session: Session, customer_id: int, limit: int) -> Iterator[Event]:
    query = (
        select(SurveySheet, Employee.name)
        .join(Employee, Employee.id == SurveySheet.surveyor_id)
        .where(SurveySheet.customer_id == customer_id, in_force())
        .order_by(SurveySheet.id.desc())
        .limit(limit)
    )
    for sheet, who in session.execute(query):
        missing = f"，还缺 {sheet.missing_required} 个必答题" if sheet.missing_required else ""
        state = label_of("sheet_state", sheet.state)
        said = f"{sheet.sheet_no}　{state}，完成 {sheet.completeness_pct:.1f}%{missing}"
        on = sheet.last_visit_on or sheet.first_visit_on
        at = datetime.combine(on, time()) if on else sheet.created_at
        yield Event(at, "sheet", f"调查表　第 {sheet.round_no} 轮", said, who)


def _complaints(session: Session, customer_id: int, limit: int) -> Iterator[Event]:
    query = (
        select(ComplaintLog, Employee.name)
        .join(Employee, Employee.id == ComplaintLog.receiver_id)
        .where(ComplaintLog.customer_id == customer_id, ComplaintLog.deleted_at.is_(None))
        .order_by(ComplaintLog.received_at.desc())
        .limit(limit)
    )
    for complaint, who in session.execute(query):
        words = f"{complaint.complaint_no}　{complaint.description}"
        kind = label_of("complaint_kind", complaint.kind)
        yield Event(complaint.received_at, "complaint", f"投诉　{kind}", words, who)
        if complaint.closed_at is not None:
            yield Event(complaint.closed_at, "complaint", "投诉结案", words, "")


def _moves(session: Session, customer_id: int, limit: int) -> Iterator[Event]:
    """Changes of stage, grade, intent and rep, from the journal."""
    people = dict(session.execute(select(Employee.id, Employee.name)).tuples().all())
    told = or_(*(AuditEntry.changes.contains(f'"{name}":') for name in (*_MOVES, _OWNER)))
    query = _journal(customer_id, "update").where(told).order_by(AuditEntry.id.desc())
    for entry in session.scalars(query.limit(limit)):
        for name, (before, after) in json.loads(entry.changes).items():
            said = entry.reason or entry.operation
            if name in _MOVES:
                label, choices = _MOVES[name]
                title = f"{label}　{label_of(choices, before)} → {label_of(choices, after)}"
                yield Event(entry.at, "stage", title, said, entry.user_name)
            elif name == _OWNER:
                title = f"转交　{people.get(before, '—')} → {people.get(after, '—')}"
                yield Event(entry.at, "record", title, said, entry.user_name)


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
