"""The lines of the due list: group heads, customers, and 再显示 n 家 at the end of a long group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.pages.planning.dragging import DUE, packed

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class DueLine:
    """A customer to be planned: how late (超 5 天) or when (周五), in red when it is late; `tip` says more."""

    customer_id: int
    owner_id: int
    name: str
    grade: str
    when: str
    late: bool
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """超期 or 本周到期, with all its customers."""

    title: str
    lines: Sequence[DueLine]
    late: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The line above a group."""

    title: str
    count: int
    late: bool


@dataclass(frozen=True, slots=True)
class More:
    """The line below a group of which only the beginning shows."""

    group: str
    count: int


Line = Head | DueLine | More


class DueRows(QAbstractListModel):
    """Flat lines of the groups; ROW_ROLE gives the line."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []
        self._groups: Sequence[Group] = ()
        self._opened: set[str] = set()
        self._most = 0

    def show(self, groups: Sequence[Group], most: int) -> None:
        """Show groups, of each so many customers at first."""
        self._groups, self._most = groups, most
        self._fill()

    def open(self, title: str) -> None:
        """Show all of a group."""
        self._opened.add(title)
        self._fill()

    def row_of(self, customer_id: int) -> int:
        """Where a customer stands, -1 when he does not show."""
        places = (
            n for n, line in enumerate(self.lines) if isinstance(line, DueLine) and line.customer_id == customer_id
        )
        return next(places, -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """All lines."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The line, or what is said of it."""
        line = self.lines[index.row()]
        if role == ROW_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return words(line)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(line, DueLine):
            return line.tip or line.name
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads are passed over; customers can be dragged."""
        line = self.lines[index.row()]
        if isinstance(line, Head):
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsDragEnabled if isinstance(line, DueLine) else usual

    def mimeTypes(self) -> list[str]:
        """Customers."""
        return [DUE]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The ids of those dragged."""
        lines = (self.lines[index.row()] for index in indexes)
        return packed(DUE, [line.customer_id for line in lines if isinstance(line, DueLine)])

    def _fill(self) -> None:
        self.beginResetModel()
        self.lines = [line for group in self._groups for line in self._lines_of(group)]
        self.endResetModel()

    def _lines_of(self, group: Group) -> list[Line]:
        if not group.lines:
            return []
        most = len(group.lines) if group.title in self._opened else self._most
        rest = len(group.lines) - most
        shown: list[Line] = [Head(group.title, len(group.lines), group.late), *group.lines[:most]]
        return [*shown, More(group.title, rest)] if rest > 0 else shown


def words(line: Line) -> str:
    """A line as a screen reader says it."""
    match line:
        case Head():
            return f"{line.title} {line.count} 家"
        case More():
            return f"再显示 {line.count} 家"
        case DueLine():
            return f"{line.grade or '未评'} 级 {line.name}，{line.when}"
