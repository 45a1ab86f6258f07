"""Blocks beside each other on paper."""

from __future__ import annotations

from collections.abc import Sequence

from app.reports.ink import MM, Ink
from app.reports.stack import Item, Stack

BETWEEN = 6 * MM


def column_widths(count: int, shares: Sequence[float], width: float) -> list[float]:
    """How wide each of the columns is."""
    parts = [*shares] or [1.0] * count
    return [part / sum(parts) * (width - BETWEEN * (count - 1)) for part in parts]


class ColumnsItem(Item):
    """Columns of items; they are divided only when no page can hold them."""

    tall = float("inf")

    def __init__(self, columns: Sequence[Sequence[Item]], widths: Sequence[float]) -> None:
        self._columns = columns
        self._widths = widths
        self.height = max(map(_height, columns), default=0.0)

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """Every column from the top."""
        for items, wide in zip(self._columns, self._widths, strict=True):
            stack = Stack(ink, x, wide, y)
            for item in items:
                stack.add(item)
            stack.close()
            x += wide + BETWEEN

    def split(self, room: float) -> tuple[Item, Item] | None:
        """Each column where its own items allow."""
        parts = [_divided(items, room) for items in self._columns]
        if not any(first for first, _ in parts) or not any(rest for _, rest in parts):
            return None
        rest = ColumnsItem([rest for _, rest in parts], self._widths)
        rest.keep = self.keep
        return ColumnsItem([first for first, _ in parts], self._widths), rest


def _height(items: Sequence[Item]) -> float:
    return Stack.height_of(items)


def _divided(items: Sequence[Item], room: float) -> tuple[list[Item], list[Item]]:
    """What fits into `room`, and the rest; what is bound together stays so."""
    first: list[Item] = []
    for number, item in enumerate(items):
        if Stack.height_of([*first, item]) <= room:
            first.append(item)
            continue
        pieces = item.split(room - Stack.height_of(first) - (item.head.height if item.head and not first else 0.0))
        if pieces:
            return [*first, pieces[0]], [pieces[1], *items[number + 1 :]]
        kept = len(first)
        while kept and first[kept - 1].keep:
            kept -= 1
        return first[:kept], [*first[kept:], *items[number:]]
    return first, []
