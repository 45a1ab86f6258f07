"""A list whose rows stand under heads, e.g. the shops of a street."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt

from ui.tables.model import GroupHead, Index
from ui.tables.view import RecordTable

Groups = Sequence[tuple[GroupHead, Sequence[Any]]]


class GroupedTable(RecordTable):
    """The cursor goes from row to row past the heads; a head shows whenever the first row below it is current."""

    def show_groups(self, groups: Groups) -> None:
        """Show other groups."""
        self.show_rows([line for head, rows in groups for line in (head, *rows)])

    def select_row(self, number: int) -> None:
        """Make a row current; for a head the next row below it."""
        if 0 <= number < self.rows.rowCount():
            super().select_row(self._beside(number, 1))

    def moveCursor(self, action: RecordTable.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Where a key goes, never to a head."""
        target = super().moveCursor(action, modifiers)
        here = self.currentIndex().row()
        if target.isValid() and self.rows.is_head(target.row()):
            return self.rows.index(self._beside(target.row(), 1 if target.row() >= here else -1), target.column())
        return target

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The head above the first row of a group shows with it."""
        super().currentChanged(current, previous)
        if current.row() > 0 and self.rows.is_head(current.row() - 1):
            self.scrollTo(self.rows.index(current.row() - 1, 0))

    def _beside(self, number: int, step: int) -> int:
        """The nearest row that is no head, in one direction or else in the other; every head has rows below it."""
        while 0 <= number < self.rows.rowCount() and self.rows.is_head(number):
            number += step
        return number if number >= 0 else 1
