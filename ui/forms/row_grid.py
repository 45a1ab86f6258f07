"""A table of a form, typed cell by cell: every cell is an editor, so keys and states are those of any field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from app.forms.model import Field, Kind
from ui.forms.editors import AnyEditor
from ui.forms.field_box import short_label
from ui.theme import set_state, theme

_HEAD, _ROW, _NUMBER, _LINE = 28, 28, 26, 18
_NARROW, _MIDDLE, _BROAD = 92, 128, 180
_NUMERIC = (Kind.INTEGER, Kind.DECIMAL)
MakeCell = Callable[[str, Field], AnyEditor]


@dataclass(frozen=True, slots=True)
class Column:
    """A column and where it stands."""

    field: Field
    left: int
    width: int


class RowGrid(QWidget):
    """Caption, head row and rows; scrolls sideways when the columns do not fit. `removing` carries the row's path."""

    wide = True
    removing = Signal(str)

    def __init__(self, number: str, label: str, path: str, required: bool, make_cell: MakeCell) -> None:
        super().__init__()
        self.path = path
        self._number, self._label, self._required = number, label, required
        self._make_cell = make_cell
        self._fields: tuple[Field, ...] = ()
        self._messages: tuple[tuple[str, str], ...] = ()
        self._mark = ""
        self.cells: dict[str, AnyEditor] = {}
        self.sheet = _Sheet(self)
        self._area = QScrollArea(self)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self.sheet)

    def show_rows(self, rows: int, fields: Sequence[Field], disabled: frozenset[str]) -> bool:
        """Show this many rows of these columns; True when the place it takes changed."""
        fields = tuple(fields)
        before = (self.sheet.rows, self._fields)
        self._fields = fields
        self.sheet.rows = rows
        wanted = {self.path_of(row, field): field for row in range(1, rows + 1) for field in fields}
        for path in [path for path in self.cells if path not in wanted]:
            self.cells.pop(path).deleteLater()
        for path, field in wanted.items():
            if path not in self.cells:
                self._add_cell(path, field)
            self.cells[path].setEnabled(path not in disabled)
        if before == (rows, fields):
            return False
        self._place()
        return True

    def path_of(self, row: int, field: Field) -> str:
        """A cell's path."""
        return field.path.replace(self.path, f"{self.path}[{row}]", 1)

    def order(self) -> list[str]:
        """The cells that can be typed in, row by row."""
        rows = range(1, self.sheet.rows + 1)
        paths = [self.path_of(row, field) for row in rows for field in self._fields]
        return [path for path in paths if self.cells[path].isEnabled()]

    def set_messages(self, messages: Sequence[tuple[str, str]], mark: str = "") -> bool:
        """What is wrong or doubtful in the rows, as (text, tone), and a mark like 没问到 in the caption."""
        if (tuple(messages), mark) == (self._messages, self._mark):
            return False
        changed = len(messages) != len(self._messages)
        self._messages, self._mark = tuple(messages), mark
        self.update()
        return changed

    def height_for(self, width: int) -> int:
        """Caption, head, rows, scroll bar, messages."""
        px = theme().px
        columns = self._columns(width)
        bar = px(12) if columns and columns[-1].left + columns[-1].width > width else 0
        return px(26) + self._table_height() + bar + len(self._messages) * px(_LINE)

    def reveal(self, path: str) -> None:
        """Scroll sideways until a cell is in sight."""
        cell = self.cells[path].geometry()
        self._area.ensureVisible(cell.right(), cell.center().y(), 0, 0)
        self._area.ensureVisible(cell.left(), cell.center().y(), theme().px(8), 0)

    def columns(self) -> list[Column]:
        """The columns as they are placed now."""
        return self._columns(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything anew."""
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Delete takes the row out."""
        if event.key() == Qt.Key.Key_Delete and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            focused = next((path for path, cell in self.cells.items() if cell.hasFocus()), "")
            if focused:
                self.removing.emit(focused[: focused.index("]", len(self.path)) + 1])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Caption and messages."""
        look = theme()
        painter = QPainter(self)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(look.font(12))
        painter.setPen(look.color("text3"))
        painter.drawText(QRect(0, 0, look.px(32), look.px(24)), middle, self._number)
        painter.setFont(look.font(13))
        painter.setPen(look.color("text"))
        left = look.px(32 if self._number else 0)
        painter.drawText(QRect(left, 0, self.width(), look.px(24)), middle, self._label)
        left += QFontMetrics(painter.font()).horizontalAdvance(self._label) + 2
        if self._required:
            painter.setPen(look.color("danger"))
            painter.drawText(QRect(left, 0, look.px(9), look.px(24)), middle, "*")
        painter.setFont(look.font(12))
        painter.setPen(look.color("text3"))
        hint = self._mark or "Enter 右移，末格回车开下一行，Ctrl+Delete 删这一行"
        right = Qt.AlignmentFlag.AlignRight
        painter.drawText(QRect(left, 0, self.width() - left, look.px(24)), middle | int(right), hint)
        top = self.height() - len(self._messages) * look.px(_LINE)
        for text, tone in self._messages:
            painter.setPen(look.color(tone))
            painter.drawText(QRect(look.px(_NUMBER), top, self.width(), look.px(_LINE)), middle, text)
            top += look.px(_LINE)

    def _add_cell(self, path: str, field: Field) -> None:
        cell = self._make_cell(path, field)
        cell.setParent(self.sheet)
        set_state(cell, kind="cell")
        row = path[len(self.path) + 1 :].partition("]")[0]
        cell.setAccessibleName(f"{self._number} {self._label} 第 {row} 行 {field.label}".strip())
        cell.show()
        self.cells[path] = cell

    def _columns(self, width: int) -> list[Column]:
        px = theme().px
        wanted = [px(_width_of(field)) for field in self._fields]
        room = width - px(_NUMBER) - sum(wanted) - 1
        if room > 0 and wanted:
            wanted = [part + room // len(wanted) for part in wanted]
        found, left = [], px(_NUMBER)
        for field, part in zip(self._fields, wanted, strict=True):
            found.append(Column(field, left, part))
            left += part - 1
        return found

    def _table_height(self) -> int:
        return theme().px(_HEAD) + self.sheet.rows * (theme().px(_ROW) - 1) + 2

    def _place(self) -> None:
        px = theme().px
        columns = self.columns()
        total = columns[-1].left + columns[-1].width if columns else self.width()
        self.sheet.resize(max(total, 1), self._table_height())
        bar = px(12) if total > self.width() else 0
        self._area.setGeometry(0, px(26), self.width(), self._table_height() + bar)
        for row in range(1, self.sheet.rows + 1):
            top = px(_HEAD) + (row - 1) * (px(_ROW) - 1)
            for column in columns:
                cell = self.cells[self.path_of(row, column.field)]
                cell.setGeometry(column.left, top, column.width, px(_ROW))
        self.sheet.update()


class _Sheet(QWidget):
    """Head and row numbers; the cells lie on it."""

    def __init__(self, grid: RowGrid) -> None:
        super().__init__()
        self._grid = grid
        self.rows = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        height = look.px(_HEAD)
        painter.fillRect(QRectF(0, 0, self.width(), height), look.color("subtle"))
        painter.setFont(look.font(12))
        painter.setPen(look.color("text3"))
        for column in self._grid.columns():
            place = QRect(column.left + look.px(8), 0, column.width - look.px(10), height)
            name = short_label(column.field.label, column.field.unit)
            star = "*" if column.field.required else ""
            text = QFontMetrics(painter.font()).elidedText(name + star, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), text)
        for row in range(self.rows):
            place = QRect(0, height + row * (look.px(_ROW) - 1), look.px(_NUMBER) - look.px(4), look.px(_ROW))
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), str(row + 1))


def _width_of(field: Field) -> int:
    if field.kind in _NUMERIC:
        return _NARROW
    return _BROAD if field.kind in (Kind.TEXT, Kind.LONG_TEXT, Kind.IMAGE) else _MIDDLE
