"""Values that know what they were made from, so that a key press re-evaluates only what it touches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_FRESH, _MAYBE_STALE, _STALE = 0, 1, 2


class Graph:
    """One web of cells and derived values; `stale` collects the derived values marked since the last `take_stale`."""

    __slots__ = ("reader", "stale")

    def __init__(self) -> None:
        self.reader: Derived[Any] | None = None
        self.stale: list[Derived[Any]] = []

    def take_stale(self) -> list[Derived[Any]]:
        """The derived values that may have changed since the last call."""
        stale, self.stale = self.stale, []
        return stale


class Source:
    """Something that can be read, and tells its readers when it changes."""

    __slots__ = ("graph", "readers")

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.readers: set[Derived[Any]] = set()

    def seen(self) -> None:
        """Note that whatever is being computed now reads this."""
        reader = self.graph.reader
        if reader is not None:
            reader.sources.add(self)
            self.readers.add(reader)

    def refresh(self) -> None:
        """Bring the value up to date."""


class Cell(Source, Generic[T]):
    """A value set from outside."""

    __slots__ = ("_value",)

    def __init__(self, graph: Graph, value: T) -> None:
        super().__init__(graph)
        self._value = value

    def get(self) -> T:
        """The value, noted as read."""
        self.seen()
        return self._value

    def set(self, value: T) -> None:
        """Change the value; everything made from it becomes stale."""
        if value != self._value:
            self._value = value
            for reader in list(self.readers):
                reader.mark(_STALE)


class Derived(Source, Generic[T]):
    """A value computed from others, again only after one of them changed; `start` is what a circle reads."""

    __slots__ = ("_busy", "_compute", "_level", "_value", "owner", "sources")

    def __init__(self, graph: Graph, compute: Callable[[], T], start: T, owner: object = None) -> None:
        super().__init__(graph)
        self._compute = compute
        self._value = start
        self._level = _STALE
        self._busy = False
        self.owner = owner
        self.sources: set[Source] = set()

    def mark(self, level: int) -> None:
        """Become stale, and warn everything made from this."""
        was, self._level = self._level, max(level, self._level)
        if was == _FRESH:
            self.graph.stale.append(self)
            for reader in list(self.readers):
                reader.mark(_MAYBE_STALE)

    def get(self) -> T:
        """The value, up to date, noted as read."""
        self.seen()
        self.refresh()
        return self._value

    def peek(self) -> T:
        """The value as last computed."""
        return self._value

    def refresh(self) -> None:
        """Compute again when a source really changed."""
        if self._busy or self._level == _FRESH:
            return
        if self._level == _MAYBE_STALE:
            for source in list(self.sources):
                source.refresh()
                if self._level == _STALE:
                    break
        if self._level == _STALE:
            self._recompute()
        self._level = _FRESH

    def _recompute(self) -> None:
        for source in self.sources:
            source.readers.discard(self)
        self.sources = set()
        outer, self.graph.reader = self.graph.reader, self
        self._busy = True
        try:
            value = self._compute()
        finally:
            self._busy = False
            self.graph.reader = outer
        if value != self._value:
            self._value = value
            for reader in list(self.readers):
                reader.mark(_STALE)

    def drop(self) -> None:
        """Leave the web; what was made from this goes stale when it next looks."""
        for source in self.sources:
            source.readers.discard(self)
        self.sources = set()
