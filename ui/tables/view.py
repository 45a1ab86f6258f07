"""The list of records: keyboard first, fixed row height, nothing sorted or filtered here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip, QWidget

from ui.keys import ENTER, typed_text
from ui.tables.columns import Column
from ui.tables.copying import clipboard_data, copied_cells
from ui.tables.model import Index, RowsModel
from ui.tables.paging import WAITING
from ui.tables.painting import SIDE, Line, Place, RowPainter
from ui.theme import theme
from ui.widgets.paint import draw_focus

_NARROWEST = 0.7


class RecordTable(QTableView):
    """Shows rows by their Columns.

    `opened` (Enter, double click) and `current_changed` carry row objects (None when nothing is selected); `typed`
    carries text typed here, for the page's search field; `sort_wanted` a column's sort name and whether descending:
    the page then shows rows sorted so.
    """

    opened = Signal(object)
    current_changed = Signal(object)
    typed = Signal(str)
    sort_wanted = Signal(str, bool)

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        many: bool = False,
        rows: RowsModel | None = None,
        head: QHeaderView | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        if head:
            self.setHorizontalHeader(head)
        self.rows = rows or RowsModel(columns, self)
        self._widths: dict[str, int] = {}
        self.is_fitting = False
        self.setModel(self.rows)
        self.drawn = RowPainter(self)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._sorted = ("", False)
        self._set_behaviour(many)
        self._set_head()
        theme().changed.connect(self._take_sizes)
        self._take_sizes()
        self.doubleClicked.connect(lambda index: self._open(index))

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; selection and place are kept by row number as far as they still exist."""
        current, top = self.currentIndex().row(), self.verticalScrollBar().value()
        self.scrollToTop()  # a reset far down costs twenty times as much
        self.rows.show(rows)
        self.verticalScrollBar().setValue(top)
        self.select_row(min(max(current, 0), self.rows.rowCount() - 1))
        if not self.rows.rowCount():
            self.current_changed.emit(None)

    def set_columns(self, columns: Sequence[Column], widths: Mapping[str, int] | None = None) -> None:
        """Show other columns of the same kind of rows; `widths` are those somebody chose, by key, in design pixels."""
        self.rows.set_columns(columns)
        self._widths = dict(widths or {})
        self._fit_columns()
        self.set_sorted(*self._sorted)

    def remember_widths(self, widths: Mapping[str, int]) -> None:
        """Keep columns as wide as somebody made them, by key, in design pixels; nothing moves now."""
        self._widths = dict(widths)

    def select_row(self, number: int) -> None:
        """Make a row current and see to it that it shows."""
        if 0 <= number < self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(number, 0))

    def current_row(self) -> Any:
        """The current row object, None without one or as long as it is not read."""
        index = self.currentIndex()
        row = self.rows.row(index.row()) if index.isValid() else None
        return None if row is WAITING else row

    def selected_rows(self) -> list[Any]:
        """The selected row objects, top down, as far as they are read."""
        rows = [self.rows.row(index.row()) for index in sorted(self.selectionModel().selectedRows())]
        return [row for row in rows if row is not WAITING]

    def mark(self, text: str) -> None:
        """Mark a search text in the columns that are declared so."""
        self.drawn.marked = text
        self.viewport().update()

    def set_sorted(self, name: str, descending: bool = False) -> None:
        """Show the sort arrow of the column with this sort name."""
        self._sorted = (name, descending)
        places = [at for at, column in enumerate(self.rows.columns) if column.sort == name and name]
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicatorShown(bool(places))
        if places:
            self.horizontalHeader().setSortIndicator(places[0], order)

    def copy_selected(self) -> None:
        """Head and selected rows for other programs."""
        columns = self.rows.columns
        QGuiApplication.clipboard().setMimeData(clipboard_data(columns, copied_cells(columns, self.selected_rows())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Ctrl+C copies, Home and End go to the ends, letters go to the search."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._open(self.currentIndex())
        elif control and event.key() == Qt.Key.Key_C:
            self.copy_selected()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and not event.modifiers():
            self.select_row(0 if event.key() == Qt.Key.Key_Home else self.rows.rowCount() - 1)
        elif (text := typed_text(event)) and text != " ":
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Say so once for a row, not once for a cell."""
        super().currentChanged(current, previous)
        if current.row() != previous.row() or not previous.isValid():
            self.current_changed.emit(self.current_row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming by keyboard, there is always a current row."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.select_row(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, the rows, and the focus as a border inside.

        All of it here, not cell by cell through a delegate, and opaque: scrolling moves what is drawn, and draws only
        what is new.
        """
        head = self.horizontalHeader()
        across = QRect(-head.offset(), 0, head.length(), theme().row_height)
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), theme().color("surface"))
            self.drawn.paint(painter, self.lines_in(event.region()), self._places(event.rect()), across)
        draw_focus(self)

    @property
    def rows_in_view(self) -> int:
        """How many rows show at once, those cut at an edge included."""
        return self.viewport().height() // theme().row_height + 2

    def lines_in(self, region: QRegion) -> list[Line]:
        """The rows that show in a part of the view."""
        height, last = theme().row_height, self.rows.rowCount() - 1
        numbers: set[int] = set()
        for rect in cast("Iterable[QRect]", region):  # it is one; Qt's stubs do not say so
            first = self.rowAt(rect.top())
            if first >= 0:
                numbers.update(range(first, min(last, first + (rect.height() - 1) // height + 1) + 1))
        model, index_of, drawn = self.selectionModel(), self.rows.index, self.drawn
        return [
            Line(
                number, self.rows.row(number), self.rowViewportPosition(number),
                model.isSelected(index_of(number, 0)), drawn.is_picked(number),
            )
            for number in sorted(numbers)
        ]  # fmt: skip

    def _places(self, rect: QRect) -> list[Place]:
        places = (
            Place(column, self.columnViewportPosition(at), self.columnWidth(at), leads=at == 0)
            for at, column in enumerate(self.rows.columns)
            if not self.isColumnHidden(at)
        )
        return [place for place in places if place.left <= rect.right() and place.left + place.width > rect.left()]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The row under the mouse is shaded."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """No longer."""
        super().leaveEvent(event)
        self._hover(-1)

    def viewportEvent(self, event: QEvent) -> bool:
        """A cut text is shown whole in a tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self.indexAt(event.pos())
            text = self.rows.data(index) if index.isValid() else ""
            room = self.columnWidth(index.column()) - 2 * SIDE
            cut = text and QFontMetrics(theme().font()).horizontalAdvance(text) > room
            QToolTip.showText(event.globalPos(), text if cut else "", self)
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns that stretch share what is left over."""
        super().resizeEvent(event)
        self._fit_columns()

    def _open(self, index: Index) -> None:
        if index.isValid():
            self.opened.emit(self.rows.row(index.row()))

    def _hover(self, number: int) -> None:
        if number != self.drawn.hovered:
            self.drawn.hovered = number
            self.viewport().update()

    def _set_behaviour(self, many: bool) -> None:
        mode = QAbstractItemView.SelectionMode
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)  # a minimum above the row height never ends on a million rows

    def _set_head(self) -> None:
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(any(column.sort for column in self.rows.columns))
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setMinimumSectionSize(theme().px(32))
        head.sectionClicked.connect(self._sort_by)

    def _sort_by(self, place: int) -> None:
        name = self.rows.columns[place].sort
        if name:
            self.set_sorted(name, name == self._sorted[0] and not self._sorted[1])
            self.sort_wanted.emit(*self._sorted)

    def _take_sizes(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme().row_height)
        self.horizontalHeader().setFixedHeight(theme().px(28))
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Columns that stretch share what is left over, and give way a little where that keeps the list from scrolling
        sideways."""
        columns, chosen = self.rows.columns, self._widths
        widths = [theme().px(chosen.get(column.key, column.width)) for column in columns]
        growing = [at for at, column in enumerate(columns) if column.stretch and column.key not in chosen]
        spare = self.viewport().width() - sum(widths)
        if spare < -sum(widths[at] * (1 - _NARROWEST) for at in growing):
            spare = 0
        for place, at in enumerate(growing):
            share = spare // len(growing) + (spare % len(growing) if place == 0 else 0)
            widths[at] = max(widths[at] + share, round(widths[at] * _NARROWEST))
        self.is_fitting = True
        for at, width in enumerate(widths):
            self.setColumnWidth(at, width)
        self.is_fitting = False
