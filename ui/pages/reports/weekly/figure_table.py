"""One table of a summary, cell by cell: every number can be stood on and opened."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QGuiApplication, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from app.reports.model import Align, Column
from app.reports.traced import Traced
from app.reports.weekly_columns import COLUMNS
from app.reports.weekly_data import WeeklyRow, WeeklyTable
from app.sweep.weekly.behind import TOTAL
from app.sweep.weekly.prose import shown_cell
from ui.keys import ENTER
from ui.theme import theme

_Index = QModelIndex | QPersistentModelIndex
_ALARM = int(Qt.ItemDataRole.UserRole)
_HEAD, _PADDING, _WIDEST, _LONG = 40, 8, 300, 150
_UNBROKEN = 3
"""A head of so many characters stays on one line: 完成率."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell somebody stands on: where it is, what it is called and says, and whether records are behind it."""

    table: str
    row: str
    column: str
    title: str
    shown: str
    has_records: bool


class FigureTable(QTableView):
    """`opened` carries a Figure; `left` says that ↑ (-1) or ↓ (+1) went over the edge; `moved` that another is current.

    The table is as high as its rows; what is around it scrolls.
    """

    opened = Signal(object)
    moved = Signal(object)
    left = Signal(int)

    def __init__(self, table: WeeklyTable, title: str) -> None:
        super().__init__()
        self.key = table.key
        self._cells = _Cells(table, self)
        self.setModel(self._cells)
        self.setItemDelegate(_CellDelegate(self))
        self.setAccessibleName(title)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme().row_height)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)
        head.setFixedHeight(theme().px(_HEAD))
        self.setFixedHeight(theme().px(_HEAD) + self._cells.rowCount() * theme().row_height + 2)
        self.doubleClicked.connect(lambda _: self._open())

    @property
    def current(self) -> Figure | None:
        """The cell the cursor is on."""
        index = self.currentIndex()
        return self._cells.figure(index.row(), index.column()) if index.isValid() else None

    def enter(self, from_above: bool) -> None:
        """Come in by ↓ or ↑ from a neighbour, in the first number's column."""
        row = 0 if from_above else self._cells.rowCount() - 1
        self.setCurrentIndex(self._cells.index(row, min(1, self._cells.columnCount() - 1)))
        self.setFocus(Qt.FocusReason.TabFocusReason)

    def stand_on(self, row: str, column: str) -> bool:
        """Put the cursor on a cell by its keys; False when there is none."""
        place = self._cells.place(row, column)
        if place is not None:
            self.setCurrentIndex(self._cells.index(*place))
        return place is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, ↑↓ go on to the next table, Ctrl+C copies the whole table."""
        row = self.currentIndex().row()
        if event.key() in ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._open()
        elif event.key() == Qt.Key.Key_Up and row <= 0:
            self.left.emit(-1)
        elif event.key() == Qt.Key.Key_Down and row >= self._cells.rowCount() - 1:
            self.left.emit(1)
        elif event.key() == Qt.Key.Key_C and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            QGuiApplication.clipboard().setText(self._cells.as_text())
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) or event.text().isdecimal():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self.moved.emit(self.current)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.enter(from_above=event.reason() != Qt.FocusReason.BacktabFocusReason)
        self.moved.emit(self.current)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def fit(self, room: int) -> None:
        """Take the width needed of the room there is: heads go on two lines where it is little, long words take what
        is left, and what still does not fit is scrolled to."""
        px = theme().px
        needed = [min(width, px(_WIDEST)) for width in self._cells.widths(head_lines=1)]
        if sum(needed) > room:
            needed = [min(width, px(_WIDEST)) for width in self._cells.widths(head_lines=2)]
        spare = room - sum(needed)
        long = [at for at, width in enumerate(needed) if width >= px(_LONG)]
        for at in long if spare > 0 else ():
            needed[at] += spare // len(long)
        for at, width in enumerate(needed):
            self.setColumnWidth(at, width)
        self.setFixedWidth(room if spare < 0 else sum(needed) + 2 * self.frameWidth())
        bar = self.horizontalScrollBar().sizeHint().height() if spare < 0 else 0
        self.setFixedHeight(px(_HEAD) + self._cells.rowCount() * theme().row_height + 2 + bar)

    def _open(self) -> None:
        figure = self.current
        if figure is not None:
            self.opened.emit(figure)


class _Cells(QAbstractTableModel):
    def __init__(self, table: WeeklyTable, parent: FigureTable) -> None:
        super().__init__(parent)
        self._table = table
        self.columns: tuple[Column, ...] = COLUMNS[table.key]
        rows = [(row.key, row) for row in table.rows]
        self._rows: list[tuple[str, WeeklyRow]] = [*rows, *([(TOTAL, table.total)] if table.total else [])]
        self._measured: tuple[int, list[int]] | None = None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def cell(self, row: int, column: int) -> Traced:
        return self._rows[row][1].cells[column]

    def shown(self, row: int, column: int) -> str:
        return shown_cell(self.cell(row, column), self.columns[column].kind, self.columns[column].scale)

    def alarm(self, row: int, column: int) -> str:
        key = self.columns[column].key
        return " ".join(word for where, word in self._rows[row][1].alarms if where == key)

    def figure(self, row: int, column: int) -> Figure:
        key, line = self._rows[row]
        cell, name = line.cells[column], self.shown(row, 0)
        said = f"{name}　{self.columns[column].label}" if column else name
        behind = bool(cell.part and cell.part.ids) or bool(cell.whole and cell.whole.ids)
        return Figure(self._table.key, key, self.columns[column].key, said, self.shown(row, column), behind)

    def place(self, row: str, column: str) -> tuple[int, int] | None:
        rows, columns = [key for key, _ in self._rows], [each.key for each in self.columns]
        return (rows.index(row), columns.index(column)) if row in rows and column in columns else None

    def is_total(self, row: int) -> bool:
        return self._rows[row][0] == TOTAL

    def widths(self, *, head_lines: int) -> list[int]:
        """What each column needs: its cells on one line, its head on one or two."""
        metrics, side = QFontMetrics(theme().font(bold=True)), 2 * theme().px(_PADDING) + 4
        heads = [column.label[: max(_UNBROKEN, -(-len(column.label) // head_lines))] for column in self.columns]
        needed = [metrics.horizontalAdvance(head) + theme().px(8) for head in heads]
        return [max(*each) + side for each in zip(needed, self._widest_cells(metrics), strict=True)]

    def _widest_cells(self, metrics: QFontMetrics) -> list[int]:
        """By column; measured once for a size of text: a long table is laid out anew at every step of a splitter."""
        size = metrics.height()
        if self._measured is None or self._measured[0] != size:
            self._measured = size, [self._widest(metrics, at) for at in range(len(self.columns))]
        return self._measured[1]

    def _widest(self, metrics: QFontMetrics, column: int) -> int:
        texts = {f"{self.shown(row, column)} {self.alarm(row, column)}".strip() for row in range(len(self._rows))}
        return max((metrics.horizontalAdvance(text) for text in texts), default=0)

    def as_text(self) -> str:
        lines = [[column.label for column in self.columns]]
        lines += [[self.shown(row, at) for at in range(len(self.columns))] for row in range(len(self._rows))]
        return "\n".join("\t".join(line) for line in lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.shown(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            figure = self.figure(row, column)
            return f"{figure.title} {figure.shown}"
        if role == _ALARM:
            return self.alarm(row, column)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(self.columns[section]) | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        return None


class _CellDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(theme().px(60), theme().row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        look, table = theme(), self.parent()
        assert isinstance(table, FigureTable)
        cells = index.model()
        assert isinstance(cells, _Cells)
        rect, current = option.rect, index == table.currentIndex()
        painter.save()
        if current and bool(option.state & QStyle.StateFlag.State_Active):
            painter.fillRect(rect, look.color("selected" if table.hasFocus() else "hover"))
        painter.setPen(QPen(look.color("grid"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        figure = cells.figure(index.row(), index.column())
        painter.setFont(look.font(bold=cells.is_total(index.row())))
        painter.setPen(look.color("link" if current and figure.has_records else "text"))
        room = QRectF(rect).adjusted(look.px(_PADDING), 0, -look.px(_PADDING), 0)
        self._write(painter, room, figure.shown, str(index.data(_ALARM)), cells.columns[index.column()])
        if current and table.hasFocus():
            painter.setPen(QPen(look.color("focus"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _write(self, painter: QPainter, room: QRectF, text: str, alarm: str, column: Column) -> None:
        metrics = QFontMetrics(painter.font())
        if alarm:
            width = metrics.horizontalAdvance(alarm)
            painter.save()
            painter.setPen(theme().color("danger"))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, alarm)
            painter.restore()
            room.setRight(room.right() - width - theme().px(4))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()) + 1)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | _side(column), shown)


def _side(column: Column) -> Qt.AlignmentFlag:
    sides = {Align.RIGHT: Qt.AlignmentFlag.AlignRight, Align.CENTER: Qt.AlignmentFlag.AlignHCenter}
    return sides.get(column.align, Qt.AlignmentFlag.AlignLeft)
