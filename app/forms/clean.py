"""Checking what was typed into record fields, all of it at once, and turning it into values (rule R26)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from app.errors import Invalid
from app.forms.model import Field, Kind
from app.phones import phone_key

Offered = Callable[[str], Collection[str]]

_MOBILE, _LANDLINE = r"1[3-9]\d{9}", r"0\d{2,3}-?\d{7,8}(-\d{1,6})?|[48]00-?\d{3}-?\d{4}"
_PATTERNS = {
    "mobile": (re.compile(_MOBILE, re.ASCII), "手机号应为 11 位数字、以 1 开头"),
    "phone": (re.compile(_LANDLINE, re.ASCII), "电话应为“区号-号码”或 400/800 号码"),
    "complainant_phone": (
        re.compile(f"{_MOBILE}|{_LANDLINE}", re.ASCII),
        "电话应为 11 位手机号、“区号-号码”或 400/800 号码",
    ),
    "email": (re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"), "邮箱应含一个 @ 和点"),
}

CHECKED = frozenset(_PATTERNS)
"""The names of the fields whose texts must look like a number or an address of some kind."""

_YES, _NO = {"true", "1", "yes", "是"}, {"false", "0", "no", "否"}
_UNSTORABLE = {"Cc", "Cs"}
"""Unicode categories no database keeps: control characters and halves of surrogate pairs."""


def clean(fields: Iterable[Field], values: Mapping[str, Any], offered: Offered) -> dict[str, Any]:
    """The values for these fields, typed; names not in `values` are left out.

    `offered` gives the codes of a choice list. Raises Invalid naming every problem by field.
    """
    cleaned: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for field in fields:
        if field.name not in values:
            continue
        try:
            cleaned[field.name] = _value(field, values[field.name], offered)
        except ValueError as problem:
            problems[field.name] = str(problem)
    if problems:
        raise Invalid(f"有 {len(problems)} 项要改：{'；'.join(problems.values())}。内容还在窗口里，没有丢。", problems)
    return cleaned


def _value(field: Field, raw: Any, offered: Offered) -> Any:
    if isinstance(raw, str):
        raw = raw.strip()
    if raw is None or raw in ("", (), []):
        if field.required:
            raise ValueError(f"{field.label}没有填")
        return () if field.kind is Kind.MANY else None
    match field.kind:
        case Kind.INTEGER | Kind.REFERENCE:
            return _number(field, raw, whole=True)
        case Kind.DECIMAL:
            return _number(field, raw, whole=False)
        case Kind.DATE:
            is_day = isinstance(raw, date) and not isinstance(raw, datetime)
            return raw if is_day else _read(field, date.fromisoformat, raw, "2026-11-20 这样的日期")
        case Kind.TIME:
            return raw if isinstance(raw, time) else _read(field, _clock_time, raw, "09:30 这样的时间")
        case Kind.DATETIME:
            is_moment = isinstance(raw, datetime)
            return raw if is_moment else _read(field, datetime.fromisoformat, raw, "2026-11-20 09:30 这样的时间")
        case Kind.ONE:
            return _code(field, raw, offered(field.choices))
        case Kind.MANY:
            codes = raw.split() if isinstance(raw, str) else raw
            return tuple(_code(field, code, offered(field.choices)) for code in dict.fromkeys(codes))
        case Kind.BOOL:
            return _yes_or_no(field, raw)
        case _:
            return _text(field, raw)


def _text(field: Field, raw: Any) -> str:
    text = "".join(c for c in str(raw) if c in "\n\t" or unicodedata.category(c) not in _UNSTORABLE)
    if field.name in _PATTERNS:
        text = _matched(field, text)
    if field.max_length and len(text) > field.max_length:
        raise ValueError(f"{field.label}最多 {field.max_length} 个字，现有 {len(text)} 个")
    return text


def _matched(field: Field, text: str) -> str:
    pattern, sentence = _PATTERNS[field.name]
    text = phone_key(text) if field.name == "mobile" else unicodedata.normalize("NFKC", text).replace(" ", "")
    if not pattern.fullmatch(text):
        raise ValueError(f"{sentence}，请核对{field.label}")
    return text


def _number(field: Field, raw: Any, *, whole: bool) -> int | Decimal:
    try:
        number = Decimal(unicodedata.normalize("NFKC", str(raw)).replace(",", ""))
    except InvalidOperation:
        wanted = "不在名单里，请从名单里选" if field.kind is Kind.REFERENCE else "应为数字"
        raise ValueError(f"{field.label}{wanted}") from None
    if not number.is_finite() or number < field.least:
        raise ValueError(f"{field.label}应为不小于 {field.least} 的数字")
    if field.most and number > field.most:
        raise ValueError(f"{field.label}不能大于 {field.most:,}")
    if whole:
        if number != int(number):
            raise ValueError(f"{field.label}应为整数")
        return int(number)
    if number != round(number, field.scale):
        raise ValueError(f"{field.label}最多 {field.scale} 位小数")
    return number


def _read(field: Field, reader: Callable[[str], Any], raw: Any, example: str) -> Any:
    try:
        return reader(unicodedata.normalize("NFKC", str(raw)))
    except ValueError:
        raise ValueError(f"{field.label}应为 {example}") from None


def _clock_time(text: str) -> time:
    return time.fromisoformat(text.zfill(5) if text.find(":") == 1 else text)


def _yes_or_no(field: Field, raw: Any) -> bool:
    word = str(raw).lower()
    if word not in _YES | _NO:
        raise ValueError(f"{field.label}应为“是”或“否”")
    return word in _YES


def _code(field: Field, raw: Any, codes: Collection[str]) -> str:
    if raw not in codes:
        raise ValueError(f"{field.label}没有“{raw}”这个选项")
    return str(raw)
