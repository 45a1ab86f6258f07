"""Items under each other in one column of a page, with the rules that run through several of them."""

from __future__ import annotations

from collections.abc import Iterable

from app.reports.ink import MM, Ink, Tone

OUTER_RULE = 0.4 * MM
INNER_RULE = 0.6
TALL = 60 * MM
"""A row higher than this may be split over two pages (reports.md §0)."""


class Item:
    """Something as wide as its column and `height` high.

    `keep` binds it to the next item, `framed` puts it inside the outer rule, `heavy` draws such a rule above it,
    `head` is the item to repeat above it at the top of a page, `posts` are where upright inner rules run through it,
    from its left. One higher than `tall` may be split; any may that no page can hold.
    """

    height = 0.0
    keep = False
    framed = False
    heavy = False
    head: Item | None = None
    posts: tuple[float, ...] = ()
    tall = TALL

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """Draw with the top left corner at (x, y)."""

    def split(self, room: float) -> tuple[Item, Item] | None:
        """A part at most `room` high and the rest, None when it cannot be divided there."""
        return None


class Gap(Item):
    """White space that vanishes at the top of a page."""

    def __init__(self, height: float) -> None:
        self.height = height
        self.keep = True


class Stack:
    """Draws items from `top` downwards; `y` is where the next one starts."""

    def __init__(self, ink: Ink, left: float, width: float, top: float) -> None:
        self._ink = ink
        self._left = left
        self._width = width
        self.top = self.y = top
        self._open_head: Item | None = None
        self._frame_top: float | None = None
        self._posts: tuple[float, ...] = ()
        self._posts_top = 0.0

    @property
    def fresh(self) -> bool:
        """Whether nothing stands here yet."""
        return self.y == self.top

    def head_height(self, item: Item) -> float:
        """What the item's head takes above it, 0 when it is drawn already."""
        return item.head.height if item.head and item.head is not self._open_head else 0.0

    def needs(self, items: Iterable[Item]) -> float:
        """How high the items are from here on, with the heads among them."""
        return _height(items, self._open_head)

    @staticmethod
    def height_of(items: Iterable[Item]) -> float:
        """How high the items are in a stack of their own."""
        return _height(items, None)

    def add(self, item: Item) -> None:
        """Draw an item and what must stand above it."""
        if isinstance(item, Gap) and self.fresh:
            return
        if item.head and item.head is not self._open_head:
            self._put(item.head)
        self._open_head = item.head
        self._put(item)

    def close(self) -> None:
        """Draw the rules around and between what is framed."""
        self._end_posts()
        if self._frame_top is not None:
            self._ink.frame(self._left, self._frame_top, self._width, self.y - self._frame_top, OUTER_RULE)
            self._frame_top = None

    def _put(self, item: Item) -> None:
        if not item.framed:
            self.close()
        elif self._frame_top is None:
            self._frame_top = self.y
        if item.posts != self._posts:
            self._end_posts()
            self._posts, self._posts_top = item.posts, self.y
        item.draw(self._ink, self._left, self.y, self._width)
        if item.framed and self._frame_top != self.y:
            weight, tone = (OUTER_RULE, Tone.BLACK) if item.heavy else (INNER_RULE, Tone.RULE)
            self._ink.line(self._left, self.y, self._left + self._width, self.y, weight, tone)
        self.y += item.height

    def _end_posts(self) -> None:
        for post in self._posts:
            self._ink.line(self._left + post, self._posts_top, self._left + post, self.y, INNER_RULE, Tone.RULE)
        self._posts = ()


def _height(items: Iterable[Item], head: Item | None) -> float:
    """Of the items and their heads, but for the one that is drawn already."""
    total = 0.0
    for item in items:
        if item.head and item.head is not head:
            total += item.head.height
        head = item.head
        total += item.height
    return total
