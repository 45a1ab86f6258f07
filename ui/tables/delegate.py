"""Draws every cell of every list: background, marks and text, with pens made once a scheme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.hits import hits
from ui.icons import draw_glyph
from ui.tables.columns import Column, Pips, Progress, Status, cell_text
from ui.tables.model import ROW_ROLE, GroupHead, Index, RowsModel
from ui.tables.paging import WAITING
from ui.theme import theme
from ui.widgets.paint import draw_bar, draw_grade, draw_pips, draw_status, draw_steps, draw_words

SIDE = 12
_WAITING_SHARE = 0.6
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class _Tools:
    """Pens, fonts and measures of one scheme and text size."""

    def __init__(self) -> None:
        look = theme()
        self.font, self.bold = look.font(), look.font(bold=True)
        self.metrics, self.bold_metrics = QFontMetrics(self.font), QFontMetrics(self.bold)
        self.grid = QPen(look.color("grid"), 1)
        self.side = look.px(SIDE)

    def of(self, strong: bool) -> tuple[QFont, QFontMetrics]:
        return (self.bold, self.bold_metrics) if strong else (self.font, self.metrics)


class RecordDelegate(QStyledItemDelegate):
    """One a table; `marked` is the text to mark in columns declared so, `hovered` the row under the mouse, `is_picked`
    tells the rows picked beside the current one.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.marked = ""
        self.hovered = -1
        self.is_picked: Callable[[int], bool] = lambda _: False
        self._tools: _Tools | None = None
        theme().changed.connect(self._forget)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        model = index.model()
        assert isinstance(model, RowsModel)
        column, row = model.columns[index.column()], model.data(index, ROW_ROLE)
        tools = self._tools = self._tools or _Tools()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        self._paint_ground(painter, option, index, selected, tools)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect).adjusted(tools.side, 0, -2, -1)
        if row is WAITING:
            self._paint_waiting(painter, rect)
        elif isinstance(row, GroupHead):
            self._paint_head(painter, option, rect, row)
        elif row is not None:
            self._paint_value(painter, rect, column, row, selected, tools)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows are of one height; widths are declared."""
        return QSize(theme().px(60), theme().row_height)

    def _paint_ground(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
        selected: bool,
        tools: _Tools,
    ) -> None:
        look, rect, picked = theme(), option.rect, self.is_picked(index.row())
        if selected or picked or index.row() == self.hovered:
            painter.fillRect(rect, look.color("selected" if selected or picked else "hover"))
        if selected and index.column() == 0:
            painter.fillRect(rect.left(), rect.top(), 2, rect.height(), look.color("link"))
        if picked and index.column() == 0:
            side = look.px(SIDE - 2)
            place = QRectF(rect.left() + 2, rect.center().y() - side / 2, side, side)
            draw_glyph(painter, place, "check", "link")
        painter.setPen(tools.grid)
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())

    def _paint_waiting(self, painter: QPainter, rect: QRectF) -> None:
        """A calm bar where a text will be."""
        height = theme().px(8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("grid"))
        bar = QRectF(rect.left(), rect.center().y() - height / 2, rect.width() * _WAITING_SHARE, height)
        painter.drawRoundedRect(bar, height / 2, height / 2)

    def _paint_head(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRectF, head: GroupHead) -> None:
        painter.fillRect(option.rect.adjusted(0, 0, 0, -1), theme().color("subtle"))
        width = draw_words(painter, rect, head.title, "text2", 12, bold=True)
        draw_words(painter, rect.adjusted(width + theme().px(8), 0, 0, 0), head.sub, "text3", 12)

    def _paint_value(
        self, painter: QPainter, rect: QRectF, column: Column, row: Any, selected: bool, tools: _Tools
    ) -> None:
        value = column.value_of(row)
        if value is None:
            return
        token = column.tone(row) or ("text2" if column.quiet else "text")
        match value:
            case Status():
                draw_status(painter, rect, value.word, value.tone, column.tone(row), value.icon)
            case Pips():
                rect.adjust(draw_pips(painter, rect, value.done, value.total) + theme().px(6), 0, 0, 0)
                self._paint_text(painter, rect, value.word, column, token, tools.of(False))
            case Progress():
                self._paint_progress(painter, rect, value, tools)
            case bool():
                side = theme().px(16)
                box = QRectF(rect.left(), rect.center().y() - side / 2, side, side)
                draw_glyph(painter, box, "check-square-fill" if value else "square", "accent" if value else "ctl")
            case _ if column.kind == "grade":
                draw_grade(painter, rect, str(value))
            case _ if column.kind == "steps":
                draw_steps(painter, rect, int(value))
            case _:
                strong = (column.strong and selected) or column.bold(row)
                self._paint_text(painter, rect, cell_text(value), column, token, tools.of(strong))

    def _paint_progress(self, painter: QPainter, rect: QRectF, value: Progress, tools: _Tools) -> None:
        px = theme().px
        words = px(40)
        bar = QRectF(rect.left(), rect.top(), min(px(56), max(px(24), rect.width() - words)), rect.height())
        draw_bar(painter, bar, value.share, "c2" if value.share < 1 / 3 and not value.percent else "c1")
        painter.setFont(tools.font)
        painter.setPen(theme().color("text2"))
        painter.drawText(rect.adjusted(bar.width() + px(6), 0, 0, 0), _LEFT, cell_text(value))

    def _paint_text(
        self, painter: QPainter, rect: QRectF, text: str, column: Column, token: str, face: tuple[QFont, QFontMetrics]
    ) -> None:
        font, metrics = face
        if column.on_right:
            rect = rect.adjusted(0, 0, 2 - theme().px(SIDE), 0)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()))
        if column.marked and self.marked:
            self._paint_hits(painter, rect, text, len(shown) - (shown != text), metrics)
        painter.setFont(font)
        painter.setPen(theme().color(token))
        painter.drawText(rect, _RIGHT if column.on_right else _LEFT, shown)

    def _paint_hits(self, painter: QPainter, rect: QRectF, text: str, shown: int, metrics: QFontMetrics) -> None:
        """What was searched for, among the `shown` first characters."""
        height = metrics.height()
        for start, end in hits(text, self.marked):
            left = rect.left() + metrics.horizontalAdvance(text[:start])
            width = metrics.horizontalAdvance(text[start : min(end, shown)])
            if start < shown:
                painter.fillRect(QRectF(left, rect.center().y() - height / 2, width, height), theme().color("mark"))

    def _forget(self) -> None:
        self._tools = None
