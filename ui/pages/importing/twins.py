"""重复的客户: rows that are, or may be, a customer on record or an earlier row; each decided by one key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.importing.findings import Action, AlikeRow, Decision, Row
from ui.jobs import Jobs
from ui.pages.importing.cells import Offers
from ui.pages.importing.deciding import DecidingTable
from ui.tables.columns import Column

Alike = Callable[[int, int], Sequence[AlikeRow]]
ACTIONS = (Action.MERGE, Action.ADD, Action.SKIP, Action.UPDATE)
VERBS = ("合并", "都保留", "跳过", "更新")
"""Merging fills what is empty on record, updating takes what the file says."""


@dataclass(frozen=True, slots=True)
class Twin:
    """A row and what it resembles; `decided` are the decisions of the person, as they are at the moment."""

    id: int
    row: AlikeRow
    decided: Mapping[Row, Decision]

    @property
    def action(self) -> Action | None:
        """What becomes of it, None while it waits."""
        decision = self.decided.get(self.key)
        return decision.action if decision else self.row.action

    @property
    def key(self) -> Row:
        """Which row of the file."""
        return self.row.table, self.row.number

    @property
    def why(self) -> str:
        """Score and evidence."""
        return f"{self.row.score} 分　{'、'.join(self.row.reasons)}"

    @property
    def offer(self) -> Offers:
        """The decisions there are, and the one taken."""
        return Offers(VERBS, ACTIONS.index(self.action) if self.action else -1)


class Twins:
    """A source of twins over a trial's; `decided` maps rows to decisions."""

    def __init__(self, count: int, alike: Alike, decided: Mapping[Row, Decision]) -> None:
        self._count, self._alike, self._decided = count, alike, decided

    def count(self) -> int:
        """How many."""
        return self._count

    def rows(self, start: int, n: int) -> Sequence[Twin]:
        """Some of them."""
        return [Twin(start + place, row, self._decided) for place, row in enumerate(self._alike(start, n))]


COLUMNS = (
    Column(key="row.number", title="行", width=50, quiet=True, value=lambda twin: str(twin.row.number)),
    Column(key="row.name", title="要导入的", width=116, stretch=True),
    Column(key="row.other", title="已有客户 / 另一行", width=126, stretch=True),
    Column(key="why", title="依据", width=124, stretch=True, quiet=True),
    Column(key="offer", title="怎么办", width=196),
)


class TwinTable(DecidingTable):
    """1 merges, 2 keeps both, 3 skips, 4 updates; Enter compares side by side."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__(COLUMNS, ACTIONS, jobs)
        self.setAccessibleName("重复的客户")
