"""Child of bench_list: shows the customers one way, goes to their middle and end, and prints what it took as JSON.

python -m tests.bench.list_ways ours 1000000
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEventLoop, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtSql import QSqlDatabase, QSqlTableModel
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView
from sqlalchemy import select

from app.context import App
from app.customers.listing import first_page
from app.db.records import BranchOffice
from tests.bench.many_sample import office_of
from ui.application import Program
from ui.pages.customers.columns import SHOWN, chosen_columns, list_columns
from ui.pages.customers.listing import Asked, CustomerListing
from ui.shell.desk import Desk

SIZE, LARGE = (1366, 768), (1920, 1080)
FIRST = 60
FRAME_S = 0.016
_FRAMES, _SHOWS = 150, 7
_COLUMNS = (
    "id, customer_no, name, short_name, primary_class, stage, intent_level, lifecycle_status, address, phone, "
    "last_visit_on, next_visit_due_on"
)
_WHOSE = "deleted_at IS NULL AND branch_id = 1"
Index = QModelIndex | QPersistentModelIndex


def keyset(limit: int | None) -> str:
    """The bare query: the columns of a plain list after a key, in the order of the key."""
    last = f" LIMIT {limit}" if limit else ""
    return f"SELECT {_COLUMNS} FROM customer WHERE {_WHOSE} AND customer_no > '' ORDER BY customer_no{last}"


class Loaded(QAbstractTableModel):
    """Rows that are all there."""

    def __init__(self, rows: Sequence[Sequence[Any]]) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """All of them."""
        return len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """As read."""
        return len(self._rows[0])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts."""
        return str(self._rows[index.row()][index.column()]) if role == Qt.ItemDataRole.DisplayRole else None


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def rss_mb() -> float:
    """What the process holds in memory now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def clerk_of(customers: int) -> Iterator[App]:
    """A clerk of the office all the generated customers belong to, who writes nothing."""
    with office_of(customers) as app:
        with app.reading() as session:
            branch = session.scalar(select(BranchOffice.id).order_by(BranchOffice.id))
        yield app.signed_in_as(replace(app.user, role="clerk", branch_id=branch))


def plain(file: str, *, whole: bool) -> dict[str, Any]:
    """The bare query in Qt's own view: its first rows only, or every row there is."""
    view = shown(QTableView(), SIZE)
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:

        def show() -> None:
            view.setModel(Loaded(connection.execute(keyset(None if whole else FIRST)).fetchall()))
            view.viewport().repaint()

        found: dict[str, Any] = {"cold": timed(show)}
        if whole:
            found |= {"first": found["cold"]} | jumps(view, lambda: None)
        else:
            found["first"] = median(timed(show) for _ in range(_SHOWS))
    return found | {"rss": rss_mb()}


def sql_model(file: str) -> dict[str, Any]:
    """Qt's own model of a table."""
    database = QSqlDatabase.addDatabase("QSQLITE")
    database.setConnectOptions("QSQLITE_OPEN_READONLY")
    database.setDatabaseName(file)
    if not database.open():
        raise SystemExit(database.lastError().text())
    view = shown(QTableView(), SIZE)
    model = QSqlTableModel(view, database)

    def show() -> None:
        model.setTable("customer")
        model.setFilter(_WHOSE)
        model.setSort(model.fieldIndex("customer_no"), Qt.SortOrder.AscendingOrder)
        model.select()
        view.setModel(model)
        view.viewport().repaint()

    def reach(share: float) -> None:
        goal = int(customers * share)
        while model.rowCount() < goal and model.canFetchMore():
            model.fetchMore()
        go(view, model.rowCount() - 1)

    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        customers = int(connection.execute(f"SELECT count(*) FROM customer WHERE {_WHOSE}").fetchone()[0])
    steps: dict[str, Callable[[], object]] = {"first": show, "middle": partial(reach, 0.5), "end": partial(reach, 1.0)}
    return {name: timed(step) for name, step in steps.items()} | {"rss": rss_mb()}


def ours(app: App, *, wide: bool) -> dict[str, Any]:
    """The program's own list, in the picture's columns, or in every column there is on a large window."""
    desk = Desk(app)
    try:
        return _ours(app, desk, wide=wide)
    finally:
        desk.jobs.close()


def _ours(app: App, desk: Desk, *, wide: bool) -> dict[str, Any]:
    columns = list_columns(app.today)
    listing = CustomerListing(desk, columns if wide else chosen_columns(columns, SHOWN))
    table = shown(listing.table, LARGE if wide else SIZE)
    bare_ms = rss_mb()

    def show() -> None:
        steps.clear()
        listing.show(Asked())
        until(lambda: steps)
        table.viewport().repaint()

    def finish() -> None:
        """Wait for all of it, and until it is drawn: a list is opened from a window at rest."""
        for _ in range(2):  # what is drawn may ask for rows
            until(lambda: listing.whole and not desk.jobs.busy)
            QApplication.processEvents()

    steps: list[bool] = []
    listing.listed.connect(lambda: steps.append(True))
    cold = timed(show)
    whole = timed(finish) + cold
    first = median((timed(show), finish())[0] for _ in range(_SHOWS))  # type: ignore[func-returns-value]
    read = median(timed(partial(first_page, app, limit=FIRST)) for _ in range(9))
    found = jumps(table, lambda: until(lambda: table.current_row() is not None))
    frames = scroll(table)
    return {
        "cold": cold, "first": first, "whole": whole, "read": read, **found, "frames": frames, "rss": rss_mb(),
        "grown": rss_mb() - bare_ms, "columns": len(table.paged.columns),
    }  # fmt: skip


def jumps(view: Any, ready: Callable[[], object]) -> dict[str, float]:
    """Go to the middle, to the end and back to the start; each until its rows stand there."""
    last = view.model().rowCount() - 1
    places = {"middle": last // 2, "end": last, "start": 0}
    return {name: timed(lambda place=place: go(view, place, ready)) for name, place in places.items()}  # type: ignore[misc]


def go(view: QTableView, place: int, ready: Callable[[], object] = lambda: None) -> None:
    """Put the cursor on a row and draw."""
    view.setCurrentIndex(view.model().index(place, 0))
    view.scrollTo(view.model().index(place, 0), QAbstractItemView.ScrollHint.PositionAtCenter)
    ready()
    view.viewport().repaint()


def scroll(view: QTableView) -> dict[str, dict[str, float]]:
    """Frames of scrolling, by manner: the turns of a wheel, page by page, and the handle drawn through the whole list.

    Milliseconds of each frame's work: as they passed, and of the window's own thread alone.
    """
    bar = view.verticalScrollBar()
    manners: dict[str, Callable[[int], int]] = {
        "wheel": lambda _: bar.value() + 3 * bar.singleStep(),
        "page": lambda _: bar.value() + bar.pageStep(),
        "handle": lambda number: bar.maximum() * number // _FRAMES,
    }
    found: dict[str, dict[str, float]] = {}
    beat = Event()  # nobody sets it: the workers' turn until the next frame
    for name, place in manners.items():
        passed, own = [], []
        for number in range(_FRAMES):
            begun, busy = time.perf_counter(), time.thread_time()
            bar.setValue(place(number))
            QApplication.processEvents()
            passed.append((time.perf_counter() - begun) * 1000)
            own.append((time.thread_time() - busy) * 1000)
            beat.wait(max(0.0, FRAME_S - (time.perf_counter() - begun)))
        found |= {f"{name}, passed": summed(passed), f"{name}, own": summed(own)}
    return found


def summed(values: Sequence[float]) -> dict[str, float]:
    """Median, 95th and 99th percentile and the longest."""
    cuts = quantiles(values, n=100)
    return {"p50": median(values), "p95": cuts[94], "p99": cuts[98], "max": max(values)}


def shown(view: Any, size: tuple[int, int]) -> Any:
    """The view on the screen, empty."""
    view.resize(*size)
    view.show()
    QApplication.processEvents()
    return view


def until(condition: Callable[[], object]) -> None:
    """Let the window live until something holds; while there is nothing to do for it, the workers have their turn."""
    while not condition():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def main(way: str, customers: int) -> None:
    """Measure one way and print it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with TemporaryDirectory() as folder, clerk_of(customers) as app:
        program = Program([], Path(folder), None)
        file = str(app.db.file)
        match way:
            case "ours" | "wide":
                found = ours(app, wide=way == "wide")
            case "sql":
                found = sql_model(file)
            case _:
                found = plain(file, whole=way == "all")
        program.end()
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
