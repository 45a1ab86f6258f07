"""Rows as text for other programs: a line a row, a tab between cells, whatever is in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from ui.tables.columns import Column, cell_text

_BREAKS = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


def as_table(columns: Sequence[Column], rows: Iterable[Any]) -> str:
    """Titles and rows, tab-separated."""
    lines = [[column.title for column in columns]]
    lines += [[cell_text(column.value_of(row)) for column in columns] for row in rows]
    return "\n".join("\t".join(_plain(text) for text in line) for line in lines)


def _plain(text: str) -> str:
    """One line without tabs; a leading quotation mark would make a spreadsheet read on over line ends."""
    text = _BREAKS.sub(" ", text)
    return '"' + text.replace('"', '""') + '"' if text.startswith('"') else text
