"""Regular expressions as ODK Web Forms (ECMAScript) reads them, on Python's engine (forms/README.md, trap 8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_BLANK_CLASS = r"\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_QUANTIFIER = re.compile(r"\{\d+(?:,\d*)?\}")
_CONTROL = re.compile(r"\\c[A-Za-z]")
_CODE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})")
_KEPT_ESCAPES = "dDwWbBfnrtv0123456789"


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, to be searched in UTF-16 units; raises re.error when it is none."""
    return re.compile("".join(_pieces(pattern)), re.ASCII)


def _pieces(pattern: str) -> Iterator[str]:
    at = 0
    while at < len(pattern):
        read = _class if pattern[at] == "[" else _escape if pattern[at] == "\\" else _plain
        piece, at = read(pattern, at)
        yield piece


def _plain(pattern: str, at: int) -> tuple[str, int]:
    """One character or group opening outside a class."""
    char = pattern[at]
    if char == "$":
        return r"\Z", at + 1
    if char == ".":
        return r"[^\n\r\u2028\u2029]", at + 1
    if char == "{":
        found = _QUANTIFIER.match(pattern, at)
        return (found.group(), found.end()) if found else (r"\{", at + 1)
    if pattern.startswith("(?<", at) and pattern[at + 3 : at + 4] not in ("=", "!"):
        return "(?P<", at + 3
    if char in "}]":
        return "\\" + char, at + 1
    return char, at + 1


def _escape(pattern: str, at: int, *, in_class: bool = False) -> tuple[str, int]:
    """One backslash escape."""
    for known in (_CODE, _CONTROL):
        if found := known.match(pattern, at):
            code = found.group()
            return (code if known is _CODE else f"\\x{ord(code[2]) % 32:02x}"), found.end()
    char = pattern[at + 1 : at + 2]
    if not char:
        raise re.error("pattern ends in a backslash", pattern, at)
    if char == "s":
        return (_BLANK_CLASS if in_class else f"[{_BLANK_CLASS}]"), at + 2
    if char == "S" and not in_class:
        return f"[^{_BLANK_CLASS}]", at + 2
    if char in _KEPT_ESCAPES:
        return "\\" + char, at + 2
    if pattern.startswith("\\k<", at):
        end = pattern.find(">", at)
        return f"(?P={pattern[at + 3 : end]})", end + 1
    return re.escape(char), at + 2


def _class(pattern: str, at: int) -> tuple[str, int]:
    """A character class; `[]` matches nothing, `[^]` anything."""
    if pattern.startswith("[]", at):
        return r"(?!)", at + 2
    if pattern.startswith("[^]", at):
        return r"[\s\S]", at + 3
    pieces, at = ["["], at + 1
    if pattern.startswith("^", at):
        pieces.append("^")
        at += 1
    while at < len(pattern) and pattern[at] != "]":
        if pattern[at] == "\\":
            piece, at = _escape(pattern, at, in_class=True)
        else:
            piece, at = ("\\" + pattern[at] if pattern[at] in "[&~|" else pattern[at]), at + 1
        pieces.append(piece)
    if at >= len(pattern):
        raise re.error("a character class is not closed", pattern, at)
    return "".join(pieces) + "]", at + 1
