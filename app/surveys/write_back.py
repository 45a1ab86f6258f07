"""Writing a sheet's answers back to the archive: differing values are listed, the clerk accepts them (issue 5)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.context import App
from app.customers.records import check_credit_code, write_keys
from app.db.records import Brand, Contact, Customer, CustomerBrand, MarketArea
from app.db.saving import write
from app.forms.filling import Filling
from app.surveys.targets import Target, answer_text, archive_value, display, record_field, rows_of, targets

_BRAND_FIELDS = ("brand_id", "role", "brand_volume_wan", "share_pct", "price_policy")
_BRAND_VALUES = {
    "role": "role",
    "monthly_volume_wan": "brand_volume_wan",
    "share_pct": "share_pct",
    "price_policy": "price_policy",
}
"""From CustomerBrand's fields to the columns of the brand table."""


@dataclass(frozen=True, slots=True)
class Difference:
    """An archive value that the sheet contradicts; `path` names it when it is accepted."""

    path: str
    label: str
    archive: str
    sheet: str


def archive_answers(session: Session, customer: Customer, form_targets: tuple[Target, ...]) -> dict[str, str]:
    """What the archive already knows, as answers by path, for a sheet that begins (records.md §5: 打开即带出)."""
    contact = _primary(session, customer.id)
    known: dict[str, str] = {}
    for target in form_targets:
        if target.record == "Visit" or target.field in ("consent_state", "intent_level"):
            continue
        owner = customer if target.record == "Customer" else contact
        text = answer_text(_current(session, owner, target)) if owner else ""
        if text and text not in ("unknown", "undecided"):
            known[target.path] = text
    return known


def _current(session: Session, owner: Customer | Contact, target: Target) -> Any:
    value = getattr(owner, target.field)
    if target.field == "market_area_id" and value is not None:
        return session.get_one(MarketArea, value).code
    return value


def _primary(session: Session, customer_id: int) -> Contact | None:
    query = select(Contact).where(Contact.customer_id == customer_id, Contact.deleted_at.is_(None))
    return session.scalar(query.order_by(Contact.is_primary.desc(), Contact.id).limit(1))


def differences(app: App, customer_id: int, filling: Filling) -> tuple[Difference, ...]:
    """The archive values that differ from the sheet's and are not empty, in paper order."""
    app.need("survey.edit")
    with app.reading() as session:
        customer = session.get_one(Customer, customer_id)
        contact = _primary(session, customer_id)
        markets = {m.id: m.name for m in session.scalars(select(MarketArea))}
        found = []
        for target in _contact_and_customer(filling):
            owner = customer if target.record == "Customer" else contact
            before = getattr(owner, target.field) if owner else None
            after = _wanted(session, filling, target)
            if before in (None, "", ()) or after is None or before == after or _is_blank(target, before):
                continue
            field = record_field(target)
            label = filling.form.field_at(target.path).label
            found.append(
                Difference(target.path, label, display(field, before, markets), display(field, after, markets))
            )
        return tuple(found)


def _is_blank(target: Target, value: Any) -> bool:
    """Values a record starts with, which say nothing yet."""
    return (target.field, value) in {
        ("fit_result", "unknown"),
        ("dealer_position", "undecided"),
        ("intent_level", "none"),
        ("consent_state", "not_told"),
    }


def _contact_and_customer(filling: Filling) -> list[Target]:
    return [t for t in targets(filling.form) if t.record != "Visit" and filling.state(t.path).relevant]


def _wanted(session: Session, filling: Filling, target: Target) -> Any:
    """What the archive would take over; None for no answer, a wrong one, or one the archive has no room for."""
    state = filling.state(target.path)
    if state.broken == "constraint":
        return None
    if target.field == "market_area_id":
        known = select(MarketArea.id).where(MarketArea.code == state.value, MarketArea.deleted_at.is_(None))
        return session.scalar(known)
    return archive_value(record_field(target), state.value)


def customer_values(session: Session, filling: Filling) -> dict[str, Any]:
    """The customer fields a sheet gives, for a customer that does not exist yet."""
    given = {t.field: _wanted(session, filling, t) for t in _contact_and_customer(filling) if t.record == "Customer"}
    return {name: value for name, value in given.items() if value is not None}


def write_back(app: App, session: Session, customer: Customer, filling: Filling, accepted: Collection[str]) -> None:
    """Fill what the archive lacks, replace what was accepted, and write the brand rows, within a transaction."""
    contact = _primary(session, customer.id)
    for target in _contact_and_customer(filling):
        value = _wanted(session, filling, target)
        if value is None:
            continue
        if target.record == "Contact":
            contact = contact or _new_contact(session, customer, filling)
        owner = customer if target.record == "Customer" else contact
        if owner is None:
            continue
        before = getattr(owner, target.field)
        if before != value and (before in (None, "", ()) or _is_blank(target, before) or target.path in accepted):
            if target.field == "uscc":
                check_credit_code(session, value, except_id=customer.id)
            setattr(owner, target.field, value)
    write_keys(session, customer)
    _write_brands(app, session, customer, filling)


def _new_contact(session: Session, customer: Customer, filling: Filling) -> Contact | None:
    path = next((t.path for t in targets(filling.form) if (t.record, t.field) == ("Contact", "name")), "")
    name = filling.state(path).value.strip() if path else ""
    if not name:
        return None
    contact = Contact(customer_id=customer.id, name=name, title_kind="owner", is_primary=True, is_decision_maker=True)
    session.add(contact)
    return contact


def _write_brands(app: App, session: Session, customer: Customer, filling: Filling) -> None:
    table = next((n for n in filling.form.tables() if "CustomerBrand" in n.writes), None)
    if table is None:
        return
    ids = {b.code: b.id for b in session.scalars(select(Brand).where(Brand.deleted_at.is_(None)))}
    known = {b.brand_id: b for b in session.scalars(_brands_of(customer))}
    rows = {ids[row["brand_id"]]: row for row in rows_of(filling, table.path, _BRAND_FIELDS) if row["brand_id"] in ids}
    main = next((brand_id for brand_id, row in rows.items() if row["role"] == "main"), None)
    for brand in known.values():
        if main and brand.role == "main" and brand.brand_id != main:
            brand.role = "secondary"
    session.flush()
    for brand_id, row in rows.items():
        sold = known.get(brand_id) or CustomerBrand(customer_id=customer.id, brand_id=brand_id, as_of=app.today())
        session.add(sold)
        role = row["role"] if brand_id == main or row["role"] != "main" else "secondary"
        _write_brand(app, sold, row | {"role": role or "stocked"})


def _brands_of(customer: Customer) -> Select[tuple[CustomerBrand]]:
    return select(CustomerBrand).where(CustomerBrand.customer_id == customer.id, CustomerBrand.deleted_at.is_(None))


def _write_brand(app: App, brand: CustomerBrand, row: dict[str, str]) -> None:
    fields = {f.name: f for f in CustomerBrand.fields()}
    given = {name: archive_value(fields[name], row[asked]) for name, asked in _BRAND_VALUES.items()}
    changed = {name: value for name, value in given.items() if value is not None and getattr(brand, name) != value}
    if changed:
        write(brand, changed)
        brand.as_of = app.today()
