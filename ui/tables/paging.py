"""A list of a million rows: ids of all of them, blocks of rows read in the background, a bounded number of them kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer, Signal

from app.errors import KnownError
from ui.jobs import Jobs
from ui.tables.columns import Column
from ui.tables.model import ROW_ROLE, Index, RowsModel

BLOCK_ROWS, BLOCKS_KEPT = 128, 24
_CHOSEN_WHOLE = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_READS_AT_ONCE, _READS_WAITING = 2, 4


class Waiting:
    """A row that is not read yet."""


WAITING: Final = Waiting()

Read = Callable[[Sequence[int]], Sequence[Any]]
"""Rows, with an `id`, of these ids in any order; those that are gone are left out. Runs in the pool."""


class PagedRows(RowsModel):
    """Rows by id; `row` never waits for the database, it gives WAITING and reads the row's block in the background.

    What was looked at last is read first, and what has been scrolled past meanwhile is not read at all. `failed`
    carries why a block could not be read; it is tried again with the next listing.
    """

    failed = Signal(object)

    def __init__(self, columns: Sequence[Column], jobs: Jobs, read: Read, parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self._jobs, self._read = jobs, read
        self.ids: Sequence[int] = ()
        self._cached: OrderedDict[int, Sequence[Any]] = OrderedDict()
        self._before: dict[int, Any] = {}
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._reading: set[int] = set()
        self._listing = 0
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._start_reading)

    def list_ids(self, ids: Sequence[int], rows: Sequence[Any] = ()) -> None:
        """Show these records; `rows` are the first of them, read already. Rows known from before stand in for a while."""
        self._before = {row.id: row for block in self._cached.values() for row in block if row is not WAITING}
        self._cached.clear()
        self._wanted.clear()
        self._reading.clear()
        self._listing += 1
        self._take_count(ids)
        for place in range(-(-len(rows) // BLOCK_ROWS)):
            block = self._aligned(place, rows)
            if WAITING not in block:
                self._cached[place] = block
        self._tell(0, len(ids) - 1)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns; as with rows, a reset would cost a frame or two."""
        before, after = len(self.columns), len(columns)
        if after > before:
            self.beginInsertColumns(QModelIndex(), before, after - 1)
            self.columns = tuple(columns)
            self.endInsertColumns()
        elif after < before:
            self.beginRemoveColumns(QModelIndex(), after, before - 1)
            self.columns = tuple(columns)
            self.endRemoveColumns()
        self.columns = tuple(columns)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, after - 1)
        self._tell(0, len(self.ids) - 1)

    def row(self, number: int) -> Any:
        """The row object, or WAITING; None past the end."""
        if not 0 <= number < len(self.ids):
            return None
        place, offset = divmod(number, BLOCK_ROWS)
        block = self._cached.get(place)
        if block is None:
            self._want(place)
            return self._before.get(self.ids[number], WAITING)
        self._cached.move_to_end(place)
        return block[offset]

    def id_at(self, number: int) -> int | None:
        """The id of a row, read or not; None past the ends."""
        return self.ids[number] if 0 <= number < len(self.ids) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As RowsModel; a row not read yet has no texts."""
        row = self.row(index.row())
        if row is WAITING:
            return WAITING if role == ROW_ROLE else None
        return super().data(index, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """All alike; Qt asks for every cell it draws."""
        return _CHOSEN_WHOLE

    def is_head(self, number: int) -> bool:
        """There are none."""
        return False

    def _take_count(self, ids: Sequence[int]) -> None:
        """Rows come and go at the end: a reset would cost a frame or two."""
        before, self.ids = len(self.ids), ids
        if len(ids) > before:
            self.beginInsertRows(QModelIndex(), before, len(ids) - 1)
            self._count = len(ids)
            self.endInsertRows()
        elif len(ids) < before:
            self.beginRemoveRows(QModelIndex(), len(ids), before - 1)
            self._count = len(ids)
            self.endRemoveRows()

    def _want(self, place: int) -> None:
        if place in self._reading:
            return
        self._wanted[place] = None
        self._wanted.move_to_end(place)
        while len(self._wanted) > _READS_WAITING:
            self._wanted.popitem(last=False)
        self._soon.start()

    def _start_reading(self) -> None:
        while self._wanted and len(self._reading) < _READS_AT_ONCE:
            place, _ = self._wanted.popitem()
            self._reading.add(place)
            wanted = self.ids[place * BLOCK_ROWS : (place + 1) * BLOCK_ROWS]
            arrived, failed = (partial(do, self._listing, place) for do in (self._arrived, self._unread))
            self._jobs.start(self, partial(self._read_block, wanted), arrived, failed=failed)

    def _read_block(self, wanted: Sequence[int], _task: object) -> Sequence[Any]:
        return self._read(wanted)

    def _arrived(self, listing: int, place: int, rows: Sequence[Any]) -> None:
        if listing != self._listing:
            return
        self._reading.discard(place)
        self._cached[place] = self._aligned(place, rows)
        while len(self._cached) > BLOCKS_KEPT:
            self._cached.popitem(last=False)
        first = place * BLOCK_ROWS
        self._tell(first, min(first + BLOCK_ROWS, len(self.ids)) - 1)
        self._start_reading()

    def _unread(self, listing: int, place: int, error: KnownError) -> None:
        if listing == self._listing:
            self._arrived(listing, place, ())
            self.failed.emit(error)

    def _aligned(self, place: int, rows: Sequence[Any]) -> Sequence[Any]:
        """A row for every id of a block; what is gone meanwhile stays blank until the list is read anew."""
        found = {row.id: row for row in rows}
        return [found.get(each, WAITING) for each in self.ids[place * BLOCK_ROWS : (place + 1) * BLOCK_ROWS]]

    def _tell(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
