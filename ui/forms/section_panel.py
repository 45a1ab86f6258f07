"""A section of a form: a bordered surface whose fields stand in up to three columns, in paper order."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from ui.theme import theme

THREE_COLUMNS_FROM, TWO_COLUMNS_FROM = 840, 500
_PAD, _HEAD, _BOTTOM, _ROW_GAP, _COLUMN_GAP, _FORM_MARGINS = 14, 36, 10, 6, 18, 24


class Block(Protocol):
    """Something a section places: `wide` ones take a whole row."""

    wide: bool

    def height_for(self, width: int) -> int:
        """How high it is at a width."""


class SectionPanel(QFrame):
    """Places its blocks itself: a nested layout for each of a hundred fields would cost more than the fields."""

    def __init__(self, key: str, title: str) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self._key, self._title, self._count = key, title, ""
        self._blocks: list[QWidget] = []
        self._places: dict[QWidget, QRect] = {}
        self.setFixedHeight(theme().px(_HEAD + _BOTTOM))

    def add(self, block: QWidget) -> None:
        """Put a block after the others."""
        block.setParent(self)
        self._blocks.append(block)

    def set_count(self, text: str) -> None:
        """How much of it is filled, beside the title."""
        if text != self._count:
            self._count = text
            self.update(0, 0, self.width(), theme().px(_HEAD))

    def show_block(self, block: QWidget, shown: bool) -> bool:
        """Show or hide a block; True when that changed something, and `arrange` is due."""
        if block.isHidden() != shown:
            return False
        block.setVisible(shown)
        return True

    def arrange(self) -> None:
        """Place every block anew and take the height they need."""
        px = theme().px
        width = self.width() - 2 * px(_PAD)
        outer = self.width() + px(_FORM_MARGINS)
        columns = 3 if outer >= px(THREE_COLUMNS_FROM) else 2 if outer >= px(TWO_COLUMNS_FROM) else 1
        slot = (width - (columns - 1) * px(_COLUMN_GAP)) // columns
        top = px(_HEAD)
        for line in self._lines(columns):
            height = 0
            for column, block in enumerate(line):
                wide = getattr(block, "wide", False)
                left = px(_PAD) + column * (slot + px(_COLUMN_GAP))
                needed = block.height_for(width if wide else slot)  # type: ignore[attr-defined]
                block.setGeometry(left, top, width if wide else slot, needed)
                height = max(height, needed)
            top += height + px(_ROW_GAP)
        self.setFixedHeight(max(px(_HEAD), top - px(_ROW_GAP)) + px(_BOTTOM))

    def _lines(self, columns: int) -> list[list[QWidget]]:
        lines: list[list[QWidget]] = []
        room = 0
        for block in self._blocks:
            if block.isHidden():
                continue
            if getattr(block, "wide", False):
                lines.append([block])
                room = 0
            elif room:
                lines[-1].append(block)
                room -= 1
            else:
                lines.append([block])
                room = columns - 1
        return lines

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other columns."""
        if event.size().width() != event.oldSize().width():
            self.arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame by the sheet; letter, title and count by hand."""
        super().paintEvent(event)
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, height = float(look.px(_PAD)), look.px(_HEAD) + look.px(4)
        middle = Qt.AlignmentFlag.AlignVCenter
        if self._key:
            box = QRectF(left, (height - look.px(20)) / 2, look.px(20), look.px(20))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("hover"))
            painter.drawRoundedRect(box, look.px(4), look.px(4))
            painter.setFont(look.font(12, bold=True))
            painter.setPen(look.color("text"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key)
            left += look.px(28)
        painter.setFont(look.font(13, bold=True))
        painter.setPen(look.color("text"))
        painter.drawText(QRectF(left, 0, self.width(), height), middle, self._title)
        left += QFontMetrics(painter.font()).horizontalAdvance(self._title) + look.px(8)
        painter.setFont(look.font(12))
        painter.setPen(look.color("text3"))
        painter.drawText(QRectF(left, 0, self.width() - left, height), middle, self._count)


class Caption(QWidget):
    """The name of a question whose parts follow as fields of their own."""

    wide = True

    def __init__(self, number: str, text: str, *, required: bool) -> None:
        super().__init__()
        self._number, self._text, self._required = number, text, required

    def height_for(self, width: int) -> int:
        """One line."""
        return theme().px(22)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Number, name, star."""
        look = theme()
        painter = QPainter(self)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.font(12))
        painter.setPen(look.color("text3"))
        painter.drawText(QRectF(0, 0, look.px(32), self.height()), middle, self._number)
        painter.setFont(look.font(13))
        painter.setPen(look.color("text"))
        left = look.px(32 if self._number else 0)
        painter.drawText(QRectF(left, 0, self.width(), self.height()), middle, self._text)
        if self._required:
            left += QFontMetrics(painter.font()).horizontalAdvance(self._text) + 2
            painter.setPen(look.color("danger"))
            painter.drawText(QRectF(left, 0, look.px(9), self.height()), middle, "*")
