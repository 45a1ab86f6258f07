"""Draws the rows of every list: a row at a time, as drawing is what scrolling waits for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from app.hits import hits
from ui.icons import draw_glyph
from ui.tables.columns import Column, Pips, Progress, Status, cell_text
from ui.tables.drawings import Drawings, Laid
from ui.tables.model import GroupHead
from ui.tables.paging import WAITING
from ui.theme import theme
from ui.widgets.paint import draw_bar, draw_grade, draw_pips, draw_sign, draw_steps, draw_words

SIDE = 12
_AFTER = 2
_TICK = 14
_WAITING_SHARE = 0.6


@dataclass(slots=True)
class Line:
    """A row to be drawn: its number and object, where it begins, and what it stands out by."""

    number: int
    row: Any
    top: int
    selected: bool
    picked: bool


class Place:
    """A column in sight; `leads` tells the first of its row."""

    __slots__ = ("column", "leads", "left", "value_of", "width")

    def __init__(self, column: Column, left: int, width: int, *, leads: bool = False) -> None:
        self.column, self.left, self.width, self.leads = column, left, width, leads
        self.value_of: Callable[[Any], Any] = column.value or attrgetter(column.key)


@dataclass(slots=True)
class Cell:
    """What a value is drawn into: its place without the margins, its row and column."""

    left: int
    top: int
    width: int
    height: int
    line: Line
    column: Column

    @property
    def rect(self) -> QRectF:
        """The same as Qt has it."""
        return QRectF(self.left, self.top, self.width, self.height)

    def middle(self, height: float) -> int:
        """Where something of this height begins, to stand in the middle."""
        return round(self.top + (self.height - height) / 2)


Way = Callable[[QPainter, Cell, Any], object]
"""Draws a value of one type."""


class RowPainter(QObject):
    """One a table; `marked` is the text to mark in columns declared so, `hovered` the row under the mouse, `is_picked`
    tells the rows picked beside the current one.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.marked = ""
        self.hovered = -1
        self.is_picked: Callable[[int], bool] = lambda _: False
        self._drawings: Drawings | None = None
        theme().changed.connect(self._forget)

    def paint(self, painter: QPainter, lines: Sequence[Line], places: Sequence[Place], across: QRect) -> None:
        """Draw these rows in these columns; `across` reaches from a row's begin to its end and is as high as one."""
        self._make_drawings(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line in lines:
            across.moveTop(line.top)
            self._paint_ground(painter, line, across)
            if isinstance(line.row, GroupHead):
                self._paint_head(painter, across, line.row)
            elif line.row is not None:
                for place in places:
                    self._paint_cell(painter, line, place, across.height())

    def _make_drawings(self, painter: QPainter) -> None:
        scale = painter.device().devicePixelRatioF()
        if self._drawings is None or self._drawings.scale != scale:
            self._drawings = Drawings(scale)

    @property
    def _made(self) -> Drawings:
        assert self._drawings is not None, "paint has made them"
        return self._drawings

    def _paint_ground(self, painter: QPainter, line: Line, across: QRect) -> None:
        look, stands_out = theme(), line.selected or line.picked
        if stands_out or line.number == self.hovered:
            painter.fillRect(across, look.color("selected" if stands_out else "hover"))
        if line.selected:
            painter.fillRect(across.left(), across.top(), 2, across.height(), look.color("link"))
        painter.fillRect(across.left(), across.bottom(), across.width(), 1, look.color("grid"))

    def _paint_head(self, painter: QPainter, across: QRect, head: GroupHead) -> None:
        painter.fillRect(across.adjusted(0, 0, 0, -1), theme().color("subtle"))
        rect = QRectF(across).adjusted(theme().px(SIDE), 0, -_AFTER, -1)
        width = draw_words(painter, rect, head.title, "text2", 12, bold=True)
        draw_words(painter, rect.adjusted(width + theme().px(8), 0, 0, 0), head.sub, "text3", 12)

    def _paint_cell(self, painter: QPainter, line: Line, place: Place, height: int) -> None:
        side = theme().px(SIDE)
        cell = Cell(place.left + side, line.top, place.width - side - _AFTER, height - 1, line, place.column)
        if line.picked and place.leads:
            self._paint_tick(painter, cell)
        if line.row is WAITING:
            self._paint_waiting(painter, cell)
        elif (value := place.value_of(line.row)) is not None:
            self.way_of(value, cell.column)(painter, cell, value)

    def way_of(self, value: Any, column: Column) -> Way:
        """How a value is drawn in a column."""
        match value:
            case _ if column.kind == "grade":
                return self._paint_grade
            case _ if column.kind == "steps":
                return self._paint_steps
            case bool():
                return self._paint_box
            case Status():
                return self._paint_status
            case Pips():
                return self._paint_stage
            case Progress():
                return self._paint_progress
            case _:
                return self._paint_text

    def _paint_tick(self, painter: QPainter, cell: Cell) -> None:
        """The tick of a picked row; the rest of its cell is for the value."""
        px = theme().px
        side = px(_TICK)
        place = QRectF(cell.left - px(SIDE - 4), cell.middle(side), side, side)
        draw_glyph(painter, place, "check-square-fill", "link")
        cell.left += px(_TICK - SIDE + 7)
        cell.width -= px(_TICK - SIDE + 7)

    def _paint_waiting(self, painter: QPainter, cell: Cell) -> None:
        """A calm bar where a text will be."""
        height = theme().px(8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("grid"))
        bar = QRectF(cell.left, cell.middle(height), cell.width * _WAITING_SHARE, height)
        painter.drawRoundedRect(bar, height / 2, height / 2)

    def _paint_text(self, painter: QPainter, cell: Cell, value: Any) -> None:
        column, line, made = cell.column, cell.line, self._made
        text = value if type(value) is str else cell_text(value)
        bold = (column.strong and line.selected) or column.bold(line.row)
        room = cell.width + (_AFTER - theme().px(SIDE) if column.on_right else 0)
        laid = made.laid(text, room, bold)
        if column.marked and self.marked:
            self._paint_hits(painter, cell, text, laid.shown, made.bold_metrics if bold else made.metrics)
        painter.setFont(made.bold if bold else made.font)
        left = cell.left + (room - laid.width if column.on_right else 0)
        self._draw(painter, cell, left, laid, column.tone(line.row) or ("text2" if column.quiet else "text"))

    def _paint_hits(self, painter: QPainter, cell: Cell, text: str, shown: int, metrics: QFontMetrics) -> None:
        """What was searched for, among the `shown` first characters."""
        height = metrics.height()
        for start, end in hits(text, self.marked):
            if start < shown:
                left = cell.left + metrics.horizontalAdvance(text[:start])
                width = metrics.horizontalAdvance(text[start : min(end, shown)])
                painter.fillRect(left, cell.middle(height), width, height, theme().color("mark"))

    def _paint_status(self, painter: QPainter, cell: Cell, value: Status) -> None:
        side = theme().px(14 if value.icon else 7)
        sign = self._made.picture(
            (value.tone, value.icon), side, side, lambda to, rect: draw_sign(to, rect, value.tone, value.icon)
        )
        painter.drawPixmap(QPoint(cell.left, cell.middle(side)), sign)
        token = cell.column.tone(cell.line.row) or {"link": "text", "": "text"}.get(value.tone, value.tone)
        self._paint_beside(painter, cell, side + theme().px(6), value.word, token)

    def _paint_stage(self, painter: QPainter, cell: Cell, value: Pips) -> None:
        px, done, total = theme().px, value.done, value.total
        width, height = total * (px(5) + px(2)), px(12)
        picture = self._made.picture((done, total), width, height, lambda to, rect: draw_pips(to, rect, done, total))
        painter.drawPixmap(QPoint(cell.left, cell.middle(height)), picture)
        token = cell.column.tone(cell.line.row) or ("text2" if cell.column.quiet else "text")
        self._paint_beside(painter, cell, width + px(4), value.word, token)

    def _paint_progress(self, painter: QPainter, cell: Cell, value: Progress) -> None:
        px = theme().px
        width, height, share = min(px(56), max(px(24), cell.width - px(40))), px(8), round(value.share, 2)
        token = "c2" if value.share < 1 / 3 and not value.percent else "c1"
        bar = self._made.picture(
            (width, share, token), width, height, lambda to, rect: draw_bar(to, rect, share, token)
        )
        painter.drawPixmap(QPoint(cell.left, cell.middle(height)), bar)
        self._paint_beside(painter, cell, width + px(6), cell_text(value), "text2")

    def _paint_grade(self, painter: QPainter, cell: Cell, value: Any) -> None:
        px, stands_out = theme().px, cell.line.selected or cell.line.picked
        badge = self._made.picture(
            (str(value), stands_out), px(20), px(18),
            lambda to, rect: draw_grade(to, rect, str(value), on_selected=stands_out),
        )  # fmt: skip
        painter.drawPixmap(QPoint(cell.left, cell.middle(px(18))), badge)

    def _paint_steps(self, painter: QPainter, cell: Cell, value: Any) -> None:
        px = theme().px
        steps = self._made.picture(
            ("steps", int(value)), px(80), px(18), lambda to, rect: draw_steps(to, rect, int(value))
        )
        painter.drawPixmap(QPoint(cell.left, cell.middle(px(18))), steps)

    def _paint_box(self, painter: QPainter, cell: Cell, value: bool) -> None:
        side = theme().px(16)
        box = QRectF(cell.left, cell.middle(side), side, side)
        draw_glyph(painter, box, "check-square-fill" if value else "square", "accent" if value else "ctl")

    def _paint_beside(self, painter: QPainter, cell: Cell, taken: int, text: str, token: str) -> None:
        """A text beside a sign that takes so much of the cell."""
        painter.setFont(self._made.font)
        self._draw(painter, cell, cell.left + taken, self._made.laid(text, cell.width - taken), token)

    def _draw(self, painter: QPainter, cell: Cell, left: int, laid: Laid, token: str) -> None:
        painter.setPen(theme().color(token))
        painter.drawStaticText(left, cell.middle(laid.height), laid.text)

    def _forget(self) -> None:
        self._drawings = None
