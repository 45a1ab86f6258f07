"""Numbers as people write them in workbooks: 1.2万, 约50, 1百2, 二十, 43,210, 186平."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite
from typing import Any

from app.forms.typed import plain, plain_number

_DIGITS = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "两": "2"}
_PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_ABOUT = re.compile(r"^(?:大约|大概|约|近|将近|至少|不到|~|≈)+|(?:左右|上下|以上|多|余|来|\+|约)+$")
_MORE = re.compile("^[多余来几+]+")
_BEGINNINGS = frozenset("大约近将至不~≈+-.,，'¥￥$两〇")
"""What a number may begin with besides a digit or a numeral."""
_SPACES = re.compile(r"[\s,，'¥￥$]")
_CHINESE = re.compile("[零〇一二两三四五六七八九]")
_PART = re.compile(r"(\d+(?:\.\d*)?|\.\d+)?([十百千万亿])?", re.ASCII)
_NUMBER = re.compile(r"([-+]?)((?:\d+(?:\.\d*)?|\.\d+)?(?:[十百千万亿](?:\d+(?:\.\d*)?)?)*)(.*)", re.ASCII)
_RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*[-~到至—–]\s*(\d+(?:\.\d+)?)(\D*)", re.ASCII)

UNITS: dict[str, tuple[str, ...]] = {
    "㎡": ("㎡", "m2", "m²", "平方米", "平米", "平方", "平", "方"),
    "万元": ("万元", "元", "块", "块钱", "w", "万元/月", "元/月", "/月", "每月"),
    "人": ("人", "个", "名", "个人", "位"),
    "家": ("家", "个", "户"),
    "年": ("年", "年份"),
    "%": ("%", "％", "成"),
    "天": ("天", "日"),
}
"""What may stand behind a number, by the field's unit; the first is the unit itself."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number read; `words` is what stood behind it, `ten_thousands` whether it was written with 万."""

    number: Decimal
    words: str = ""
    about: bool = False
    ten_thousands: bool = False


def read_amount(raw: Any) -> Amount:
    """The number in a cell; raises ValueError with a Chinese sentence when there is none, or more than one."""
    if isinstance(raw, int | float) and not isinstance(raw, bool) and isfinite(raw):
        return Amount(_exact(raw))
    written = str(raw).strip()
    if not written or not (written[0].isnumeric() or written[0] in _BEGINNINGS):
        raise ValueError(f"“{raw}”不是数字")
    text = _SPACES.sub("", plain(written).lower().replace("w", "万"))
    if span := _RANGE.fullmatch(text):
        raise ValueError(f"“{raw}”是一个范围，要填一个数（{span[1]} 到 {span[2]} 之间）")
    bare = _ABOUT.sub("", _ABOUT.sub("", text))
    digits = _CHINESE.sub(lambda found: _DIGITS[found[0]], bare)
    found = _NUMBER.fullmatch(digits)
    if found is None or not found[2]:
        raise ValueError(f"“{raw}”不是数字")
    trailing = _MORE.sub("", _ABOUT.sub("", found[3]))
    number = _value(found[2]) * (-1 if found[1] == "-" else 1)
    return Amount(number, trailing, bare != text or trailing != found[3], "万" in found[2])


def _exact(number: float) -> Decimal:
    return Decimal(repr(number)) if isinstance(number, float) else Decimal(number)


def _value(text: str) -> Decimal:
    """1百2 is 120, 1万2 is 12000, 1百02 is 102, 二十 (2十) is 20."""
    total = section = Decimal(0)
    last = 0
    for digits, place in _PART.findall(text):
        if not digits and not place:
            continue
        number = Decimal(digits or "1")
        if not place:
            shortened = last >= 100 and len(digits) == 1 and digits != "0"
            section += number * (last // 10 if shortened else 1)
        elif _PLACES[place] >= 10_000:
            total += (section + number if digits else section or Decimal(1)) * _PLACES[place]
            section = Decimal(0)
        else:
            section += number * _PLACES[place]
        last = _PLACES.get(place, 0)
    return total + section


def in_unit(amount: Amount, unit: str, raw: Any, money: str = "") -> Decimal:
    """The number in the field's unit; raises ValueError when what stands behind it is another unit.

    For 万元, `money` says how plain numbers are meant: "wan", "yuan", "guess" (over 1,000 they are yuan), or "" to ask.
    """
    words = amount.words
    if unit == "万元":
        return _in_wan(amount, raw, money)
    if words and words not in UNITS.get(unit, ()):
        raise ValueError(f"“{raw}”里的“{words}”不是{unit or '数字'}")
    return amount.number * 10 if unit == "%" and words == "成" else amount.number


_TOO_MANY_WAN = 1000
"""From which number on a plain figure is more likely yuan than ten thousands of them (screens/07)."""


class Ambiguous(ValueError):
    """A number that may be yuan or ten thousands; `suggestion` is what it is when it is yuan."""

    def __init__(self, sentence: str, suggestion: str) -> None:
        super().__init__(sentence)
        self.suggestion = suggestion


def _in_wan(amount: Amount, raw: Any, money: str) -> Decimal:
    words = amount.words
    if words and words not in UNITS["万元"]:
        raise ValueError(f"“{raw}”里的“{words}”不是金额")
    if amount.ten_thousands:
        return amount.number / 10_000
    if words.startswith(("元", "块")) or money == "yuan":
        return amount.number / 10_000
    if amount.number <= _TOO_MANY_WAN or money == "wan" or words == "万元":
        return amount.number
    in_wan = amount.number / 10_000
    if money == "guess":
        return in_wan
    raise Ambiguous(f"“{raw}”像是元，不是万元", f"{plain_number(in_wan)}万元")


def units_seen(values: Sequence[Any]) -> tuple[str, ...]:
    """What stands behind the numbers of a column's samples, each once."""
    found: dict[str, None] = {}
    for value in values:
        try:
            words = read_amount(value).words
        except ValueError:
            continue
        if words:
            found[words] = None
    return tuple(found)
