"""The journal: who changed which field of which record from what to what, in the same transaction, hash-chained.

Flush hooks collect, the commit writes. Nothing else keeps history: history tabs, undo and audit read it from here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Any
from uuid import uuid4

from sqlalchemy import Numeric, event, insert, inspect, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction
from sqlalchemy.orm.attributes import get_history
from sqlalchemy.sql.elements import KeyedColumnElement

from app.db.base import Base, Record
from app.db.records import AuditEntry

GENESIS = "0" * 64
BOOKKEEPING = frozenset({"created_at", "created_by_id", "updated_at", "updated_by_id", "row_version"})
"""Columns the journal does not repeat: it says itself who changed what when."""
_CHAIN_LOCK = 0x5357454550
_HIDDEN = "***"


@dataclass(slots=True)
class Author:
    """Who acts, when and in which operation; every writing session carries one."""

    user_id: int | None
    user_name: str
    at: datetime
    operation: str
    reason: str = ""
    uid: str = field(default_factory=lambda: str(uuid4()))


@dataclass(slots=True)
class Change:
    """What one transaction did to one record: field to its value before and after, as the journal keeps them."""

    action: str
    entity: str
    entity_id: int
    label: str
    fields: dict[str, list[Any]]

    def differs(self) -> bool:
        """Whether anything is left of what several flushes changed; a hidden value always is."""
        return any(before != after or before == _HIDDEN for before, after in self.fields.values())


def plain(value: Any) -> Any:
    """A column's value as JSON keeps it; exact and the same on every database."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    if isinstance(value, tuple):
        return " ".join(value)
    return value


def journal_session(session: Session, author: Author) -> None:
    """Make a session journal everything it changes."""
    session.info["author"], session.info["changes"] = author, {}
    event.listen(session, "do_orm_execute", _refuse_bulk)
    event.listen(session, "before_flush", _stamp)
    event.listen(session, "after_flush", _collect)
    event.listen(session, "before_commit", _write)


def _refuse_bulk(state: ORMExecuteState) -> None:
    table = getattr(state.statement, "table", None)
    writes = state.is_insert or state.is_update or state.is_delete
    if writes and table is not None and table.name in _journalled_tables():
        raise TypeError("a bulk INSERT, UPDATE or DELETE would bypass the journal")


@lru_cache(maxsize=1)
def _journalled_tables() -> frozenset[str]:
    records = {mapper.class_.__tablename__ for mapper in Base.registry.mappers if issubclass(mapper.class_, Record)}
    return frozenset(records | {AuditEntry.__tablename__})


def note_view(session: Session, record: Record) -> None:
    """Journal that somebody looked at a record's protected values (rule R22, action view_full)."""
    _note_unchanged(session, record, "view_full")


def note_merge(session: Session, record: Record) -> None:
    """Journal that another record was merged into this one, whether or not that changed it; call it after a flush."""
    _note_unchanged(session, record, "merge")


def _note_unchanged(session: Session, record: Record, action: str) -> None:
    label = str(plain(getattr(record, record.NAME_FIELD)))[:80]
    change = Change(action, record.__tablename__, record.id, label, {})
    session.info["changes"].setdefault((record.__tablename__, record.id), change)


def _stamp(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    author: Author = session.info["author"]
    for record in session.new:
        if isinstance(record, Record):
            record.created_at, record.created_by_id = author.at, author.user_id
            record.updated_at, record.updated_by_id = author.at, author.user_id
    for record in session.dirty:
        if isinstance(record, Record) and session.is_modified(record):
            record.updated_at, record.updated_by_id = author.at, author.user_id


def _collect(session: Session, _context: UOWTransaction) -> None:
    for record in session.new:
        _note(session, record, "create")
    for record in session.dirty:
        if session.is_modified(record):
            _note(session, record, "update")
    for record in session.deleted:
        _note(session, record, "delete")


def _note(session: Session, record: Any, action: str) -> None:
    if isinstance(record, AuditEntry):
        raise TypeError("the journal is written by commits only")
    if not isinstance(record, Record):
        return
    fields = dict(_changed_fields(record, action))
    if not fields:
        return
    if action == "update" and "deleted_at" in fields:
        action = "delete" if fields["deleted_at"][1] else "restore"
    label = str(plain(getattr(record, record.NAME_FIELD)) or "")[:80]
    pending: dict[tuple[str, int], Change] = session.info["changes"]
    key = (record.__tablename__, record.id)
    if known := pending.get(key):
        for name, (before, after) in fields.items():
            known.fields.setdefault(name, [before, None])[1] = after
        known.label = label
        if known.action != "create":
            known.action = action if action != "update" else known.action
    else:
        pending[key] = Change(action, record.__tablename__, record.id, label, fields)


def _changed_fields(record: Record, action: str) -> Iterator[tuple[str, list[Any]]]:
    touched = inspect(record).committed_state
    for column in record.__table__.columns:
        if column.key in BOOKKEEPING or column.key == "id":
            continue
        if action == "delete":
            yield column.key, [_shown(record, column), None]
        elif action == "create":
            value = _shown(record, column)
            if value not in (None, "") or column.key == "uid":
                yield column.key, [None, value]
        elif column.key in touched:
            history = get_history(record, column.key)
            before = stored(history.deleted[0], column) if history.deleted else None
            after = stored(getattr(record, column.key), column)
            if history.has_changes() and before != after:
                yield column.key, [_HIDDEN, _HIDDEN] if column.key == "password_hash" else [before, after]


def _shown(record: Record, column: KeyedColumnElement[Any]) -> Any:
    value = stored(getattr(record, column.key), column)
    return _HIDDEN if column.key == "password_hash" and value else value


def stored(value: Any, column: KeyedColumnElement[Any]) -> Any:
    """A value as the database will give it back: a whole number in a decimal column is a decimal."""
    return plain(Decimal(value) if isinstance(column.type, Numeric) and isinstance(value, int) else value)


def _write(session: Session) -> None:
    session.flush()
    changes: list[Change] = [c for c in session.info["changes"].values() if c.action != "update" or c.differs()]
    session.info["changes"].clear()
    if changes:
        append(session, changes)


def append(session: Session, changes: Iterable[Change]) -> None:
    """Write changes to the end of the journal, chained, under the session's author."""
    connection = session.connection()
    last = _last_hash(connection)
    author: Author = session.info["author"]
    rows = []
    for change in changes:
        row = {
            "at": author.at,
            "user_id": author.user_id,
            "user_name": author.user_name,
            "operation": author.operation,
            "operation_uid": author.uid,
            "action": change.action,
            "entity": change.entity,
            "entity_id": change.entity_id,
            "entity_label": change.label,
            "changes": canonical(change.fields),
            "reason": author.reason or None,
            "prev_hash": last,
        }
        row["entry_hash"] = last = digest(row)
        rows.append(row)
    connection.execute(insert(AuditEntry), rows)


def _last_hash(connection: Connection) -> str:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CHAIN_LOCK})
    found = connection.scalar(select(AuditEntry.entry_hash).order_by(AuditEntry.id.desc()).limit(1))
    return found or GENESIS


def canonical(value: Any) -> str:
    """The one JSON text of a value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(row: dict[str, Any]) -> str:
    """The hash of a journal row, over all of it but its number, chained to the row before by `prev_hash`."""
    kept = {key: plain(value) for key, value in row.items() if key not in ("id", "entry_hash")}
    return sha256(canonical(kept).encode()).hexdigest()
