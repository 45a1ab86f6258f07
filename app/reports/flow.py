"""Pagination: items down the page, one after the other, in one pass and with only one group of items in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from app.reports.ink import MM, Ink, Tone

OUTER_RULE = 0.4 * MM
INNER_RULE = 0.6
TALL = 60 * MM
"""A row higher than this may be split over two pages (reports.md §0)."""
LEAST_PIECE = 20 * MM


class Item:
    """Something as wide as the page and `height` high.

    `keep` binds it to the next item, `framed` puts it inside the outer rule, `heavy` draws such a rule above it,
    `head` is the item to repeat above it at the top of a page.
    """

    height = 0.0
    keep = False
    framed = False
    heavy = False
    head: Item | None = None

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """Draw with the top left corner at (x, y)."""

    def split(self, room: float) -> tuple[Item, Item] | None:
        """A part at most `room` high and the rest, None when it cannot be divided there."""
        return None


class Gap(Item):
    """White space that vanishes at the top of a page."""

    def __init__(self, height: float) -> None:
        self.height = height


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
        self._frame_top: float | None = None
        self._open_head: Item | None = None
        self._begin(1)

    def run(self, items: Iterable[Item]) -> None:
        """Place all items; those bound together stay on one page when one page can hold them."""
        group: list[Item] = []
        for item in items:
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
        self._y = self._top = self._furniture.begin(self._ink, page)
        self._open_head = None

    def _end(self) -> None:
        self._close_frame()
        self._furniture.end(self._ink, self.page)

    def _turn(self) -> None:
        self._end()
        self._begin(self.page + 1)

    @property
    def _room(self) -> float:
        return self._furniture.bottom - self._y

    @property
    def _fresh(self) -> bool:
        return self._y == self._top

    def _place(self, group: Sequence[Item]) -> None:
        while group:
            if self._needs(group) <= self._room:
                for item in group:
                    self._draw(item)
                return
            group = self._place_some(group)

    def _needs(self, group: Sequence[Item]) -> float:
        return self._head_height(group[0]) + sum(item.height for item in group)

    def _head_height(self, item: Item) -> float:
        return item.head.height if item.head and item.head is not self._open_head else 0.0

    def _place_some(self, group: Sequence[Item]) -> Sequence[Item]:
        """Of a group that does not fit, place what may stand here and return the rest, or turn the page."""
        first, rest = group[0], group[1:]
        if isinstance(first, Gap):
            return rest
        room = self._room - self._head_height(first)
        may_part = first.height > TALL and room >= LEAST_PIECE
        whole_page = self._furniture.bottom - self._top
        if not may_part and not self._fresh and self._needs(group) <= whole_page:
            self._turn()
            return group
        limit = min(room, first.height - LEAST_PIECE) if len(rest) == 1 else room
        if first.height <= limit:
            self._draw(first)
            return rest
        return self._part(first, rest, limit)

    def _part(self, first: Item, rest: Sequence[Item], room: float) -> Sequence[Item]:
        pieces = first.split(room)
        if pieces:
            self._draw(pieces[0])
            self._turn()
            return [pieces[1], *rest]
        if not self._fresh:
            self._turn()
            return [first, *rest]
        self._draw(first)
        return rest

    def _draw(self, item: Item) -> None:
        if isinstance(item, Break):
            if not self._fresh:
                self._turn()
            return
        if isinstance(item, Gap) and self._fresh:
            return
        if item.head and item.head is not self._open_head:
            self._put(item.head)
        self._open_head = item.head
        self._put(item)

    def _put(self, item: Item) -> None:
        if not item.framed:
            self._close_frame()
        elif self._frame_top is None:
            self._frame_top = self._y
        left, width = self._furniture.left, self._furniture.width
        item.draw(self._ink, left, self._y, width)
        if item.framed and self._frame_top != self._y:
            weight, tone = (OUTER_RULE, Tone.BLACK) if item.heavy else (INNER_RULE, Tone.RULE)
            self._ink.line(left, self._y, left + width, self._y, weight, tone)
        self._y += item.height

    def _close_frame(self) -> None:
        if self._frame_top is not None:
            height = self._y - self._frame_top
            self._ink.frame(self._furniture.left, self._frame_top, self._furniture.width, height, OUTER_RULE)
            self._frame_top = None
