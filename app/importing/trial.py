"""Trying an import: what would become of every row, without writing anything (screens/07)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from app.context import App
from app.errors import Cancelled
from app.importing.drafts import Draft
from app.importing.findings import AlikeRow, Choices, ColumnState, ConflictRow, Counts, Group, ProblemRow, Row
from app.importing.judging import Judging
from app.importing.layout import body_rows
from app.importing.source import STOPPED, TOGETHER, Source, uncollected
from app.importing.spool import Key, Spool
from app.importing.tables import Table
from app.tasks import Task


@dataclass(slots=True)
class Trial:
    """What an import would do; holds a file of the rows until it is closed. Its pages may be asked for by any thread.

    `columns` says by table how each column was read; `skipped` how many rows were left out and why; `followers` are
    the rows that join an earlier row of the file, `parents` the rows of new customers that other sheets add to.
    """

    source: Source
    tables: tuple[Table, ...]
    choices: Choices
    counts: Counts
    spool: Spool
    seen: int
    columns: tuple[tuple[ColumnState, ...], ...]
    skipped: Mapping[str, int]
    followers: Mapping[Row, Sequence[Draft]]
    parents: frozenset[Row] = frozenset()
    layout: str = ""

    @property
    def path(self) -> Path:
        """The file that was tried."""
        return self.source.path

    @property
    def groups(self) -> tuple[Group, ...]:
        """The problems by column and kind, most first."""
        return self.spool.groups

    @property
    def problems(self) -> int:
        """How many problems there are."""
        return sum(group.count for group in self.spool.groups)

    @property
    def alike(self) -> int:
        """How many rows are like a customer on record or an earlier row."""
        return self.spool.alike

    @property
    def conflicts(self) -> int:
        """How many cells of a workbook brought back were changed by both sides."""
        return self.spool.conflicts

    def problem_rows(self, first: int, count: int, key: Key | None = None) -> list[ProblemRow]:
        """A page of the problems in the order of the file, of one group (`Group.key`) or all."""
        return self.spool.problem_rows(first, count, key)

    def alike_rows(self, first: int, count: int) -> list[AlikeRow]:
        """A page of the rows that are like others, in the order of the file."""
        return self.spool.alike_rows(first, count)

    def conflict_rows(self, first: int, count: int) -> list[ConflictRow]:
        """A page of the cells both sides changed, in the order of the file."""
        return self.spool.conflict_rows(first, count)

    def __enter__(self) -> Trial:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Throw the rows away."""
        self.spool.close()


def try_import(
    app: App, source: Source, tables: Sequence[Table], task: Task, choices: Choices | None = None, layout: str = ""
) -> Trial:
    """Read every row of these tables and say what would become of it; nothing is written.

    `layout` is the name of the remembered layout that was used. Raises Forbidden, or Cancelled when the task is stopped.
    """
    app.need("customer.edit")
    chosen = choices or Choices()
    total, done = sum(table.rows for table in tables), 0
    with uncollected(), app.db.snapshot() as session:
        judging = Judging(app, session, tables, chosen)
        try:
            for number, table in enumerate(tables):
                for chunk in chunks(source, table, number, chosen):
                    task.step(done, total, f"核对 {table.name}")
                    judging.judge(number, chunk)
                    done += len(chunk)
            task.step(done, total, "核对完了")
        except BaseException as failed:
            judging.spool.close()
            if isinstance(failed, Cancelled):
                raise Cancelled(STOPPED) from failed
            raise
        return Trial(
            source,
            tuple(tables),
            chosen,
            judging.counts(done),
            judging.spool,
            judging.seen,
            judging.states(),
            dict(judging.skipped),
            judging.followers,
            judging.parents,
            layout,
        )


def chunks(source: Source, table: Table, number: int, choices: Choices) -> Iterator[list[tuple[int, list[Any]]]]:
    """The rows of a table with their lines, some at a time, with what the person typed for single cells put in."""
    typed: dict[int, list[tuple[int, str]]] = {}
    for (where, line, place), text in choices.cells.items():
        if where == number:
            typed.setdefault(line, []).append((place, text))
    rows = body_rows(source.sheet(table.name), table.layout)
    while chunk := list(islice(rows, TOGETHER)):
        if typed:
            for line, row in chunk:
                _mend(row, typed.get(line, ()))
        yield chunk


def _mend(row: list[Any], typed: Sequence[tuple[int, str]]) -> None:
    for place, text in typed:
        row.extend([""] * (place + 1 - len(row)))
        row[place] = text
