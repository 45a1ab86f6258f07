"""The order in which a market's shops are walked past: by street, row and number (街、排、号)."""

from __future__ import annotations

import re
from typing import TypeAlias

from app.customers.names import address_key

WalkingKey: TypeAlias = tuple[tuple[int, int, str], ...]

_PARTS = re.compile(r"(\d+)")
_LONGEST = 9
"""Digits of a number that still counts as one; a longer run is a text."""


def walking_key(address: str) -> WalkingKey:
    """A key that sorts addresses as a person walks: texts by their characters, numbers by their value.

    Chinese and full-width digits count as Arabic ones (二排 comes before 10排), spaces and punctuation not at all; a
    place without a number comes before the numbered ones beside it. An empty address sorts first.
    """
    return tuple(_part(text) for text in _PARTS.split(address_key(address)) if text)


def _part(text: str) -> tuple[int, int, str]:
    if text.isdecimal() and len(text) <= _LONGEST:
        return 0, int(text), ""
    return 1, 0, text
