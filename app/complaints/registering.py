"""Taking complaints down: registration, its correction, and how severe a complaint is (rule R09)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import label_of
from app.complaints.limits import last_reopening, resolve_due, response_due, waited_since
from app.complaints.steps import (
    KEPT,
    Case,
    active_employee,
    add_action,
    asked,
    checked,
    moves_of,
    refuse,
    step,
)
from app.context import App
from app.customers.forwarding import opened, opened_own
from app.db.numbers import next_number
from app.db.records import BranchOffice, ComplaintLog, Contact, Customer
from app.db.saving import write
from app.errors import Forbidden
from app.forms.model import Field
from app.people.work_days import work_calendar

_REGISTERED = (
    "customer_id",
    "complainant",
    "complainant_phone",
    "received_at",
    "channel",
    "receiver_id",
    "kind",
    "severity",
    "product_note",
    "batch_no",
    "description",
    "demand",
    "involved_amount",
)
_NEEDED = frozenset(_REGISTERED) - {"complainant_phone", "product_note", "batch_no", "involved_amount"}
_SETTLED = frozenset({"customer_id", "severity"})
"""What a correction leaves alone: a complaint of another customer is another one; severity moves the limits."""


@dataclass(frozen=True, slots=True)
class RegisterStart:
    """What a registration begins with: the values to offer, and the customer's name."""

    values: dict[str, Any]
    customer: str


def register_fields() -> tuple[Field, ...]:
    """The fields of the registration form, in printed order."""
    return asked(_REGISTERED, needed=_NEEDED)


def edit_fields() -> tuple[Field, ...]:
    """The fields that can be corrected later."""
    return tuple(field for field in register_fields() if field.name not in _SETTLED)


def start_complaint(app: App, customer_id: int | None = None) -> RegisterStart:
    """What to offer: now, by phone, taken by the signed-in person, told by the customer's main contact."""
    app.need("complaint.register")
    columns = ComplaintLog.__table__.columns
    values: dict[str, Any] = {name: columns[name].default.arg for name in ("channel", "kind", "severity")}
    values |= {"received_at": app.now().replace(second=0), "receiver_id": app.user.employee_id}
    if customer_id is None:
        return RegisterStart(values, "")
    with app.reading() as session:
        customer = opened_own(app, session, customer_id, "这家客户已不在了，不能登记投诉。请刷新列表。")
        contact = session.scalar(
            select(Contact)
            .where(Contact.customer_id == customer.id, Contact.deleted_at.is_(None), Contact.is_active)
            .order_by(Contact.is_primary.desc(), Contact.id)
            .limit(1)
        )
    values |= {"customer_id": customer.id, "complainant": contact.name if contact else None}
    values |= {"complainant_phone": (contact.mobile or contact.phone) if contact else customer.phone}
    return RegisterStart(values, customer.name)


def register(app: App, values: Mapping[str, Any], *, uid: str = "") -> int:
    """Take a complaint down, numbered by the month it came, with both limits set; returns its id.

    Raises Invalid naming every problem by field.
    """
    app.need("complaint.register")
    with app.transaction("登记投诉", uid=uid) as session:
        cleaned = checked(register_fields(), values, _product_missing(values))
        customer = opened(session, cleaned["customer_id"], f"这家客户已不在了，没有写入。{KEPT}")
        cleaned["customer_id"] = customer.id
        if app.user.role == "rep" and customer.owner_id != app.user.employee_id:
            raise Forbidden(f"{customer.name}不是自己名下的客户，没有写入。请内勤或客服登记。{KEPT}")
        _not_ahead(app, cleaned["received_at"])
        active_employee(session, cleaned["receiver_id"], "receiver_id")
        complaint = new_complaint(session, cleaned, customer, app.now())
        content = f"{label_of('complaint_channel', complaint.channel)}：{complaint.description}"
        add_action(app, session, complaint, content[:500], at=complaint.received_at, ways=(None, "registered"))
        return complaint.id


def new_complaint(session: Session, values: Mapping[str, Any], customer: Customer, now: datetime) -> ComplaintLog:
    """Add a complaint with its number and limits within a transaction; `values` are cleaned."""
    branch = session.get_one(BranchOffice, customer.branch_id)
    calendar, received_at = work_calendar(session), values["received_at"]
    complaint = ComplaintLog(
        **values,
        complaint_no=next_number(session, f"TS-{branch.code}-{received_at:%Y%m}-", 3),
        branch_id=branch.id,
        response_due_at=response_due(received_at, values["severity"], calendar),
        resolve_due_at=resolve_due(received_at, values["severity"], calendar),
        state="registered",
    )
    session.add(complaint)
    session.flush()
    return complaint


def _product_missing(values: Mapping[str, Any]) -> dict[str, str]:
    """A complaint about quality names its product; told together with the other fields left empty."""
    named = str(values.get("product_note") or "").strip()
    return {} if named or values.get("kind") != "quality" else {"product_note": "质量类投诉要填产品"}


def _not_ahead(app: App, received_at: datetime) -> None:
    if received_at > app.now():
        refuse({"received_at": "接诉时间不能晚于现在"})


def edit_registration(
    app: App, complaint_id: int, row_version: int, values: Mapping[str, Any], *, uid: str = ""
) -> None:
    """Correct what was taken down; another time of coming moves both limits. Values not given stay."""
    with step(app, complaint_id, row_version, "edit", uid) as case:
        complaint = case.complaint
        stored = {field.name: getattr(complaint, field.name) for field in edit_fields()}
        meant = stored | dict(values)
        cleaned = checked(edit_fields(), meant, _product_missing(meant))
        _not_ahead(app, cleaned["received_at"])
        if cleaned["receiver_id"] != complaint.receiver_id:  # who took it down may have left since
            active_employee(case.session, cleaned["receiver_id"], "receiver_id")
        if complaint.responded_at and cleaned["received_at"] > complaint.responded_at:
            refuse({"received_at": "接诉时间不能晚于第一次联系客户"})
        write(complaint, cleaned)
        _set_limits(case)
        case.done("改正登记内容")


def change_severity(
    app: App, complaint_id: int, row_version: int, severity: str, content: str, *, uid: str = ""
) -> None:
    """Judge it more or less severe; both limits are counted anew from when the complaint came (rule R09)."""
    with step(app, complaint_id, row_version, "change_severity", uid) as case:
        fields = asked(("severity", "content"), needed=("severity", "content"), words="改程度的理由")
        cleaned = checked(fields, {"severity": severity, "content": content})
        complaint, before = case.complaint, case.complaint.severity
        if cleaned["severity"] == before:
            refuse({"severity": f"程度本来就是{label_of('complaint_severity', before)}"})
        complaint.severity = cleaned["severity"]
        _set_limits(case)
        names = [label_of("complaint_severity", code) for code in (before, complaint.severity)]
        case.done(f"程度由{names[0]}改为{names[1]}：{cleaned['content']}"[:500])


def _set_limits(case: Case) -> None:
    """Both limits anew: the answer's from when it came, the solution's from there or from the last reopening."""
    complaint, calendar = case.complaint, case.calendar
    moves = moves_of(case.session, [complaint.id])[complaint.id]
    reopened_at = last_reopening(moves)
    begun_at = reopened_at or complaint.received_at
    complaint.response_due_at = response_due(complaint.received_at, complaint.severity, calendar)
    complaint.resolve_due_at = resolve_due(
        begun_at,
        complaint.severity,
        calendar,
        reopened=reopened_at is not None,
        waited=waited_since(begun_at, moves, calendar),
    )
