"""A list whose rows are ticked: Space one, Ctrl+A all or none."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from ui.tables.columns import Column
from ui.tables.view import RecordTable


class TickTable(RecordTable):
    """`ticked` when a tick changed. `key_of` names a row, so that its tick outlives a new reading; new rows are ticked."""

    ticked = Signal()

    def __init__(
        self, columns: Sequence[Column], key_of: Callable[[Any], Hashable], parent: QWidget | None = None
    ) -> None:
        tick = Column(key="", title="", width=36, kind="tick", value=self.is_ticked)
        super().__init__([tick, *columns], parent=parent)
        self._key_of = key_of
        self._rows: Sequence[Any] = ()
        self._without: set[Hashable] = set()

    def show_ticked(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self._rows = rows
        self.show_rows(rows)
        self.ticked.emit()

    def is_ticked(self, row: Any) -> bool:
        """Whether a row is ticked."""
        return self._key_of(row) not in self._without

    def ticked_rows(self) -> list[Any]:
        """Those ticked, top down."""
        return [row for row in self._rows if self.is_ticked(row)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Ctrl+A tick."""
        if event.key() == Qt.Key.Key_Space and not event.modifiers() and self.current_row() is not None:
            self._toggle(self.current_row())
        elif event.key() == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._toggle_all()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the box ticks."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == 0:
            self._toggle(self.rows.row(index.row()))

    def _toggle(self, row: Any) -> None:
        self._without ^= {self._key_of(row)}
        self._told()

    def _toggle_all(self) -> None:
        keys = {self._key_of(row) for row in self._rows}
        self._without = self._without - keys if keys & self._without else self._without | keys
        self._told()

    def _told(self) -> None:
        self.viewport().update()
        self.ticked.emit()
