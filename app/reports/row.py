"""Cells beside each other: the rows of tables, cards, heads and prose on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.reports.galley import Galley
from app.reports.ink import MM, Ink
from app.reports.stack import Item

SIDE = 1.0 * MM
"""Between a rule and the text beside it."""
OVER = 0.95 * MM
"""Between a rule and the text under it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a row looks like apart from its texts: upright rules and grey fields (left, width), least height, air."""

    posts: tuple[float, ...] = ()
    fields: tuple[tuple[float, float], ...] = ()
    least: float = 0.0
    over: float = OVER
    framed: bool = True
    middle: bool = True


class RowItem(Item):
    """Texts at their places from the left, each centred over the row's height or (`middle` off) from its top."""

    def __init__(
        self,
        cells: Sequence[tuple[float, Galley]],
        frame: Frame,
        *,
        head: Item | None = None,
        keep: bool = False,
        heavy: bool = False,
    ) -> None:
        self._cells = cells
        self._frame = frame
        self.head = head
        self.keep = keep
        self.heavy = heavy
        self.framed = frame.framed
        self.posts = frame.posts
        highest = max([galley.height for _, galley in cells], default=0.0)
        self.height = max(highest + 2 * frame.over, frame.least)

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """Grey fields, then the texts."""
        for left, wide in self._frame.fields:
            ink.fill(x + left, y, wide, self.height)
        middle, over = self._frame.middle, self._frame.over
        for left, galley in self._cells:
            galley.draw(ink, x + left, y + ((self.height - galley.height) / 2 if middle else over))

    def split(self, room: float) -> tuple[Item, Item] | None:
        """Between lines, in every cell that is too high."""
        counts = [int((room - 2 * self._frame.over) / galley.face.leading) for _, galley in self._cells]
        lengths = [len(galley.lines) for _, galley in self._cells]
        if not counts or min(counts) < 1 or all(count >= n for count, n in zip(counts, lengths, strict=True)):
            return None
        firsts = [(x, galley.part(0, count)) for count, (x, galley) in zip(counts, self._cells, strict=True)]
        rests = [(x, self._rest(galley, count)) for count, (x, galley) in zip(counts, self._cells, strict=True)]
        first = RowItem(firsts, self._frame, head=self.head, heavy=self.heavy)
        return first, self._again(rests)

    def _rest(self, galley: Galley, count: int) -> Galley:
        return galley.part(count)

    def _again(self, cells: Sequence[tuple[float, Galley]]) -> RowItem:
        return RowItem(cells, self._frame, head=self.head, keep=self.keep)
