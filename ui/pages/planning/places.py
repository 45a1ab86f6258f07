"""Where everything of the grid stands at a size: columns of days, rows of reps, cards in their cells."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QPointF, QRectF

from ui.pages.planning.board import Board, Spot
from ui.theme import theme

HEAD, NAMES, CARD, WIDE_CARD = 32, 86, 40, 58
_GAP, _SIDE, _TOP, _SLOT, _LINE = 3, 4, 4, 16, 18
_NARROWEST_CARD, _SHORTEST_ROW = 150, 96


@dataclass(frozen=True, slots=True)
class Row:
    """One rep's row, from the top of the content."""

    top: int
    height: int


class Places:
    """Made anew for every board and size. Content coordinates begin under the head, at the top of the first row."""

    def __init__(self, board: Board, width: int, height: int) -> None:
        px = theme().px
        self.board = board
        self.width = width
        self.head, self.names = px(HEAD), px(NAMES)
        days = max(1, len(board.days))
        self._edges = [self.names + round((width - self.names) * n / days) for n in range(days + 1)]
        self.abreast = max(1, (self._edges[1] - self._edges[0]) // px(_NARROWEST_CARD)) if len(board.days) == 1 else 1
        self.card_height = px(WIDE_CARD if len(board.days) == 1 else CARD)
        self.room = height - self.head
        self.rows = self._rows(self.room)
        self.content_height = self.rows[-1].top + self.rows[-1].height if self.rows else 0

    def lanes_from(self, top: int) -> range:
        """The reps in sight when the content is scrolled down to `top`."""
        tops = [row.top for row in self.rows]
        return range(max(0, bisect_right(tops, top) - 1), bisect_right(tops, top + self.room))

    def column(self, day: int) -> tuple[int, int]:
        """Left edge and width of a day's column."""
        return self._edges[day], self._edges[day + 1] - self._edges[day]

    def cell(self, lane: int, day: int) -> QRectF:
        """A cell with its lower and right lines."""
        left, width = self.column(day)
        return QRectF(left, self.rows[lane].top, width, self.rows[lane].height)

    def name(self, lane: int) -> QRectF:
        """The rep's own cell."""
        return QRectF(0, self.rows[lane].top, self.names, self.rows[lane].height)

    def card(self, spot: Spot) -> QRectF:
        """A card of a cell, or the free place after the last one."""
        px, cell = theme().px, self.cell(spot.lane, spot.day)
        width = (cell.width() - 1 - 2 * px(_SIDE) - (self.abreast - 1) * px(_GAP)) / self.abreast
        line, place = divmod(spot.place, self.abreast)
        left = cell.left() + px(_SIDE) + place * (width + px(_GAP))
        top = cell.top() + px(_TOP) + line * (self.card_height + px(_GAP))
        free = spot.place >= len(self.board.cell(spot.lane, spot.day))
        return QRectF(left, top, width, px(_SLOT) if free and self.abreast == 1 and place == 0 else self.card_height)

    def note(self, lane: int, day: int) -> QRectF:
        """The line at a cell's foot."""
        px, cell = theme().px, self.cell(lane, day)
        return QRectF(cell.left() + px(6), cell.bottom() - px(_LINE + 2), cell.width() - px(12), px(_LINE))

    def spot(self, point: QPointF) -> Spot | None:
        """What is under a point of the content; beside the cards it is the cell's free place."""
        lane = next((n for n, row in enumerate(self.rows) if row.top <= point.y() < row.top + row.height), None)
        day = next((n for n in range(len(self.board.days)) if self._edges[n] <= point.x() < self._edges[n + 1]), None)
        if lane is None or day is None:
            return None
        cards = len(self.board.cell(lane, day))
        hit = (n for n in range(cards) if self.card(Spot(lane, day, n)).contains(point))
        return Spot(lane, day, next(hit, cards))

    def _rows(self, room: int) -> list[Row]:
        lanes = len(self.board.lanes)
        if not lanes:
            return []
        needed = [max(self._needed(lane), theme().px(_SHORTEST_ROW)) for lane in range(lanes)]
        heights = _shared(needed, room)
        tops = accumulate(heights[:-1], initial=0)
        return [Row(top, height) for top, height in zip(tops, heights, strict=True)]

    def _needed(self, lane: int) -> int:
        px = theme().px
        lines = 0
        for day in range(len(self.board.days)):
            cards = -(-len(self.board.cell(lane, day)) // self.abreast)
            height = cards * (self.card_height + px(_GAP)) + (px(_LINE) if self.board.note(lane, day) else 0)
            lines = max(lines, height)
        return lines + px(_TOP) + px(_SLOT) // 2


def _shared(needed: list[int], room: int) -> list[int]:
    """Rows as high as they need, and what is left over goes to the lowest ones until all are alike."""
    heights, left = list(needed), room - sum(needed)
    level = _level(needed, room)
    if left <= 0:
        return heights
    heights = [max(height, level) for height in heights]
    heights[-1] += room - sum(heights)
    return heights


def _level(needed: list[int], room: int) -> int:
    """The height every row can have at least."""
    rest, count = room, len(needed)
    for height in sorted(needed, reverse=True):
        if height <= rest // count:
            break
        rest, count = rest - height, count - 1
        if not count:
            return 0
    return rest // count
