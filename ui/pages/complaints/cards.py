"""A complaint as a card of the board, and how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.icons import draw_glyph
from ui.tables.model import ROW_ROLE, Index
from ui.theme import theme
from ui.widgets.paint import draw_bar, draw_grade, draw_words

CARD_GAP = 9
_OPEN_HEIGHT, _DONE_HEIGHT, _SIDE, _LINE = 90, 81, 11, 23
_LEAST = 26
"""Below this width a name is left out."""
_BARS = {"": "c1", "warn": "c2", "danger": "danger"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What the board shows of a complaint.

    `limit` says what is left or how late it is, `tone` how bad that is ("", warn, danger, or ok for one that is done),
    `share` (0-1) how much of the limit is used, None when nothing runs.
    """

    id: int
    number: str
    grade: str
    customer: str
    text: str
    handler: str
    limit: str
    tone: str = ""
    share: float | None = None

    @property
    def spoken(self) -> str:
        """The card in words, for screen readers and tooltips."""
        return f"{self.number}　{self.customer}\n{self.text}\n{self.limit}　{self.handler or '还没有承办人'}"


class CardDelegate(QStyledItemDelegate):
    """Draws cards; `hovered` is the row under the mouse."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.hovered = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Cards of what is done have no bar and are lower."""
        card = index.data(ROW_ROLE)
        height = _OPEN_HEIGHT if card.share is not None else _DONE_HEIGHT
        return QSize(theme().px(120), theme().px(height + CARD_GAP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One card."""
        look, card = theme(), index.data(ROW_ROLE)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        box = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -look.px(CARD_GAP) - 0.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = "accentSoft" if chosen else "hover" if index.row() == self.hovered else "surface"
        focused = chosen and bool(option.state & QStyle.StateFlag.State_HasFocus)
        self._paint_box(painter, box, fill, "focus" if chosen else "line", 2 if focused else 1)
        if card.tone == "danger":
            self._paint_edge(painter, box)
        inner = box.adjusted(look.px(_SIDE), look.px(8), -look.px(_SIDE), 0)
        self._paint_words(painter, inner, card)
        if card.share is not None:
            bar = QRectF(inner.left(), box.bottom() - look.px(14), inner.width(), look.px(8))
            draw_bar(painter, bar, card.share, _BARS.get(card.tone, "c1"), height=4)
        painter.restore()

    def _paint_box(self, painter: QPainter, box: QRectF, fill: str, line: str, width: int) -> None:
        look, inset = theme(), (width - 1) / 2
        painter.setPen(QPen(look.color(line), width))
        painter.setBrush(look.color(fill))
        painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), look.px(6), look.px(6))

    def _paint_edge(self, painter: QPainter, box: QRectF) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(box.adjusted(-0.5, -0.5, 0, 0.5), theme().px(6), theme().px(6))
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(
            QRectF(box.left() - 0.5, box.top() - 0.5, theme().px(3), box.height() + 1), theme().color("danger")
        )
        painter.restore()

    def _paint_words(self, painter: QPainter, room: QRectF, card: Card) -> None:
        look = theme()
        line = QRectF(room.left(), room.top(), room.width(), look.px(22))
        badge = draw_grade(painter, line, card.grade) + look.px(6)
        draw_words(painter, line.adjusted(badge, 0, 0, 0), card.customer, "text", bold=True)
        line.translate(0, look.px(_LINE))
        draw_words(painter, line, card.text, "text")
        line.translate(0, look.px(_LINE - 1))
        self._paint_limit(painter, line, card)

    def _paint_limit(self, painter: QPainter, line: QRectF, card: Card) -> None:
        look = theme()
        token = card.tone or "text2"
        side = look.px(14)
        sign = QRectF(line.left(), line.center().y() - side / 2, side, side)
        draw_glyph(painter, sign, "check" if card.tone == "ok" else "timer", token)
        words = line.adjusted(look.px(19), 0, 0, 0)
        taken = draw_words(painter, words, card.limit, token, bold=card.tone in ("warn", "danger"))
        rest = words.adjusted(taken + look.px(8), 0, 0, 0)
        if rest.width() > look.px(_LEAST):
            draw_words(painter, rest, card.handler, "text2", right=True)
