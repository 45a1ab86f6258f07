"""The list of options that drops down from a field; the field keeps the focus and drives it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ui.forms.rows import KeyRowDelegate, Row, show_row
from ui.theme import theme

_MOST_ROWS = 9


class OptionList(QListWidget):
    """`picked` carries the index clicked. Rows are (key, text, ticked)."""

    picked = Signal(int)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner.window())
        self.setProperty("kind", "popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setItemDelegate(KeyRowDelegate(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setObjectName("options")
        self.itemClicked.connect(lambda item: self.picked.emit(self.row(item)))
        self._owner = owner
        self.hide()

    def open_with(self, rows: Sequence[tuple[str, str, bool]], current: int) -> None:
        """Show these rows below the field, or above it where there is no room."""
        self.clear()
        for key, text, ticked in rows:
            show_row(QListWidgetItem(self), Row(text, key=key, ticked=ticked))
        if not rows:
            self.hide()
            return
        self.setCurrentRow(current)
        height = min(len(rows), _MOST_ROWS) * theme().px(30) + 2 * self.frameWidth() + 2
        window, owner = self._owner.window(), self._owner
        below = owner.mapTo(window, QPoint(0, owner.height() + 1))
        above = owner.mapTo(window, QPoint(0, -height - 1))
        fits = below.y() + height <= window.height()
        width = min(max(owner.width(), theme().px(260)), window.width())
        left = min(below.x(), window.width() - width)
        self.setGeometry(max(0, left), below.y() if fits else max(0, above.y()), width, height)
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        """Move the current row."""
        if self.count():
            self.setCurrentRow(max(0, min(self.count() - 1, self.currentRow() + by)))
