"""Looking one customer up: its detail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import label_of, labels_of
from app.context import App
from app.customers.changing import edits_numbers
from app.customers.forwarding import opened_own
from app.customers.hanging import brands_of, contacts_of, visits_of
from app.customers.history import Event
from app.customers.listing import CustomerRow, lines
from app.customers.records import customer_fields
from app.db.journal import note_view
from app.db.records import (
    Customer,
    SurveySheet,
)
from app.forms.model import Field, Kind
from app.security.masking import masked_phone


@dataclass(frozen=True, slots=True)
class CustomerDetail:
    """One customer as the detail shows it; `sections` hold labelled texts, `values` what a form starts from."""

    row: CustomerRow
    row_version: int
    short_name: str
    sections: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    contacts: tuple[tuple[str, str, str], ...]
    brands: tuple[tuple[str, str, str], ...]
    visits: tuple[Event, ...]
    sheets: tuple[tuple[int, str, str, str], ...]
    values: dict[str, Any]


def read_customer(app: App, customer_id: int) -> CustomerDetail:
    """One customer, or the one it was merged into; raises NotFound when it is gone or not the user's to see."""
    app.need("customer.view")
    with app.reading() as session:
        customer = opened_own(app, session, customer_id, _GONE)
        customer_id = customer.id
        return CustomerDetail(
            row=lines(app, session, (customer_id,))[0],
            row_version=customer.row_version,
            short_name=customer.short_name,
            sections=_sections(customer),
            contacts=_contacts(session, customer_id, masked_phone),
            brands=_brands(session, customer_id),
            visits=_visits(session, customer_id),
            sheets=_sheets(session, customer_id),
            values=_values(app, customer),
        )


def _values(app: App, customer: Customer) -> dict[str, Any]:
    values = {field.name: getattr(customer, field.name) for field in customer_fields()}
    if not edits_numbers(app):
        values["phone"] = masked_phone(customer.phone or "") or None
    return values


_GONE = "这家客户已不在了，或不在你的范围里。请刷新列表。"


def _sections(customer: Customer) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    sections: dict[str, list[tuple[str, str]]] = {}
    for field in customer_fields():
        text = shown(field, getattr(customer, field.name))
        told = masked_phone(text) if field.name == "phone" and text != "—" else text
        sections.setdefault(field.section, []).append((field.label, told))
    return tuple((name, tuple(facts)) for name, facts in sections.items())


def shown(field: Field, value: Any) -> str:
    """A record's value as screens write it; — when empty (rule R24)."""
    if value is None or value in ("", ()):
        return "—"
    match field.kind:
        case Kind.ONE:
            return label_of(field.choices, value)
        case Kind.MANY:
            return labels_of(field.choices, value)
        case Kind.BOOL:
            return "是" if value else "否"
        case Kind.DECIMAL:
            return f"{value:,.{field.scale}f}"
        case Kind.DATETIME:
            return f"{value:%Y-%m-%d %H:%M}"
        case Kind.TIME:
            return f"{value:%H:%M}"
        case _:
            return str(value)


def full_contacts(app: App, customer_id: int) -> tuple[tuple[str, str, str], ...]:
    """The contacts with their whole phone numbers; who looked is journalled (rule R22)."""
    app.need("contact.view_full")
    with app.transaction("显示完整电话") as session:
        customer = opened_own(app, session, customer_id, _GONE)
        note_view(session, customer)
        return _contacts(session, customer.id, str)


def _contacts(session: Session, customer_id: int, phone_as: Callable[[str], str]) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (c.name, label_of("contact_title", c.title_kind), phone_as(c.mobile or c.phone or "—"))
        for c in session.scalars(contacts_of(customer_id))
    )


def _brands(session: Session, customer_id: int) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (name, label_of("brand_role", b.role), f"{b.monthly_volume_wan:,.2f} 万元" if b.monthly_volume_wan else "—")
        for b, name in session.execute(brands_of(customer_id))
    )


def _visits(session: Session, customer_id: int) -> tuple[Event, ...]:
    return tuple(
        Event(
            datetime.combine(v.visit_date, v.start_at),
            "visit",
            f"第 {v.visit_round} 次拜访　{label_of('visit_result', v.result)}",
            v.situation or "—",
            name,
        )
        for v, name in session.execute(visits_of(customer_id))
    )


def _sheets(session: Session, customer_id: int) -> tuple[tuple[int, str, str, str], ...]:
    query = select(SurveySheet).where(SurveySheet.customer_id == customer_id, SurveySheet.deleted_at.is_(None))
    return tuple(
        (s.id, s.sheet_no, label_of("sheet_state", s.state), f"{s.completeness_pct:.1f}%")
        for s in session.scalars(query.order_by(SurveySheet.id.desc()))
    )
