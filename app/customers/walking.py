"""The order in which a person on foot comes past the shops of a market: street, zone, row, number (街/排/号)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

from app.customers.names import address_key

WalkingKey: TypeAlias = tuple[tuple[int, int, str], ...]

_PIECES = re.compile(r"(\d+)|([^\d]+)", re.ASCII)
_LAST: WalkingKey = ((2, 0, ""),)
_LONGEST_NUMBER = 12


def walking_key(address: str, regions: Iterable[str] = ()) -> WalkingKey:
    """What addresses sort by: A 区 2 排 9 号 comes before A 区 2 排 17 号, and those before A 区 11 排 1 号.

    Chinese numerals count as numbers and punctuation does not count (rule R11's normal form); a shop without an
    address comes last.
    """
    pieces = _PIECES.findall(address_key(address, regions))
    if not pieces:
        return _LAST
    return tuple((0, int(number[:_LONGEST_NUMBER]), "") if number else (1, 0, words) for number, words in pieces)
