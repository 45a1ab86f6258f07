"""The order in which a person on foot comes past the shops of a market: street, zone, row, number (街/排/号)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TypeAlias

from app.customers.names import address_key

WalkingKey: TypeAlias = tuple[tuple[int, int, str], ...]

_PIECES = re.compile(r"(\d+)|([^\d]+)", re.ASCII)
_HOUSE = re.compile(r"[A-Za-z]?[\d〇零一二三四五六七八九十百]+\s*(?:[排号幢栋座楼层室铺档弄间]|单元|-)")
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


def street_and_house(address: str) -> tuple[str, str]:
    """An address before and from its row or house number on: 五金机电城 B区 2排8号 gives 五金机电城 B区 and 2排8号.

    One without such a number has no street: ("", address).
    """
    text = unicodedata.normalize("NFKC", address).strip()
    found = _HOUSE.search(text)
    return (text[: found.start()].strip(), text[found.start() :]) if found else ("", text)
