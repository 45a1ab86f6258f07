"""Dates as people write them in workbooks: 2026年3月5日, 26.3.5, 3月5日, 20260305, Excel's day numbers, 昨天."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from math import isfinite
from typing import Any

from app.forms.typed import plain

_FIRST_DAY = date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)
"""Excel's numbers of the days from 1954 to 2119; what lies outside is no date anybody meant."""
_AHEAD = 10
"""How many years ahead a year of two digits may lie; beyond it is one of the last century."""
_FULL = re.compile(
    r"(\d{4}|\d{2})\s*[年./\-]\s*(\d{1,2})\s*[月./\-]\s*(\d{1,2})\s*[日号]?(?:[\sT].*|周.|星期.)?", re.ASCII
)
_SHORT = re.compile(r"(\d{1,2})\s*[月./\-]\s*(\d{1,2})\s*[日号]?(?:周.|星期.)?", re.ASCII)
_MONTH = re.compile(r"(\d{4})\s*[年./\-]\s*(\d{1,2})\s*月?", re.ASCII)
_WORDS = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2}
_BEGINNINGS = frozenset("今昨前〇")
"""What a day may begin with besides a digit or a numeral."""
_CHINESE = str.maketrans("〇零一二三四五六七八九", "00123456789")
_TENS = re.compile("([一二三]?)十([一二三四五六七八九]?)")
_ORDINALS = {"": "1", "一": "1", "二": "2", "三": "3"}


def read_day(raw: Any, today: date) -> date:
    """The day in a cell; without a year it is the latest one not after today.

    Raises ValueError with a Chinese sentence for what is no date, or more than one.
    """
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _by_number(raw, raw, today)
    written = str(raw).strip()
    if not written or not (written[0].isnumeric() or written[0] in _BEGINNINGS):
        raise ValueError(f"“{raw}”认不出是哪一天")
    text = _with_digits(plain(written))
    if text in _WORDS:
        return today - timedelta(days=_WORDS[text])
    bare = text.replace(",", "")
    if re.fullmatch(r"\d{5}(\.\d+)?|\d{8}", bare, re.ASCII):
        return _by_number(float(bare), raw, today)
    return _by_words(text, raw, today)


def _by_words(text: str, raw: Any, today: date) -> date:
    if found := _FULL.fullmatch(text):
        year = int(found[1])
        if len(found[1]) == 2:
            year += 2000 if year <= today.year % 100 + _AHEAD else 1900
        return _day(year, int(found[2]), int(found[3]), raw)
    if found := _SHORT.fullmatch(text):
        return _latest(int(found[1]), int(found[2]), raw, today)
    if found := _MONTH.fullmatch(text):
        raise ValueError(f"“{raw}”只有年月，缺日")
    raise ValueError(f"“{raw}”认不出是哪一天")


def _by_number(number: float, raw: Any, today: date) -> date:
    if not isfinite(number):
        raise ValueError(f"“{raw}”认不出是哪一天")
    if int(number) in _SERIALS:
        return _FIRST_DAY + timedelta(days=int(number))
    whole = str(int(number))
    if number == int(number) and len(whole) == 8:
        return _day(int(whole[:4]), int(whole[4:6]), int(whole[6:]), raw)
    month, _, day = repr(number).partition(".")
    if len(day) == 2 and month.isdigit() and 1 <= int(month) <= 12:
        return _latest(int(month), int(day), raw, today)
    raise ValueError(f"“{raw}”认不出是哪一天")


def _with_digits(text: str) -> str:
    tens = _TENS.sub(lambda found: f"{_ORDINALS[found[1]]}{found[2] or '0'}", text) if "十" in text else text
    return tens.translate(_CHINESE) if "月" in tens or "年" in tens else tens


def _latest(month: int, day: int, raw: Any, today: date) -> date:
    this_year = _day(today.year, month, day, raw)
    return this_year if this_year <= today else _day(today.year - 1, month, day, raw)


def _day(year: int, month: int, day: int, raw: Any) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"“{raw}”：没有 {year} 年 {month} 月 {day} 日这一天") from None
