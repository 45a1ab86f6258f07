"""A list in which every line has something chosen from a long list, by typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.forms.model import Choice, Field
from ui.forms.editing import Look, Options
from ui.forms.search_editor import SearchEditor
from ui.pages.importing.cells import draw_specially, entry_rect
from ui.tables.columns import Column
from ui.tables.model import Index
from ui.tables.view import RecordTable

CHOSEN = "chosen"
"""The key of the column that shows what is chosen."""


class PickTable(RecordTable):
    """`picked` carries a row and the code of its new option, '' for none; `closed` comes when the list over a line is gone,
    `refused` carries why nothing can be chosen now.

    Enter, F2, Alt+↓ or a letter open the list over the current line; Enter takes one and goes on to the next line, Esc
    takes none, Delete takes away what is chosen.
    """

    picked = Signal(object, str)
    closed = Signal()
    refused = Signal(str)
    locked = ""
    """Why nothing can be chosen here now; empty when it can."""
    editor: PickEditor | None = None
    """The field over the current line while it is open."""

    def __init__(self, columns: Sequence[Column], nothing: Choice) -> None:
        super().__init__(columns)
        draw_specially(self)
        self._nothing = nothing
        self._options: Sequence[Choice] = (nothing,)
        self._place_of_choice = next(at for at, column in enumerate(columns) if column.key == CHOSEN)
        self._line = -1
        self.opened.connect(lambda _: self.open_list())
        self.typed.connect(self.open_list)

    def offer(self, options: Sequence[Choice]) -> None:
        """What can be chosen, besides nothing."""
        self._options = (self._nothing, *options)

    def code_of(self, row: Any) -> str:
        """The code chosen in a row, '' for none."""
        raise TypeError(f"{type(self).__name__} chooses nothing")

    def open_list(self, typed: str = "") -> None:
        """Open the list over the current line."""
        row = self.current_row()
        if row is None:
            return
        if self.locked:
            self.refused.emit(self.locked)
            return
        self.close_editor()
        self._line = self.currentIndex().row()
        editor = self.editor = PickEditor(lambda: self._options, self.viewport())
        editor.show_look(Look(value=self.code_of(row) or self._nothing.code))
        editor.says.given.connect(self._take)
        editor.says.moved.connect(self._move)
        editor.gone.connect(self.close_editor)
        self._place_editor()
        editor.show()
        editor.setFocus(Qt.FocusReason.TabFocusReason)
        editor.begin(typed)

    def close_editor(self) -> None:
        """Put the field away; what was not taken is dropped."""
        editor, self.editor = self.editor, None
        if editor is not None:
            if editor.hasFocus():
                self.setFocus(Qt.FocusReason.OtherFocusReason)
            editor.put_away()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 and Alt+↓ open the list, Delete takes away what is chosen."""
        alt_down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_F2 or alt_down:
            self.open_list()
        elif event.key() == Qt.Key.Key_Delete and self.current_row() is not None and not self.locked:
            self.picked.emit(self.current_row(), "")
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a choice opens its list."""
        super().mouseReleaseEvent(event)
        if self.indexAt(event.position().toPoint()).column() == self._place_of_choice:
            self.open_list()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The field belongs to one line."""
        super().currentChanged(current, previous)
        if self.editor is not None and current.row() != self._line:
            self.close_editor()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The field keeps to its cell."""
        super().resizeEvent(event)
        self._place_editor()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """The field goes with its line."""
        super().scrollContentsBy(dx, dy)
        self._place_editor()

    def _place_editor(self) -> None:
        if self.editor is not None:
            self.editor.setGeometry(entry_rect(self, self.rows.index(self._line, self._place_of_choice)))

    def _take(self, given: object) -> None:
        """The next line is current before the choice is told: telling it shows all lines anew."""
        row, code = self.rows.row(self._line), str(given)
        self._move(1)
        if row is not None and any(choice.code == code for choice in self._options):
            self.picked.emit(row, "" if code == self._nothing.code else code)

    def _move(self, step: int) -> None:
        self.close_editor()
        self.select_row(max(0, min(self.rows.rowCount() - 1, self._line + step)))


class PickEditor(SearchEditor):
    """The field over a line. `gone` when Esc ends it."""

    gone = Signal()

    def __init__(self, options: Options, parent: QWidget) -> None:
        super().__init__(Field(name="choice", label="选一项"), options, parent)
        self.setAccessibleName("选一项")

    def begin(self, typed: str) -> None:
        """With the whole list, or with what a first letter finds."""
        if typed:
            self.insert(typed)
        else:
            self._show_hits("")

    def put_away(self) -> None:
        """Go, with the list."""
        if self._list is not None:
            self._list.hide()
            self._list.deleteLater()
        self.drop_typing()
        self.says.blockSignals(True)
        self.hide()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc ends it without a change."""
        if event.key() == Qt.Key.Key_Escape:
            self.gone.emit()
        else:
            super().keyPressEvent(event)
