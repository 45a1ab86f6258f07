"""Pagination: items down the page, one after the other, in one pass and with only one group of items in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from app.reports.ink import MM, Ink
from app.reports.stack import Gap, Item, Stack

LEAST_PIECE = 20 * MM


class Break(Item):
    """What follows starts on a new page."""


class Furniture(Protocol):
    """What every page carries besides its items; measures in points."""

    left: float
    width: float
    bottom: float

    def begin(self, ink: Ink, page: int) -> float:
        """Draw what stands above the items of page 1, 2 …; returns where they start."""

    def end(self, ink: Ink, page: int) -> None:
        """Draw the foot of the page and finish it."""


class Flow:
    """Places items on pages; `page` is the current one, from 1."""

    def __init__(self, ink: Ink, furniture: Furniture) -> None:
        self._ink = ink
        self._furniture = furniture
        self._begin(1)

    def run(self, items: Iterable[Item]) -> None:
        """Place all items; those bound together stay on one page when one page can hold them."""
        group: list[Item] = []
        for item in items:
            if isinstance(item, Break):
                self._place(group)
                group = []
                self._turn_unless_fresh()
                continue
            group.append(item)
            if not item.keep:
                self._place(group)
                group = []
        self._place(group)

    def finish(self) -> int:
        """End the last page; returns how many there are."""
        self._end()
        return self.page

    def _begin(self, page: int) -> None:
        self.page = page
        top = self._furniture.begin(self._ink, page)
        self._stack = Stack(self._ink, self._furniture.left, self._furniture.width, top)

    def _end(self) -> None:
        self._stack.close()
        self._furniture.end(self._ink, self.page)

    def _turn(self) -> None:
        self._end()
        self._begin(self.page + 1)

    @property
    def _room(self) -> float:
        return self._furniture.bottom - self._stack.y

    def _place(self, group: Sequence[Item]) -> None:
        while group:
            if self._stack.needs(group) <= self._room:
                for item in group:
                    self._stack.add(item)
                return
            group = self._place_some(group)

    def _turn_unless_fresh(self) -> None:
        if not self._stack.fresh:
            self._turn()

    def _place_some(self, group: Sequence[Item]) -> Sequence[Item]:
        """Of a group that does not fit, place what may stand here and return the rest, or turn the page."""
        first, rest = group[0], group[1:]
        stack = self._stack
        if isinstance(first, Gap):
            return rest
        room = self._room - stack.head_height(first)
        may_part = first.height > first.tall and room >= LEAST_PIECE
        whole_page = self._furniture.bottom - stack.top
        if not may_part and not stack.fresh and stack.needs(group) <= whole_page:
            self._turn()
            return group
        limit = min(room, first.height - LEAST_PIECE) if len(rest) == 1 else room
        if first.height <= limit:
            stack.add(first)
            return rest
        return self._part(first, rest, limit)

    def _part(self, first: Item, rest: Sequence[Item], room: float) -> Sequence[Item]:
        pieces = first.split(room)
        if pieces:
            self._stack.add(pieces[0])
            self._turn()
            return [pieces[1], *rest]
        if not self._stack.fresh:
            self._turn()
            return [first, *rest]
        self._stack.add(first)
        return rest
