"""One table on a worksheet that looks like the print."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app.reports.cells import ALARM, BOLD, Look, Place, number_format, put, set_height
from app.reports.model import Align, Column, Mark, Subtotal, Table, Value
from app.reports.sheets import write_head
from app.reports.values import EMPTY, printed


class SheetTable:
    """Writes a table from `row` down; lines without columns reach over `across` columns of the sheet."""

    def __init__(self, sheet: Worksheet, table: Table, row: int, across: int) -> None:
        self._sheet = sheet
        self._table = table
        self._row = self._head = self._head_end = self._end = row
        self._across = across
        self._shown = [(index, column) for index, column in enumerate(table.columns) if column.excel]
        self._marks: dict[tuple[int, str], list[Mark]] = defaultdict(list)
        for mark in table.marks:
            self._marks[mark.row, mark.column].append(mark)

    def write(self) -> int:
        """Head, rows with their subtotals, total and summary; returns the next free row."""
        self._write_head()
        subtotals = {subtotal.after: subtotal for subtotal in self._table.subtotals}
        for number, values in enumerate(self._table.rows):
            self._write_row(number, values)
            if number + 1 in subtotals:
                self._write_subtotal(subtotals[number + 1])
        if not len(self._table.rows):
            self._write_line(self._table.empty, Look(align=Align.CENTER, boxed=True))
        self._end = self._row - 1
        if self._table.total:
            self._write_values(self._table.total)
        if self._table.summary:
            self._write_line(self._table.summary, Look(BOLD, boxed=True))
        if self._table.filters:
            last = get_column_letter(len(self._shown))
            self._sheet.auto_filter.ref = f"A{self._head_end}:{last}{self._end}"
        return self._row

    def pin(self) -> None:
        """Keep the head in view, with the columns the table freezes, and repeat it on every printed page."""
        column = get_column_letter(self._table.freeze + 1)
        self._sheet.freeze_panes = f"{column}{self._head_end + 1}"
        self._sheet.print_title_rows = f"{self._head}:{self._head_end}"
        if self._table.freeze:
            self._sheet.print_title_cols = f"A:{get_column_letter(self._table.freeze)}"

    def _write_head(self) -> None:
        self._head_end = write_head(self._sheet, self._row, [column for _, column in self._shown])
        while self._row <= self._head_end:
            self._next(least=30 if self._head == self._head_end else 20)

    def _write_row(self, number: int, values: Sequence[Value]) -> None:
        texts = []
        for place, (index, column) in enumerate(self._shown, 1):
            self._write_cell(place, column, values[index], self._marks.get((number, column.key), ()))
            texts.append((printed(values[index], column.kind, column.scale), column.excel_width))
        self._next(texts)

    def _write_cell(self, place: int, column: Column, value: Value, marks: Sequence[Mark]) -> None:
        shown: Value = EMPTY if value in (None, "") else value
        if marks:
            shown = " ".join((str(shown), *(mark.text for mark in marks)))
        alarm = any(mark.alarm for mark in marks)
        font = ALARM if alarm else BOLD if column.bold else Look().font
        self._put(place, place, shown, Look(font, column.align, boxed=True), number_format(column.kind, column.scale))

    def _write_subtotal(self, subtotal: Subtotal) -> None:
        if subtotal.values:
            self._write_values(subtotal.values)
        else:
            self._write_line(subtotal.words, Look(BOLD, filled=True, boxed=True))

    def _write_values(self, values: Sequence[Value]) -> None:
        for place, (index, column) in enumerate(self._shown, 1):
            look = Look(BOLD, column.align, filled=True, boxed=True)
            value = EMPTY if values[index] is None and column.kind.is_number else values[index]
            self._put(place, place, value, look, number_format(column.kind, column.scale))
        self._next()

    def _write_line(self, words: str, look: Look) -> None:
        self._put(1, self._across, words, look)
        wide = sum(column.excel_width for _, column in self._shown)
        self._next([(words, wide)], least=20)

    def _put(self, first: int, last: int, value: Value, look: Look, form: str = "") -> None:
        put(self._sheet, Place(self._row, first, last), value, look, form)

    def _next(self, texts: Sequence[tuple[str, float]] = (), least: float = 18) -> None:
        set_height(self._sheet, self._row, texts, least)
        self._row += 1
