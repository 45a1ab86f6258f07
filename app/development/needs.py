"""What customers ask for: written down, corrected, confirmed by them (rule R05 asks for it before the third step)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import label_of
from app.context import App
from app.db.records import Customer, CustomerNeed
from app.db.saving import check_version, existing, write
from app.development.typed import GONE, NO_CUSTOMER, complete, not_ahead
from app.forms.model import Field
from app.people.kept import checked, declared

_NEED = ("raised_on", "kind", "content", "importance", "product_category", "quantity_note", "state", "reply")
_CONFIRMED = ("is_feasible", "confirmed_on")


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need as the list shows it; `state` and `kind` are labels, `values` what its form starts from."""

    id: int
    row_version: int
    raised_on: date
    kind: str
    content: str
    is_confirmed: bool
    state: str
    values: Mapping[str, Any]


def need_fields() -> tuple[Field, ...]:
    """What is written down of a need."""
    return declared(CustomerNeed, _NEED)


def confirm_fields() -> tuple[Field, ...]:
    """What the customer's confirmation asks for."""
    return declared(CustomerNeed, _CONFIRMED, required=True)


def usual_need(today: date) -> dict[str, Any]:
    """What a new need's form starts from."""
    return {"raised_on": today, "kind": "need", "importance": "mid", "state": "open"}


def add_need(app: App, customer_id: int, values: Mapping[str, Any], *, uid: str = "") -> int:
    """Write a need down; what is not given is as usual. Returns its id; raises Invalid naming every problem by field."""
    app.need("customer.edit")
    cleaned = checked(
        need_fields(), complete(need_fields(), usual_need(app.today()) | dict(values)), not_ahead(app, "raised_on")
    )
    with app.transaction("登记需求", uid=uid) as session:
        existing(session, Customer, customer_id, NO_CUSTOMER)
        need = CustomerNeed(customer_id=customer_id, **cleaned)
        session.add(need)
        session.flush()
        return need.id


def edit_need(app: App, need_id: int, row_version: int, values: Mapping[str, Any], *, uid: str = "") -> None:
    """Correct a need; values not given stay."""
    app.need("customer.edit")
    with app.transaction("修改需求", uid=uid) as session:
        need = existing(session, CustomerNeed, need_id, GONE)
        check_version(need, row_version)
        write(need, checked(need_fields(), values, not_ahead(app, "raised_on")))


def confirm_need(app: App, need_id: int, row_version: int, values: Mapping[str, Any], *, uid: str = "") -> None:
    """The customer has confirmed the need, and we know whether we can meet it."""
    app.need("customer.edit")
    cleaned = checked(confirm_fields(), complete(confirm_fields(), values), not_ahead(app, "confirmed_on"))
    with app.transaction("确认需求", uid=uid) as session:
        need = existing(session, CustomerNeed, need_id, GONE)
        check_version(need, row_version)
        write(need, {**cleaned, "is_confirmed": True})


def needs_of(session: Session, customer_id: int) -> Iterable[NeedRow]:
    """A customer's needs, the latest first."""
    names = (*_NEED, *_CONFIRMED)
    query = select(CustomerNeed).where(CustomerNeed.customer_id == customer_id, CustomerNeed.deleted_at.is_(None))
    for need in session.scalars(query.order_by(CustomerNeed.raised_on.desc(), CustomerNeed.id.desc())):
        yield NeedRow(
            need.id,
            need.row_version,
            need.raised_on,
            label_of("need_kind", need.kind),
            need.content,
            need.is_confirmed,
            label_of("need_state", need.state),
            {name: getattr(need, name) for name in names},
        )
