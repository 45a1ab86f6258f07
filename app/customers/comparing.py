"""Two customers side by side: every field, where they differ, who changed it last and when (并排对比)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.context import App
from app.customers.archive import shown
from app.customers.candidates import Side
from app.customers.filters import sees
from app.customers.likeness import Likeness, likeness
from app.db.records import AuditEntry, BranchOffice, Customer, Employee, MarketArea
from app.db.references import references_to
from app.db.saving import existing
from app.forms.model import Field, Kind
from app.security.masking import masked_phone

GONE = "这家客户已不在了，可能刚被合并或删除。没有做任何改动，请刷新列表。"

_DERIVED = frozenset({"name_key", "soft_key", "address_key", "phone_key", "pinyin"})
_OPEN_TO_ALL = frozenset({"customer_no", "name", "market_area_id", "owner_id"})
"""What people see of customers that are not theirs to see (rule R11)."""
_TELLING = ("name", "market_area_id", "owner_id", "address", "phone", "uscc")
_OWN = frozenset({"customer_no", "branch_id"})
"""What stays as it is with the customer that is kept; the office follows the rep."""
_LATEST = frozenset({"last_visit_on", "last_reviewed_on", "protect_until", "next_visit_due_on"})
_EARLIEST = frozenset({"found_on"})


@dataclass(frozen=True, slots=True)
class Trace:
    """Who wrote a value, and when; empty where the journal does not know."""

    who: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of both; `choosable` says whether merging asks which to keep.

    `proposed` is whose value it would be, 0 or 1, if the first or the second customer were kept.
    """

    name: str
    label: str
    texts: tuple[str, str]
    traces: tuple[Trace, Trace]
    differs: bool
    choosable: bool
    proposed: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two customers side by side; `related` counts what hangs on each by the record's name, e.g. 联系人 2 and 1."""

    sides: tuple[Side, Side]
    versions: tuple[int, int]
    likeness: Likeness
    fields: tuple[Compared, ...]
    related: tuple[tuple[str, int, int], ...]
    hidden: bool

    @property
    def owners_differ(self) -> bool:
        """Whether merging them takes a customer from a rep."""
        return self.sides[0].owner_id != self.sides[1].owner_id


@cache
def compared_fields() -> tuple[Field, ...]:
    """The fields two customers are compared by: all that are not derived."""
    return tuple(field for field in Customer.fields() if field.name not in _DERIVED)


@cache
def choosable_fields() -> tuple[str, ...]:
    """The fields of which a merge may take either value."""
    return tuple(field.name for field in compared_fields() if field.name not in _OWN)


def compare(app: App, one_id: int, other_id: int) -> Comparison:
    """Read two customers side by side, the first as the one that would be kept; raises NotFound when one is gone.

    Phones are masked for who may not see them; of customers out of their range people see name, market and owner.
    """
    app.need("customer.view")
    with app.reading() as session:
        both = [existing(session, Customer, each, GONE) for each in (one_id, other_id)]
        hidden = any(not sees(app, session, customer.id) for customer in both)
        names = _names(session)
        traces = [_traces(session, customer.id) for customer in both]
        sides = [
            Side(
                c.id,
                c.customer_no,
                c.name,
                names["market_area"][c.market_area_id],
                names["employee"][c.owner_id],
                c.owner_id,
            )
            for c in both
        ]
        return Comparison(
            (sides[0], sides[1]),
            (both[0].row_version, both[1].row_version),
            pair_likeness(session, both[0], both[1]),
            tuple(
                _compared(app, field, both, traces, lambda f, v: _text(session, names, f, v))
                for field in compared_fields()
                if not hidden or field.name in _OPEN_TO_ALL
            ),
            () if hidden else _related(session, one_id, other_id),
            hidden,
        )


def beside(app: App, customer_id: int) -> dict[str, tuple[str, str]]:
    """What a customer on record is known by, as label and text, to stand beside what is being typed.

    Deleted ones too (rule R11); the phone is masked, and of others' customers the address is left out.
    """
    app.need("customer.view")
    with app.reading() as session:
        customer = session.get_one(Customer, customer_id)
        names, fields = _names(session), {field.name: field for field in compared_fields()}
        wanted = [name for name in _TELLING if name != "address" or sees(app, session, customer_id)]
        found = {
            name: (fields[name].label, _text(session, names, fields[name], getattr(customer, name))) for name in wanted
        }
        label, phone = found["phone"]
        return found | {"phone": (label, masked_phone(phone))}


def pair_likeness(session: Session, one: Customer, other: Customer) -> Likeness:
    """What rule R11 says of two customers on record."""
    from app.customers.duplicates import identity_of, phones_of

    phones = phones_of(session, (one.id, other.id))
    return likeness(*(identity_of(each, phones.get(each.id, frozenset())) for each in (one, other)))


def _compared(
    app: App,
    field: Field,
    both: Sequence[Customer],
    traces: Sequence[Mapping[str, Trace]],
    text: Callable[[Field, Any], str],
) -> Compared:
    values = [getattr(customer, field.name) for customer in both]
    texts = [text(field, value) for value in values]
    if field.name == "phone" and not app.may("contact.view_full"):
        texts = [masked_phone(each) for each in texts]
    nobody = Trace("", None)
    return Compared(
        field.name,
        field.label,
        (texts[0], texts[1]),
        (traces[0].get(field.name, nobody), traces[1].get(field.name, nobody)),
        values[0] != values[1],
        field.name in choosable_fields(),
        (proposed(field.name, values[0], values[1]), 1 - proposed(field.name, values[1], values[0])),
    )


def proposed(name: str, kept: Any, other: Any) -> int:
    """Whose value a merge takes unless told otherwise: the kept one's (0), the other's (1) where that says nothing.

    Of visit, review and protection days the later one, of the day it was found the earlier one.
    """
    if other in (None, "", ()):
        return 0
    if kept in (None, "", ()):
        return 1
    if isinstance(kept, date) and isinstance(other, date):
        return int((name in _LATEST and other > kept) or (name in _EARLIEST and other < kept))
    return 0


def _names(session: Session) -> dict[str, dict[int, str]]:
    """What market areas, people and offices are called."""
    kinds = (MarketArea, Employee, BranchOffice)
    return {kind.__tablename__: dict(session.execute(select(kind.id, kind.name)).tuples().all()) for kind in kinds}


def _text(session: Session, names: Mapping[str, Mapping[int, str]], field: Field, value: Any) -> str:
    if field.kind is not Kind.REFERENCE or value is None:
        return shown(field, value)
    if field.references in names:
        return names[field.references].get(value, "—")
    customer = session.get(Customer, value)
    return customer.customer_no if customer else "—"


def _traces(session: Session, customer_id: int) -> dict[str, Trace]:
    """Who wrote each field last, by the journal."""
    columns = (AuditEntry.user_name, AuditEntry.at, AuditEntry.changes)
    query = select(*columns).where(AuditEntry.entity == Customer.__tablename__, AuditEntry.entity_id == customer_id)
    found: dict[str, Trace] = {}
    for who, at, changes in session.execute(query.order_by(AuditEntry.id)):
        found.update(dict.fromkeys(json.loads(changes), Trace(who, at)))
    return found


def _related(session: Session, one_id: int, other_id: int) -> tuple[tuple[str, int, int], ...]:
    found: dict[str, list[int]] = {}
    for reference in references_to(Customer.__tablename__):
        kind, column = reference.kind, reference.column
        if reference.name != "customer_id":
            continue
        query = select(column, func.count()).where(column.in_((one_id, other_id)), kind.deleted_at.is_(None))
        counts = dict(session.execute(query.group_by(column)).tuples().all())
        if counts:
            found[kind.LABEL] = [counts.get(one_id, 0), counts.get(other_id, 0)]
    return tuple((label, one, other) for label, (one, other) in found.items())
