"""Single cells of a workbook: native numbers, dates and times, harmless text, and the few looks a report needs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from math import ceil
from typing import cast

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app.reports.model import Align, Fact, Value, ValueKind
from app.reports.values import EMPTY

LONGEST_TEXT = 32_767
BODY = Font(name="宋体", size=10)
BOLD = Font(name="宋体", size=10, bold=True)
SECTION = Font(name="黑体", size=12, bold=True)
LABEL = Font(name="宋体", size=10, color="FF595959")
ALARM = Font(name="宋体", size=10, bold=True, color="FFC00000")
HEAD = Font(name="黑体", size=10, bold=True)
FIGURE = Font(name="黑体", size=12, bold=True)
TITLE = Font(name="黑体", size=16, bold=True)
HEAD_FILL = PatternFill("solid", start_color="FFF0F0F0")
THIN = Side(style="thin", color="FF777777")
BOXED = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
LONG_DATE = '[$-804]yyyy"年"m"月"d"日" dddd'
LINE_HEIGHT = 13.5
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|\r\n?")
_LIKE_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Place:
    """The columns of one row, from 1, that a value fills, `down` rows of them; more than one cell are merged."""

    row: int
    first: int
    last: int
    down: int = 1


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks."""

    font: Font = BODY
    align: Align = Align.LEFT
    filled: bool = False
    boxed: bool = False
    indent: int = 0


def put(sheet: Worksheet, place: Place, value: Value, look: Look, number_format: str = "") -> None:
    """Write a value natively; text that looks like a formula stays text, control characters go (rule R24)."""
    cell = cast("Cell", sheet.cell(place.row, place.first))
    _write(cell, value)
    if number_format and not isinstance(value, str):
        cell.number_format = number_format
    bottom = place.row + place.down - 1
    for row in range(place.row, bottom + 1):
        for column in range(place.first, place.last + 1):
            _dress(cast("Cell", sheet.cell(row, column)), look)
    if place.last > place.first or place.down > 1:
        sheet.merge_cells(start_row=place.row, end_row=bottom, start_column=place.first, end_column=place.last)


def _write(cell: Cell, value: Value) -> None:
    if isinstance(value, str):
        text = plain(value)[:LONGEST_TEXT]
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(_LIKE_FORMULA)
    elif isinstance(value, datetime | time):
        cell.value = value.replace(tzinfo=None)
    else:
        cell.value = value


def _dress(cell: Cell, look: Look) -> None:
    cell.font = look.font
    cell.alignment = _alignment(look.align, look.indent)
    if look.filled:
        cell.fill = HEAD_FILL
    if look.boxed:
        cell.border = BOXED


@cache
def _alignment(align: Align, indent: int) -> Alignment:
    return Alignment(horizontal=align.value, vertical="center", wrap_text=True, indent=indent)


def plain(text: str) -> str:
    """The text without what a workbook cannot hold."""
    return _FORBIDDEN.sub(lambda found: "\n" if found.group().startswith("\r") else "", text)


def number_format(kind: ValueKind, scale: int) -> str:
    """Excel's format for a kind of value; rule R24's writing of amounts, percents and dates."""
    decimals = f".{'0' * scale}" if scale else ""
    match kind:
        case ValueKind.NUMBER:
            return f"#,##0{decimals}"
        case ValueKind.PERCENT:
            return f"0.{'0' * (scale or 1)}%"
        case ValueKind.DATE:
            return "yyyy-mm-dd"
        case ValueKind.TIME:
            return "hh:mm"
        case ValueKind.DATETIME:
            return "yyyy-mm-dd hh:mm"
        case ValueKind.INTEGER:
            return "0"
        case ValueKind.TEXT:
            return "General"


def fact_value(fact: Fact) -> Value:
    """A fact's value as a cell holds it: — for nothing; an alarm word joins a text, see `fact_format` for the rest."""
    if fact.value is None or isinstance(fact.value, str):
        return f"{fact.value or EMPTY} {fact.alarm}".rstrip()
    return fact.value


def fact_format(fact: Fact) -> str:
    """As tables, but days are written out; an alarm word stands in the format, so that the value stays native."""
    shown = LONG_DATE if fact.kind is ValueKind.DATE else number_format(fact.kind, fact.scale)
    return f'{shown}" {fact.alarm}"' if fact.alarm else shown


def set_widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    """Column widths, in characters."""
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def set_height(sheet: Worksheet, row: int, texts: Sequence[tuple[str, float]], least: float = 18) -> None:
    """High enough for every text in its width; Excel does not do this for merged cells."""
    lines = max((_lines(text, width) for text, width in texts), default=1)
    sheet.row_dimensions[row].height = max(least, lines * LINE_HEIGHT + 4)


def _lines(text: str, width: float) -> int:
    return sum(max(1, ceil(_columns(part) / max(width - 1, 1))) for part in text.split("\n"))


def _columns(text: str) -> float:
    return sum(2 if char >= "\u2e80" else 1 for char in text)
