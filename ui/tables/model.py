"""Rows at hand as Qt's tables want them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.tables.columns import Column, cell_text

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
VALUE_ROLE = ROW_ROLE + 1
_TEXT_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class GroupHead:
    """A row that only says what the rows below it have in common; the cursor passes it over."""

    title: str
    sub: str = ""


class RowsModel(QAbstractTableModel):
    """Columns by declaration; rows are any objects with attributes, e.g. dataclasses, already sorted and filtered.

    ROW_ROLE gives the row object, VALUE_ROLE the value behind a cell.
    """

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows: Sequence[Any] = ()
        self._count = 0

    def show(self, rows: Sequence[Any]) -> None:
        """Show other rows, or the same ones read anew."""
        self.beginResetModel()
        self._rows, self._count = rows, len(rows)
        self.endResetModel()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns."""
        if tuple(columns) != self.columns:
            self.beginResetModel()
            self.columns = tuple(columns)
            self.endResetModel()

    def row(self, number: int) -> Any:
        """The row object, None past the end."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

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
