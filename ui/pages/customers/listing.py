"""Which customers the list shows, and in which order: the first page at once, then the ids of all of them."""

from __future__ import annotations

import time
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import KnownError
from app.tasks import Task
from ui.shell.desk import Desk
from ui.tables.columns import Column
from ui.tables.paged_table import PagedTable
from ui.tables.paging import BLOCK_ROWS
from ui.tables.picking import Picked

if TYPE_CHECKING:
    from app.customers.filters import CustomerFilter
    from app.customers.listing import CustomerRow
    from app.customers.orders import CustomerOrder

Conditions = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is listed: a search text, conditions by the filter's names, and the column it is sorted by, "" for none."""

    text: str = ""
    conditions: Conditions = field(default_factory=dict)
    column: str = ""
    down: bool = False

    @property
    def narrows(self) -> bool:
        """Whether it leaves anybody out."""
        return bool(self.text.strip() or self.conditions)

    @staticmethod
    def of(wanted: CustomerFilter, order: CustomerOrder | None) -> Asked:
        """From what services give."""
        told = dict(wanted.told())
        text = str(told.pop("text", ""))
        conditions = {name: tuple(values) for name, values in told.items() if isinstance(values, tuple)}
        return Asked(text, conditions, order.column if order else "", order is not None and order.down)

    def filter(self) -> CustomerFilter:
        """As services take it."""
        from app.customers.filters import CustomerFilter

        return CustomerFilter(text=self.text, **{name: tuple(values) for name, values in self.conditions.items()})

    def order(self) -> CustomerOrder | None:
        """As services take it; None is best first, or by number."""
        from app.customers.orders import CustomerOrder

        return CustomerOrder(self.column, self.down) if self.column else None


@dataclass(frozen=True, slots=True)
class _First:
    rows: Sequence[CustomerRow]
    whole: bool
    took_ms: float


@dataclass(frozen=True, slots=True)
class _Before:
    """What stood in the list, to be found again in the next one."""

    ids: Sequence[int]
    picked: Picked
    current: int | None
    goal: int | None

    def picked_in(self, ids: Sequence[int]) -> Picked:
        """The same customers' places now."""
        if not self.picked or ids == self.ids:
            return self.picked.copy()
        wanted: Collection[int] = set(self.picked.ids(self.ids))
        return Picked.of(wanted, ids)


@dataclass(frozen=True, slots=True)
class _Whole:
    ids: Sequence[int]
    rows: Sequence[CustomerRow]
    picked: Picked
    place: int | None
    before: _Before


class CustomerListing(QObject):
    """Fills the table. `listed` comes with every step: `number` customers are known by then, all of them once `whole`.

    `busy` says whether it is reading. `seek` takes the cursor to a customer, now or when the ids are there; what is not in the list, it stays away from.
    """

    listed = Signal()
    busy = Signal(bool)

    def __init__(self, desk: Desk, columns: Sequence[Column]) -> None:
        super().__init__()
        self._desk = desk
        self.table = PagedTable(columns, desk.jobs, self._read)
        self.table.paged.failed.connect(desk.complain)
        self.asked = Asked()
        self.whole, self.took_ms = False, 0.0
        self.goal: int | None = None
        self._knows_pinyin = False
        self._soon = QTimer(self, interval=0, singleShot=True)  # once the first rows are drawn
        self._soon.timeout.connect(self._start_whole)

    @property
    def number(self) -> int:
        """How many customers are known to be in the list."""
        return len(self.table.paged.ids)

    def show(self, asked: Asked) -> None:
        """Show another list from its top."""
        self.asked, self.whole = asked, False
        self.busy.emit(True)
        self._soon.stop()
        read = partial(self._read_first, asked, self.table.rows_in_view)
        self._desk.jobs.reread(self, "list", read, self._show_first, failed=self._unread)

    def refresh(self) -> None:
        """Show the same list as it is now; cursor and picked customers stay with their ids."""
        self.whole = False
        self.busy.emit(True)
        self._start_whole()

    def seek(self, customer_id: int) -> None:
        """Take the cursor to a customer."""
        place = _place_of(customer_id, self.table.paged.ids) if self.whole else None
        if place is not None:
            self.table.select_row(place)
            return
        self.goal = customer_id
        if self.whole:
            self.refresh()

    # In the pool

    def _read(self, ids: Sequence[int]) -> Sequence[CustomerRow]:
        from app.customers.listing import customers_by_id

        rows = customers_by_id(self._desk.app, ids)
        _find_hits((row.name for row in rows), self.asked.text)
        return rows

    def _read_first(self, asked: Asked, limit: int, _task: Task) -> _First:
        from app.customers.listing import first_page

        begun = time.perf_counter()
        rows = first_page(self._desk.app, asked.filter(), asked.order(), limit=limit)
        took = (time.perf_counter() - begun) * 1000
        _find_hits((row.name for row in rows), asked.text)
        return _First(rows, len(rows) < limit, took)

    def _read_whole(self, asked: Asked, before: _Before, _task: Task) -> _Whole:
        from app.customers.listing import customer_ids

        ids = customer_ids(self._desk.app, asked.filter(), asked.order())
        wanted = before.current if before.goal is None else before.goal
        return _Whole(ids, self._read(ids[:BLOCK_ROWS]), before.picked_in(ids), _place_of(wanted, ids), before)

    # On the screen

    def _show_first(self, first: _First) -> None:
        self.whole, self.took_ms = first.whole, first.took_ms
        ids = array("q", (row.id for row in first.rows))
        self.table.mark(self.asked.text.strip())
        goal = _place_of(self.goal, ids)
        if self.whole:
            self.goal = None
        self.table.list_ids(ids, first.rows, current=goal or 0)
        self.busy.emit(not self.whole)
        self.listed.emit()
        if self.whole:
            self._learn_pinyin()
        else:
            self._soon.start()

    def _start_whole(self) -> None:
        self._soon.stop()
        table = self.table
        before = _Before(table.paged.ids, table.picked, table.current_id(), self.goal)
        read = partial(self._read_whole, self.asked, before)
        self._desk.jobs.reread(self, "list", read, self._show_whole, failed=self._unread)

    def _show_whole(self, read: _Whole) -> None:
        before, table = read.before, self.table
        if table.picked is not before.picked or self.goal != before.goal:
            self._start_whole()
            return
        self.whole, self.goal = True, None
        stays = before.goal is None and table.current_id() != before.current
        table.list_ids(read.ids, read.rows, picked=read.picked, current=None if stays else read.place)
        self.busy.emit(False)
        self.listed.emit()
        self._learn_pinyin()

    def _learn_pinyin(self) -> None:
        """Its dictionary takes a while to load: once, when the first list stands, before anybody searches."""
        if not self._knows_pinyin:
            self._knows_pinyin = True
            self._desk.jobs.start(self, lambda _: _find_hits(("客户",), "k"), lambda _: None)

    def _unread(self, error: KnownError) -> None:
        self.whole, self.goal = True, None
        self.busy.emit(False)
        self._desk.complain(error)


def _place_of(customer_id: int | None, ids: Sequence[int]) -> int | None:
    try:
        return None if customer_id is None else ids.index(customer_id)
    except ValueError:
        return None


def _find_hits(names: Iterable[str], typed: str) -> None:
    """Find them in the pool once: the window then only looks them up."""
    from app.hits import hits

    if typed.strip():
        for name in names:
            hits(name, typed.strip())
