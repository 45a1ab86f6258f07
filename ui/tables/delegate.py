"""Draws every cell of every list: background, marks and text, with pens made once a scheme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPixmap, QStaticText, QTransform
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.hits import hits
from ui.icons import draw_glyph
from ui.tables.columns import Column, Pips, Progress, Status, cell_text
from ui.tables.model import GroupHead, Index, RowsModel
from ui.tables.paging import WAITING
from ui.theme import theme
from ui.widgets.paint import draw_bar, draw_grade, draw_pips, draw_status, draw_steps, draw_words

SIDE = 12
_TICK = 14
_WAITING_SHARE = 0.6
_TEXTS_KEPT = 8192
_ONLY_TEXT = frozenset({"text", "number", "date"})
_SELECTED = QStyle.StateFlag.State_Selected


@dataclass(frozen=True, slots=True)
class _Laid:
    """A text laid out once: how large it is, and how many of its characters show."""

    text: QStaticText
    width: float
    height: float
    shown: int


class _Tools:
    """Pens, fonts and measures of one scheme and text size; texts and pips drawn before, as drawing is what scrolling
    waits for.
    """

    def __init__(self) -> None:
        look = theme()
        self.font, self.bold = look.font(), look.font(bold=True)
        self.metrics, self.bold_metrics = QFontMetrics(self.font), QFontMetrics(self.bold)
        self.grid = look.color("grid")
        self.side = look.px(SIDE)
        self._texts: dict[tuple[str, int, bool], _Laid] = {}
        self._pips: dict[tuple[int, int, float], QPixmap] = {}

    def laid(self, text: str, room: int, bold: bool) -> _Laid:
        """A text on one line, elided where there is no more room."""
        laid = self._texts.get((text, room, bold))
        if laid is None:
            if len(self._texts) == _TEXTS_KEPT:
                self._texts.clear()
            laid = self._texts[text, room, bold] = self._lay(text, room, bold)
        return laid

    def _lay(self, text: str, room: int, bold: bool) -> _Laid:
        laid = self._whole(text, bold)
        if laid.width <= room:
            return laid
        metrics = self.bold_metrics if bold else self.metrics
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        return replace(self._whole(shown, bold), shown=len(shown) - 1)

    def _whole(self, text: str, bold: bool) -> _Laid:
        static = QStaticText(text)
        static.setTextFormat(Qt.TextFormat.PlainText)
        static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        static.prepare(QTransform(), self.bold if bold else self.font)
        size = static.size()
        return _Laid(static, size.width(), size.height(), len(text))

    def pips(self, value: Pips, scale: float) -> QPixmap:
        """The pips of a stage as a picture; `scale` is that of the screen."""
        key = (value.done, value.total, scale)
        picture = self._pips.get(key)
        if picture is None:
            picture = self._pips[key] = _pips_picture(value, scale)
        return picture


def _pips_picture(value: Pips, scale: float) -> QPixmap:
    px = theme().px
    size = QSize(value.total * (px(5) + px(2)), px(12))
    picture = QPixmap(size * scale)
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_pips(painter, QRectF(0, 0, size.width(), size.height()), value.done, value.total)
    painter.end()
    return picture


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
        column, row = model.columns[index.column()], model.row(index.row())
        tools = self._tools = self._tools or _Tools()
        selected, picked = _SELECTED in option.state, self.is_picked(index.row())
        if column.kind not in _ONLY_TEXT or row is WAITING:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, index, selected, picked, tools)
        rect = QRectF(option.rect).adjusted(tools.side, 0, -2, -1)
        if picked and index.column() == 0:
            rect = self._paint_tick(painter, rect)
        if row is WAITING:
            self._paint_waiting(painter, rect)
        elif isinstance(row, GroupHead):
            self._paint_head(painter, option, rect, row)
        elif row is not None:
            self._paint_value(painter, rect, column, row, selected, picked, tools)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows are of one height; widths are declared."""
        return QSize(theme().px(60), theme().row_height)

    def _paint_ground(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
        selected: bool,
        picked: bool,
        tools: _Tools,
    ) -> None:
        look, rect, number = theme(), option.rect, index.row()
        if selected or picked or number == self.hovered:
            painter.fillRect(rect, look.color("selected" if selected or picked else "hover"))
        if selected and index.column() == 0:
            painter.fillRect(rect.left(), rect.top(), 2, rect.height(), look.color("link"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, tools.grid)

    def _paint_tick(self, painter: QPainter, rect: QRectF) -> QRectF:
        """The tick of a picked row; what it leaves of its cell."""
        px = theme().px
        side = px(_TICK)
        place = QRectF(rect.left() - px(SIDE - 4), rect.center().y() - side / 2, side, side)
        draw_glyph(painter, place, "check-square-fill", "link")
        return rect.adjusted(px(_TICK - SIDE + 7), 0, 0, 0)

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
        self, painter: QPainter, rect: QRectF, column: Column, row: Any, selected: bool, picked: bool, tools: _Tools
    ) -> None:
        value = column.value_of(row)
        if value is None:
            return
        token = column.tone(row) or ("text2" if column.quiet else "text")
        match value:
            case Status():
                draw_status(painter, rect, value.word, value.tone, column.tone(row), value.icon)
            case Pips():
                self._paint_stage(painter, rect, value, column, token)
            case Progress():
                self._paint_progress(painter, rect, value, tools)
            case bool():
                side = theme().px(16)
                box = QRectF(rect.left(), rect.center().y() - side / 2, side, side)
                draw_glyph(painter, box, "check-square-fill" if value else "square", "accent" if value else "ctl")
            case _ if column.kind == "grade":
                draw_grade(painter, rect, str(value), on_selected=selected or picked)
            case _ if column.kind == "steps":
                draw_steps(painter, rect, int(value))
            case _:
                strong = (column.strong and selected) or column.bold(row)
                self._paint_text(painter, rect, cell_text(value), column, token, strong)

    def _paint_progress(self, painter: QPainter, rect: QRectF, value: Progress, tools: _Tools) -> None:
        px = theme().px
        room = px(40)
        bar = QRectF(rect.left(), rect.top(), min(px(56), max(px(24), rect.width() - room)), rect.height())
        draw_bar(painter, bar, value.share, "c2" if value.share < 1 / 3 and not value.percent else "c1")
        words = tools.laid(cell_text(value), room, False)
        self._draw_laid(painter, rect, rect.left() + bar.width() + px(6), words, "text2", tools.font)

    def _paint_stage(self, painter: QPainter, rect: QRectF, value: Pips, column: Column, token: str) -> None:
        assert self._tools is not None, "paint has made them"
        picture = self._tools.pips(value, painter.device().devicePixelRatioF())
        size = picture.deviceIndependentSize()
        painter.drawPixmap(QPointF(rect.left(), round(rect.center().y() - size.height() / 2)), picture)
        self._paint_text(painter, rect.adjusted(size.width() + theme().px(4), 0, 0, 0), value.word, column, token)

    def _paint_text(
        self, painter: QPainter, rect: QRectF, text: str, column: Column, token: str, bold: bool = False
    ) -> None:
        tools = self._tools
        assert tools is not None, "paint has made them"
        room = rect.width() + (2 - tools.side if column.on_right else 0)
        laid = tools.laid(text, int(room), bold)
        if column.marked and self.marked:
            self._paint_hits(painter, rect, text, laid.shown, tools.bold_metrics if bold else tools.metrics)
        left = rect.left() + (room - laid.width if column.on_right else 0)
        self._draw_laid(painter, rect, left, laid, token, tools.bold if bold else tools.font)

    def _draw_laid(self, painter: QPainter, rect: QRectF, left: float, laid: _Laid, token: str, font: QFont) -> None:
        painter.setFont(font)
        painter.setPen(theme().color(token))
        painter.drawStaticText(QPointF(left, round(rect.center().y() - laid.height / 2)), laid.text)

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
