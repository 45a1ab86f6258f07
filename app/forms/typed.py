"""What a clerk types, read as an answer: full-width digits, 〇一二, 1.2万, 1126 for a day of this year."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal

from app.forms.model import Field, Kind

_DIGITS = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "两": "2"}
_TENS = {"十": 10, "百": 100, "千": 1000}
_TIMES = {"千": 1000, "万": 10_000, "亿": 100_000_000}
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d*)?|[+-]?\.\d+)([千万亿]?)", re.ASCII)
_CHINESE = re.compile(r"[〇零一二两三四五六七八九十百千]+")
_DATE = re.compile(r"(?:(\d{4})\D)?(\d{1,2})\D(\d{1,2})\D?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2})[:点时](\d{1,2})?分?(?::\d{2})?|(\d{1,2})(\d{2})|(\d{1,2})", re.ASCII)
_WEEKDAYS = "一二三四五六日"


def read(field: Field, text: str, today: date) -> str:
    """The answer's text as `Filling` and `clean` take it; raises ValueError with a Chinese sentence."""
    text = text.strip()
    if not text:
        return ""
    match field.kind:
        case Kind.INTEGER | Kind.DECIMAL:
            return _read_number(field, text)
        case Kind.DATE:
            return read_date(text, today).isoformat()
        case Kind.TIME:
            return read_time(text)
        case Kind.DATETIME:
            day, _, clock = plain(text).replace("T", " ").partition(" ")
            return f"{read_date(day, today).isoformat()}T{read_time(clock or '0')}"
        case Kind.GEOPOINT:
            return _read_place(text)
        case Kind.TEXT if "numbers" in field.appearance.split():
            return re.sub(r"[\s-]", "", plain(text))
        case _:
            return text


def plain(text: str) -> str:
    """Full-width letters, digits and signs as half-width ones."""
    return unicodedata.normalize("NFKC", text).strip()


def _read_number(field: Field, text: str) -> str:
    bare = re.sub(r"[\s,约]", "", plain(text)).removesuffix("左右")
    bare = bare.removesuffix(plain(field.unit)) if field.unit else bare
    if plain(field.unit).startswith("万"):
        bare = bare.removesuffix("元").removesuffix("万")
    found = _NUMBER.fullmatch(_CHINESE.sub(lambda part: _chinese(part[0]), bare, count=1))
    if found is None:
        raise ValueError(f"“{text}”不是数字，请对照纸表改正")
    number = Decimal(found[1]) * _TIMES.get(found[2], 1)
    if field.kind is Kind.INTEGER and number != number.to_integral_value():
        raise ValueError("这里要填整数，请对照纸表改正")
    return plain_number(number)


def plain_number(number: Decimal) -> str:
    """A number without exponent and without idle zeros."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _chinese(text: str) -> str:
    """Chinese numerals as digits: 二〇二六 one by one, 一百二十三 by place."""
    if not set(text) & set(_TENS):
        return "".join(_DIGITS[c] for c in text)
    if len(text) == 1:
        return str(_TENS[text])
    total, digit = 0, 0
    for character in text:
        if character in _TENS:
            total, digit = total + (digit or 1) * _TENS[character], 0
        else:
            digit = int(_DIGITS[character])
    return str(total + digit)


def read_date(text: str, today: date) -> date:
    """t, 1126, 20261126, 11-26, 11月26日 or 2026-11-26 as a day; raises ValueError with a Chinese sentence."""
    bare = re.sub(r"\s*周.$", "", plain(text)).lower()
    if bare in ("t", "今天"):
        return today
    if bare.isascii() and bare.isdigit() and len(bare) in (4, 8):
        parts = (bare[:-4] or str(today.year), bare[-4:-2], bare[-2:])
    elif found := _DATE.fullmatch(bare):
        parts = (found[1] or str(today.year), found[2], found[3])
    else:
        raise ValueError(f"“{text.strip()}”不是日期，请填 1126 或 2026-11-26 这样的日期")
    try:
        return date(*map(int, parts))
    except ValueError:
        raise ValueError(f"没有 {int(parts[1])} 月 {int(parts[2])} 日这一天，请对照纸表改正") from None


def read_time(text: str) -> str:
    """930, 0930, 9:30 or 9 as hours and minutes; raises ValueError with a Chinese sentence."""
    found = _CLOCK.fullmatch(plain(text))
    hours, minutes = (found[1] or found[3] or found[5], found[2] or found[4] or "0") if found else ("99", "0")
    if int(hours) > 23 or int(minutes) > 59:
        raise ValueError(f"“{text.strip()}”不是时间，请填 0930 或 9:30 这样的时间")
    return f"{int(hours):02d}:{int(minutes):02d}:00"


def _read_place(text: str) -> str:
    parts = re.split(r"[\s,]+", plain(text))
    try:
        latitude, longitude = (float(part) for part in parts[:2])
    except ValueError:
        raise ValueError("位置要填“纬度 经度”，例：28.21 112.94") from None
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise ValueError("纬度应在 -90 到 90 之间，经度应在 -180 到 180 之间，请改正")
    return " ".join(parts)


def shown(field: Field, value: str) -> str:
    """An answer's text as the field shows it: 1,860 and 2026-11-25 周三 and 09:30; odd texts as they are."""
    try:
        match field.kind:
            case Kind.INTEGER | Kind.DECIMAL if value:
                return _with_commas(field, value)
            case Kind.DATE if value:
                return shown_date(date.fromisoformat(value))
            case Kind.TIME if value:
                return value[:5]
            case Kind.DATETIME if value:
                return f"{value[:10]} {value[11:16]}"
    except (ValueError, ArithmeticError):
        return value
    return value


def _with_commas(field: Field, value: str) -> str:
    text = plain_number(Decimal(value))
    if field.unit == "年":
        return text
    whole, point, places = text.partition(".")
    return f"{int(whole):,}{point}{places}" if whole not in ("", "-", "-0") else text


def shown_date(day: date) -> str:
    """A day as forms show it: 2026-11-25 周三."""
    return f"{day.isoformat()} 周{_WEEKDAYS[day.weekday()]}"


def month_later(day: date, months: int) -> date:
    """The same day some months on, the month's last one where it is too short."""
    first = (day.replace(day=1) + timedelta(days=32 * months)).replace(day=1) if months > 0 else _month_before(day)
    following = (first + timedelta(days=32)).replace(day=1)
    return min(first.replace(day=1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def _month_before(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)
