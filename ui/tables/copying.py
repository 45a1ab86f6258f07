"""Rows for other programs: a line a row, a tab between cells, whatever is in them, and the same as a table of texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from html import escape
from typing import Any

from PySide6.QtCore import QMimeData

from ui.tables.columns import Column, cell_text

_BREAKS = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_MOST_MARKED = 100_000
"""Up to so many rows a sheet gets the table of texts too: it takes twice the room."""
_FIGURES = frozenset({"number", "progress"})
_HEAD = '<html><head><meta charset="utf-8"><style>.t{mso-number-format:"\\@"}</style></head><body><table>'
_FOOT = "</table></body></html>"

Cells = list[list[str]]


def copied_cells(columns: Sequence[Column], rows: Iterable[Any]) -> Cells:
    """Titles and rows in full: dates with their year, each cell on one line."""
    cells = [[column.title for column in columns]]
    cells += [[_BREAKS.sub(" ", _full(column.copied_of(row))) for column in columns] for row in rows]
    return cells


def clipboard_data(columns: Sequence[Column], cells: Cells) -> QMimeData:
    """Plain text, and for sheets a table whose texts stay texts: no formula out of =, +, - or @, no lost 0."""
    data = QMimeData()
    data.setText(as_text(cells))
    if len(cells) <= _MOST_MARKED:
        data.setHtml(_as_table(columns, cells))
    return data


def as_text(cells: Cells) -> str:
    """Lines with tabs between the cells."""
    return "\n".join("\t".join(map(_quoted, line)) for line in cells)


def _as_table(columns: Sequence[Column], cells: Cells) -> str:
    marks = ["<td>" if column.kind in _FIGURES else "<td class=t>" for column in columns]
    lines = (
        "<tr>" + "".join(f"{mark}{escape(text)}</td>" for mark, text in zip(marks, line, strict=True)) + "</tr>"
        for line in cells
    )
    return _HEAD + "".join(lines) + _FOOT


def _full(value: Any) -> str:
    match value:
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case _:
            return cell_text(value)


def _quoted(text: str) -> str:
    """A leading quotation mark would make a spreadsheet read on over line ends."""
    return '"' + text.replace('"', '""') + '"' if text.startswith('"') else text
