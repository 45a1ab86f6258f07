"""A weekly summary of thousands of customers as PDF: against the floor, growth a row, and memory.

The floor (`floor_pdf`) writes the customers' texts by raw operators and leaves out everything that makes a report;
seconds and memory of the large one are measured in processes of their own.
"""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from io import BytesIO
from statistics import median

from pypdfium2 import PdfDocument

from app.reports.pdf import pdf_bytes
from app.tasks import Task
from tests.bench.floor_pdf import floor_pdf
from tests.bench.harness import compare, timed
from tests.bench.weekly_sample import LINES, line_rows, weekly_report

FEW, MANY = 2_000, 33_000
MOST_TIMES_FLOOR, MOST_GROWTH, MOST_MEMORY = 1.8, 1.1, 200
RUNS = 3
MEASURE = """
import resource, sys, time
from app.reports.pdf import pdf_bytes
from app.tasks import Task
from tests.bench.weekly_sample import weekly_report
task, lines = Task(), int(sys.argv[1])
pdf_bytes([weekly_report(10)], task)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.perf_counter()
content = pdf_bytes([weekly_report(lines)], task)
print(time.perf_counter() - start, before / 1024, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def main() -> None:
    """Print the ratios and the memory; ends with an error when one of them is over its limit."""
    task = Task()
    report, rows = weekly_report(FEW), [*line_rows(FEW)]
    _same_texts({"floor": floor_pdf(LINES, rows), "ours": pdf_bytes([report], task)}, rows)
    ratios = compare(
        f"weekly summary, {FEW} customer lines, to PDF in memory",
        {
            "floor: raw operators + isal": timed(partial(floor_pdf, LINES, rows)),
            "app.reports.pdf": timed(partial(pdf_bytes, [report], task)),
        },
    )
    growth, memory = _large()
    over = ratios["app.reports.pdf"] > MOST_TIMES_FLOOR or growth > MOST_GROWTH or memory > MOST_MEMORY
    sys.exit("over a limit" if over else 0)


def _same_texts(contents: dict[str, bytes], rows: list[tuple[str, ...]]) -> None:
    """Stop when one of the two leaves a customer's text out; a document that says less is not a faster one."""
    for name, content in contents.items():
        pages, text = _read(content)
        missing = [value for row in rows[:: len(rows) // 20] for value in row if value.replace(" ", "") not in text]
        if missing:
            raise SystemExit(f"{name} lacks {missing[:5]}")
        print(f"{name}: {pages} pages, {len(content) / 1024:.0f} KiB, {len(text)} characters")


def _large() -> tuple[float, float]:
    """Time a row of many rows to that of few, and the highest memory in MB, in fresh processes in turns."""
    seconds: dict[int, list[float]] = {FEW: [], MANY: []}
    peaks = []
    for _ in range(RUNS):
        for lines, taken in seconds.items():
            line = subprocess.run(
                [sys.executable, "-c", MEASURE, str(lines)], capture_output=True, text=True, check=True
            ).stdout
            second, before, peak = map(float, line.split())
            taken.append(second / lines)
            peaks.append((peak, before))
    growth = median(seconds[MANY]) / median(seconds[FEW])
    peak, before = max(peaks)
    print(f"\ntime a row, {MANY} to {FEW} rows: × {growth:.2f}  ({median(seconds[MANY]) * 1e6:.0f} µs)")
    print(f"memory with {MANY} rows: {peak:.0f} MB at most, {before:.0f} of them before (program, fonts, one page)")
    return growth, peak


def _read(content: bytes) -> tuple[int, str]:
    """Number of pages, and the text without the line ends that wrapping put into it."""
    document = PdfDocument(BytesIO(content))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    return len(document), "".join(text.split())


if __name__ == "__main__":
    main()
