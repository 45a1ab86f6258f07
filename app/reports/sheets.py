"""What the sheets of a report workbook share: detail tables, heads and print set-up (reports.md §0)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from app.reports.cells import HEAD, Look, Place, number_format, put, set_widths
from app.reports.model import DEFAULT_FOOTER, Align, Column, Footer, Orientation, Table

A4 = 9
MARGIN = 12 / 25.4
DETAIL_FREEZE = 2


def write_detail(sheet: Worksheet, parts: Sequence[Table]) -> None:
    """The rows of one or more tables with the same columns, to be filtered and counted on."""
    shown = [(index, column) for index, column in enumerate(parts[0].columns) if column.excel]
    columns = [column for _, column in shown]
    head = write_head(sheet, 1, columns)
    set_widths(sheet, [column.excel_width for column in columns])
    number = head
    for number, values in enumerate((row for part in parts for row in part.rows), head + 1):
        for place, (index, column) in enumerate(shown, 1):
            if values[index] is not None:
                form = number_format(column.kind, column.scale)
                put(sheet, Place(number, place, place), values[index], Look(align=column.align), form)
    if number == head:
        put(sheet, Place(head + 1, 1, 1), parts[0].empty, Look())
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(columns))}{number}"
    frozen = parts[0].freeze or DETAIL_FREEZE
    sheet.freeze_panes = f"{get_column_letter(frozen + 1)}{head + 1}"
    sheet.print_title_rows = f"1:{head}"
    sheet.print_title_cols = f"A:{get_column_letter(frozen)}"


def write_head(sheet: Worksheet, row: int, columns: Sequence[Column]) -> int:
    """The columns' labels, those of one group under the group's; returns the last row of the head."""
    look = Look(HEAD, Align.CENTER, filled=True, boxed=True)
    last = row + any(column.group for column in columns)
    place = 1
    for group, members in groupby(columns, key=lambda column: column.group):
        labels = [column.label for column in members]
        if group:
            put(sheet, Place(row, place, place + len(labels) - 1), group, look)
        for label in labels:
            top = last if group else row
            put(sheet, Place(top, place, place, last - top + 1), label, look)
            place += 1
    return last


def set_up_print(sheet: Worksheet, footer: Footer, orientation: Orientation, *, one_page_wide: bool = True) -> None:
    """A4 and the foot as on paper; the repeated row is set by whoever knows it."""
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "landscape" if orientation is Orientation.LANDSCAPE else "portrait"
    if one_page_wide:
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = one_page_wide
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = MARGIN
    margins.bottom = 1.5 * MARGIN
    margins.footer = MARGIN / 2
    foot: Any = sheet.oddFooter
    foot.left.text = _foot(footer.words or DEFAULT_FOOTER)
    foot.center.text = "第 &P 页　共 &N 页"
    foot.right.text = _foot(footer.printing)


def _foot(words: str) -> str:
    """Excel reads & as the start of a code."""
    return words.replace("&", "&&")
