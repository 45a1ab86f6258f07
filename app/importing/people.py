"""Cells that hold people: “张三 13800001111、李四/0600-8800013” is two persons, each with a number."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, NamedTuple

from app.phones import phone_key

_NUMBER = re.compile(
    r"(?:\+?86[- ]?)?(?:\(?0\d{2,3}\)?[- ]?\d{7,8}(?:(?:-|转|ext\.?|分机)\d{1,6})?|[48]00-?\d{3}-?\d{4}"
    r"|1\d{2}[- ]?\d{4}[- ]?\d{4}|\d[\d -]{5,}\d)",
    re.ASCII,
)
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"0\d{9,11}|[48]00\d{7}", re.ASCII)
_AS_STORED = re.compile(r"(1[3-9]\d{9})|0\d{2,3}-\d{7,8}", re.ASCII)
_BARE = re.compile(r"[1-7]\d*", re.ASCII)
"""Digits that begin with nothing phone_key would take away."""
_BETWEEN = re.compile(r"[\s,，、;；/|:：]+")
_LABELS = re.compile(r"(?:联系人|电话|手机|座机|固话|tel|mobile)[:：]?", re.IGNORECASE)
_LONGEST_NAME = 20


class Person(NamedTuple):
    """One person of a cell; `mobile` and `phone` as they are stored, empty when there is none."""

    name: str
    mobile: str = ""
    phone: str = ""


def stored_number(text: str) -> tuple[str, str] | None:
    """A number that is written as it is stored, as (mobile, landline); None for any other text."""
    found = _AS_STORED.fullmatch(text)
    return None if found is None else (text, "") if found[1] else ("", text)


def read_number(text: str) -> tuple[str, str]:
    """A telephone number as (mobile, landline); raises ValueError with a Chinese sentence when it is neither."""
    if known := stored_number(text):
        return known
    flat = unicodedata.normalize("NFKC", text).strip()
    digits = flat if _BARE.fullmatch(flat) else phone_key(flat)
    if _MOBILE.fullmatch(digits):
        return digits, ""
    if _LANDLINE.fullmatch(digits):
        return "", _landline(flat, digits)
    if digits.startswith("1") and len(digits) != 11:
        raise ValueError(f"“{text}”有 {len(digits)} 位，手机号应为 11 位")
    if len(digits) in (7, 8):
        raise ValueError(f"“{text}”缺区号，座机应为“区号-号码”")
    raise ValueError(f"“{text}”不是手机号，也不是“区号-号码”")


def _landline(flat: str, digits: str) -> str:
    extension = re.search(r"(?:转|ext\.?|分机)\s*(\d{1,6})\s*$", flat, re.IGNORECASE)
    area, number = _parted(flat, digits)
    return "-".join(part for part in (area, number, extension[1] if extension else "") if part)


def _parted(flat: str, digits: str) -> tuple[str, str]:
    """Area code and number: where a sign stands between them there, else three digits for the short codes."""
    if found := re.match(r"\(?(0\d{2,3})\)?[\s-]+\d", flat, re.ASCII):
        area = found[1]
    elif digits.startswith(("4", "8")):
        return digits[:3], digits[3:6] + "-" + digits[6:]
    else:
        area = digits[:3] if digits[:2] in ("01", "02") else digits[:4]
    return area, digits[len(area) :]


def split_people(raw: Any) -> tuple[Person, ...]:
    """The persons of a cell in order; numbers without a name belong to the person before, or to one without a name.

    Raises ValueError with a Chinese sentence for a number that is none, or a name that is too long to be one.
    """
    text = _LABELS.sub(" ", unicodedata.normalize("NFKC", str(raw)))
    found: list[Person] = []
    place = 0
    for match in _NUMBER.finditer(text):
        _add_names(found, text[place : match.start()])
        _add_number(found, match[0])
        place = match.end()
    _add_names(found, text[place:])
    return tuple(found)


def _add_names(found: list[Person], between: str) -> None:
    for name in _BETWEEN.split(between):
        if "(" not in name or ")" not in name:
            name = name.strip("()")
        if not name.strip("-—.·*()"):
            continue
        if len(name) > _LONGEST_NAME or any(c.isdigit() for c in name):
            raise ValueError(f"“{name}”不像姓名或电话")
        if found and not found[-1].name and len(found) == 1:
            found[-1] = Person(name, found[-1].mobile, found[-1].phone)
        else:
            found.append(Person(name))


def _add_number(found: list[Person], text: str) -> None:
    mobile, phone = read_number(text)
    last = found[-1] if found else Person("")
    if found and not (last.mobile if mobile else last.phone):
        found[-1] = Person(last.name, last.mobile or mobile, last.phone or phone)
    else:
        found.append(Person(last.name if found and not last.name else "", mobile, phone))
