"""Rows of the archive as the XML of a worksheet, a column of many rows at a time.

Every text is an inline string, or a label a shared one, and never a formula; what a workbook cannot hold is left out,
and a text longer than a cell holds is cut in its cell, marked there, and kept whole on a sheet of its own. Cells are
bytes with a mark where their row's number comes, so that a value met before is a cell made before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from itertools import repeat
from typing import Any

from app.exchange.checksum import canonical, canonical_bytes
from app.exchange.columns import Column, Shape
from app.exchange.known import Known
from app.exchange.shared import SharedTexts
from app.exchange.texts import Block, escaped, fitting
from app.reports.cells import plain

_NUMBER = "\0"
"""Where a row's number comes in its cells; no text of a workbook has this character."""
_FORMULA = ("=", "+", "-", "@", "\t")
_DAY_ZERO = 693_594
_FIRST_DAY = 61
"""1900-03-01; before it Excel counts a day that never was."""
_SECONDS = 86_400

Cells = Callable[[Block, int], Sequence[bytes]]
"""The XML of a column's cells: values and the number of the first row in, bytes each out."""
Labels = Mapping[str, str]
LongText = Callable[[str, str], None]
"""Told the cell's reference and the whole text of a value no cell holds."""


class Styles:
    """The styles of a column's cells, by their numbers in the workbook: usual, and for text that looks like a formula."""

    __slots__ = ("quoted", "usual")

    def __init__(self, usual: int, quoted: int) -> None:
        self.usual, self.quoted = usual, quoted


def cell_writer(
    column: Column,
    letter: str,
    styles: Styles,
    labels: Labels,
    too_long: LongText,
    shared: SharedTexts | None = None,
) -> Cells:
    """How a column's values become cells; `labels` are those of its choice list or table, by code or id. They stand in
    the workbook's table of shared texts, or in their cells where it has none.
    """
    if column.shape is Shape.TEXT:
        return _texts(letter, styles, too_long)
    start = f'<c r="{letter}{_NUMBER}" s="{styles.usual}"'
    if column.shape is Shape.NUMBER:
        known = _known(lambda value: f"{start}><v>{value!r}</v></c>")
    else:
        known = _known(lambda value: start + _body(shown(column, value, labels), shared))
    return lambda block, _: known.each(block.values)


def _known(work_out: Callable[[Any], str]) -> Known[bytes]:
    """The bytes of what is worked out of a value, none of no value."""
    return Known(lambda value: b"" if value is None else work_out(value).encode())


def _texts(letter: str, styles: Styles, too_long: LongText) -> Cells:
    start = f'<c r="{letter}{_NUMBER}" s="{styles.usual}" t="inlineStr"><is><t>'.encode()
    end = b"</t></is></c>"

    def unusual(value: str, number: int) -> bytes:
        whole = plain(value)
        if not whole:
            return b""
        cell, text = f"{letter}{number}", fitting(whole)
        if text != whole:
            too_long(cell, whole)
        style = styles.quoted if text.startswith(_FORMULA) else styles.usual
        inside = f'<is><t xml:space="preserve">{escaped(text)}</t></is>'
        return f'<c r="{cell}" s="{style}" t="inlineStr">{inside}</c>'.encode()

    def write(block: Block, first: int) -> list[bytes]:
        if (texts := block.harmless) is not None:
            return [start + text + end if text else text for text in texts]
        return [unusual(value, number) if value else b"" for number, value in enumerate(block.values, first)]

    return write


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


def _body(value: str | float | int, shared: SharedTexts | None) -> str:
    """What follows a cell's reference and style."""
    if not isinstance(value, str):
        return f"><v>{value!r}</v></c>"
    if not value:
        return "/>"
    if shared is None:
        return f' t="inlineStr"><is><t>{escaped(plain(value))}</t></is></c>'
    return f' t="s"><v>{shared.place(value)}</v></c>'


def summed_texts(column: Column, labels: Labels) -> Callable[[Block], Sequence[bytes]]:
    """How a column's values become the texts its rows' checksums are made of (see `checksum.canonical`)."""
    if column.shape is Shape.TEXT:
        return _summed_text
    if column.shape is Shape.NUMBER:
        known = _known(canonical)
    else:
        known = _known(lambda value: canonical(shown(column, value, labels)))
    return lambda block: known.each(block.values)


def _summed_text(block: Block) -> Sequence[bytes]:
    if (texts := block.harmless) is not None:
        return texts
    return [canonical_bytes(fitting(plain(value))) if value else b"" for value in block.values]


def row_writer(columns: Sequence[Cells]) -> Callable[[Sequence[Block], int], bytes]:
    """How columns of values become rows: a block a column and the number of the first row in, XML out."""
    mark, start, end = _NUMBER.encode(), repeat(f'<row r="{_NUMBER}">'.encode()), repeat(b"</row>")

    def write(blocks: Sequence[Block], first: int) -> bytes:
        pairs = enumerate(zip(columns, blocks, strict=True))
        cells = [column(block, first) for place, (column, block) in pairs if not place or not block.blank]
        rows = map(b"".join, zip(start, *cells, end, strict=False))
        return b"".join([row.replace(mark, b"%d" % number) for number, row in enumerate(rows, first)])

    return write
