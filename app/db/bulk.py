"""Adding and deleting many records at once, each of them journalled as if it had been done alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnDefault, ColumnElement, func, insert, select, text, update
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.orm.util import identity_key

from app.db.base import Record
from app.db.journal import BOOKKEEPING, Author, Change, append, plain, stored
from app.db.searching import touch_search


def take_ids(session: Session, kind: type[Record], count: int) -> Sequence[int]:
    """The ids of records about to be added, nobody else's; SQLite's writer is alone, PostgreSQL counts for all."""
    if session.get_bind().dialect.name == "postgresql":
        taken = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
        return session.scalars(taken, {"name": kind.__tablename__, "count": count}).all()
    last = session.scalar(select(func.max(kind.id))) or 0
    return range(last + 1, last + 1 + count)


def insert_journalled(session: Session, kind: type[Record], rows: Sequence[Mapping[str, Any]]) -> None:
    """Add records with ids from `take_ids`, and the journal's line for each, in this transaction.

    Defaults are filled in; `created_at` and `created_by_id` may be given to keep an original author and time.
    The rows are written in one statement: nothing of them is in the session.
    """
    if not rows:
        return
    defaults = _defaults(kind, session.info["author"])
    full = [{**defaults, "uid": str(uuid4()), **row} for row in rows]
    session.connection().execute(insert(kind), full)
    append(session, _created(kind, full))


def among(column: ColumnElement[Any] | InstrumentedAttribute[Any], ids: Collection[int]) -> ColumnElement[bool]:
    """The condition that a column has one of these ids: records added together have ids in a row."""
    first, last = min(ids), max(ids)
    return column.between(first, last) if last - first + 1 == len(set(ids)) else column.in_(ids)


def delete_journalled(session: Session, kind: type[Record], labels: Mapping[int, str], at: datetime) -> int:
    """Delete records softly, and write the journal's line for each with its label, in this transaction.

    Returns how many were deleted: fewer than asked for when some were gone. What is loaded of them is read anew.
    """
    author: Author = session.info["author"]
    table: Any = kind.__table__
    stamp = {"deleted_at": at, "updated_at": author.at, "updated_by_id": author.user_id}
    there = update(table).where(among(table.c.id, labels), table.c.deleted_at.is_(None))
    done = session.connection().execute(there.values(**stamp, row_version=table.c.row_version + 1)).rowcount
    fields = {"deleted_at": [None, plain(at)]}
    append(session, (Change("delete", kind.__tablename__, number, label, fields) for number, label in labels.items()))
    touch_search(session, kind, labels)
    for number in labels:
        if loaded := session.identity_map.get(identity_key(kind, number)):
            session.expire(loaded)
    return done


def _defaults(kind: type[Record], author: Author) -> dict[str, Any]:
    values: dict[str, Any] = dict.fromkeys(kind.__table__.columns.keys())
    for column in kind.__table__.columns:
        if isinstance(column.default, ColumnDefault) and not callable(column.default.arg):
            values[column.key] = column.default.arg
    at, by = author.at, author.user_id
    return values | {"created_at": at, "created_by_id": by, "updated_at": at, "updated_by_id": by, "row_version": 1}


def _created(kind: type[Record], rows: Sequence[Mapping[str, Any]]) -> Iterator[Change]:
    columns = [column for column in kind.__table__.columns if column.key not in BOOKKEEPING | {"id"}]
    for row in rows:
        values = ((column.key, stored(row[column.key], column)) for column in columns if row[column.key] is not None)
        fields = {key: [None, value] for key, value in values if value != ""}
        label = str(plain(row[kind.NAME_FIELD]) or "")[:80]
        yield Change("create", kind.__tablename__, row["id"], label, fields)
