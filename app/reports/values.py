"""How a value is printed, and how it travels in JSON (rule R24: empty —, percent one decimal, thousands comma)."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from app.reports.model import Fact, Value, ValueKind

EMPTY = "—"
WEEKDAYS = "一二三四五六日"

JsonValue: TypeAlias = str | int | float | None


def printed(value: Value, kind: ValueKind = ValueKind.TEXT, scale: int = 0) -> str:
    """The value as tables print it."""
    if value is None or value == "":
        return EMPTY
    match kind:
        case ValueKind.NUMBER if isinstance(value, int | Decimal):
            return f"{rounded(value, scale):,.{scale}f}"
        case ValueKind.PERCENT if isinstance(value, int | Decimal):
            return f"{rounded(value * 100, scale or 1)}%"
        case ValueKind.DATETIME if isinstance(value, datetime):
            return f"{value:%Y-%m-%d %H:%M}"
        case ValueKind.DATE if isinstance(value, date):
            return f"{value:%Y-%m-%d}"
        case ValueKind.TIME if isinstance(value, time):
            return f"{value:%H:%M}"
        case _:
            return str(value)


def rounded(value: int | Decimal, scale: int) -> Decimal:
    """To `scale` decimals, halves away from zero."""
    return Decimal(value).quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP)


def printed_fact(fact: Fact) -> str:
    """The fact's value as report heads print it, without its alarm; days are written out with their weekday."""
    if fact.kind is ValueKind.DATE and isinstance(fact.value, date):
        return long_date(fact.value)
    return printed(fact.value, fact.kind, fact.scale)


def written_date(day: date) -> str:
    """2026年11月16日."""
    return f"{day.year}年{day.month}月{day.day}日"


def long_date(day: date) -> str:
    """2026年11月16日 星期一 (reports.md RP01)."""
    return f"{written_date(day)} 星期{WEEKDAYS[day.weekday()]}"


def encoded(value: Value) -> JsonValue:
    """The value for JSON: numbers as numbers where a double holds them exactly, the rest as text."""
    match value:
        case None | str() | int():
            return value
        case Decimal():
            return float(value) if Decimal(repr(float(value))) == value else str(value)
        case datetime() | date() | time():
            return value.isoformat()
