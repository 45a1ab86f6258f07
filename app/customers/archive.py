"""Looking customers up: the list, one customer's detail, its history."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from app.choices import label_of, labels_of
from app.context import App
from app.customers.records import customer_fields
from app.customers.sheets import in_force
from app.db.base import Base
from app.db.journal import note_view
from app.db.records import AuditEntry, Brand, Contact, Customer, CustomerBrand, Employee, MarketArea, SurveySheet, Visit
from app.db.search import count_found, find
from app.db.vectors import id_vector
from app.errors import NotFound
from app.forms.model import Field, Kind
from app.security.masking import masked_phone


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One line of the customer list; `completeness_pct` is the newest sheet's, None without one."""

    id: int
    customer_no: str
    name: str
    primary_class: str
    stage: str
    intent: str
    market: str
    owner: str
    last_visit_on: date | None
    next_visit_due_on: date | None
    completeness_pct: Decimal | None


@dataclass(frozen=True, slots=True)
class Event:
    """Something in a customer's timeline: `kind` is visit, sheet or record."""

    at: datetime
    kind: str
    title: str
    text: str
    who: str


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


def count_customers(app: App, text: str = "") -> int:
    """How many customers a search finds; all of them without a text."""
    app.need("customer.view")
    with app.reading() as session:
        if text.strip():
            return count_found(session, text)
        return session.scalar(select(func.count()).select_from(Customer).where(Customer.deleted_at.is_(None))) or 0


def list_customers(app: App, text: str = "", *, start: int = 0, limit: int = 100) -> list[CustomerRow]:
    """A page of the customer list: by number, or what a text finds, best first (see app.db.search.find)."""
    app.need("customer.view")
    with app.reading() as session:
        if text.strip():
            return _rows_of(session, find(session, text, start + limit)[start:])
        query = _rows().where(Customer.deleted_at.is_(None)).order_by(Customer.customer_no)
        return [_row(*found) for found in session.execute(query.offset(start).limit(limit))]


def customer_ids(app: App, text: str = "") -> array[int]:
    """The ids of the whole list in its order, 8 bytes each, so that any page of it is read as fast as the first."""
    app.need("customer.view")
    with app.reading() as session:
        if text.strip():
            return array("q", find(session, text))
        query = select(Customer.id).where(Customer.deleted_at.is_(None)).order_by(Customer.customer_no)
        return id_vector(session, query)


def customers_by_id(app: App, ids: Sequence[int]) -> list[CustomerRow]:
    """The list's lines of these customers, in this order; those deleted meanwhile are left out."""
    app.need("customer.view")
    with app.reading() as session:
        return _rows_of(session, ids)


def _rows_of(session: Session, ids: Sequence[int]) -> list[CustomerRow]:
    query = _rows().where(Customer.id.in_(ids), Customer.deleted_at.is_(None))
    found = {row[0].id: _row(*row) for row in session.execute(query)}
    return [found[customer_id] for customer_id in ids if customer_id in found]


def _rows() -> Select[Any]:
    newest = aliased(SurveySheet)
    latest = (
        select(func.max(newest.id))
        .where(newest.customer_id == Customer.id, in_force(newest))
        .correlate(Customer)
        .scalar_subquery()
    )
    return (
        select(Customer, MarketArea.name, Employee.name, SurveySheet.completeness_pct)
        .join(MarketArea, MarketArea.id == Customer.market_area_id)
        .join(Employee, Employee.id == Customer.owner_id)
        .outerjoin(SurveySheet, SurveySheet.id == latest)
    )


def _row(customer: Customer, market: str, owner: str, completeness: Decimal | None) -> CustomerRow:
    return CustomerRow(
        customer.id,
        customer.customer_no,
        customer.name,
        customer.primary_class,
        customer.stage,
        label_of("intent_level", customer.intent_level),
        market,
        owner,
        customer.last_visit_on,
        customer.next_visit_due_on,
        completeness,
    )


def read_customer(app: App, customer_id: int) -> CustomerDetail:
    """One customer; raises NotFound when it is gone."""
    app.need("customer.view")
    with app.reading() as session:
        found = session.execute(_rows().where(Customer.id == customer_id, Customer.deleted_at.is_(None))).one_or_none()
        if found is None:
            raise NotFound("这家客户已不在了。请刷新列表。")
        customer: Customer = found[0]
        return CustomerDetail(
            row=_row(*found),
            row_version=customer.row_version,
            short_name=customer.short_name,
            sections=_sections(customer),
            contacts=_contacts(session, customer_id, masked_phone),
            brands=_brands(session, customer_id),
            visits=_visits(session, customer_id),
            sheets=_sheets(session, customer_id),
            values={f.name: getattr(customer, f.name) for f in customer_fields()},
        )


def _sections(customer: Customer) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    sections: dict[str, list[tuple[str, str]]] = {}
    for field in customer_fields():
        sections.setdefault(field.section, []).append((field.label, shown(field, getattr(customer, field.name))))
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
        customer = session.get(Customer, customer_id)
        if customer is None:
            raise NotFound("这家客户已不在了。请刷新列表。")
        note_view(session, customer)
        return _contacts(session, customer_id, str)


def _contacts(session: Session, customer_id: int, phone_as: Callable[[str], str]) -> tuple[tuple[str, str, str], ...]:
    query = select(Contact).where(Contact.customer_id == customer_id, Contact.deleted_at.is_(None))
    return tuple(
        (c.name, label_of("contact_title", c.title_kind), phone_as(c.mobile or c.phone or "—"))
        for c in session.scalars(query.order_by(Contact.is_primary.desc(), Contact.id))
    )


def _brands(session: Session, customer_id: int) -> tuple[tuple[str, str, str], ...]:
    query = (
        select(CustomerBrand, Brand.name)
        .join(Brand, Brand.id == CustomerBrand.brand_id)
        .where(CustomerBrand.customer_id == customer_id, CustomerBrand.deleted_at.is_(None))
        .order_by(CustomerBrand.monthly_volume_wan.desc(), CustomerBrand.id)
    )
    return tuple(
        (name, label_of("brand_role", b.role), f"{b.monthly_volume_wan:,.2f} 万元" if b.monthly_volume_wan else "—")
        for b, name in session.execute(query)
    )


def _visits(session: Session, customer_id: int) -> tuple[Event, ...]:
    query = (
        select(Visit, Employee.name)
        .join(Employee, Employee.id == Visit.employee_id)
        .where(Visit.customer_id == customer_id, Visit.deleted_at.is_(None))
        .order_by(Visit.visit_date.desc(), Visit.start_at.desc())
    )
    return tuple(
        Event(
            datetime.combine(v.visit_date, v.start_at),
            "visit",
            f"第 {v.visit_round} 次拜访　{label_of('visit_result', v.result)}",
            v.situation or "—",
            name,
        )
        for v, name in session.execute(query)
    )


def _sheets(session: Session, customer_id: int) -> tuple[tuple[int, str, str, str], ...]:
    query = select(SurveySheet).where(SurveySheet.customer_id == customer_id, SurveySheet.deleted_at.is_(None))
    return tuple(
        (s.id, s.sheet_no, label_of("sheet_state", s.state), f"{s.completeness_pct:.1f}%")
        for s in session.scalars(query.order_by(SurveySheet.id.desc()))
    )


def history(app: App, entity: str, entity_id: int, *, limit: int = 200) -> tuple[Event, ...]:
    """What the journal says of one record, newest first, in the fields' own labels."""
    app.need("customer.view")
    query = (
        select(AuditEntry)
        .where(AuditEntry.entity == entity, AuditEntry.entity_id == entity_id)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    with app.reading() as session:
        return tuple(
            Event(e.at, "record", e.operation, _changes(entity, e.changes), e.user_name) for e in session.scalars(query)
        )


def _changes(entity: str, changes: str) -> str:
    columns = Base.metadata.tables[entity].columns
    named = [
        (columns[name].info["field"], before, after)
        for name, (before, after) in json.loads(changes).items()
        if name in columns and "field" in columns[name].info and columns[name].info["field"].shows
    ]
    return "；".join(f"{field.label} {_code(field, before)} → {_code(field, after)}" for field, before, after in named)


def _code(field: Field, value: Any) -> str:
    if value in (None, ""):
        return "—"
    if field.kind in (Kind.ONE, Kind.MANY):
        return labels_of(field.choices, str(value).split())
    return "是" if value is True else "否" if value is False else str(value)
