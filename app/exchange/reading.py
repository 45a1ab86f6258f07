"""Reading the archive's rows: a batch of customers at a time, in the order of their ids, a list of values a column."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, Dialect, Select, bindparam, select
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.orm import Session

from app.context import App
from app.db.records import ComplaintLog
from app.exchange.activity_sheets import COMPLAINTS
from app.exchange.columns import Column, Sheet
from app.exchange.known import Known

BATCH = 500
"""How many customers are read at once."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of some customers: the values of each column, and whose they are where the sheet may be brought back.

    `customers` counts how many customers have been read so far.
    """

    values: Sequence[Sequence[Any]]
    uids: Sequence[str]
    versions: Sequence[int]
    customers: int

    @property
    def rows(self) -> int:
        """How many rows."""
        return len(self.values[0])

    def part(self, start: int, count: int) -> Batch:
        """Some of its rows."""
        chosen = slice(start, start + count)
        values = [each[chosen] for each in self.values]
        return Batch(values, self.uids[chosen], self.versions[chosen], self.customers)


def read_sheet(app: App, session: Session, sheet: Sheet, ids: array[int], *, masked: bool) -> Iterator[Batch]:
    """The rows of a sheet, batch after batch; nothing for batches without rows."""
    if sheet.name == COMPLAINTS:
        yield from _complaints(app, session, sheet, ids, masked=masked)
    elif sheet.rows is not None:
        yield from _selected(session, sheet, ids, masked=masked)


def _selected(session: Session, sheet: Sheet, ids: array[int], *, masked: bool) -> Iterator[Batch]:
    assert sheet.rows is not None
    sources = [source for column in sheet.columns for source in column.sources]
    own = [sheet.uid, sheet.version] if sheet.checked else []
    wanted: BindParameter[Any] = bindparam("wanted", expanding=True)
    query = sheet.rows.add_columns(sheet.owner, *sources, *own).where(sheet.owner.in_(wanted))
    if sheet.order:
        query = query.order_by(*sheet.order)
    read_rows = _reader(session.connection(), query)
    for start in range(0, len(ids), BATCH):
        chosen = ids[start : start + BATCH]
        if read := read_rows(chosen):
            uids, versions = read[-2:] if own else ((), ())
            yield Batch(_made(sheet.columns, read[1:], masked=masked), uids, versions, start + len(chosen))


def _reader(connection: Connection, query: Select[Any]) -> Callable[[array[int]], list[Sequence[Any]]]:
    """Reads the rows of some customers, in the order of their ids, a column at a time.

    They are taken as the driver has them, and what SQLAlchemy makes of a value is made of each value once: made of
    every row it takes a fifth of the time of reading.
    """
    known: dict[int, Known[Any]] = {}

    def read(ids: array[int]) -> list[Sequence[Any]]:
        rank = {number: place for place, number in enumerate(ids)}
        with closing(connection.execute(query, {"wanted": list(ids)})) as result:
            assert result.cursor is not None
            if not known:
                known.update(_conversions(query, connection.dialect, result.cursor))
            rows = list(result.cursor.fetchall())
        rows.sort(key=lambda row: rank[row[0]])
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
        return [known[place].each(each) if place in known else each for place, each in enumerate(columns)]

    return read


def _conversions(query: Select[Any], dialect: Dialect, cursor: DBAPICursor) -> Iterator[tuple[int, Known[Any]]]:
    """The columns of which the driver has something else than they hold, and what makes it that."""
    for place, (column, described) in enumerate(zip(query.selected_columns, cursor.description, strict=True)):
        convert = column.type.dialect_impl(dialect).result_processor(dialect, described[1])
        if convert is not None:
            yield place, Known(convert)


def _made(columns: Sequence[Column], read: Sequence[Sequence[Any]], *, masked: bool) -> list[Sequence[Any]]:
    """One list of values a column: what was read, or what is made of it."""
    values: list[Sequence[Any]] = []
    place, empty = 0, [None] * len(read[0])
    for column in columns:
        sources = read[place : place + len(column.sources)]
        place += len(column.sources)
        make = column.mask if masked and column.mask else column.make
        values.append(list(map(make, *sources)) if make and sources else sources[0] if sources else empty)
    return values


def _complaints(app: App, session: Session, sheet: Sheet, ids: array[int], *, masked: bool) -> Iterator[Batch]:
    """The lines of the ledger (RP10), of the few customers that complained, numbered through."""
    from app.complaints.printing import ledger_lines  # it loads the fonts of papers, which a workbook does not need

    complained = set(session.scalars(select(ComplaintLog.customer_id).distinct()))
    customers = [number for number in ids if number in complained]
    done = 0
    for start in range(0, len(customers), BATCH):
        lines = ledger_lines(app, session, customers[start : start + BATCH])
        keys = [column.sources[0] for column in sheet.columns]
        read = [range(done + 1, done + len(lines) + 1), *([getattr(line, key) for line in lines] for key in keys[1:])]
        done += len(lines)
        if lines:
            yield Batch(_made(sheet.columns, read, masked=masked), (), (), len(ids))
