"""A list whose rows are read in the pool by their number, from something that is made anew now and then (a trial)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent

from ui.jobs import Jobs
from ui.tables.columns import Column
from ui.tables.paging import WAITING, PagedRows
from ui.tables.view import RecordTable

ReadRows = Callable[[int, int], Sequence[Any]]
"""Rows from a number on, so many, each with that number as its `id`. Runs in the pool."""


class NumberedTable(RecordTable):
    """`show_numbered` lists so many rows; those in sight are read, a bounded number is kept.

    `current_changed` comes once more when the current row has been read; `entered` when the focus comes.
    """

    entered = Signal()

    def __init__(self, columns: Sequence[Column], jobs: Jobs) -> None:
        self.paged = PagedRows(columns, jobs, lambda ids: self._read(ids[0], len(ids)))
        super().__init__(columns, rows=self.paged)
        self.paged.setParent(self)
        self.jobs = jobs
        self._read: ReadRows = lambda _start, _n: ()
        self.paged.dataChanged.connect(self._arrived)

    def show_numbered(self, rows: int, read: ReadRows, *, current: int | None = None) -> None:
        """Show other rows, or the same ones read anew; the cursor goes to `current`, or stays as far as it can."""
        here, top = self.currentIndex().row() if current is None else current, self.verticalScrollBar().value()
        self.paged.list_ids(())  # the rows before are other ones: none of them may stand in
        self._read = read
        self.paged.list_ids(range(rows))
        self.updateGeometries()
        self.verticalScrollBar().setValue(top)
        self.select_row(min(max(here, 0), rows - 1))
        if not rows:
            self.current_changed.emit(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Other keys do something now."""
        super().focusInEvent(event)
        self.entered.emit()

    def row_at(self, number: int) -> Any:
        """The row object of a line, None as long as it is not read."""
        row = self.paged.row(number)
        return None if row is WAITING else row

    def _arrived(self) -> None:
        if self.currentIndex().isValid():
            self.current_changed.emit(self.current_row())
