"""Dates and times in expressions: days since 1970 in local time (forms/README.md, trap 4)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_TIME = r"(\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?"
_DATE_LIKE = re.compile(rf"(\d{{4}})-(\d{{2}})-(\d{{2}})(?:T{_TIME}(Z|[-+]\d{{2}}:\d{{2}})?)?", re.ASCII)
_OFFSET = re.compile(r"[-+](?:0\d|1[0-4]):[0-5]\d", re.ASCII)
_UNPADDED = re.compile(r"(\d{4})-([1-9]|\d{2})-([1-9]|\d{2})(T.*)?", re.ASCII)
_DATE_START = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[-+]\d{2}:\d{2})?)?", re.ASCII)
_CLOCK = re.compile(r"\d{2}:\d{2}(?::[0-5]\d)?(?:\.\d+)?(?:[-+]\d{2}:\d{2})?", re.ASCII)

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "")  # ODK Web Forms has no name for Sunday
_FORMATS = re.compile("%[YymnbdeaHhMS3]")


@lru_cache(maxsize=4096)
def parse_moment(text: str) -> datetime | None:
    """The moment an ISO date or date-time spells, in local time; None for any other text, 2026-02-30 too."""
    found = _DATE_LIKE.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    try:
        zone = _zone(offset)
        seconds = 59 if second == "60" else int(second or 0)
        part = int(f"{fraction or '0':0<6}"[:6])
        wall = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), seconds, part, tzinfo=zone)
        return wall.astimezone(ZONE)
    except (ValueError, OverflowError):
        return None


def _zone(offset: str | None) -> timezone | ZoneInfo:
    if offset is None:
        return ZONE
    if offset == "Z":
        return UTC
    if not _OFFSET.fullmatch(offset):
        raise ValueError(offset)
    shift = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:]))
    return timezone(shift if offset[0] == "+" else -shift)


def days(moment: datetime) -> float:
    """Days since 1970-01-01 UTC, to the millisecond."""
    return ((moment - EPOCH) // timedelta(milliseconds=1)) / 86_400_000


def days_of(text: str) -> float | None:
    """Days since 1970 of an ISO date or date-time; None for any other text."""
    if len(text) < 10 or text[4] != "-":
        return None
    moment = parse_moment(text)
    return None if moment is None else days(moment)


def moment_of(number: float) -> datetime | None:
    """The moment a number of days since 1970 stands for, in local time; None when it is none."""
    try:
        milliseconds = round_half_up(number * 86_400_000)
        return (EPOCH + timedelta(milliseconds=milliseconds)).astimezone(ZONE)
    except (ValueError, OverflowError):
        return None


def round_half_up(number: float) -> int:
    """To the nearest whole number, a half upwards (ECMAScript `Math.round`)."""
    whole = int(number // 1)
    return whole + 1 if number - whole >= 0.5 else whole


def moment_text(moment: datetime) -> str:
    """A moment as ODK prints it: the date alone at midnight, else with milliseconds and offset."""
    midnight = (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0)
    offset = moment.strftime("%z")
    offset = ":".join(filter(None, (offset[:3], offset[3:5], offset[5:])))
    date = moment.strftime("%Y-%m-%d").rjust(10, "0")
    if midnight:
        return date + (offset[6:] if len(offset) > 6 else "")
    return f"{date}T{moment:%H:%M:%S}.{moment.microsecond // 1000:03d}{offset}"


def padded_date(text: str) -> str | None:
    """The text with month and day in two digits; None when no date can be read in it."""
    if _DATE_START.match(text):
        return text
    found = _UNPADDED.fullmatch(text)
    if found is None:
        return None
    year, month, day, rest = found.groups()
    return f"{year}-{month:0>2}-{day:0>2}{rest or ''}"


def clock_days(text: str) -> float | None:
    """The part of a day a time of day stands for, 0 at local midnight; None when it is no time."""
    if not _CLOCK.fullmatch(text):
        return None
    moment = parse_moment(f"1970-01-01T{text}")
    if moment is None:
        return None
    wall = timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond)
    return (wall // timedelta(milliseconds=1)) / 86_400_000


def formatted(moment: datetime, pattern: str) -> str:
    """A moment by ODK's date pattern (`%Y %m %d %b %H %M …`)."""
    parts = {
        "%Y": f"{moment.year:04d}", "%y": f"{moment.year:04d}"[2:], "%m": f"{moment.month:02d}",
        "%n": str(moment.month), "%b": _MONTHS[moment.month - 1], "%d": f"{moment.day:02d}", "%e": str(moment.day),
        "%a": _WEEKDAYS[moment.weekday()], "%H": f"{moment.hour:02d}", "%h": str(moment.hour),
        "%M": f"{moment.minute:02d}", "%S": f"{moment.second:02d}", "%3": f"{moment.microsecond // 1000:03d}",
    }  # fmt: skip
    return _FORMATS.sub(lambda found: parts[found.group()], pattern)
