"""Ctrl+C: the picked customers for other programs, read in the background however many there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from app.tasks import Task
from ui.shell.desk import Desk
from ui.tables.columns import Column
from ui.tables.copying import Cells, clipboard_data, copied_cells
from ui.tables.paged_table import PagedTable

if TYPE_CHECKING:
    from app.context import App
    from app.customers.listing import CustomerRow

_AT_ONCE = 512
_MANY = 1000
"""From so many on the status bar shows how far it is."""


def copy_rows(desk: Desk, table: PagedTable) -> None:
    """Copy the picked customers, or the one under the cursor, in the columns shown."""
    ids, columns = table.wanted_ids(), table.rows.columns

    def done(cells: Cells) -> None:
        QGuiApplication.clipboard().setMimeData(clipboard_data(columns, cells))
        desk.toast(f"已复制 {len(ids):,} 家，可以粘到 Excel 里")

    if ids:
        title = "复制" if len(ids) >= _MANY else ""
        work = partial(_read_cells, desk.app, ids, columns)
        desk.jobs.start(table, work, done, failed=desk.complain, title=title)


def _read_cells(app: App, ids: Sequence[int], columns: Sequence[Column], task: Task) -> Cells:
    return copied_cells(columns, _rows(app, ids, task))


def _rows(app: App, ids: Sequence[int], task: Task) -> Iterator[CustomerRow]:
    from app.customers.listing import customers_by_id

    for start in range(0, len(ids), _AT_ONCE):
        task.step(start, len(ids), "")
        yield from customers_by_id(app, ids[start : start + _AT_ONCE])
