"""Reports as a workbook: a sheet that looks like the print for each report, then the details for counting on.

Same order and values as the PDF, as native numbers, dates and times (reports.md §0 and RP01).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.reports.cells import (
    ALARM,
    BOLD,
    FIGURE,
    HEAD,
    LABEL,
    TITLE,
    Look,
    Place,
    fact_format,
    fact_value,
    number_format,
    put,
    set_height,
    set_widths,
)
from app.reports.changes import changes_text
from app.reports.model import (
    Align,
    Changes,
    Column,
    Fact,
    Facts,
    Mark,
    Orientation,
    Report,
    Signature,
    Signatures,
    Strip,
    Table,
    Text,
    Value,
)
from app.reports.sheets import set_up_print, write_detail, write_head
from app.reports.values import EMPTY, printed, printed_fact, written_date
from app.reports.writing import replaced, require_reports
from app.tasks import Task

LEAST_LABEL = 9.0
LONGEST_SHEET_NAME = 31
SIGNING_LINE = "＿" * 8
DEFAULT_WIDTHS = (14.0,) * 8
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")


def write_xlsx(reports: Sequence[Report], path: Path, task: Task) -> None:
    """Write all reports into one workbook; raises FileUnusable or Cancelled and leaves no file behind then."""
    require_reports(reports)
    book = Workbook()
    book.remove(cast("Worksheet", book.active))
    names = _sheet_names(reports)
    for number, (report, name) in enumerate(zip(reports, names, strict=True)):
        task.step(number, len(reports), report.subject or report.title)
        _Page(book.create_sheet(name), report).write()
    _write_details(book, reports)
    task.step(len(reports), len(reports))
    with replaced(path) as temporary:
        book.save(temporary)


def _sheet_names(reports: Sequence[Report]) -> list[str]:
    """日报 for one report, 日报 · 温可 for each of several; never the same twice, never a name Excel refuses."""
    names: list[str] = []
    for report in reports:
        name = report.sheet or report.title
        if len(reports) > 1 and report.subject:
            name = f"{name} · {report.subject}"
        name = _NOT_IN_SHEET_NAMES.sub("", name)[:LONGEST_SHEET_NAME]
        taken = {used.casefold() for used in names}
        candidates = (name, *(f"{name[: LONGEST_SHEET_NAME - 5]} ({number})" for number in range(2, len(reports) + 1)))
        names.append(next(candidate for candidate in candidates if candidate.casefold() not in taken))
    return names


class _Page:
    """Writes one report down one sheet; `_row` is the next free row."""

    def __init__(self, sheet: Worksheet, report: Report) -> None:
        self._sheet = sheet
        self._report = report
        tables = [block for block in report.blocks if isinstance(block, Table)]
        widest = max(tables, key=lambda table: len(table.columns), default=None)
        self._widths = tuple(column.excel_width for column in widest.columns) if widest else DEFAULT_WIDTHS
        self._titled = len(tables) > 1
        self._row = 1

    def write(self) -> None:
        """Title, blocks, widths and print set-up."""
        set_widths(self._sheet, self._widths)
        self._write_title()
        for block in self._report.blocks:
            match block:
                case Facts(rows):
                    for facts in rows:
                        self._write_facts(facts)
                case Strip(facts):
                    self._write_strip(facts)
                case Table():
                    self._write_table(block)
                case Text():
                    self._write_text(block)
                case Changes():
                    self._write_text(changes_text(block))
                case Signatures(people):
                    self._write_signatures(people)
        set_up_print(self._sheet, self._report.footer, self._report.orientation)

    def _write_title(self) -> None:
        report, last = self._report, len(self._widths)
        half = max(last // 2, 1)
        self._put(1, last, report.sender, Look(LABEL))
        self._next(least=16)
        self._put(1, half, report.title, Look(TITLE))
        self._put(half + 1, last, f"表号 {report.shown_number}", Look(align=Align.RIGHT))
        self._next(least=26)

    def _write_facts(self, facts: Sequence[Fact]) -> None:
        texts = []
        for fact, (first, split, last) in zip(facts, self._fact_spans(len(facts)), strict=True):
            self._put(first, split, fact.label, Look(LABEL, Align.RIGHT, indent=1))
            look = Look(ALARM if fact.alarm else BOLD)
            self._put(split + 1, last, fact_value(fact), look, fact_format(fact))
            texts.append((printed_fact(fact), self._width(split + 1, last)))
        self._next(texts)

    def _fact_spans(self, count: int) -> list[tuple[int, int, int]]:
        """For each of `count` facts the first column, the label's last and the value's last, about equally wide."""
        total, columns = sum(self._widths), len(self._widths)
        ends = [self._column_at(total * number / count) for number in range(1, count)] + [columns]
        spans, first = [], 1
        for number, end in enumerate(ends):
            last = min(max(end, first + 1), columns - 2 * (count - number - 1))
            split = first
            while split < last - 1 and self._width(first, split) < LEAST_LABEL:
                split += 1
            spans.append((first, split, last))
            first = last + 1
        return spans

    def _column_at(self, width: float) -> int:
        """The column whose right edge is nearest to `width`."""
        return min(range(1, len(self._widths) + 1), key=lambda column: abs(self._width(1, column) - width))

    def _write_strip(self, facts: Sequence[Fact]) -> None:
        """Labels in one row, values under them; the first takes the columns that are left over."""
        columns = len(self._widths)
        for start in range(0, len(facts), columns):
            part = facts[start : start + columns]
            spare = columns - len(part)
            spans = [(1, 1 + spare), *((number + spare, number + spare) for number in range(2, len(part) + 1))]
            for fact, (first, last) in zip(part, spans, strict=True):
                self._put(first, last, fact.label, Look(LABEL, Align.CENTER, filled=True, boxed=True))
            self._next()
            for fact, (first, last) in zip(part, spans, strict=True):
                self._put(first, last, fact_value(fact), Look(FIGURE, Align.CENTER, boxed=True), fact_format(fact))
            self._next(least=22)

    def _write_table(self, table: Table) -> None:
        if self._titled and table.title:
            self._next()
            self._put(1, len(self._widths), table.title, Look(HEAD))
            self._next()
        write_head(self._sheet, self._row, table.columns)
        if not self._titled:
            self._sheet.print_title_rows = f"{self._row}:{self._row}"
            self._sheet.freeze_panes = f"A{self._row + 1}"
        self._next(least=30)
        marks: dict[tuple[int, str], list[Mark]] = defaultdict(list)
        for mark in table.marks:
            marks[mark.row, mark.column].append(mark)
        for number, values in enumerate(table.rows):
            for place, (column, value) in enumerate(zip(table.columns, values, strict=True), 1):
                self._put_cell(place, column, value, marks.get((number, column.key), ()))
            shown = [
                printed(value, column.kind, column.scale) for column, value in zip(table.columns, values, strict=True)
            ]
            self._next(list(zip(shown, self._widths, strict=False)))
        if not table.rows:
            self._put_line(table.empty, Look(align=Align.CENTER, boxed=True))
        if table.total:
            for place, (column, value) in enumerate(zip(table.columns, table.total, strict=True), 1):
                look = Look(BOLD, column.align, filled=True, boxed=True)
                self._put(place, place, value, look, number_format(column.kind, column.scale))
            self._next()
        if table.summary:
            self._put_line(table.summary, Look(BOLD, boxed=True))

    def _put_cell(self, place: int, column: Column, value: Value, marks: Sequence[Mark]) -> None:
        shown: Value = EMPTY if value in (None, "") else value
        if marks:
            shown = " ".join((str(shown), *(mark.text for mark in marks)))
        alarm = any(mark.alarm for mark in marks)
        font = ALARM if alarm else BOLD if column.bold else Look().font
        look = Look(font, column.align, boxed=True)
        self._put(place, place, shown, look, number_format(column.kind, column.scale))

    def _write_text(self, text: Text) -> None:
        """The heading beside the first line; every line of facts in one row."""
        last = len(self._widths)
        _, split, _ = self._fact_spans(2 if last > 3 else 1)[0]
        for number, facts in enumerate(text.lines):
            words = "　　".join(
                f"{fact.label}：{printed_fact(fact)}" if fact.label else printed_fact(fact) for fact in facts
            )
            self._put(1, split, "" if number else text.heading, Look(HEAD, Align.CENTER, filled=True, boxed=True))
            self._put(split + 1, last, words, Look(boxed=True))
            self._next([(words, self._width(split + 1, last))])

    def _write_signatures(self, people: Sequence[Signature]) -> None:
        self._next()
        columns = len(self._widths)
        ends = [columns * number // len(people) for number in range(len(people) + 1)]
        for person, first, last in zip(people, ends, ends[1:], strict=False):
            self._put(first + 1, last, _signed(person), Look())
        self._next(least=24)
        for person, first, last in zip(people, ends, ends[1:], strict=False):
            if person.note:
                self._put(first + 1, last, f"意见：{person.note}", Look(LABEL))
        self._next([(f"意见：{person.note}", self._width(1, columns) / len(people)) for person in people])

    def _put_line(self, words: str, look: Look) -> None:
        last = len(self._widths)
        self._put(1, last, words, look)
        self._next([(words, self._width(1, last))], least=20)

    def _put(self, first: int, last: int, value: Value, look: Look, form: str = "") -> None:
        put(self._sheet, Place(self._row, first, last), value, look, form)

    def _next(self, texts: Sequence[tuple[str, float]] = (), least: float = 18) -> None:
        set_height(self._sheet, self._row, texts, least)
        self._row += 1

    def _width(self, first: int, last: int) -> float:
        return sum(self._widths[first - 1 : last])


def _signed(person: Signature) -> str:
    day = written_date(person.signed_on) if person.signed_on else "年　月　日"
    return f"{person.role}：{person.name or SIGNING_LINE}　{day}"


def _write_details(book: Workbook, reports: Sequence[Report]) -> None:
    """The detail tables, the same one of all reports on one sheet."""
    tables: dict[str, list[Table]] = defaultdict(list)
    for report in reports:
        for table in report.details:
            tables[table.title].append(table)
    for title, parts in tables.items():
        sheet = book.create_sheet(title)
        write_detail(sheet, parts)
        set_up_print(sheet, reports[0].footer, Orientation.LANDSCAPE, one_page_wide=False)
