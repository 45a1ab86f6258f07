"""Where a new customer goes: the markets, the reps, and what its form starts from (rule R12)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.context import App
from app.customers.changing import usual_value
from app.customers.records import customer_fields
from app.customers.states import SHOPPING_LEVELS
from app.db.records import Customer, Employee, MarketArea
from app.forms.model import Field

_PLACES = ("market_area_id", "owner_id")
_KEPT = frozenset(
    {
        "customer_no",
        "fit_result",
        "is_target",
        "stage_entered_on",
        "position_state",
        "protect_until",
        "found_on",
        "last_visit_on",
        "next_visit_due_on",
        "archive_no",
        "archive_state",
        "last_reviewed_on",
    }
)
"""Numbers, dates and judgements that the program itself writes (rules R05, R06, R12, R24)."""


@dataclass(frozen=True, slots=True)
class Placing:
    """What a new customer may be given; `owners_of` says which rep has a market, `values` what the form starts from."""

    markets: tuple[tuple[int, str], ...]
    owners: tuple[tuple[int, str], ...]
    owners_of: dict[int, int]
    values: dict[str, Any]


def typed_fields() -> tuple[Field, ...]:
    """The fields a person types to correct a customer."""
    return tuple(field for field in customer_fields() if field.name not in _KEPT)


def place_fields() -> tuple[Field, ...]:
    """Market and rep, which a new customer needs besides."""
    fields = {field.name: field for field in Customer.fields()}
    return tuple(fields[name] for name in _PLACES)


def placing(app: App) -> Placing:
    """Markets and reps on record, and the new customer's usual values.

    The only market there is stands there with its rep; what a rep adds is the rep's own.
    """
    app.need("customer.edit")
    areas = (
        select(MarketArea.id, MarketArea.name, MarketArea.owner_id)
        .where(MarketArea.level.in_(SHOPPING_LEVELS), MarketArea.deleted_at.is_(None))
        .order_by(MarketArea.code)
    )
    people = (
        select(Employee.id, Employee.name, Employee.position)
        .where(Employee.status == "active", Employee.branch_id.is_not(None), Employee.deleted_at.is_(None))
        .order_by(Employee.position != "rep", Employee.emp_no)
    )
    with app.reading() as session:
        found, staff = session.execute(areas).all(), session.execute(people).all()
    own = [person.id for person in staff if person.id == app.user.employee_id and person.position == "rep"]
    only = found[0] if len(found) == 1 else None
    owner = own[0] if own else only.owner_id if only else None
    return Placing(
        tuple((area.id, area.name) for area in found),
        tuple((person.id, person.name) for person in staff),
        {area.id: area.owner_id for area in found if area.owner_id},
        _usual() | {"market_area_id": only.id if only else None, "owner_id": owner},
    )


def _usual() -> dict[str, Any]:
    """The columns' own defaults."""
    usual = {field.name: usual_value(field.name) for field in typed_fields()}
    return {name: value for name, value in usual.items() if value is not None}
