"""Breaking Chinese text into lines: no forbidden line starts or ends (禁则), Latin words and numbers kept whole."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate

NEVER_FIRST = frozenset("，。、；：？）】》」』〉〕”’％…—～·,.;:?!)]}>%々‰℃°′″㎡–／") | {chr(0xFF01)}
NEVER_LAST = frozenset("（【《「『〈〔“‘([{<")
JOINED = frozenset("—…")
LATIN_END = "\u2000"

_CONTROLS = "\x00-\x09\x0b\x0c\x0e-\x1f\x7f"
_INVISIBLE = "\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
_UNPRINTABLE = re.compile(f"\r\n?|[{_CONTROLS}{_INVISIBLE}]")


def printable(text: str) -> str:
    """The text without control and invisible characters; only \\n still breaks a line."""
    if not _UNPRINTABLE.search(text):
        return text
    return _UNPRINTABLE.sub(_printable_for, text)


def _printable_for(found: re.Match[str]) -> str:
    control = found.group()
    if control[0] in "\r\u2028\u2029\x0b\x0c":
        return "\n"
    return " " if control == "\t" else ""


def wrap(text: str, width: float, widths: Mapping[str, float]) -> list[str]:
    """Lines no wider than `width`, in the unit of `widths`; joined they are the text without its line breaks.

    A single character wider than `width` stands alone; spaces at a line's end may hang over.
    """
    if "\n" not in text:
        return _wrapped(text, width, widths)
    return [line for paragraph in text.split("\n") for line in _wrapped(paragraph, width, widths)]


def balanced(text: str, width: float, widths: Mapping[str, float]) -> list[str]:
    """As few lines as `wrap` gives, but of nearly equal width: 下次/拜访, not 下次拜/访."""
    lines = wrap(text, width, widths)
    if len(lines) == 1 + text.count("\n"):
        return lines
    low, high = 0.0, width
    while high - low > width / 50:
        middle = (low + high) / 2
        tried = wrap(text, middle, widths)
        if len(tried) <= len(lines):
            high, lines = middle, tried
        else:
            low = middle
    return lines


def _wrapped(paragraph: str, width: float, widths: Mapping[str, float]) -> list[str]:
    ends = list(accumulate(map(widths.__getitem__, paragraph)))
    if not ends or ends[-1] <= width:
        return [paragraph]
    lines = []
    start = 0
    before = 0.0
    while ends[-1] - before > width:
        over = max(bisect_right(ends, before + width, start), start + 1)
        while over < len(ends) and paragraph[over] == " ":
            over += 1
        if over == len(ends):
            break
        cut = over
        while cut > start and not may_break(paragraph[cut - 1], paragraph[cut]):
            cut -= 1
        cut = cut if cut > start else over
        lines.append(paragraph[start:cut])
        start, before = cut, ends[cut - 1]
    lines.append(paragraph[start:])
    return lines


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two neighbouring characters."""
    if after in NEVER_FIRST or before in NEVER_LAST or after == " ":
        return False
    if before == " ":
        return True
    if before in JOINED and after in JOINED:
        return False
    return before >= LATIN_END or after >= LATIN_END
