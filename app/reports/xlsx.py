"""Reports as a workbook: sheets that look like the print for each report, then the details for counting on.

Same order and values as the PDF, as native numbers, dates and times (reports.md §0 and RP01). A report whose sections
name sheets has a cover and one sheet a section (RP03).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import cast

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.reports.model import Block, Changes, Orientation, Report, Section, Signatures, Table
from app.reports.sheet_page import SheetPage
from app.reports.sheets import set_up_print, write_detail
from app.reports.writing import replaced, require_reports
from app.tasks import Task

LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")


def write_xlsx(reports: Sequence[Report], path: Path, task: Task) -> None:
    """Write all reports into one workbook; raises FileUnusable or Cancelled and leaves no file behind then."""
    require_reports(reports)
    book = Workbook()
    book.remove(cast("Worksheet", book.active))
    names = _Names()
    for number, report in enumerate(reports):
        task.step(number, len(reports), report.subject or report.title)
        for part in _parts(report):
            name = names.take(f"{part.name} · {report.subject}" if len(reports) > 1 and report.subject else part.name)
            SheetPage(book.create_sheet(name), report, part.title).write(part.blocks)
    _write_details(book, reports, names)
    task.step(len(reports), len(reports))
    with replaced(path) as temporary:
        stream = BytesIO()  # a zip that cannot be finished on a full disk would fail again while it is thrown away
        book.save(stream)
        temporary.write_bytes(stream.getbuffer())


@dataclass(frozen=True, slots=True)
class _Part:
    """What stands on one sheet, under which title."""

    name: str
    title: str
    blocks: tuple[Block, ...]


def _parts(report: Report) -> Iterator[_Part]:
    """One sheet; or the cover with changes and signatures, then one sheet a section that names one.

    A section that names a sheet there is already goes on there.
    """
    name = report.sheet or report.title
    starts = [index for index, block in enumerate(report.blocks) if isinstance(block, Section) and block.sheet]
    if not starts:
        yield _Part(name, report.title, report.blocks)
        return
    signed = tuple(block for block in report.blocks[starts[0] :] if isinstance(block, Changes | Signatures))
    parts = {name: _Part(name, report.title, (*report.blocks[: starts[0]], *signed))}
    for start, end in zip(starts, [*starts[1:], len(report.blocks)], strict=True):
        section = cast("Section", report.blocks[start])
        blocks = tuple(block for block in report.blocks[start + 1 : end] if not isinstance(block, Changes | Signatures))
        before = parts.get(section.sheet)
        added = (*before.blocks, section, *blocks) if before else blocks
        parts[section.sheet] = _Part(section.sheet, before.title if before else section.title, added)
    yield from parts.values()


class _Names:
    """The sheet names of one workbook: never the same twice, never one that Excel refuses."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, wanted: str) -> str:
        """The wanted name as far as it is possible; a number tells equal ones apart."""
        name = _NOT_IN_SHEET_NAMES.sub("", wanted)[:LONGEST_SHEET_NAME].strip() or "表"
        number, found = 2, name
        while found.casefold() in self._taken:
            found = f"{name[: LONGEST_SHEET_NAME - 3 - len(str(number))]} ({number})"
            number += 1
        self._taken.add(found.casefold())
        return found


def _write_details(book: Workbook, reports: Sequence[Report], names: _Names) -> None:
    """The detail tables, the same one of all reports on one sheet."""
    tables: dict[str, list[Table]] = defaultdict(list)
    for report in reports:
        for table in report.details:
            tables[table.title].append(table)
    for title, parts in tables.items():
        sheet = book.create_sheet(names.take(title))
        write_detail(sheet, parts)
        set_up_print(sheet, reports[0].footer, Orientation.LANDSCAPE, one_page_wide=False)
