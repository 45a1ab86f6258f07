"""Adding many records at once, each of them journalled as if it had been added alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnDefault, func, insert, select, text
from sqlalchemy.orm import Session

from app.db.base import Record
from app.db.journal import BOOKKEEPING, Author, Change, append, plain, stored


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
