"""两边都改过: cells of an archive workbook that were changed in it and in the archive since it was given out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.importing.findings import Cell, ConflictRow, Side
from ui.jobs import Jobs
from ui.pages.importing.cells import Offers
from ui.pages.importing.deciding import DecidingTable
from ui.tables.columns import Column

Conflicts = Callable[[int, int], Sequence[ConflictRow]]
SIDES = (Side.THEIRS, Side.NOW)
_VERBS = ("用表里的", "留现在的")


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell both sides changed; `chosen` are the sides the person chose, as they are at the moment."""

    id: int
    row: ConflictRow
    chosen: Mapping[Cell, Side]

    @property
    def side(self) -> Side | None:
        """Which change is kept, None while it waits."""
        return self.chosen.get(self.key, self.row.side)

    @property
    def key(self) -> Cell:
        """Which cell of the file."""
        return self.row.table, self.row.number, self.row.place

    @property
    def offer(self) -> Offers:
        """Both sides, and the one chosen."""
        return Offers(_VERBS, SIDES.index(self.side) if self.side else -1)


class Clashes:
    """A source of clashes over a trial's; `chosen` maps cells to sides."""

    def __init__(self, count: int, conflicts: Conflicts, chosen: Mapping[Cell, Side]) -> None:
        self._count, self._conflicts, self._chosen = count, conflicts, chosen

    def count(self) -> int:
        """How many."""
        return self._count

    def rows(self, start: int, n: int) -> Sequence[Clash]:
        """Some of them."""
        return [Clash(start + place, row, self._chosen) for place, row in enumerate(self._conflicts(start, n))]


COLUMNS = (
    Column(key="row.number", title="行", width=48, quiet=True, value=lambda clash: str(clash.row.number)),
    Column(key="row.name", title="客户", width=90, stretch=True),
    Column(key="row.heading", title="项", width=84),
    Column(key="row.exported", title="导出时", width=80, stretch=True, quiet=True),
    Column(key="row.now", title="现在", width=80, stretch=True),
    Column(key="row.theirs", title="表里", width=80, stretch=True),
    Column(key="offer", title="用哪个", width=166),
)


class ClashTable(DecidingTable):
    """1 takes what the workbook says, 2 keeps what the archive has."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__(COLUMNS, SIDES, jobs)
        self.setAccessibleName("两边都改过")
