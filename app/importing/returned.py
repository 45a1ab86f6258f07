"""Rows of an archive workbook brought back: each cell compared as it was given out, as it is now, as it came back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import select

from app.db.records import AuditEntry
from app.db.undo import typed
from app.exchange import checksum
from app.importing.archive_tables import archive_sheets
from app.importing.editors import Brought, cell_bytes
from app.importing.findings import Action, Outcome, Problem, Side
from app.importing.matching import batched
from app.importing.readers import Miss, cell_text
from app.importing.spool import Chunk, Returned, Tried

WHOSE, CONFLICT = "whose", "conflict"
"""Kinds of problems: a row of which it is not certain whose it is, and a cell that both sides changed."""
UNCHANGED = "没有改动"
_UNKNOWN = "（不详）"
_MOST_STEPS = 500
"""How far back the journal of one record is followed."""
Numbered = Sequence[tuple[int, list[Any]]]


class _Row(NamedTuple):
    """A row that says something else than when it was given out."""

    line: int
    cells: list[Any]
    uid: str
    check: checksum.Check
    written: str
    texts: tuple[bytes | None, ...]


class _Record(NamedTuple):
    """The record as it is: values of the columns' sources, by field."""

    id: int
    version: int
    state: Mapping[str, Any]


class _View(NamedTuple):
    """What the columns said when the row was given out, whole or masked (`shown`), and what its records said.

    Both are None when nobody can tell any more.
    """

    masked: bool
    shown: Sequence[Any] | None = None
    values: Sequence[Any] | None = None


class _Settled(NamedTuple):
    """What a row changes, and what keeps it from doing so."""

    changes: dict[str, Any]
    problems: list[Problem]


class Returning:
    """One sheet brought back: rows nobody touched are left, changed cells taken, doubtful ones laid before a person."""

    def __init__(self, brought: Brought) -> None:
        self._session, self._archive = brought.session, brought.archive
        self._choices, self._mine = brought.choices, brought.mine
        sheet = archive_sheets()[self._archive.kind]
        assert sheet.rows is not None
        self._uid, self._version, self._rows = sheet.uid, sheet.version, sheet.rows
        self._kind = sheet.uid.class_
        self._editors = brought.editors()
        self._seen: dict[str, int] = {}

    def settle(self, chunk: Chunk, rows: Numbered) -> Numbered:
        """Give rows of records on file their outcomes; returns those of new ones."""
        new: list[tuple[int, list[Any]]] = []
        changed: list[_Row] = []
        for line, row in rows:
            found = self._taken(chunk, line, row)
            if found is None:
                new.append((line, row))
            elif isinstance(found, _Row):
                changed.append(found)
        records = self._now([row.uid for row in changed])
        views = self._views(changed, records)
        for each in changed:
            self._compare(chunk, each, records.get(each.uid), views.get(each.uid))
        return new

    def _taken(self, chunk: Chunk, line: int, row: list[Any]) -> _Row | Outcome | None:
        """The row to be compared, the outcome it has been given, or None for a new one."""
        uid, written = _cell(row, self._archive.uid), _cell(row, self._archive.check)
        decision = self._choices.rows.get((chunk.table, line))
        if (not uid and not written) or (decision is not None and decision.action is Action.ADD):
            return None
        if decision is not None and decision.action is Action.SKIP:
            chunk.skipped.append((line, LEFT_OUT))
            return Outcome.SKIPPED
        check = checksum.read(written)
        if (reason := self._doubt(line, uid, check)) or check is None:
            _wait(chunk, line, self._name(row), [Problem(-1, "全局号", WHOSE, uid, reason)])
            return Outcome.PENDING
        texts = tuple(None if at is None else cell_bytes(_raw(row, at)) for at in self._archive.places)
        if None not in texts and checksum.written(uid, check.version, [text or b"" for text in texts]) == written:
            chunk.skipped.append((line, UNCHANGED))
            return Outcome.SKIPPED
        return _Row(line, row, uid, check, written, texts)

    def _doubt(self, line: int, uid: str, check: checksum.Check | None) -> str:
        """Why it is not certain whose row this is, '' when it is."""
        if check is None or not uid:
            return (
                "隐藏的全局号和校验两列缺了一格，认不出是哪一行。请从导出的表里把这一行整行拷来；是新增就把两格都清空"
            )
        if not check.is_of(uid):
            return "隐藏的全局号被填充或改过，不是这一行原来的。请从导出的表里把这一行整行拷来；是新增就把两格都清空"
        first = self._seen.setdefault(uid, line)
        return f"和第 {first} 行是同一条记录，是整行复制的。要新增就选“都保留”，不要就跳过" if first != line else ""

    def _name(self, row: Sequence[Any]) -> str:
        return _cell(row, self._archive.name)

    def _now(self, uids: Sequence[str]) -> dict[str, _Record]:
        """The records as they are, by uid."""
        names = [name for editor in self._editors for name in editor.names]
        sources = [source for editor in self._editors for source in editor.column.sources]
        query = self._rows.add_columns(self._uid, self._kind.id, self._version, *sources)
        found = {}
        for some in batched(sorted(set(uids))):
            there = query.where(self._uid.in_(some), self._kind.deleted_at.is_(None), self._mine)
            for uid, number, version, *values in self._session.connection().execute(there):
                found[uid] = _Record(number, version, dict(zip(names, values, strict=True)))
        return found

    def _views(self, rows: Sequence[_Row], records: Mapping[str, _Record]) -> dict[str, _View]:
        """What the rows said when they were given out, by uid: what they say now, or what the journal makes of it."""
        older = {
            records[row.uid].id for row in rows if row.uid in records and records[row.uid].version != row.check.version
        }
        steps = self._steps(older)
        return {
            row.uid: self._given_out(row, records[row.uid], steps.get(records[row.uid].id, ()))
            for row in rows
            if row.uid in records
        }

    def _steps(self, ids: set[int]) -> dict[int, list[str]]:
        """The journalled changes of records, latest first."""
        found: dict[int, list[str]] = {}
        for some in batched(sorted(ids)):
            query = select(AuditEntry.entity_id, AuditEntry.changes).where(
                AuditEntry.entity == self._kind.__tablename__,
                AuditEntry.entity_id.in_(some),
                AuditEntry.action.in_(("update", "delete", "restore")),
            )
            for number, changes in self._session.execute(query.order_by(AuditEntry.id.desc())):
                found.setdefault(number, []).append(changes)
        return found

    def _given_out(self, row: _Row, record: _Record, steps: Sequence[str]) -> _View:
        """The state whose checksum is the row's: versions alone do not say, for one save may count twice.

        Of several the oldest: a number changed since may look the same masked.
        """
        found = _View(any(text is not None and b"***" in text for text in row.texts))
        for state in self._states(record, steps[:_MOST_STEPS]):
            for masked in (False, True):
                shown = self._values(state, masked=masked)
                texts = [editor.text(value) for editor, value in zip(self._editors, shown, strict=True)]
                if checksum.written(row.uid, row.check.version, texts) == row.written:
                    found = _View(masked, shown, self._values(state, masked=False))
                    break
        return found

    def _states(self, record: _Record, steps: Sequence[str]) -> Iterator[Mapping[str, Any]]:
        """The record as it is, as it was before the last change, before the one before …"""
        state, columns = dict(record.state), self._kind.__table__.columns
        yield state
        for changes in steps:
            for name, (before, _) in json.loads(changes).items():
                if name in state:
                    state[name] = _as_read(typed(before, columns[name]))
            yield state

    def _values(self, state: Mapping[str, Any], *, masked: bool) -> list[Any]:
        return [editor.value([state[name] for name in editor.names], masked=masked) for editor in self._editors]

    def _compare(self, chunk: Chunk, row: _Row, record: _Record | None, view: _View | None) -> None:
        """Give a changed row its outcome, cell by cell."""
        if record is None or view is None:
            gone = "档案里没有这一行：已删除、不归自己管，或是别的库导出的。要当作新增就选“都保留”，不要就跳过"
            _wait(chunk, row.line, self._name(row.cells), [Problem(-1, "全局号", WHOSE, row.uid, gone)])
            return
        settled = _Settled({}, [])
        now = self._values(record.state, masked=False)
        shown = self._values(record.state, masked=True) if view.masked else now
        for place, editor in enumerate(self._editors):
            at, theirs = self._archive.places[place], row.texts[place]
            if at is None or theirs is None or theirs == editor.text(shown[place]):
                continue
            if view.values is None or view.shown is None:
                self._clash(chunk, row, place, _UNKNOWN, shown[place], settled)
            elif theirs == editor.text(view.shown[place]):
                continue
            elif editor.text(view.values[place]) == editor.text(now[place]):
                self._take(row, place, settled)
            else:
                self._clash(chunk, row, place, editor.words(view.shown[place]), shown[place], settled)
        if settled.problems:
            _wait(chunk, row.line, self._name(row.cells), settled.problems)
        elif settled.changes:
            returned = Returned(self._kind.__tablename__, record.id, settled.changes)
            chunk.taken.append(Tried(chunk.table, row.line, Outcome.UPDATED, returned=returned))
        else:
            chunk.skipped.append((row.line, UNCHANGED))

    def _clash(self, chunk: Chunk, row: _Row, place: int, exported: str, now: Any, settled: _Settled) -> None:
        """A cell that both sides changed: to be decided, or as it was decided."""
        at, editor = self._archive.places[place] or 0, self._editors[place]
        side = self._choices.sides.get((chunk.table, row.line, at))
        told, theirs = editor.words(now), cell_text(_raw(row.cells, at))
        name, heading = self._name(row.cells), editor.column.title
        chunk.conflicts.append((chunk.table, row.line, name, at, heading, exported, told, theirs, side))
        if side is Side.THEIRS:
            self._take(row, place, settled)
        elif side is None:
            reason = f"导出后两边都改过：现在是“{told}”，表里是“{theirs}”，要选用哪个"
            settled.problems.append(Problem(at, heading, CONFLICT, theirs, reason))

    def _take(self, row: _Row, place: int, settled: _Settled) -> None:
        """A cell that only they changed, or that was decided for them."""
        at, editor = self._archive.places[place] or 0, self._editors[place]
        found = _raw(row.cells, at)
        read = editor.read(found)
        if isinstance(read, Miss):
            problem = Problem(at, editor.column.title, read.kind, cell_text(found), read.reason, read.suggestion)
            settled.problems.append(problem)
        else:
            settled.changes.update(read)


LEFT_OUT = "选了跳过"
"""Why a row is skipped that could have been taken."""


def _wait(chunk: Chunk, line: int, name: str, problems: Sequence[Problem]) -> None:
    chunk.pending.append((line, name, [tuple(problem) for problem in problems]))


def _raw(row: Sequence[Any], at: int) -> Any:
    return row[at] if at < len(row) else ""


def _cell(row: Sequence[Any], at: int | None) -> str:
    return "" if at is None else cell_text(_raw(row, at))


def _as_read(value: Any) -> Any:
    """A journalled value as the sheet's query reads it."""
    if isinstance(value, Decimal):
        return float(value)
    return " ".join(value) if isinstance(value, tuple) else value
