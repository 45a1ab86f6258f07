"""Taking a journalled transaction back: every record it touched gets the values it had before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Boolean, Date, DateTime, Integer, Numeric, Time, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import KeyedColumnElement

from app.db.base import Base, Record
from app.db.columns import Codes
from app.db.journal import stored
from app.db.records import AuditEntry, NumberSequence
from app.errors import Conflict, NotFound

_KEPT = NumberSequence.__tablename__
"""A number once given is never given again (rule R24), not even after an undo."""


def operation_rows(session: Session, uid: str) -> Sequence[AuditEntry]:
    """The journal's rows of one transaction, latest first; raises NotFound when there are none."""
    query = select(AuditEntry).where(AuditEntry.operation_uid == uid, AuditEntry.entity != _KEPT)
    rows = session.scalars(query.order_by(AuditEntry.id.desc())).all()
    if not rows:
        raise NotFound("留痕里找不到这一步，不能撤销。没有做任何改动。")
    return rows


def take_back(session: Session, rows: Sequence[AuditEntry], at: datetime) -> None:
    """Give the records of one transaction their former values; what it added is deleted softly.

    Raises Conflict, and nothing is written, when a record was changed since or is used by a later one.
    """
    added = {(row.entity, row.entity_id) for row in rows if row.action == "create"}
    for row in rows:
        record = _record(session, row)
        if row.action == "create":
            _refuse_if_used(session, record, added, row)
            record.deleted_at = at
        elif row.action in ("update", "delete", "restore"):
            _restore(record, row)


def _record(session: Session, row: AuditEntry) -> Record:
    record = session.get(_classes()[row.entity], row.entity_id, with_for_update=True)
    if record is None or (row.action == "create" and record.deleted_at is not None):
        raise Conflict(_changed(row))
    return record


def _changed(row: AuditEntry) -> str:
    return f"“{row.entity_label}”后来又有改动，不能撤销“{row.operation}”。没有做任何改动，请直接修改。"


def _restore(record: Record, row: AuditEntry) -> None:
    columns = record.__table__.columns
    for name, (before, after) in json.loads(row.changes).items():
        if stored(getattr(record, name), columns[name]) != after:
            raise Conflict(_changed(row))
        setattr(record, name, typed(before, columns[name]))


def _refuse_if_used(session: Session, record: Record, added: set[tuple[str, int]], row: AuditEntry) -> None:
    """A record that later ones refer to stays: taking it away would leave them pointing at nothing."""
    for user, column in _references(record.__tablename__):
        query = select(user.id).where(column == record.id, user.deleted_at.is_(None))
        if any((user.__tablename__, number) not in added for number in session.scalars(query)):
            raise Conflict(_changed(row))


def _references(table: str) -> Iterable[tuple[type[Record], Any]]:
    for name, user in _classes().items():
        for column in Base.metadata.tables[name].columns:
            if any(key.column.table.name == table for key in column.foreign_keys):
                yield user, column


def _classes() -> dict[str, type[Record]]:
    mapped = (mapper.class_ for mapper in Base.registry.mappers)
    return {known.__tablename__: known for known in mapped if issubclass(known, Record)}


def typed(value: Any, column: KeyedColumnElement[Any]) -> Any:
    """A journalled value as the column takes it: the inverse of `stored`."""
    if value is None or isinstance(column.type, JSON | Boolean | Integer):
        return value
    match column.type:
        case Codes():
            return tuple(value.split())
        case Numeric():
            return Decimal(value)
        case DateTime():
            return datetime.fromisoformat(value)
        case Date():
            return date.fromisoformat(value)
        case Time():
            return time.fromisoformat(value)
        case _:
            return value
