"""What is found and decided about a file's rows: the terms the wizard, the command line and the writing share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

Row = tuple[int, int]
"""A row of the file: its table, counted from 0, and its line as Excel numbers it."""
Cell = tuple[int, int, int]
"""A cell of the file: table, line, and column counted from 0."""


class Outcome(StrEnum):
    """What becomes of a row; every row has exactly one."""

    ADDED = "新增"
    UPDATED = "更新"
    MERGED = "合并"
    SKIPPED = "跳过"
    PENDING = "待处理"


class Action(StrEnum):
    """What a person decides about a row that is like a customer on record, or like an earlier row.

    MERGE fills what is empty there, UPDATE takes what the file says, ADD keeps both (with a reason), SKIP leaves it.
    """

    MERGE = "merge"
    UPDATE = "update"
    ADD = "add"
    SKIP = "skip"


class Side(StrEnum):
    """Which of two changes to one cell is kept: the archive's, or the workbook's that was brought back."""

    NOW = "now"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one row; `reason` says why it is another customer, and is kept with the two (rule R11)."""

    action: Action
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the person decided: market and rep for rows that do not say, rows, cells typed anew, and conflicts.

    A cell in `cells` is read as if this text stood in the file; '' leaves it empty.
    """

    market_id: int | None = None
    owner_id: int | None = None
    rows: Mapping[Row, Decision] = field(default_factory=dict)
    cells: Mapping[Cell, str] = field(default_factory=dict)
    sides: Mapping[Cell, Side] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows there are, and how many have each outcome; raises RuntimeError when a row has none."""

    rows: int
    added: int
    updated: int
    merged: int
    skipped: int
    pending: int

    def __post_init__(self) -> None:
        if self.rows != self.added + self.updated + self.merged + self.skipped + self.pending:
            raise RuntimeError(f"rows were lost: {self}")

    @property
    def taken(self) -> int:
        """How many rows go into the archive."""
        return self.added + self.updated + self.merged


class Problem(NamedTuple):
    """One cell that cannot be taken: where it is, what stands there, why not, and what could stand there instead.

    `place` is the column from 0, -1 for the row itself; `kind` is the same for what can be put right in the same way
    (money, choice, day …); `suggestion` is None when nothing can be suggested, '' to leave the cell empty.
    """

    place: int
    heading: str
    kind: str
    found: str
    reason: str
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The problems of one kind in one column: how many, the first of them, and how many have a suggestion."""

    table: int
    first: Problem
    count: int
    suggested: int

    @property
    def key(self) -> tuple[int, int, str]:
        """Table, column and kind, by which its rows are asked for."""
        return self.table, self.first.place, self.first.kind


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One problem with the row it stands in; `name` is the customer's as far as it can be read."""

    table: int
    number: int
    name: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class AlikeRow:
    """A row that is, or may be, a customer on record (`customer_id`) or an earlier row (`leader`), by rule R11.

    `action` is what becomes of it, None while it waits for a decision. A `certain` one may not be added (score ≥ 100).
    """

    table: int
    number: int
    name: str
    other: str
    score: int
    reasons: tuple[str, ...]
    customer_id: int | None
    leader: Row | None
    action: Action | None
    certain: bool


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A cell of a workbook brought back that both sides changed: when given out, in the archive now, in the workbook.

    `side` is which is kept, None while it waits for a decision.
    """

    table: int
    number: int
    name: str
    place: int
    heading: str
    exported: str
    now: str
    theirs: str
    side: Side | None


@dataclass(frozen=True, slots=True)
class ColumnState:
    """How a column was read: cells with something in them, cells that did not fit, and words no list has, most first."""

    place: int
    filled: int
    wrong: int
    words: tuple[tuple[str, int], ...]

    @property
    def share(self) -> float:
        """How much of what stands there was understood, 0 to 1."""
        return 1.0 if not self.filled else 1 - self.wrong / self.filled
