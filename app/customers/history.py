"""变更记录: what the journal says of a record that belongs to a customer, in the fields' own labels."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import labels_of
from app.context import App
from app.customers.filters import sees
from app.db.base import Base
from app.db.records import AuditEntry, Customer, Employee, MarketArea
from app.db.references import record_kinds
from app.errors import NotFound
from app.forms.model import Field, Kind
from app.security.masking import masked_numbers, masked_value

LATEST = 200
"""How many things that happened are read at first, the latest ones."""

_NAMED: tuple[Any, ...] = (Employee, MarketArea)
"""Whom a customer is handed to and where it is: told by name (rule R12)."""
_Names = Mapping[str, Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened with a customer: `kind` is visit, sheet, complaint, stage, record or change."""

    at: datetime
    kind: str
    title: str
    text: str
    who: str


@dataclass(frozen=True, slots=True)
class Past:
    """What happened, the latest first; `older` says that there is more before it, to be read with a higher `most`."""

    events: tuple[Event, ...]
    older: bool


def history(app: App, entity: str, entity_id: int, *, most: int = LATEST) -> Past:
    """What the journal says of one record; numbers are masked, for to see them whole is journalled (rule R22).

    Raises NotFound for a record that belongs to no customer the signed-in user may see.
    """
    app.need("customer.view")
    query = (
        select(AuditEntry)
        .where(AuditEntry.entity == entity, AuditEntry.entity_id == entity_id)
        .order_by(AuditEntry.id.desc())
        .limit(most + 1)
    )
    with app.reading() as session:
        customer_id = _customer_of(session, entity, entity_id)
        if customer_id is None or not sees(app, session, customer_id):
            raise NotFound("这条记录已不在了，或不在你的范围里，看不到它的变更记录。请刷新列表。")
        names = {kind.__tablename__: _names(session, kind) for kind in _NAMED}
        found = [
            Event(e.at, "change", e.operation, _changes(entity, e.changes, names), e.user_name)
            for e in session.scalars(query)
        ]
        return Past(tuple(found[:most]), len(found) > most)


def _customer_of(session: Session, entity: str, entity_id: int) -> int | None:
    """The customer a record is or belongs to."""
    kind: Any = record_kinds().get(entity)
    if kind is Customer:
        return entity_id
    owner = getattr(kind, "customer_id", None)
    return session.scalar(select(owner).where(kind.id == entity_id)) if owner is not None else None


def _names(session: Session, kind: Any) -> dict[int, str]:
    return dict(session.execute(select(kind.id, kind.name)).tuples().all())


def _changes(entity: str, changes: str, names: _Names) -> str:
    pairs = json.loads(changes)
    columns = [column for column in Base.metadata.tables[entity].columns if column.key in pairs]
    declared = [(column.key, column.info["field"]) for column in columns if "field" in column.info]
    return "；".join(
        _change(name, field, pairs[name], names) for name, field in declared if field.shows or field.references in names
    )


def _change(name: str, field: Field, pair: Sequence[Any], names: _Names) -> str:
    before, after = (_told(name, field, value, names) for value in pair)
    hidden = "（改在掩去的几位）" if before == after else ""
    return f"{field.label} {before} → {after}{hidden}"


def _told(name: str, field: Field, value: Any, names: _Names) -> str:
    if value in (None, ""):
        return "—"
    if field.references in names:
        return names[field.references].get(value, str(value))
    if field.kind in (Kind.ONE, Kind.MANY):
        return labels_of(field.choices, str(value).split())
    if isinstance(value, bool):
        return "是" if value else "否"
    return masked_numbers(masked_value(name, str(value)))
