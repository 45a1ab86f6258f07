"""The list of a million records: rows read as they are looked at, some of them picked by key or mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from ui.jobs import Jobs
from ui.tables.columns import Column
from ui.tables.model import Index
from ui.tables.paging import PagedRows, Read
from ui.tables.picking import Picked
from ui.tables.sticky import StickyTable
from ui.theme import theme

_ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
_MOVES = (*_ENDS, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_PLAIN = Qt.KeyboardModifier.NoModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class PagedTable(StickyTable):
    """Space picks the row under the cursor, Shift with a moving key or a click the rows between, Ctrl+A all or none.

    `came_to` carries the id of the row the cursor is on, also when another record has come to stand there, None
    without one; `picked_changed` comes after any change of what is picked, `copy_wanted` with Ctrl+C.
    """

    came_to = Signal(object)
    picked_changed = Signal()
    copy_wanted = Signal()

    def __init__(self, columns: Sequence[Column], jobs: Jobs, read: Read, parent: QWidget | None = None) -> None:
        self.paged = PagedRows(columns, jobs, read)
        super().__init__(columns, rows=self.paged, parent=parent)
        self.paged.setParent(self)
        self.picked = Picked()
        self._anchor: int | None = None
        self._base = Picked()
        self._came_to: int | None = None
        self.drawn.is_picked = lambda number: number in self.picked

    def list_ids(
        self,
        ids: Sequence[int],
        rows: Sequence[Any] = (),
        *,
        picked: Picked | None = None,
        current: int | None = None,
    ) -> None:
        """Show these records, `rows` being the first of them.

        The cursor goes to the row `current`, which comes to stand where the cursor's row stood before; without one
        the cursor stays where it is, as far as there are rows.
        """
        before, bar = self.currentIndex().row(), self.verticalScrollBar()
        place = min(max(before if current is None else current, 0), len(ids) - 1)
        moved = (place - before) * theme().row_height if before >= 0 else 0
        offset = bar.value() + moved
        self.picked, self._anchor = picked or Picked(), None
        self.paged.list_ids(ids, rows)
        self.updateGeometries()
        bar.setValue(max(0, offset))
        self.select_row(place)
        self._tell_place()
        self.picked_changed.emit()
        self.viewport().update()

    def current_id(self) -> int | None:
        """The id of the row the cursor is on."""
        return self.paged.id_at(self.currentIndex().row())

    def wanted_ids(self) -> Sequence[int]:
        """The ids of the picked rows, or else of the one the cursor is on."""
        current = self.current_id()
        return self.picked.ids(self.paged.ids) if self.picked else [] if current is None else [current]

    def pick_none(self) -> None:
        """Pick no row."""
        self._pick(Picked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moving keys, picking keys, copying."""
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _MOVES and held & ~_CONTROL == _SHIFT:
            self._extend(event)
        elif key in _MOVES and held in (_PLAIN, _CONTROL):
            self._anchor = None
            self._move(event)
        elif key == Qt.Key.Key_Space and held == _PLAIN:
            self._toggle(self.currentIndex().row())
        elif key == Qt.Key.Key_A and held == _CONTROL:
            self._pick_all()
        elif key == Qt.Key.Key_C and held == _CONTROL:
            self.copy_wanted.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """With Ctrl a click picks a row, with Shift the rows up to it."""
        before = self.currentIndex().row()
        super().mousePressEvent(event)
        here = self.currentIndex().row()
        if event.button() != Qt.MouseButton.LeftButton or not self.indexAt(event.position().toPoint()).isValid():
            return
        if event.modifiers() & _CONTROL:
            self._toggle(here)
        elif event.modifiers() & _SHIFT and before >= 0:
            self._pick_to(before, here)
        else:
            self._anchor = None

    def selectionCommand(self, index: Index, event: QEvent | None = None) -> QItemSelectionModel.SelectionFlag:
        """Qt's own selection is the row under the cursor, whatever key is held."""
        flag = QItemSelectionModel.SelectionFlag
        return flag.ClearAndSelect | flag.Rows if index.isValid() else flag.NoUpdate

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Say which record the cursor has come to."""
        super().currentChanged(current, previous)
        if current.isValid() or previous.isValid():
            self._tell_place()

    def _tell_place(self) -> None:
        if (now := self.current_id()) != self._came_to:
            self._came_to = now
            self.came_to.emit(now)

    def _move(self, event: QKeyEvent) -> None:
        place = _ENDS.get(Qt.Key(event.key()))
        if place is None:
            super().keyPressEvent(event)
        else:
            self.select_row(place % max(1, self.rows.rowCount()))

    def _extend(self, event: QKeyEvent) -> None:
        before = self.currentIndex().row()
        self._move(event)
        if before >= 0:
            self._pick_to(before, self.currentIndex().row())

    def _pick_to(self, before: int, here: int) -> None:
        """Pick from where the extending began, and what was picked then."""
        if self._anchor is None:
            self._anchor, self._base = before, self.picked.copy()
        picked = self._base.copy()
        picked.add(min(self._anchor, here), max(self._anchor, here) + 1)
        self._pick(picked)

    def _toggle(self, number: int) -> None:
        self._anchor = None
        if number >= 0:
            picked = self.picked.copy()
            picked.toggle(number)
            self._pick(picked)

    def _pick_all(self) -> None:
        number = self.rows.rowCount()
        self._pick(Picked([(0, number)] if number and len(self.picked) < number else []))

    def _pick(self, picked: Picked) -> None:
        self.picked = picked
        self.viewport().update()
        self.picked_changed.emit()
