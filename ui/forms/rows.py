"""Rows of small lists: an icon or keycap at the left, a text with a red star, a tick, count or keycap at the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.icons import draw_glyph
from ui.theme import theme

_ROLE = Qt.ItemDataRole.UserRole
KEY, NUMBER, STAR, TICKED, ICON, ICON_TOKEN, COUNT, COUNT_TOKEN, END_KEY, PATH = (_ROLE + n for n in range(1, 11))
AnyIndex = QModelIndex | QPersistentModelIndex


def fill_row(
    item: QListWidgetItem,
    text: str,
    *,
    key: str = "",
    number: str = "",
    star: bool = False,
    ticked: bool = False,
    icon: tuple[str, str] = ("", ""),
    count: tuple[str, str] = ("", ""),
    end_key: str = "",
    path: str = "",
) -> None:
    """Say what a row shows; `icon` and `count` come with their colour token."""
    parts = {
        KEY: key, NUMBER: number, STAR: star, TICKED: ticked, ICON: icon[0], ICON_TOKEN: icon[1], COUNT: count[0],
        COUNT_TOKEN: count[1], END_KEY: end_key, PATH: path,
    }  # fmt: skip
    item.setText(text)
    for role, value in parts.items():
        item.setData(role, value)
    spoken = " ".join(part for part in (key, number, text, "必填" if star else "", count[0]) if part)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{spoken} 已选" if ticked else spoken)


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
        look = theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("selected" if selected else "hover"))
            painter.drawRoundedRect(rect, look.px(4), look.px(4))
        left = self._paint_start(painter, rect.adjusted(look.px(7), 0, -look.px(6), 0), index)
        right = self._paint_end(painter, rect.adjusted(look.px(7), 0, -look.px(6), 0), index)
        self._paint_text(painter, QRectF(left, rect.top(), right - left, rect.height()), index, selected)
        painter.restore()

    def _paint_start(self, painter: QPainter, rect: QRectF, index: AnyIndex) -> float:
        look = theme()
        left = rect.left()
        if index.data(ICON):
            side = look.px(16)
            place = QRectF(left, rect.center().y() - side / 2, side, side)
            draw_glyph(painter, place, index.data(ICON), index.data(ICON_TOKEN))
            left += side + look.px(5)
        if index.data(KEY):
            left += draw_key(painter, QRectF(left, rect.top(), rect.width(), rect.height()), index.data(KEY)) + look.px(
                8
            )
        if index.data(NUMBER):
            painter.setFont(look.font(12))
            painter.setPen(look.color("text3"))
            painter.drawText(QRectF(left, rect.top(), look.px(32), rect.height()), _MIDDLE, index.data(NUMBER))
            left += look.px(32)
        return left

    def _paint_end(self, painter: QPainter, rect: QRectF, index: AnyIndex) -> float:
        look = theme()
        right = rect.right()
        if index.data(END_KEY):
            width = key_width(index.data(END_KEY))
            draw_key(painter, QRectF(right - width, rect.top(), width, rect.height()), index.data(END_KEY))
            right -= width + look.px(5)
        if index.data(COUNT):
            painter.setFont(look.font(12))
            painter.setPen(look.color(index.data(COUNT_TOKEN) or "text3"))
            width = QFontMetrics(painter.font()).horizontalAdvance(index.data(COUNT))
            painter.drawText(QRectF(right - width, rect.top(), width + 1, rect.height()), _MIDDLE, index.data(COUNT))
            right -= width + look.px(5)
        if index.data(TICKED):
            side = look.px(14)
            draw_glyph(painter, QRectF(right - side, rect.center().y() - side / 2, side, side), "check", "link")
            right -= side + look.px(6)
        return right

    def _paint_text(self, painter: QPainter, rect: QRectF, index: AnyIndex, selected: bool) -> None:
        look = theme()
        painter.setFont(
            look.font(13, bold=bool(selected and index.data(TICKED)) or bool(selected and index.data(ICON)))
        )
        metrics = QFontMetrics(painter.font())
        star = look.px(10) if index.data(STAR) else 0
        text = metrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, round(rect.width()) - star)
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
