"""What a trial found, a thousand rows at a time in a file of its own, so that memory does not grow with the workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from app.importing.drafts import Draft
from app.importing.findings import AlikeRow, ConflictRow, Group, Outcome, Problem, ProblemRow, Row
from app.importing.source import Shelf

_Shown = TypeVar("_Shown")
Key = tuple[int, int, str]
"""Table, column and kind of a group of problems."""


class Unlike(NamedTuple):
    """A customer that a new one is like but was said not to be: how like, why, and the reason given."""

    customer_id: int
    score: int
    reasons: tuple[str, ...]
    reason: str


class Returned(NamedTuple):
    """A record of an archive sheet: changed (`id`) or new (None), and its fields' values."""

    entity: str
    id: int | None
    values: dict[str, Any]


class Tried(NamedTuple):
    """One row that is taken: where it stands, its outcome, the draft, and the customer or earlier row it goes to.

    Rows of an archive workbook that change a record, or add one to a customer, have `returned` instead of a draft.
    """

    table: int
    number: int
    outcome: Outcome
    draft: Draft | None = None
    customer_id: int | None = None
    leader: Row | None = None
    unlike: Unlike | None = None
    returned: Returned | None = None


@dataclass(slots=True)
class Chunk:
    """What became of some rows of one table. Rows kept to be shown are plain tuples: they are light to keep."""

    table: int
    taken: list[Tried] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    pending: list[tuple[int, str, list[tuple[Any, ...]]]] = field(default_factory=list)
    alike: list[tuple[Any, ...]] = field(default_factory=list)
    conflicts: list[tuple[Any, ...]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows."""
        return len(self.taken) + len(self.skipped) + len(self.pending)


@dataclass(slots=True)
class _Entry:
    """Where a chunk lies, its taken rows apart from the others, and how much of each kind it holds."""

    taken: int
    others: int
    rows: int
    problems: Counter[Key]
    alike: int
    conflicts: int


class Spool:
    """The chunks in the order they were read, and pages of what is to be shown of them; gone with `close`."""

    def __init__(self) -> None:
        self._shelf = Shelf()
        self._entries: list[_Entry] = []
        self._firsts: dict[Key, Problem] = {}
        self._counts: Counter[Key] = Counter()
        self._suggested: Counter[Key] = Counter()

    def add(self, chunk: Chunk) -> None:
        """Keep one more chunk."""
        counted: Counter[Key] = Counter()
        for _, _, problems in chunk.pending:
            for values in problems:
                key = (chunk.table, values[0], values[2])
                counted[key] += 1
                if values[5] is not None:
                    self._suggested[key] += 1
                if key not in self._firsts:
                    self._firsts[key] = Problem(*values)
        self._counts.update(counted)
        others: tuple[Any, ...] = (chunk.table, (), chunk.skipped, chunk.pending, chunk.alike, chunk.conflicts)
        self._entries.append(
            _Entry(
                self._shelf.put(chunk.taken),
                self._shelf.put(others),
                chunk.rows,
                counted,
                len(chunk.alike),
                len(chunk.conflicts),
            )
        )

    def taken(self) -> Iterator[tuple[int, list[Tried]]]:
        """The rows that are taken, a chunk at a time from the first, each with how many rows the chunk has in all."""
        for entry in self._entries:
            yield entry.rows, self._shelf.take(entry.taken)

    def others(self) -> Iterator[Chunk]:
        """The chunks from the first, without their taken rows."""
        return map(self._others, self._entries)

    def _others(self, entry: _Entry) -> Chunk:
        return Chunk(*self._shelf.take(entry.others))

    @property
    def groups(self) -> tuple[Group, ...]:
        """The problems by column and kind, most first."""
        return tuple(
            Group(key[0], self._firsts[key], count, self._suggested[key]) for key, count in self._counts.most_common()
        )

    @property
    def alike(self) -> int:
        """How many rows are like a customer on record or an earlier row."""
        return sum(entry.alike for entry in self._entries)

    @property
    def conflicts(self) -> int:
        """How many cells both sides changed."""
        return sum(entry.conflicts for entry in self._entries)

    def problem_rows(self, first: int, count: int, key: Key | None = None) -> list[ProblemRow]:
        """Problems in the order of the file, those of one group or all."""
        return self._page(
            lambda entry: entry.problems[key] if key else entry.problems.total(),
            lambda chunk: [
                ProblemRow(chunk.table, number, name, Problem(*values))
                for number, name, problems in chunk.pending
                for values in problems
                if key is None or (chunk.table, values[0], values[2]) == key
            ],
            first,
            count,
        )

    def alike_rows(self, first: int, count: int) -> list[AlikeRow]:
        """The rows that are like others, in the order of the file."""
        return self._page(
            lambda entry: entry.alike, lambda chunk: [AlikeRow(*values) for values in chunk.alike], first, count
        )

    def conflict_rows(self, first: int, count: int) -> list[ConflictRow]:
        """The cells both sides changed, in the order of the file."""
        return self._page(
            lambda entry: entry.conflicts,
            lambda chunk: [ConflictRow(*values) for values in chunk.conflicts],
            first,
            count,
        )

    def _page(
        self, held: Callable[[_Entry], int], shown: Callable[[Chunk], list[_Shown]], first: int, count: int
    ) -> list[_Shown]:
        """Some of what the chunks hold; only those that hold some of it are taken out."""
        found: list[_Shown] = []
        passed = 0
        for entry in self._entries:
            size = held(entry)
            if size and passed + size > first and len(found) < count:
                start = max(0, first - passed)
                found += shown(self._others(entry))[start : start + count - len(found)]
            passed += size
        return found

    def close(self) -> None:
        """Throw the rows away."""
        self._shelf.close()
