"""A trial that is read from while it may be given up: it is thrown away when nobody reads from it any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import TypeVar

from app.errors import Cancelled
from app.importing.findings import AlikeRow, ConflictRow, Group, ProblemRow
from app.importing.judging import ALIKE
from app.importing.returned import CONFLICT
from app.importing.trial import Trial

T = TypeVar("T")
_ELSEWHERE = (ALIKE, CONFLICT)


class Lease:
    """The pages of a trial, for any thread; after `close` there are none any more. What is like others, and
    what both sides changed, have lists of their own and are not among the problems."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self.groups: tuple[Group, ...] = tuple(group for group in trial.groups if group.first.kind not in _ELSEWHERE)
        self._lock, self._holders, self._closing = Lock(), 0, False

    @property
    def problems(self) -> int:
        """How many there are, without those that only wait for a decision."""
        return sum(group.count for group in self.groups)

    @contextmanager
    def held(self) -> Iterator[Trial]:
        """The trial, not thrown away meanwhile; raises Cancelled when it is given up already."""
        with self._lock:
            if self._closing:
                raise Cancelled("已换成新的试导入结果。")
            self._holders += 1
        try:
            yield self.trial
        finally:
            with self._lock:
                self._holders -= 1
                self._throw_away()

    def problem_rows(self, first: int, count: int, key: tuple[int, int, str] | None = None) -> Sequence[ProblemRow]:
        """A page of the problems of one group."""
        return self._page(lambda trial: trial.problem_rows(first, count, key))

    def alike_rows(self, first: int, count: int) -> Sequence[AlikeRow]:
        """A page of the rows that are like others."""
        return self._page(lambda trial: trial.alike_rows(first, count))

    def conflict_rows(self, first: int, count: int) -> Sequence[ConflictRow]:
        """A page of the cells both sides changed."""
        return self._page(lambda trial: trial.conflict_rows(first, count))

    def close(self) -> None:
        """Give it up."""
        with self._lock:
            self._closing = True
            self._throw_away()

    def _throw_away(self) -> None:
        if self._closing and not self._holders:
            self.trial.close()

    def _page(self, read: Callable[[Trial], Sequence[T]]) -> Sequence[T]:
        try:
            with self.held() as trial:
                return read(trial)
        except Cancelled:
            return ()
