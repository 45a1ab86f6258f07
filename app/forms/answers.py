"""How each type of answer is stored: the one spelling that an odd input becomes, or nothing (traps 4-6)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from app.forms.xpath_values import parsed_number

_TIME = r"(\d{2}:\d{2}:\d{2})(?:\.\d+)?"
_OFFSET = r"([+-](?:0\d|1[0-4]):[0-5]\d|Z)?"
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?)?", re.ASCII)
_DATE_TIME = re.compile(rf"\d{{4}}-\d{{2}}-\d{{2}}T{_TIME}{_OFFSET}", re.ASCII)
_CLOCK = re.compile(_TIME + _OFFSET, re.ASCII)
_POINT_BLANKS = re.compile(r"\s+")


def stored(kind: str, text: str) -> str:
    """The text as it is stored in a node of this bind type; empty when it is no such answer."""
    store = _STORES.get(kind)
    return text if store is None or text == "" else store(text)


def printed_decimal(number: float) -> str:
    """A decimal as ODK writes it: never an exponent, at least one place, at most twenty."""
    if abs(number) < 1e-20:
        return "-0.0" if math.copysign(1, number) < 0 else "0.0"
    text = format(Decimal(repr(number)), "f")
    whole, _, places = text.partition(".")
    if len(places) > 20:
        whole, _, places = format(round(Decimal(repr(number)), 20), "f").partition(".")
        places = places.rstrip("0")
    return f"{whole}.{places or '0'}"


def _integer(text: str) -> str:
    number = parsed_number(text)
    if not math.isfinite(number):
        return ""
    whole = math.trunc(number)
    return str(whole) if -(2**31) <= whole < 2**31 else ""


def _decimal(text: str) -> str:
    number = parsed_number(text)
    return printed_decimal(number) if math.isfinite(number) else ""


def _date(text: str) -> str:
    found = _DATE.fullmatch(text)
    if found is None:
        return ""
    try:
        return date.fromisoformat(found.group(1)).isoformat()
    except ValueError:
        return ""


def _time(text: str) -> str:
    found = _CLOCK.fullmatch(text)
    if found is None:
        return ""
    try:
        time.fromisoformat(_without_leap_second(found.group(1)))
    except ValueError:
        return ""
    return text


def _date_time(text: str) -> str:
    if not _DATE_TIME.fullmatch(text):
        return ""
    try:
        datetime.fromisoformat(_without_leap_second(text[:19]))
    except ValueError:
        return ""
    return text


def _without_leap_second(text: str) -> str:
    return text[:-2] + "59" if text.endswith(":60") else text


def _geopoint(text: str) -> str:
    numbers = [parsed_number(part) for part in _POINT_BLANKS.split(text.strip())]
    if len(numbers) < 2 or any(map(math.isnan, numbers[:4])):
        return ""
    latitude, longitude = numbers[:2]
    if abs(latitude) > 90 or abs(longitude) > 180 or latitude == longitude == 0:
        return ""
    return " ".join(map(printed_decimal, numbers[:4]))


def _line(text: str, least: int, *, closed: bool) -> str:
    parts = text.split(";")
    if not parts[-1].strip():
        parts.pop()
    points = [_geopoint(part) for part in parts]
    if len(points) < least or not all(points):
        return ""
    first, last = (point.split()[:2] for point in (points[0], points[-1]))
    return ";".join(points) if (first == last) is closed else ""


_STORES: dict[str, Callable[[str], str]] = {
    "int": _integer,
    "decimal": _decimal,
    "date": _date,
    "time": _time,
    "dateTime": _date_time,
    "geopoint": _geopoint,
    "geotrace": lambda text: _line(text, 2, closed=False),
    "geoshape": lambda text: _line(text, 3, closed=True),
}


def in_range(kind: str, text: str, start: str, end: str) -> str:
    """The stored number when it lies in the range, else nothing."""
    kept = stored(kind, text)
    return kept if kept and parsed_number(start) <= parsed_number(kept) <= parsed_number(end) else ""


def kept_codes(codes: Sequence[str], offered: Sequence[str]) -> list[str]:
    """The codes that are offered, in the order chosen."""
    known = set(offered)
    return [code for code in codes if code in known]


def completed_ranking(codes: Sequence[str], offered: Sequence[str]) -> list[str]:
    """A stored order brought up to date: codes no longer offered dropped, new ones appended."""
    return list(dict.fromkeys([*kept_codes(codes, offered), *offered])) if codes else []
