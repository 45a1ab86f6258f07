"""A list whose rows are each decided by one key: 1, 2, 3, as the small buttons at the right stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from ui.jobs import Jobs
from ui.pages.importing.cells import draw_specially, offer_at
from ui.pages.importing.numbered import NumberedTable
from ui.tables.columns import Column

_FIRST = int(Qt.Key.Key_1)


class DecidingTable(NumberedTable):
    """`decided` carries a row and one of `decisions`; the column `offer` shows them."""

    decided = Signal(object, object)

    def __init__(self, columns: Sequence[Column], decisions: Sequence[Any], jobs: Jobs) -> None:
        super().__init__(columns, jobs)
        draw_specially(self)
        self._decisions = decisions

    def decide(self, decision: Any) -> None:
        """Decide the current row."""
        if (row := self.current_row()) is not None:
            self.decided.emit(row, decision)

    def why_nothing(self) -> str:
        """Why there is nothing to decide."""
        return "" if self.current_row() is not None else "这里没有要选的。"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The digits decide."""
        place = event.key() - _FIRST
        if 0 <= place < len(self._decisions) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.decide(self._decisions[place])
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a decision takes it."""
        super().mouseReleaseEvent(event)
        if hit := offer_at(self, event.position().toPoint()):
            self.decided.emit(hit[0], self._decisions[hit[1]])
