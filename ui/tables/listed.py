"""A list whose ids are known, its rows read in the pool as they are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from ui.jobs import Jobs
from ui.tables.columns import Column
from ui.tables.paging import PagedRows, Read
from ui.tables.view import RecordTable


class ListedTable(RecordTable):
    """As RecordTable, but nothing is read on the GUI thread. `current_changed` comes once more when a current row
    that was not read yet has been.
    """

    def __init__(self, columns: Sequence[Column], jobs: Jobs, read: Read, parent: QWidget | None = None) -> None:
        self.paged = PagedRows(columns, jobs, read)
        super().__init__(columns, rows=self.paged, parent=parent)
        self.paged.setParent(self)
        self._told: Any = None
        self.current_changed.connect(self._remember)
        self.paged.dataChanged.connect(self._arrived)

    def list_ids(self, ids: Sequence[int], rows: Sequence[Any] = (), *, current: int | None = None) -> None:
        """Show these records, `rows` being the first of them; the cursor goes to the record with the id `current`, or
        stays where it is as far as there are rows. Says nothing of the cursor: whoever lists looks at it.
        """
        here = max(self.currentIndex().row(), 0)
        self.blockSignals(True)
        self.paged.list_ids(ids, rows)
        self.updateGeometries()
        self.select_row(ids.index(current) if current in ids else min(here, len(ids) - 1))
        self.blockSignals(False)
        self._told = self.current_row()

    def current_id(self) -> int | None:
        """The id of the record the cursor is on, read or not; None without one."""
        return self.paged.id_at(self.currentIndex().row())

    def _remember(self, row: Any) -> None:
        self._told = row

    def _arrived(self) -> None:
        if self._told is None and not self.signalsBlocked() and (row := self.current_row()) is not None:
            self.current_changed.emit(row)
