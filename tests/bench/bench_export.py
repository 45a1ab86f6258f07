"""Giving out the customer sheet of the archive: against Core and openpyxl's write-only mode, and with a million rows.

Both write the same columns of the same customers, read by the same query; ours also sums every row, counts the file
back and logs it. Seconds and memory of the large ones are measured in processes of their own.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import Workbook, load_workbook

from app.context import App
from app.customers.filters import CustomerFilter
from app.exchange import checksum
from app.exchange.archive import ArchiveRequest, export_archive
from app.exchange.archive_sheets import customers_sheet
from app.exchange.checksum import canonical_bytes
from app.exchange.choosing import chosen_ids
from app.exchange.columns import Column, Shape, Sheet
from app.exchange.labels import Lists, read_lists
from app.exchange.reading import Batch, read_sheet
from app.exchange.rows import serial, shown
from app.exchange.shell import shown_columns
from app.tasks import Task
from tests.bench.harness import compare, timed
from tests.bench.many_sample import MOST, office_of

FEW, MANY = 100_000, MOST
LEAST_TIMES, MOST_MEMORY, MOST_MORE_MEMORY, LEAST_SPEED = 8, 100, 1.2, 0.85
RUNS = 3
REQUEST = ArchiveRequest(purpose="branch_archive", recipient="bench")
MEASURE = """
import resource, sys, time
from pathlib import Path
from app.clock import beijing_now
from app.context import App
from app.db.schema import open_database
from app.exchange.archive import ArchiveRequest, export_archive
from app.exchange.archive_sheets import customers_sheet
from app.people.accounts import OFFICE_JOB
from app.tasks import Task
app = App(open_database(sys.argv[1], now=beijing_now()), OFFICE_JOB)
request = ArchiveRequest(purpose="branch_archive", recipient="bench")
start = time.perf_counter()
done = export_archive(app, Path(sys.argv[2]), request, Task(), sheets=[customers_sheet()])
print(done.customers / (time.perf_counter() - start), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def main() -> None:
    """Print the ratios and the memory; ends with an error when one of them is over its limit."""
    with TemporaryDirectory() as folder:
        times = _against_openpyxl(Path(folder))
        speed, memory, more = _large(Path(folder))
    over = times < LEAST_TIMES or memory > MOST_MEMORY or more > MOST_MORE_MEMORY or speed < LEAST_SPEED
    sys.exit("over a limit" if over else 0)


def _against_openpyxl(folder: Path) -> float:
    with office_of(FEW) as app:
        plain, ours = folder / "plain.xlsx", folder / "ours.xlsx"
        ratios = compare(
            f"the customer sheet of {FEW:,} customers",
            {
                "Core + openpyxl write-only": timed(partial(_plainly, app, plain)),
                "app.exchange": timed(partial(_ours, app, ours)),
            },
            rounds=RUNS,
        )
    _same_rows(plain, ours)
    times = 1 / ratios["app.exchange"]
    print(f"  × {times:.1f}")
    return times


def _ours(app: App, path: Path) -> None:
    export_archive(app, path, REQUEST, Task(), sheets=[customers_sheet()])


def _plainly(app: App, path: Path) -> None:
    """The same values in the same order, as openpyxl writes them when it streams."""
    sheet = customers_sheet()
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.name)
    with app.db.snapshot() as session:
        ids = chosen_ids(app, session, CustomerFilter())
        lists = read_lists(session, sheet.columns)
        page.append([column.title for column in shown_columns(sheet)])
        for batch in read_sheet(app, session, sheet, ids, masked=True):
            columns = [_labelled(lists, each, values) for each, values in zip(sheet.columns, batch.values, strict=True)]
            for row in zip(*columns, batch.uids, _checks(sheet, batch, columns), strict=True):
                page.append(row)
    book.save(path)


def _checks(sheet: Sheet, batch: Batch, columns: Sequence[Sequence[Any]]) -> Iterator[str]:
    """The hidden 校验 of every row, made as one would make it a row at a time."""
    cells = zip(*(columns[place] for place in sheet.editable), strict=True)
    for uid, version, row in zip(batch.uids, batch.versions, cells, strict=True):
        yield checksum.written(uid, version, [canonical_bytes(_serial(value)) for value in row])


def _serial(value: Any) -> Any:
    return serial(value) if isinstance(value, date) else value


def _labelled(lists: Lists, column: Column, values: Any) -> list[Any]:
    if column.shape not in (Shape.CODE, Shape.CODES, Shape.NAMED, Shape.FLAG):
        return list(values)
    labels = lists.of(column)
    known = {value: shown(column, value, labels) for value in set(values) if value is not None}
    return [known.get(value) for value in values]


def _same_rows(plain: Path, ours: Path) -> None:
    """Stop when one of the two leaves something out; a file that says less is not written faster."""
    for number, (first, second) in enumerate(zip(_rows(plain, 2), _rows(ours, 4), strict=False)):
        if number % 1000 == 0 and first != second:
            raise SystemExit(f"row {number} differs: {first} {second}")


def _rows(path: Path, first: int) -> Iterator[tuple[Any, ...]]:
    book = load_workbook(path, read_only=True)
    yield from book[customers_sheet().name].iter_rows(min_row=first, max_row=first + 5000, values_only=True)
    book.close()


def _large(folder: Path) -> tuple[float, float, float]:
    """Rows a second of many to those of few, MB with few, and MB with many to those; in fresh processes in turns."""
    speeds: dict[int, list[float]] = {FEW: [], MANY: []}
    peaks: dict[int, list[float]] = {FEW: [], MANY: []}
    urls = {}
    for customers in speeds:
        with office_of(customers) as app:
            urls[customers] = f"sqlite:///{app.db.file}"
    for _ in range(RUNS):
        for customers, url in urls.items():
            command = [sys.executable, "-c", MEASURE, url, str(folder / "large.xlsx")]
            line = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            speed, peak = map(float, line.split())
            speeds[customers].append(speed)
            peaks[customers].append(peak)
    few, many = median(speeds[FEW]), median(speeds[MANY])
    memory, most = max(peaks[FEW]), max(peaks[MANY])
    print(f"\n{FEW:,} customers: {few:,.0f} rows/s, {memory:.0f} MB")
    print(f"{MANY:,} customers: {many:,.0f} rows/s (× {many / few:.2f}), {most:.0f} MB (× {most / memory:.2f})")
    return many / few, memory, most / memory


if __name__ == "__main__":
    main()
