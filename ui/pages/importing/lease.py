"""Files kept for a while: read from by jobs, given up by the window, thrown away when nobody reads any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from threading import Lock
from typing import Any, Generic, Protocol, TypeVar

from app.errors import Cancelled
from app.importing.findings import AlikeRow, ConflictRow, Group, ProblemRow
from app.importing.judging import ALIKE
from app.importing.returned import CONFLICT
from app.importing.trial import Trial


class Closable(Protocol):
    """What is thrown away in the end."""

    def close(self) -> None:
        """Throw it away."""


T = TypeVar("T", bound=Closable)
R = TypeVar("R")
_ELSEWHERE = (ALIKE, CONFLICT)


class Lease(Generic[T]):
    """Something jobs read from; `beneath` is what it reads from itself and has to be there as long."""

    def __init__(self, thing: T, beneath: Lease[Any] | None = None) -> None:
        self.thing = thing
        self._beneath = beneath
        self._lock, self._holders, self._closing = Lock(), 0, False

    @contextmanager
    def held(self) -> Iterator[T]:
        """The thing, not thrown away meanwhile; raises Cancelled when it is given up already."""
        with ExitStack() as stack:
            if self._beneath is not None:
                stack.enter_context(self._beneath.held())
            self._take()
            stack.callback(self._give_back)
            yield self.thing

    def close(self) -> None:
        """Give it up."""
        with self._lock:
            self._closing = True
            self._throw_away()

    def _take(self) -> None:
        with self._lock:
            if self._closing:
                raise Cancelled("已换成新的，没有再读旧的。")
            self._holders += 1

    def _give_back(self) -> None:
        with self._lock:
            self._holders -= 1
            self._throw_away()

    def _throw_away(self) -> None:
        if self._closing and not self._holders:
            self.thing.close()


class TrialLease(Lease[Trial]):
    """A trial and its pages, for any thread; there are none any more once it is given up.

    What is like others, and what both sides changed, have lists of their own and are not among the problems.
    """

    def __init__(self, trial: Trial, source: Lease[Any]) -> None:
        super().__init__(trial, source)
        self.groups: tuple[Group, ...] = tuple(group for group in trial.groups if group.first.kind not in _ELSEWHERE)

    @property
    def problems(self) -> int:
        """How many there are, without those that only wait for a decision."""
        return sum(group.count for group in self.groups)

    def problem_rows(self, first: int, count: int, key: tuple[int, int, str] | None = None) -> Sequence[ProblemRow]:
        """A page of the problems of one group."""
        return self._page(lambda trial: trial.problem_rows(first, count, key))

    def alike_rows(self, first: int, count: int) -> Sequence[AlikeRow]:
        """A page of the rows that are like others."""
        return self._page(lambda trial: trial.alike_rows(first, count))

    def conflict_rows(self, first: int, count: int) -> Sequence[ConflictRow]:
        """A page of the cells both sides changed."""
        return self._page(lambda trial: trial.conflict_rows(first, count))

    def _page(self, read: Callable[[Trial], Sequence[R]]) -> Sequence[R]:
        try:
            with self.held() as trial:
                return read(trial)
        except Cancelled:
            return ()
