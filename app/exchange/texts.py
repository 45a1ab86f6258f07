"""Texts as a workbook's cells hold them: nothing a formula, nothing XML cannot say, nothing longer than a cell takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any
from xml.sax.saxutils import escape

from app.reports.cells import LONGEST_TEXT

_SHORT = 10_000
_KEPT = 32_000
_PART = 30_000
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_BETWEEN = "\x1f"
_LEFT_OUT = b"&<>_" + bytes(set(range(32)) - {ord(_BETWEEN)})
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_LIKE_FORMULA = frozenset("=+-@")


class Block:
    """The values of one column in some rows, and their bytes where they are texts that stand in cells as they are."""

    def __init__(self, values: Sequence[Any]) -> None:
        self.values = values

    @property
    def blank(self) -> bool:
        """Whether no row has a value."""
        values = self.values
        return values[0] is None and values.count(None) == len(values)

    @cached_property
    def harmless(self) -> Sequence[bytes] | None:
        """The texts' bytes, none for an empty one; None when one of them has something to escape, to leave out, to
        strip or to take for a formula, or is long.

        All of them are looked at at once: a text at a time is what takes the time of an export.
        """
        present = list(filter(None, self.values))
        if not present:
            return [b""] * len(self.values)
        if max(map(len, present)) > _SHORT or list(map(str.strip, present)) != present:
            return None
        try:
            joined = _BETWEEN.join(present).encode()
        except UnicodeEncodeError:
            return None
        pieces = joined.split(_BETWEEN.encode())
        if (
            len(pieces) != len(present)
            or len(joined.translate(None, _LEFT_OUT)) != len(joined)
            or any(each in joined for each in _NO_CHARACTERS)
            or not _LIKE_FORMULA.isdisjoint({text[0] for text in present})
        ):
            return None
        if len(present) == len(self.values):
            return pieces
        following = iter(pieces)
        return [next(following) if value else b"" for value in self.values]


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
