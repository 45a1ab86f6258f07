"""Rows between trying and writing, kept in a file of their own so that memory does not grow with the workbook."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from enum import StrEnum
from tempfile import TemporaryFile
from typing import Any, NamedTuple

from app.importing.drafts import Draft, Problem

_TOGETHER = 1000


class Outcome(StrEnum):
    """What becomes of a row; every row has exactly one."""

    ADDED = "新增"
    UPDATED = "更新"
    MERGED = "合并"
    SKIPPED = "跳过"
    PENDING = "待处理"


class Tried(NamedTuple):
    """One row tried: of which table and line, its outcome, the customer it goes to, the draft, or why not.

    `leader` is the earlier row (table and line) of the same file a merged row joins; `cells` is kept of pending rows.
    """

    table: int
    number: int
    outcome: Outcome
    draft: Draft | None = None
    customer_id: int | None = None
    leader: tuple[int, int] | None = None
    problems: tuple[Problem, ...] = ()
    cells: tuple[Any, ...] = ()


class Spool:
    """Tried rows in the order they were read; gone with `close`."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115
        self._waiting: list[Tried] = []

    def add(self, row: Tried) -> None:
        """Keep one more."""
        self._waiting.append(row)
        if len(self._waiting) >= _TOGETHER:
            self._flush()

    def batches(self) -> Iterator[list[Tried]]:
        """All rows from the first, some at a time."""
        self._flush()
        self._file.seek(0)
        size = self._file.seek(0, 2)
        self._file.seek(0)
        while self._file.tell() < size:
            yield pickle.load(self._file)

    def _flush(self) -> None:
        if self._waiting:
            self._file.seek(0, 2)
            pickle.dump(self._waiting, self._file, pickle.HIGHEST_PROTOCOL)
            self._waiting = []

    def close(self) -> None:
        """Throw the rows away."""
        self._file.close()
