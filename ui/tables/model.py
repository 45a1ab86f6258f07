"""Rows of a paged source, read in blocks; only a bounded number of blocks is kept, however long the list."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.tables.columns import Column, cell_text

BLOCK_ROWS, BLOCKS_KEPT = 128, 24
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
VALUE_ROLE = ROW_ROLE + 1
_TEXT_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class GroupHead:
    """A row that only says what the rows below it have in common; the cursor passes it over."""

    title: str
    sub: str = ""


class Source(Protocol):
    """Where rows come from, already sorted and filtered. Rows are any objects with attributes, e.g. dataclasses."""

    def count(self) -> int:
        """How many there are."""

    def rows(self, start: int, n: int) -> Sequence[Any]:
        """Up to `n` rows from the 0-based `start`."""


class ListSource:
    """A source over rows already at hand, for short lists."""

    def __init__(self, rows: Sequence[Any] = ()) -> None:
        self._rows = rows

    def count(self) -> int:
        """How many there are."""
        return len(self._rows)

    def rows(self, start: int, n: int) -> Sequence[Any]:
        """A slice of them."""
        return self._rows[start : start + n]


class RowsModel(QAbstractTableModel):
    """Columns by declaration, rows by block. ROW_ROLE gives the row object, VALUE_ROLE the value behind a cell."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._source: Source = ListSource()
        self._count = 0
        self._blocks: OrderedDict[int, Sequence[Any]] = OrderedDict()

    def show(self, source: Source) -> None:
        """Show other rows, or the same ones read anew."""
        self.beginResetModel()
        self._source = source
        self._blocks.clear()
        self._count = source.count()
        self.endResetModel()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns."""
        if tuple(columns) != self.columns:
            self.beginResetModel()
            self.columns = tuple(columns)
            self.endResetModel()

    def row(self, number: int) -> Any:
        """The row object, None when the source has become shorter meanwhile."""
        block_number, offset = divmod(number, BLOCK_ROWS)
        block = self._blocks.get(block_number)
        if block is None:
            block = self._blocks[block_number] = self._source.rows(block_number * BLOCK_ROWS, BLOCK_ROWS)
            if len(self._blocks) > BLOCKS_KEPT:
                self._blocks.popitem(last=False)
        self._blocks.move_to_end(block_number)
        return block[offset] if offset < len(block) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """All of them; nothing is read for it."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """As declared."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, and the objects behind them."""
        row = self.row(index.row())
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if isinstance(row, GroupHead):
            shown = role in _TEXT_ROLES and index.column() == 0
            return f"{row.title}　{row.sub}".rstrip() if shown else None
        value = self.columns[index.column()].value_of(row)
        if role == VALUE_ROLE:
            return value
        if role in _TEXT_ROLES:
            return cell_text(value)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads cannot be chosen."""
        return Qt.ItemFlag.NoItemFlags if self.is_head(index.row()) else super().flags(index)

    def is_head(self, number: int) -> bool:
        """Whether a row is the head of a group."""
        return isinstance(self.row(number), GroupHead)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles, over numbers at the right."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.on_right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None
