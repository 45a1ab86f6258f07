"""Rows of the archive as the XML of a worksheet, a column of many rows at a time.

Every text is an inline string and never a formula; what a workbook cannot hold is left out, and a text longer than a
cell holds is cut in its cell, marked there, and kept whole on a sheet of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from xml.sax.saxutils import escape

from app.exchange.checksum import canonical
from app.exchange.columns import Column, Shape
from app.reports.cells import LONGEST_TEXT, plain

_SHORT = 10_000
_LEFT_OUT = r"&<>_\x00-\x1f\ud800-\udfff\ufffe\uffff"
harmless = re.compile(rf"(?![ =+@\-])[^{_LEFT_OUT}]{{1,{_SHORT}}}(?<! )").fullmatch
"""Whether a text stands in a cell as it is: nothing to escape, to leave out or to take for a formula, and not long."""
_KEPT = 32_000
_PART = 30_000
_FORMULA = ("=", "+", "-", "@", "\t")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_DAY_ZERO = 693_594
_FIRST_DAY = 61
"""1900-03-01; before it Excel counts a day that never was."""
_SECONDS = 86_400

Cells = Callable[[Sequence[Any], Sequence[str]], list[str]]
"""The XML of a column's cells: values and row numbers (written out once a row) in, a text each out."""
Labels = Mapping[str, str]
LongText = Callable[[str, str], None]
"""Told the cell's reference and the whole text of a value no cell holds."""


class Styles:
    """The styles of a column's cells, by their numbers in the workbook: usual, and for text that looks like a formula."""

    __slots__ = ("quoted", "usual")

    def __init__(self, usual: int, quoted: int) -> None:
        self.usual, self.quoted = usual, quoted


class _Known(dict[Any, str]):
    """What was worked out for a value once."""

    def __init__(self, work_out: Callable[[Any], str]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, value: Any) -> str:
        found = self[value] = self._work_out(value)
        return found


def cell_writer(column: Column, letter: str, styles: Styles, labels: Labels, too_long: LongText) -> Cells:
    """How a column's values become cells; `labels` are those of its choice list or table, by code or id."""
    if column.shape is Shape.NUMBER:
        return _numbers(letter, styles.usual)
    if column.shape is Shape.TEXT:
        return _texts(letter, styles, too_long)
    return _known(letter, _Known(lambda value: _body(shown(column, value, labels), styles.usual)))


def _numbers(letter: str, style: int) -> Cells:
    start, middle = f'<c r="{letter}', f'" s="{style}"><v>'

    def write(values: Sequence[Any], numbers: Sequence[str]) -> list[str]:
        return [
            "" if value is None else f"{start}{number}{middle}{value!r}</v></c>"
            for value, number in zip(values, numbers, strict=True)
        ]

    return write


def _known(letter: str, bodies: _Known) -> Cells:
    start = f'<c r="{letter}'

    def write(values: Sequence[Any], numbers: Sequence[str]) -> list[str]:
        return [
            "" if value is None else f"{start}{number}{bodies[value]}"
            for value, number in zip(values, numbers, strict=True)
        ]

    return write


def _texts(letter: str, styles: Styles, too_long: LongText) -> Cells:
    start, usual = f'<c r="{letter}', f'" s="{styles.usual}" t="inlineStr"><is><t>'

    def unusual(value: str, number: str) -> str:
        whole = plain(value)
        if not whole:
            return ""
        cell, text = f"{letter}{number}", fitting(whole)
        if text != whole:
            too_long(cell, whole)
        style = styles.quoted if text.startswith(_FORMULA) else styles.usual
        return f'<c r="{cell}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escaped(text)}</t></is></c>'

    def write(values: Sequence[Any], numbers: Sequence[str]) -> list[str]:
        return [
            (f"{start}{number}{usual}{value}</t></is></c>" if harmless(value) else unusual(value, number))
            if value
            else ""
            for value, number in zip(values, numbers, strict=True)
        ]

    return write


def fitting(text: str) -> str:
    """The text as its cell holds it: whole, or cut, with its length and where it is kept whole."""
    if _units(text) <= LONGEST_TEXT:
        return text
    return f"{text[: _cut(text, _KEPT)]}……（全文 {len(text)} 字，见“长文本”表）"


def _units(text: str) -> int:
    """How long Excel finds a text: characters beyond the basic plane count twice."""
    return len(text) if len(text) < _SHORT or text.isascii() else len(text.encode("utf-16-le")) // 2


def _cut(text: str, most: int) -> int:
    """How many characters of a text have at most this many units."""
    return len(text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", errors="ignore"))


def parts_of(text: str) -> list[str]:
    """A long text in pieces that cells hold."""
    pieces = []
    while text:
        end = _cut(text, _PART)
        pieces.append(text[:end])
        text = text[end:]
    return pieces


def escaped(text: str) -> str:
    """A text as XML holds it; what Excel would read as an escape stays as it is written."""
    return escape(_ESCAPE.sub("_x005F_", text))


def shown(column: Column, value: Any, labels: Labels) -> str | float | int:
    """What a cell shows for a stored value: a label, a serial number, a text."""
    match column.shape:
        case Shape.FLAG:
            return labels["1" if value else "0"]
        case Shape.CODE | Shape.NAMED:
            return labels.get(str(value), str(value))
        case Shape.CODES:
            return "、".join(labels.get(code, code) for code in value.split())
        case Shape.DAY | Shape.MOMENT | Shape.TIME:
            return serial(value)
        case _:
            return str(value)


def serial(value: date | datetime | time) -> float | int | str:
    """Excel's number for a moment, exact to the second; as text when Excel has none."""
    if isinstance(value, time):
        return _fraction(value)
    days = value.toordinal() - _DAY_ZERO
    if days < _FIRST_DAY:
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return days + _fraction(value.time()) if isinstance(value, datetime) else days


def _fraction(value: time) -> float:
    return (value.hour * 3600 + value.minute * 60 + value.second) / _SECONDS


def _body(value: str | float | int, style: int) -> str:
    """What follows a cell's reference."""
    if isinstance(value, str):
        return (
            f'" s="{style}" t="inlineStr"><is><t>{escaped(plain(value))}</t></is></c>' if value else f'" s="{style}"/>'
        )
    return f'" s="{style}"><v>{value!r}</v></c>'


def summed_texts(column: Column, labels: Labels) -> Callable[[Sequence[Any]], list[str]]:
    """How a column's values become the texts its rows' checksums are made of (see `checksum.canonical`)."""
    if column.shape is Shape.TEXT:
        return lambda values: [
            (value if harmless(value) else canonical(fitting(plain(value)))) if value else "" for value in values
        ]
    if column.shape is Shape.NUMBER:
        return lambda values: ["" if value is None else canonical(value) for value in values]
    known = _Known(lambda value: "" if value is None else canonical(shown(column, value, labels)))
    return lambda values: [known[value] for value in values]


def row_writer(columns: Sequence[Cells]) -> Callable[[Sequence[Sequence[Any]], Sequence[int]], bytes]:
    """How columns of values become rows: the values of each column and the row numbers in, XML out."""

    def write(values: Sequence[Sequence[Any]], numbers: Sequence[int]) -> bytes:
        written = [str(number) for number in numbers]
        pairs = enumerate(zip(columns, values, strict=True))
        cells = [column(each, written) for place, (column, each) in pairs if not place or not _blank(each)]
        rows = map("".join, zip(*cells, strict=True))
        lines = [f'<row r="{number}">{row}</row>' for number, row in zip(written, rows, strict=True)]
        return "".join(lines).encode()

    return write


def _blank(values: Sequence[Any]) -> bool:
    return values.count(None) == len(values)
