"""Giving out the customer sheet of the archive: against Core and openpyxl's write-only mode, and with a million rows.

Both write the same cells of the same customers; ours also dresses the workbook, counts the file back and logs it.
Seconds and memory of the large ones are measured in processes of their own.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import load_workbook

from app.context import App
from app.exchange.archive import ArchiveRequest, export_archive
from app.exchange.archive_sheets import customers_sheet
from app.tasks import Task
from tests.bench.harness import compare, timed
from tests.bench.many_sample import MOST, office_of
from tests.bench.plain_export import write_plainly

FEW, MANY = 100_000, MOST
LEAST_TIMES, MOST_MEMORY, MOST_MORE_MEMORY, LEAST_SPEED = 8, 100, 1.2, 0.85
RUNS = 3
_COMPARED = 5_000
REQUEST = ArchiveRequest(purpose="branch_archive", recipient="bench")
MEASURE = """
import re, sys, time
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
peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]
print(done.customers / (time.perf_counter() - start), int(peak) / 1024)
"""
"""The peak is the process's own: what `getrusage` says begins with that of the process that started it."""


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
                "Core + openpyxl write-only": timed(partial(write_plainly, app, plain)),
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


def _same_rows(plain: Path, ours: Path) -> None:
    """Stop when one of the two leaves something out; a file that says less is not written faster."""
    for number, (first, second) in enumerate(zip(_rows(plain, 2), _rows(ours, 4), strict=True)):
        if first != second:
            raise SystemExit(f"row {number} differs: {first} {second}")


def _rows(path: Path, first: int) -> Iterator[tuple[Any, ...]]:
    book = load_workbook(path, read_only=True)
    yield from book[customers_sheet().name].iter_rows(min_row=first, max_row=first + _COMPARED, values_only=True)
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
