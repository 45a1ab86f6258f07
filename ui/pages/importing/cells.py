"""What the tables of an import show besides text, and how it is drawn: choices, small buttons, entries, suggestions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from ui.icons import draw_glyph
from ui.tables.columns import Column
from ui.tables.model import Index
from ui.tables.paging import WAITING
from ui.tables.painting import Cell, RowPainter, Way
from ui.tables.view import RecordTable
from ui.theme import theme
from ui.widgets.paint import draw_words

_PAD, _BOX, _SMALL = 8, 26, 24


@dataclass(frozen=True, slots=True)
class Bold:
    """A bold text."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen from a list that opens with Enter; `open` while it can be, `quiet` for nothing chosen."""

    text: str
    quiet: bool = False

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell of the file that can be typed into; red while it is wrong."""

    text: str
    wrong: bool = True

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What could stand there instead."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Offers:
    """Small buttons in a row, `current` the one that holds, -1 for none; alone it is a plain button."""

    texts: Sequence[str]
    current: int = -1

    def __str__(self) -> str:
        return self.texts[self.current] if self.current >= 0 else ""

    def boxes(self, rect: QRectF) -> list[QRectF]:
        """Where they stand inside a cell."""
        metrics, px = QFontMetrics(theme().font(12)), theme().px
        left, top, found = rect.left(), rect.center().y() - px(_SMALL) / 2, []
        for text in self.texts:
            width = metrics.horizontalAdvance(text) + px(2 * _PAD)
            found.append(QRectF(left, top, width, px(_SMALL)))
            left += width
        return found


class CellPainter(RowPainter):
    """Draws the special cells among the others."""

    def way_of(self, value: Any, column: Column) -> Way:
        """The special cells' too."""
        match value:
            case Bold():
                return self._paint_bold
            case Chosen():
                return self._paint_chosen
            case Entry():
                return self._paint_entry
            case Suggestion():
                return self._paint_suggestion
            case Offers():
                return self._paint_offers
            case _:
                return super().way_of(value, column)

    def _paint_bold(self, painter: QPainter, cell: Cell, bold: Bold) -> None:
        draw_words(painter, cell.rect, bold.text, bold=True)

    def _paint_chosen(self, painter: QPainter, cell: Cell, chosen: Chosen) -> None:
        px = theme().px
        box = _box(cell.rect)
        _draw_box(painter, box, "line2" if chosen.quiet else "ctl", "subtle" if chosen.quiet else "surface")
        caret = QRectF(box.right() - px(22), box.center().y() - px(7), px(14), px(14))
        draw_glyph(painter, caret, "caret-down", "text3")
        words = box.adjusted(px(9), 0, -px(26), 0)
        draw_words(painter, words, chosen.text, "text3" if chosen.quiet else "text")

    def _paint_entry(self, painter: QPainter, cell: Cell, entry: Entry) -> None:
        box = _box(cell.rect)
        _draw_box(painter, box, "danger" if entry.wrong else "ctl", "surface")
        draw_words(painter, box.adjusted(theme().px(9), 0, -theme().px(6), 0), entry.text)

    def _paint_suggestion(self, painter: QPainter, cell: Cell, suggestion: Suggestion) -> None:
        if suggestion.text:
            rect, side = cell.rect, theme().px(15)
            draw_glyph(painter, QRectF(rect.left(), rect.center().y() - side / 2, side, side), "lightbulb", "warn")
            draw_words(painter, rect.adjusted(side + theme().px(5), 0, 0, 0), suggestion.text, "text2")

    def _paint_offers(self, painter: QPainter, cell: Cell, offers: Offers) -> None:
        look, boxes = theme(), offers.boxes(cell.rect)
        if not boxes:
            return
        _draw_box(painter, boxes[0].united(boxes[-1]), "line2", "surface")
        for number, (box, text) in enumerate(zip(boxes, offers.texts, strict=True)):
            current = number == offers.current
            if current:
                painter.fillRect(box.adjusted(1.5, 1.5, -1.5, -1.5), look.color("selected"))
            if number:
                painter.setPen(QPen(look.color("line2"), 1))
                painter.drawLine(box.topLeft(), box.bottomLeft())
            painter.setFont(look.font(12, bold=current))
            painter.setPen(look.color("link" if current else "text2"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def draw_specially(table: RecordTable) -> None:
    """Let a table show the cells above."""
    table.drawn = CellPainter(table)


def offer_at(table: RecordTable, place: QPoint) -> tuple[Any, int] | None:
    """The row and the number of the small button at a point of the table, None where there is none."""
    index = table.indexAt(place)
    row = table.rows.row(index.row()) if index.isValid() else None
    offers = table.rows.columns[index.column()].value_of(row) if row not in (None, WAITING) else None
    if not isinstance(offers, Offers):
        return None
    boxes = offers.boxes(cell_rect(table, index))
    number = next((at for at, box in enumerate(boxes) if box.contains(place)), None)
    return None if number is None else (row, number)


def cell_rect(table: RecordTable, index: Index) -> QRectF:
    """Where the contents of a cell are drawn."""
    return QRectF(table.visualRect(index)).adjusted(theme().px(12), 0, -2, -1)


def entry_rect(table: RecordTable, index: Index) -> QRect:
    """Where an editor stands over an entry or a choice."""
    return _box(cell_rect(table, index)).toAlignedRect()


def _box(rect: QRectF) -> QRectF:
    height = min(theme().px(_BOX), rect.height() - 2)
    return QRectF(rect.left(), rect.center().y() - height / 2, rect.width() - theme().px(8), height)


def _draw_box(painter: QPainter, box: QRectF, line: str, fill: str) -> None:
    look = theme()
    painter.setPen(QPen(look.color(line), 1))
    painter.setBrush(look.color(fill))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), look.px(5), look.px(5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
