"""Rows of small lists: an icon or keycap at the left, a text with a red star, a tick, count or keycap at the right."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.icons import draw_glyph
from ui.theme import theme

_ROW = Qt.ItemDataRole.UserRole
AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """What a row shows; `icon` and `count` come with their colour token. `path` is what it stands for."""

    text: str
    key: str = ""
    number: str = ""
    star: bool = False
    ticked: bool = False
    icon: tuple[str, str] = ("", "")
    count: tuple[str, str] = ("", "")
    end_key: str = ""
    path: str = ""


def show_row(item: QListWidgetItem, row: Row) -> None:
    """Let an item show a row; nothing happens when it does already."""
    if item.data(_ROW) == row:
        return
    item.setData(_ROW, row)
    item.setText(row.text)
    parts = (row.key, row.number, row.text, "必填" if row.star else "", row.count[0], "已选" if row.ticked else "")
    item.setData(Qt.ItemDataRole.AccessibleTextRole, " ".join(part for part in parts if part))


def path_of(item: QListWidgetItem) -> str:
    """What an item stands for."""
    row = item.data(_ROW)
    return row.path if isinstance(row, Row) else ""


class KeyRowDelegate(QStyledItemDelegate):
    """Paints such a row, 30 px high (`tall` 34, `low` 26)."""

    def __init__(self, parent: object = None, *, height: int = 30) -> None:
        super().__init__(parent)  # type: ignore[arg-type]
        self._height = height

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """The row's height; the width is the list's."""
        return QSize(60, theme().px(self._height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """From both ends to the middle, so that only the text is ever shortened."""
        look, row = theme(), index.data(_ROW)
        if not isinstance(row, Row):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("selected" if selected else "hover"))
            painter.drawRoundedRect(rect, look.px(4), look.px(4))
        left = self._paint_start(painter, rect.adjusted(look.px(7), 0, -look.px(6), 0), row)
        right = self._paint_end(painter, rect.adjusted(look.px(7), 0, -look.px(6), 0), row)
        self._paint_text(painter, QRectF(left, rect.top(), right - left, rect.height()), row, selected)
        painter.restore()

    def _paint_start(self, painter: QPainter, rect: QRectF, row: Row) -> float:
        look = theme()
        left = rect.left()
        if row.icon[0]:
            side = look.px(16)
            place = QRectF(left, rect.center().y() - side / 2, side, side)
            draw_glyph(painter, place, row.icon[0], row.icon[1])
            left += side + look.px(5)
        if row.key:
            left += draw_key(painter, QRectF(left, rect.top(), rect.width(), rect.height()), row.key) + look.px(8)
        if row.number:
            painter.setFont(look.font(12))
            painter.setPen(look.color("text3"))
            painter.drawText(QRectF(left, rect.top(), look.px(32), rect.height()), _MIDDLE, row.number)
            left += look.px(32)
        return left

    def _paint_end(self, painter: QPainter, rect: QRectF, row: Row) -> float:
        look = theme()
        right = rect.right()
        if row.end_key:
            width = key_width(row.end_key)
            draw_key(painter, QRectF(right - width, rect.top(), width, rect.height()), row.end_key)
            right -= width + look.px(5)
        if row.count[0]:
            painter.setFont(look.font(12))
            painter.setPen(look.color(row.count[1] or "text3"))
            width = QFontMetrics(painter.font()).horizontalAdvance(row.count[0])
            painter.drawText(QRectF(right - width, rect.top(), width + 1, rect.height()), _MIDDLE, row.count[0])
            right -= width + look.px(5)
        if row.ticked:
            side = look.px(14)
            draw_glyph(painter, QRectF(right - side, rect.center().y() - side / 2, side, side), "check", "link")
            right -= side + look.px(6)
        return right

    def _paint_text(self, painter: QPainter, rect: QRectF, row: Row, selected: bool) -> None:
        look = theme()
        painter.setFont(look.font(13, bold=bool(selected and row.ticked) or bool(selected and row.icon[0])))
        metrics = QFontMetrics(painter.font())
        star = look.px(10) if row.star else 0
        text = metrics.elidedText(row.text, Qt.TextElideMode.ElideRight, round(rect.width()) - star)
        painter.setPen(look.color("text"))
        painter.drawText(rect, _MIDDLE, text)
        if star:
            painter.setPen(look.color("danger"))
            painter.drawText(rect.adjusted(metrics.horizontalAdvance(text) + look.px(2), 0, 0, 0), _MIDDLE, "*")


_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def key_width(key: str) -> int:
    """How wide a keycap is drawn."""
    return max(theme().px(17), QFontMetrics(theme().font(11)).horizontalAdvance(key) + theme().px(8))


def draw_key(painter: QPainter, rect: QRectF, key: str) -> int:
    """Draw a keycap, left-aligned and vertically centred; returns its width."""
    look = theme()
    width, height = key_width(key), look.px(17)
    box = QRectF(rect.left(), rect.center().y() - height / 2, width, height).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(look.color("line2"))
    painter.setBrush(look.color("surface"))
    painter.drawRoundedRect(box, look.px(3), look.px(3))
    painter.setFont(look.font(11))
    painter.setPen(look.color("text2"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
    return width
