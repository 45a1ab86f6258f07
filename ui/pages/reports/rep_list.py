"""The reps to tick, each with visits and report state."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.icons import draw_glyph
from ui.keys import ENTER
from ui.pages.reports.sheets import RepRow
from ui.theme import theme

_Index = QModelIndex | QPersistentModelIndex
_ROW = Qt.ItemDataRole.UserRole
_TICK = 26
_TOKENS = {"sub": "text3", "": "text2"}


class RepList(QListView):
    """Space ticks, Ctrl+A ticks all or none, Enter opens the report; `ticked` and `moved` say what changed."""

    ticked = Signal()
    moved = Signal()
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reps = _Reps(self)
        self.setModel(self._reps)
        self.setItemDelegate(_RepDelegate(self))
        self.setAccessibleName("业务员")
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._moved)

    @property
    def reps(self) -> Sequence[RepRow]:
        """All of them."""
        return self._reps.rows

    @property
    def current(self) -> RepRow | None:
        """The one the cursor is on."""
        number = self.currentIndex().row()
        return self._reps.rows[number] if 0 <= number < len(self._reps.rows) else None

    def ticked_ids(self) -> tuple[int, ...]:
        """The employees ticked, in the list's order."""
        return tuple(rep.employee_id for rep in self._reps.rows if self._reps.is_ticked(rep))

    def show_reps(self, reps: Sequence[RepRow]) -> None:
        """Show them; ticks that people took away and the cursor stay, reps without a sheet come unticked."""
        number = max(0, self.currentIndex().row())
        self._reps.show(reps)
        self.setFixedHeight(max(1, len(reps)) * theme().px(_TICK) + 2 * self.frameWidth() + theme().px(6))
        self.setCurrentIndex(self._reps.index(min(number, len(reps) - 1)))
        self.moved.emit()

    def tick_only(self, employee_id: int) -> None:
        """Tick one and put the cursor on it."""
        for number, rep in enumerate(self._reps.rows):
            self._reps.tick(rep, rep.employee_id == employee_id)
            if rep.employee_id == employee_id:
                self.setCurrentIndex(self._reps.index(number))
        self.ticked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Space and self.current:
            self._toggle(self.current)
        elif key == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._toggle_all()
        elif key in ENTER:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.position().x() < theme().px(_TICK) and self.current:
            self._toggle(self.current)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def _toggle(self, rep: RepRow) -> None:
        self._reps.tick(rep, not self._reps.is_ticked(rep))
        self.ticked.emit()

    def _toggle_all(self) -> None:
        every = len(self.ticked_ids()) < len(self._reps.rows)
        for rep in self._reps.rows:
            self._reps.tick(rep, every)
        self.ticked.emit()

    def _moved(self) -> None:
        self.moved.emit()


class _Reps(QAbstractListModel):
    """Rows and ticks; what a person ticked or unticked outlives a change of date."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: Sequence[RepRow] = ()
        self._chosen: dict[int, bool] = {}

    def show(self, rows: Sequence[RepRow]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def is_ticked(self, rep: RepRow) -> bool:
        return self._chosen.get(rep.employee_id, rep.has_sheets)

    def tick(self, rep: RepRow, ticked: bool) -> None:
        self._chosen[rep.employee_id] = ticked
        index = self.index(self.rows.index(rep))
        self.dataChanged.emit(index, index)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        rep = self.rows[index.row()]
        if role == _ROW:
            return rep
        if role == Qt.ItemDataRole.DisplayRole:
            return rep.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{rep.name} {rep.visits} 家 {rep.state} {'已选' if self.is_ticked(rep) else '没选'}"
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if self.is_ticked(rep) else Qt.CheckState.Unchecked
        return None


class _RepDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(60, theme().px(_TICK))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        look, rep = theme(), index.data(_ROW)
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if option.state & QStyle.StateFlag.State_Selected and focused:
            painter.fillRect(rect, look.color("selected"))
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        side = look.px(16)
        box = QRectF(rect.left() + look.px(6), rect.center().y() - side / 2, side, side)
        draw_glyph(painter, box, "check-square-fill" if ticked else "square", "accent" if ticked else "ctl")
        rect.adjust(look.px(30), 0, -look.px(8), 0)
        painter.setFont(look.font(12))
        left = rect.right() - QFontMetrics(painter.font()).horizontalAdvance(rep.state)
        self._write(painter, rect, rep.state, _TOKENS.get(rep.tone, rep.tone), right=True)
        rect.setRight(min(left - look.px(8), rect.right() - look.px(46)))
        self._write(painter, rect, f"{rep.visits} 家", "text3", right=True)
        painter.setFont(look.font(13))
        self._write(painter, rect, rep.name, "text" if rep.has_sheets else "text3")
        painter.restore()

    def _write(self, painter: QPainter, rect: QRectF, text: str, token: str, *, right: bool = False) -> None:
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.setPen(theme().color(token))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | side, text)
