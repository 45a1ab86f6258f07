"""Values worked out once: columns say the same few things again and again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

_MOST = 8_000
T = TypeVar("T")


class Known(dict[Any, T], Generic[T]):
    """What `work_out` made of each value met; it forgets everything when it knows too much."""

    def __init__(self, work_out: Callable[[Any], T]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, value: Any) -> T:
        if len(self) >= _MOST:
            self.clear()
        found = self[value] = self._work_out(value)
        return found

    def each(self, values: Sequence[Any]) -> list[T]:
        """What is made of each of the values."""
        return list(map(self.__getitem__, values))
