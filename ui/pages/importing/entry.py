"""A field over a cell of a table, while the cell is typed anew."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from ui.keys import ENTER
from ui.pages.importing.cells import entry_rect
from ui.tables.view import RecordTable
from ui.widgets.fields import LineEdit


class CellEntry(LineEdit):
    """`taken` carries the text when Enter or leaving ends it and something was changed; Esc drops it. `gone` comes last,
    with +1 when Enter ended it: the next cell is meant.
    """

    taken = Signal(str)
    gone = Signal(int)

    def __init__(self, table: RecordTable, row: int, column: int, text: str, name: str) -> None:
        super().__init__(text, parent=table.viewport())
        self.setProperty("kind", "cell")
        self.setAccessibleName(name)
        self._table, self._row, self._column, self._over = table, row, column, False
        self.left.connect(lambda: self._end(taken=True, step=0))
        self.place()
        self.show()
        self.selectAll()
        self.setFocus(Qt.FocusReason.TabFocusReason)

    def place(self) -> None:
        """Stand over its cell, wherever that is now."""
        self.setGeometry(entry_rect(self._table, self._table.rows.index(self._row, self._column)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes it, Esc does not."""
        if event.key() in ENTER:
            self._end(taken=True, step=1)
        elif event.key() == Qt.Key.Key_Escape:
            self._end(taken=False, step=0)
        else:
            super().keyPressEvent(event)

    def _end(self, *, taken: bool, step: int) -> None:
        if self._over:
            return
        self._over = True
        if self.hasFocus():
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        if taken and self.isModified():
            self.taken.emit(self.text())
        self.hide()
        self.deleteLater()
        self.gone.emit(step)
