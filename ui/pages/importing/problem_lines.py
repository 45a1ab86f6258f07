"""The problems of a trial as lines of one list: a head for all cells wrong in the same way, its cells below when open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from app.importing.findings import Action, Cell, Decision, Group, ProblemRow, Row
from ui.pages.importing.cells import Bold, Entry, Offers, Suggestion
from ui.tables.columns import Column

USE, EACH, CLOSE = Offers(("用建议",)), Offers(("逐行看",)), Offers(("收起",))
LEAVE_EMPTY = Offers(("留空",))
ROW_ITSELF = -1
"""The place of a problem that is of no single cell."""
_LOOKED_BACK = 128


@dataclass(frozen=True, slots=True)
class Mended:
    """What the person did about problems since the trial, as it is at the moment: cells typed anew, rows decided."""

    cells: Mapping[Cell, str] = field(default_factory=dict)
    rows: Mapping[Row, Decision] = field(default_factory=dict)


class Problems(Protocol):
    """Where the problems come from (a trial)."""

    @property
    def groups(self) -> Sequence[Group]:
        """Every kind by column, the most frequent first."""

    def problem_rows(self, first: int, count: int, key: tuple[int, int, str] | None = None) -> Sequence[ProblemRow]:
        """Some problems of one group; for any thread."""


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A head in the list."""

    id: int
    number: int
    group: Group
    open: bool

    @property
    def heading(self) -> Bold:
        """The column."""
        return Bold(self.group.first.heading)

    @property
    def where(self) -> str:
        """How many."""
        return f"{self.group.count:,} 行"

    @property
    def what(self) -> str:
        """What is wrong with the first of them."""
        return self.group.first.reason

    @property
    def advice(self) -> Suggestion | str:
        """What is suggested for all of them."""
        if not self.group.suggested:
            in_place = "逐行改" if self.group.first.place != ROW_ITSELF else "在左下选归到哪里"
            return "" if self.open else in_place
        words = _advice(self.group.first.suggestion)
        return words if self.group.suggested == self.group.count else Suggestion(f"{self.group.suggested:,} 行有建议")

    @property
    def offer(self) -> Offers:
        """What its button does."""
        if self.group.suggested:
            return USE
        return CLOSE if self.open else EACH


@dataclass(frozen=True, slots=True)
class CellLine:
    """A cell in the list, and what was done about it."""

    id: int
    row: ProblemRow
    mended: Mended

    @property
    def typed(self) -> str | None:
        """What the person put there instead, None for nothing yet."""
        return self.mended.cells.get(self.cell)

    @property
    def heading(self) -> str:
        """Which line of the file."""
        return f"第 {self.row.number} 行"

    @property
    def where(self) -> str:
        """Whose row it is."""
        return self.row.name

    @property
    def what(self) -> Entry | str:
        """The cell; of a row as a whole there is none to type into."""
        if self.row.problem.place == ROW_ITSELF:
            return self.row.problem.found
        return Entry(self.row.problem.found if self.typed is None else self.typed, wrong=not self.is_mended)

    @property
    def advice(self) -> str:
        """Why the cell cannot be taken, and what could stand there."""
        if self.is_skipped:
            return "跳过这一行"
        if self.typed is not None:
            return "已改，等重新试导入"
        found = self.row.problem
        return f"可改成 {found.suggestion}" if found.suggestion else found.reason

    @property
    def offer(self) -> Offers | None:
        """What its button does."""
        if self.row.problem.place == ROW_ITSELF or self.is_mended:
            return None
        return USE if self.row.problem.suggestion else LEAVE_EMPTY

    @property
    def is_skipped(self) -> bool:
        """Whether the row shall not be imported."""
        decision = self.mended.rows.get((self.row.table, self.row.number))
        return decision is not None and decision.action is Action.SKIP

    @property
    def is_mended(self) -> bool:
        """Whether something was done about it."""
        return self.typed is not None or self.is_skipped

    @property
    def cell(self) -> Cell:
        """Which cell of the file."""
        return self.row.table, self.row.number, self.row.problem.place


Line = GroupLine | CellLine


def _advice(suggestion: str | None) -> Suggestion:
    return Suggestion(f"改成 {suggestion}" if suggestion else "留空")


class Lines:
    """A source of lines; at most one head is open. `mended` may change meanwhile."""

    def __init__(self, problems: Problems, open_group: int, mended: Mended) -> None:
        self._problems, self.groups, self._mended = problems, problems.groups, mended
        self.open_group = open_group if 0 <= open_group < len(self.groups) else -1

    @property
    def open_key(self) -> tuple[int, int, str] | None:
        """Which group is open."""
        return self.groups[self.open_group].key if self.open_group >= 0 else None

    @property
    def _open_rows(self) -> int:
        return self.groups[self.open_group].count if self.open_group >= 0 else 0

    def count(self) -> int:
        """Heads, and the cells of the open one."""
        return len(self.groups) + self._open_rows

    def place_of(self, group: int) -> int:
        """Where a head stands."""
        return group + (self._open_rows if 0 <= self.open_group < group else 0)

    def find(self, cell: Cell, near: int) -> int:
        """Where a cell stands that stood at `near` before some above it were put right; `near` when it is gone."""
        first = max(self.open_group + 1, near - _LOOKED_BACK)
        found = (line for line in self.rows(first, near + 1 - first) if isinstance(line, CellLine))
        return next((line.id for line in found if line.cell == cell), near)

    def rows(self, start: int, n: int) -> Sequence[Line]:
        """Some lines."""
        found: list[Line] = []
        first, rows = self.open_group + 1, self._open_rows
        at, end = start, min(start + n, self.count())
        while at < end:
            if rows and first <= at < first + rows:
                wanted = min(end, first + rows) - at
                got = self._problems.problem_rows(at - first, wanted, self.open_key)
                found += [CellLine(at + place, row, self._mended) for place, row in enumerate(got)]
                at += wanted
            else:
                number = at if at < first else at - rows
                found.append(GroupLine(at, number, self.groups[number], number == self.open_group))
                at += 1
        return found


def _tone(line: Line) -> str:
    return "danger" if isinstance(line, CellLine) and not line.is_mended and not line.row.problem.suggestion else ""


COLUMNS = (
    Column(key="heading", title="列", width=92),
    Column(key="where", title="行数", width=100),
    Column(key="what", title="问题", width=190, stretch=True),
    Column(key="advice", title="建议", width=168, stretch=True, tone=_tone, quiet=True),
    Column(key="offer", title="", width=78),
)
