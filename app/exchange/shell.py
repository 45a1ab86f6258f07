"""Everything of the archive workbook but its rows, by openpyxl: looks, widths, drop-downs, names, print set-up (RP07)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import cast
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.formatting.rule import DataBarRule, FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from app.exchange.archive_sheets import AMOUNT, COMPLETENESS, NEXT_DUE
from app.exchange.columns import CHECK, GENERAL, TEXT_FORMAT, UID, Column, Sheet, described
from app.exchange.labels import DROP_DOWN, Lists
from app.exchange.rows import Styles
from app.reports.cells import BODY, BOXED, HEAD, HEAD_FILL, TITLE, set_widths
from app.reports.model import Footer, Orientation
from app.reports.sheets import set_up_print

EXPLAINED, DICTIONARY, LONG_TEXTS = "说明", "_字典", "长文本"
HEAD_ROW, FIRST_ROW = 3, 4
SPARE_ROWS = 200
"""How far below the last row drop-downs reach."""
_YELLOW = PatternFill("solid", start_color="FFFFF9DB")
_ORANGE = PatternFill("solid", start_color="FFFDE3CC", end_color="FFFDE3CC")
_NOT_IN_LIST = "请从列表选择"
_MARGIN = 1 / 2.54
_TITLE_HEIGHT, _HEAD_HEIGHT = 26, 30
_DIMENSION = re.compile(rb"<dimension [^>]*/>")
_LITTLE_ENOUGH = 0.8


@dataclass(frozen=True, slots=True)
class Placed:
    """A worksheet of the book: its name, what it holds, and the number of its last row of data."""

    name: str
    sheet: Sheet
    last: int = HEAD_ROW

    @property
    def columns(self) -> tuple[Column, ...]:
        """Its columns, the hidden ones among them."""
        return shown_columns(self.sheet)


@dataclass(frozen=True, slots=True)
class Shell:
    """The parts of a book without rows, `sheets` by worksheet name as what stands before and after its rows."""

    parts: Mapping[str, bytes]
    sheets: Mapping[str, tuple[str, bytes, bytes]]
    styles: Mapping[str, tuple[Styles, ...]]


def shown_columns(sheet: Sheet) -> tuple[Column, ...]:
    """A sheet's columns with those that say whose a row is."""
    hidden = Column(title=UID, width=10, number_format=TEXT_FORMAT, hidden=True)
    check = Column(title=CHECK, width=10, number_format=TEXT_FORMAT, hidden=True)
    return (*sheet.columns, hidden, check) if sheet.checked else sheet.columns


def build_shell(
    placed: Sequence[Placed], lists: Lists, *, told: str, today: date, notes: Sequence[Sequence[str]], footer: Footer
) -> Shell:
    """The book: 说明 with `notes`, the placed sheets headed by `told`, 长文本 and the hidden _字典."""
    book = Workbook()
    _explain(cast("Worksheet", book.active), notes, footer)
    styles = {}
    for each in placed:  # styles are numbered as they are met, so that more sheets behind change no number
        styles[each.name] = column_styles(book, each.columns)
        _set_up(book.create_sheet(each.name), each, told, today, footer)
    _dictionary(book, lists)
    book.calculation.fullCalcOnLoad = True
    stream = BytesIO()
    book.save(stream)
    with ZipFile(stream) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheets = {}
    for number, each in enumerate(placed, 2):
        name = f"xl/worksheets/sheet{number}.xml"
        before, after = _DIMENSION.sub(b"", parts.pop(name)).split(b"</sheetData>")
        sheets[each.name] = (name, before, b"</sheetData>" + after)
    return Shell(parts, sheets, styles)


def column_styles(book: Workbook, columns: Sequence[Column]) -> tuple[Styles, ...]:
    """The numbers of the columns' cell styles; the sheet they are tried on goes again."""
    trial = book.create_sheet("trial")
    found = []
    for place, column in enumerate(columns, 1):
        usual, quoted = (cast("Cell", trial.cell(row, place)) for row in (1, 2))
        _dress(usual, column)
        _dress(quoted, column)
        quoted.quotePrefix = True
        found.append(Styles(usual.style_id, quoted.style_id))
    book.remove(trial)
    return tuple(found)


def _dress(cell: Cell, column: Column) -> None:
    cell.font = BODY
    cell.number_format = column.number_format
    cell.alignment = Alignment(vertical="center")
    if column.editable:
        cell.fill = _YELLOW


def _set_up(sheet: Worksheet, placed: Placed, told: str, today: date, footer: Footer) -> None:
    columns = placed.columns
    set_widths(sheet, [column.width for column in columns])
    _head(sheet, placed, told)
    sheet.freeze_panes = f"D{FIRST_ROW}"
    last_letter = get_column_letter(len(columns))
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{last_letter}{max(placed.last, HEAD_ROW)}"
    for place, column in enumerate(columns, 1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].hidden = column.hidden
    _drop_downs(sheet, placed)
    _marks(sheet, placed, today)
    sheet.print_title_rows = f"1:{HEAD_ROW}"
    sheet.print_title_cols = "A:C"
    set_up_print(sheet, footer, Orientation.LANDSCAPE)
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = margins.bottom = _MARGIN
    sheet.print_options.gridLines = False


def _head(sheet: Worksheet, placed: Placed, told: str) -> None:
    visible = sum(not column.hidden for column in placed.columns)
    for row, text, font in ((1, placed.name, TITLE), (2, told, BODY)):
        cell = sheet.cell(row, 1, text)
        cell.data_type = "s"
        _look(cell, font, Alignment(horizontal="left", vertical="center"))
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=visible)
    sheet.row_dimensions[1].height = _TITLE_HEIGHT
    sheet.row_dimensions[HEAD_ROW].height = _HEAD_HEIGHT
    for place, column in enumerate(placed.columns, 1):
        cell = sheet.cell(HEAD_ROW, place, column.title)
        cell.border = BOXED
        cell.fill = _YELLOW if column.editable else HEAD_FILL
        _look(cell, HEAD, Alignment(horizontal="center", vertical="center", wrap_text=True))


def _look(cell: Cell, font: Font, alignment: Alignment) -> int:
    """Dress a cell of the head; asking for its style's number gives it one now and not when the book is saved."""
    cell.font, cell.alignment = font, alignment
    return cell.style_id


def _drop_downs(sheet: Worksheet, placed: Placed) -> None:
    for place, column in enumerate(placed.columns, 1):
        if not column.picks and not placed.sheet.prompts:
            continue
        letter = get_column_letter(place)
        rule = DataValidation(allow_blank=True)
        if column.picks:
            rule = DataValidation(type="list", formula1=f"={DROP_DOWN}{column.listed}", allow_blank=True)
            rule.error, rule.errorTitle, rule.showErrorMessage = _NOT_IN_LIST, column.title, True
        if placed.sheet.prompts:
            rule.prompt, rule.promptTitle, rule.showInputMessage = described(column), column.title, True
        rule.add(f"{letter}{FIRST_ROW}:{letter}{placed.last + SPARE_ROWS}")
        sheet.add_data_validation(rule)


def _marks(sheet: Worksheet, placed: Placed, today: date) -> None:
    """Overdue visits red, incomplete archives light orange, amounts as bars."""
    letters = {column.title: get_column_letter(place) for place, column in enumerate(placed.columns, 1)}
    last = max(placed.last, FIRST_ROW)
    if due := letters.get(NEXT_DUE):
        passed = f'AND({due}{FIRST_ROW}<>"",{due}{FIRST_ROW}<DATE({today.year},{today.month},{today.day}))'
        red = FormulaRule([passed], font=Font(color="FFC00000"))  # type: ignore[no-untyped-call]
        sheet.conditional_formatting.add(f"{due}{FIRST_ROW}:{due}{last}", red)
    if complete := letters.get(COMPLETENESS):
        little = f'AND({complete}{FIRST_ROW}<>"",{complete}{FIRST_ROW}<{_LITTLE_ENOUGH})'
        orange = FormulaRule([little], fill=_ORANGE)  # type: ignore[no-untyped-call]
        sheet.conditional_formatting.add(f"{complete}{FIRST_ROW}:{complete}{last}", orange)
    if amount := letters.get(AMOUNT):
        bars = DataBarRule(start_type="min", end_type="max", color="FF9BC2E6")  # type: ignore[no-untyped-call]
        sheet.conditional_formatting.add(f"{amount}{FIRST_ROW}:{amount}{last}", bars)


def _explain(sheet: Worksheet, notes: Sequence[Sequence[str]], footer: Footer) -> None:
    sheet.title = EXPLAINED
    set_widths(sheet, (24, 30, 60, 20))
    sheet.row_dimensions[1].height = _TITLE_HEIGHT
    for row, cells in enumerate(notes, 1):
        for place, text in enumerate(cells, 1):
            cell = sheet.cell(row, place, text)
            cell.data_type = "s"
            cell.font = TITLE if row == 1 else HEAD if len(cells) == 1 else BODY
            cell.alignment = Alignment(vertical="top", wrap_text=place == 3)
    set_up_print(sheet, footer, Orientation.LANDSCAPE)


def _dictionary(book: Workbook, lists: Lists) -> None:
    """Each list a column, and a name for it that drop-downs point to."""
    sheet = book.create_sheet(DICTIONARY)
    sheet.sheet_state = "hidden"
    for place, (name, labels) in enumerate(lists.offered.items(), 1):
        letter = get_column_letter(place)
        for row, text in enumerate((name, *labels), 1):
            cell = sheet.cell(row, place, text)
            cell.data_type = "s"
            cell.number_format = GENERAL
        where = f"{quote_sheetname(DICTIONARY)}!${letter}$2:${letter}${max(2, len(labels) + 1)}"
        book.defined_names[f"{DROP_DOWN}{name}"] = DefinedName(f"{DROP_DOWN}{name}", attr_text=where)
