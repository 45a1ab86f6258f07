"""The pairs as the list shows them: pending ones by score, told apart ones, and merges that can be taken apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.context import App
from ui.jobs import Jobs
from ui.tables.columns import Column
from ui.tables.listed import ListedTable
from ui.tables.paging import BLOCK_ROWS

if TYPE_CHECKING:
    from app.customers.candidates import CandidateRow
    from app.customers.splitting import Merge

STATES = (("pending", "待判"), ("not_duplicate", "不重复"), ("merged", "已合并"))


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge as a line of the list: the kept customer is `one`."""

    merge: Merge
    state: str = "merged"

    @property
    def id(self) -> int:
        """The pair's number."""
        return self.merge.candidate_id

    @property
    def one(self) -> Any:
        """Who was kept."""
        return self.merge.kept

    @property
    def other(self) -> Any:
        """Who is gone."""
        return self.merge.gone


@dataclass(frozen=True, slots=True)
class Read:
    """What the page reads: how many pairs each state has, and of the state in sight the numbers and the first rows."""

    state: str
    counts: tuple[int, ...]
    ids: Sequence[int]
    first: Sequence[CandidateRow | Merged]


def read_pairs(app: App, state: str) -> Read:
    """Count all, and read the order of those in sight."""
    from app.customers.candidates import candidate_ids, count_candidates
    from app.customers.splitting import recent_merges

    merges = [Merged(merge) for merge in recent_merges(app)]
    counts = (*(count_candidates(app, each) for each, _ in STATES[:-1]), len(merges))
    if state == "merged":
        return Read(state, counts, [merge.id for merge in merges], merges)
    ids = candidate_ids(app, state)
    return Read(state, counts, ids, rows_of(app, state, ids[:BLOCK_ROWS]))


def rows_of(app: App, state: str, ids: Sequence[int]) -> Sequence[CandidateRow | Merged]:
    """The lines of some pairs, in any order; in the pool."""
    from app.customers.candidates import candidates_by_id
    from app.customers.splitting import recent_merges

    if state == "merged":
        return [Merged(merge) for merge in recent_merges(app) if merge.candidate_id in ids]
    return candidates_by_id(app, ids)


class PairList(ListedTable):
    """The pairs of one state."""

    def __init__(self, app: App, jobs: Jobs) -> None:
        self._state = STATES[0][0]
        super().__init__(columns_of(self._state), jobs, lambda ids: rows_of(app, self._state, ids))
        self.setAccessibleName("疑似重复")

    def show_pairs(self, read: Read) -> None:
        """Show other pairs, or the same ones read anew."""
        if read.state != self._state:
            self.list_ids(())  # a pair is another line in each state: none may stand in
            self._state = read.state
            self.set_columns(columns_of(read.state))
        self.list_ids(read.ids, read.first)


def columns_of(state: str) -> tuple[Column, ...]:
    """What the list shows of a state's pairs."""
    names = (
        Column(key="one.name", title="甲" if state != "merged" else "留下的", width=150, stretch=True, strong=True),
        Column(key="other.name", title="乙" if state != "merged" else "并入的", width=150, stretch=True, strong=True),
    )
    if state == "merged":
        return (
            *names,
            Column(key="merge.gone.customer_no", title="并入的编号", width=112, quiet=True),
            Column(key="merge.who", title="谁合并的", width=72),
            Column(key="merge.at", title="时间", width=94, kind="date"),
            Column(key="merge.until", title="可拆到", width=94, kind="date"),
        )
    score = Column(key="score", title="分数", width=52, kind="number", tone=_tone)
    reasons = Column(key="reasons", title="依据", width=150, stretch=True, value=lambda row: "、".join(row.reasons))
    if state == "pending":
        return (score, *names, reasons, Column(key="owners", title="负责人", width=120, value=_owners))
    return (
        *names,
        Column(key="note", title="理由", width=140, stretch=True),
        Column(key="decided_by", title="谁判的", width=64),
        Column(key="decided_at", title="时间", width=94, kind="date"),
    )


def _tone(row: CandidateRow) -> str:
    from app.customers.likeness import BLOCK, WARN

    return "danger" if row.score >= BLOCK else "warn" if row.score >= WARN else ""


def _owners(row: CandidateRow) -> str:
    return "、".join(dict.fromkeys((row.one.owner, row.other.owner)))
