"""Taking a journalled transaction back: every record it touched gets the values it had before."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import JSON, Boolean, Date, DateTime, Integer, Numeric, Time, case, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement, KeyedColumnElement

from app.db.base import Record
from app.db.bulk import among, delete_journalled
from app.db.columns import Codes
from app.db.journal import stored
from app.db.records import AuditEntry, NumberSequence
from app.db.references import record_kinds, references_to
from app.db.searching import write_touched
from app.errors import Conflict, NotFound
from app.tasks import Task

_KEPT = NumberSequence.__tablename__
"""A number once given is never given again (rule R24), not even after an undo."""


def operation_of(session: Session, uid: str) -> str:
    """What a journalled transaction is called; raises NotFound when there is none."""
    found = session.scalar(select(AuditEntry.operation).where(AuditEntry.operation_uid == uid).limit(1))
    if found is None:
        raise NotFound(_UNKNOWN)
    return found


_UNKNOWN = "留痕里找不到这一步，不能撤销。没有做任何改动。"


class Step(NamedTuple):
    """One line of the journal as far as taking it back needs it; `changes` is empty for what was added."""

    user_id: int | None
    operation: str
    action: str
    entity: str
    entity_id: int
    entity_label: str
    changes: str


_GOES_FIRST = ("restore", "update", "delete")
"""What was brought back goes first, what was deleted comes back last: a value only one may have is free by then."""
_TOGETHER = 1000
"""How many records are taken back at once: an import has hundreds of thousands."""


def operation_rows(session: Session, uid: str, task: Task) -> Sequence[Step]:
    """What the journal has of one transaction, latest first; raises NotFound when it has nothing, Cancelled."""
    # What was added is taken away whole: the text of its values, most of an import's journal, is not read.
    changes = case((AuditEntry.action == "create", "{}"), else_=AuditEntry.changes)
    columns = (
        AuditEntry.user_id,
        AuditEntry.operation,
        AuditEntry.action,
        AuditEntry.entity,
        AuditEntry.entity_id,
        AuditEntry.entity_label,
        changes,
    )
    query = select(*columns).where(AuditEntry.operation_uid == uid, AuditEntry.entity != _KEPT)
    rows: list[Step] = []
    for part in session.execute(query.order_by(AuditEntry.id.desc())).partitions(_TOGETHER):
        task.step(0, 0, "查看做过什么")
        rows += [Step(*row) for row in part]
    if not rows:
        raise NotFound(_UNKNOWN)
    return rows


def take_back(
    session: Session, rows: Sequence[Step], at: datetime, task: Task, *, moved_on: Collection[str] = ()
) -> None:
    """Give the records of one transaction their former values; what it added is deleted softly.

    Raises Conflict, and nothing is written, when a record was changed since or is used by a later one; fields that
    go on by themselves (`moved_on`, e.g. last_visit_on) keep a later value instead. Raises Cancelled when the task is
    stopped.
    """
    changed = [row for row in rows if row.action != "create"]
    made = [row for row in rows if row.action == "create"]
    done = 0
    for some in _parts(changed):
        task.step(done, len(rows), "撤回改动")
        _restore_all(session, some, moved_on)
        done += len(some)
    _refuse_if_used(session, made, task)  # after that: what moved to an added record no longer refers to it
    for some in _parts(made):
        task.step(done, len(rows), "撤回新增")
        _take_away(session, some, at)
        write_touched(session)
        done += len(some)


def _parts(rows: Sequence[Step]) -> Iterator[Sequence[Step]]:
    for start in range(0, len(rows), _TOGETHER):
        yield rows[start : start + _TOGETHER]


def _restore_all(session: Session, rows: Sequence[Step], moved_on: Collection[str]) -> None:
    """Give what was changed, deleted and brought back its former values."""
    records = _records(session, rows)
    for action in _GOES_FIRST:
        for row in (each for each in rows if each.action == action):
            _restore(records.get((row.entity, row.entity_id)), row, moved_on)
        session.flush()
    write_touched(session)


def _take_away(session: Session, rows: Sequence[Step], at: datetime) -> None:
    """Delete what was added, all records of a kind at once."""
    for entity, known in _ids(rows).items():
        kind = record_kinds()[entity]
        there = set(
            session.scalars(select(kind.id).where(among(kind.id, known), kind.deleted_at.is_(None)).with_for_update())
        )
        for gone in known.keys() - there:
            raise Conflict(_changed(known[gone]))
        delete_journalled(session, kind, {number: row.entity_label for number, row in known.items()}, at)


def _records(session: Session, rows: Sequence[Step]) -> dict[tuple[str, int], Record]:
    """The records the rows are about, locked where the database can."""
    found: dict[tuple[str, int], Record] = {}
    for entity, ids in _ids(rows).items():
        kind = record_kinds()[entity]
        query = select(kind).where(kind.id.in_(ids)).with_for_update().execution_options(populate_existing=True)
        found.update({(entity, record.id): record for record in session.scalars(query)})
    return found


def _ids(rows: Iterable[Step]) -> dict[str, dict[int, Step]]:
    by_entity: dict[str, dict[int, Step]] = {}
    for row in rows:
        by_entity.setdefault(row.entity, {})[row.entity_id] = row
    return by_entity


def _changed(row: Step) -> str:
    return f"“{row.entity_label}”后来又有改动，不能撤销“{row.operation}”。没有做任何改动，请直接修改。"


def _restore(record: Record | None, row: Step, moved_on: Collection[str]) -> None:
    if record is None:
        raise Conflict(_changed(row))
    columns = record.__table__.columns
    for name, (before, after) in json.loads(row.changes).items():
        if stored(getattr(record, name), columns[name]) == after:
            setattr(record, name, typed(before, columns[name]))
        elif name not in moved_on:
            raise Conflict(_changed(row))


def _refuse_if_used(session: Session, rows: Sequence[Step], task: Task) -> None:
    """A record that later ones refer to stays: taking it away would leave them pointing at nothing."""
    added = _ids(rows)
    for entity, known in added.items():
        for reference in references_to(entity):
            task.step(0, 0, "查看有没有用到")
            user, column = reference.kind, reference.column
            own = added.get(user.__tablename__, {})
            query = select(user.id, column).where(_near(column, known), user.deleted_at.is_(None))
            for number, used in session.execute(query).yield_per(_TOGETHER):
                if used in known and number not in own:
                    raise Conflict(_changed(known[used]))


def _near(column: Any, ids: Collection[int]) -> ColumnElement[bool]:
    """A condition that holds for these ids, and where they are very many for some more: not every such column has an
    index, and a scan for each part of an import would take longer than all the rest.
    """
    return among(column, ids) if len(ids) <= _TOGETHER else column.between(min(ids), max(ids))


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
