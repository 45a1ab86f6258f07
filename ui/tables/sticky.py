"""A list wider than its place: the column that tells the rows apart stays in sight when it is scrolled sideways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from ui.tables.columns import Column
from ui.tables.model import Index, RowsModel
from ui.tables.painting import Place
from ui.tables.view import RecordTable
from ui.theme import theme
from ui.widgets.paint import draw_focus

_BORDER = 3
"""Pixels at an edge in which the focus is drawn."""


class StickyHead(QHeaderView):
    """The heads; that of the column `sticky` stays at the left edge."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.sticky = -1

    def stuck(self) -> int:
        """How wide the column is that would be out of sight by itself, 0 when it shows where it belongs."""
        away = 0 <= self.sticky < self.count() and self.sectionViewportPosition(self.sticky) < 0
        return self.sectionSize(self.sticky) if away else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """The heads, and the one that stays above them."""
        super().paintEvent(event)
        if width := self.stuck():
            self.paintSection(QPainter(self.viewport()), QRect(0, 0, width, self.height()), self.sticky)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the head that stays means that one, not the one below it."""
        if event.position().x() < self.stuck():
            self.sectionClicked.emit(self.sticky)
        else:
            super().mousePressEvent(event)


class StickyTable(RecordTable):
    """← and → scroll sideways; the cursor stays in its row. `set_sticky` names the column that stays."""

    def __init__(
        self, columns: Sequence[Column], *, rows: RowsModel | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(columns, rows=rows, head=StickyHead(), parent=parent)

    def set_sticky(self, key: str) -> None:
        """Keep the column with this key in sight."""
        keys = [column.key for column in self.rows.columns]
        self.head.sticky = keys.index(key) if key in keys else -1

    def set_columns(self, columns: Sequence[Column], widths: Mapping[str, int] | None = None) -> None:
        """Show other columns; the current row stays, in all of them."""
        super().set_columns(columns, widths)
        if self.currentIndex().isValid():
            flag = QItemSelectionModel.SelectionFlag
            self.selectionModel().select(self.currentIndex(), flag.ClearAndSelect | flag.Rows)

    @property
    def head(self) -> StickyHead:
        """The heads."""
        found = self.horizontalHeader()
        assert isinstance(found, StickyHead)
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, then the column that stays above them."""
        super().paintEvent(event)
        if width := self.head.stuck():
            with QPainter(self.viewport()) as painter:
                self._paint_stuck(painter, event.region(), width)
            draw_focus(self)

    def indexAt(self, place: QPoint) -> QModelIndex:
        """The cell in sight there."""
        if place.x() < self.head.stuck() and (number := self.rowAt(place.y())) >= 0:
            return self.rows.index(number, self.head.sticky)
        return super().indexAt(place)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Up and down only."""
        bar = self.horizontalScrollBar()
        before = bar.value()
        super().scrollTo(index, hint)
        bar.setValue(before)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Qt moves what is drawn: the column that stays and the border of the focus must not go with it."""
        super().scrollContentsBy(dx, dy)
        view = self.viewport()
        if dx:
            view.update()
            self.head.viewport().update()
        elif self.hasFocus():
            high = abs(dy) + _BORDER
            view.update(0, 0, view.width(), high)
            view.update(0, view.height() - high, view.width(), high)

    def moveCursor(self, action: RecordTable.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """← and → move the view."""
        step = {self.CursorAction.MoveLeft: -1, self.CursorAction.MoveRight: 1}.get(action, 0)
        if step:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + step * theme().px(96))
            return QModelIndex(self.currentIndex())
        return super().moveCursor(action, modifiers)

    def _paint_stuck(self, painter: QPainter, region: QRegion, width: int) -> None:
        height = self.viewport().height()
        painter.fillRect(0, 0, width, height, theme().color("surface"))
        place = Place(self.rows.columns[self.head.sticky], 0, width)
        across = QRect(0, 0, width, theme().row_height)
        self.drawn.paint(painter, self.lines_in(region), [place], across)
        painter.setPen(theme().color("line2"))
        painter.drawLine(width - 1, 0, width - 1, height)
