"""A large choice: digit, title, one line of explanation."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy

from ui.icons import draw_glyph
from ui.theme import theme
from ui.widgets.button import Button


class OptionButton(Button):
    """Two lines high and as wide as its place; chosen by click, Enter, or its digit (the dialog's business)."""

    def __init__(self, digit: str, title: str, text: str, icon_name: str, clicked: Callable[[], object]) -> None:
        super().__init__("", clicked, kind="option", tip=text)
        self._digit, self._title, self._explains, self._sign = digit, title, text, icon_name
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{digit} {title}。{text}")

    def sizeHint(self) -> QSize:
        """Room for two lines."""
        return QSize(theme().px(320), theme().px(56))

    def paint_contents(self, painter: QPainter) -> None:
        """Icon, digit and title, explanation."""
        look = theme()
        px = look.px
        draw_glyph(painter, QRectF(px(14), px(17), px(22), px(22)), self._sign, "link")
        painter.setFont(look.font(bold=True))
        painter.setPen(look.color("text"))
        room = QRectF(px(50), px(8), self.width() - px(90), px(20))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._title)
        painter.setFont(look.font(12))
        painter.setPen(look.color("text2"))
        text = QFontMetrics(painter.font()).elidedText(
            self._explains, Qt.TextElideMode.ElideRight, self.width() - px(64)
        )
        painter.drawText(room.translated(0, px(20)).adjusted(0, 0, px(40), 0), Qt.AlignmentFlag.AlignVCenter, text)
        self.paint_key(painter, self.width() - px(34), self._digit, "text2")
