"""Numbers and addresses of people as rule R22 shows them to who may not see them whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

MOBILE = re.compile(r"(?<![\d*])((?:\+?86[- ]?)?1\d{2})([- ]?)\d{4}\2(\d{4})(?!\d)")
LANDLINE = re.compile(r"(?<![\d*])(0\d{2,3})([- ]?)\d{4,5}(\d{3})(?!\d)")

_LONG_NUMBER = re.compile(r"\d[\d -]{5,}\d")
"""What every phone number has; few texts have one, and looking for it is quick."""


def masked_phone(phone: str) -> str:
    """142****1234 for a mobile, 0600-****567 for a landline; other numbers keep their last 3 digits."""
    if one := MOBILE.fullmatch(phone):
        return f"{one[1]}****{one[3]}"
    if one := LANDLINE.fullmatch(phone):
        return f"{one[1]}{one[2]}****{one[3]}"
    shown = LANDLINE.sub(r"\1\2****\3", MOBILE.sub(r"\1****\3", phone))
    if shown != phone or "****" in phone:
        return shown
    return re.sub(r"\d[\d -]{2,}\d(?=\d{3})", "****", phone)


def masked_handle(handle: str) -> str:
    """A WeChat name with its first 2 characters."""
    return f"{handle[:2]}****" if handle else ""


def masked_credit_code(code: str) -> str:
    """The credit code of a one-person business with its first 6 and last 4 characters."""
    return f"{code[:6]}{'*' * (len(code) - 10)}{code[-4:]}" if len(code) > 10 else code


def masked_email(address: str) -> str:
    """x***@host."""
    return f"{address[0]}***@{address.rpartition('@')[2]}" if address else ""


def masked_numbers(text: str) -> str:
    """A free text with the phone numbers in it masked."""
    return LANDLINE.sub(r"\1\2****\3", MOBILE.sub(r"\1****\3", text)) if _LONG_NUMBER.search(text) else text


_MASKS: Mapping[str, Callable[[str], str]] = {
    "phone": masked_phone,
    "mobile": masked_phone,
    "complainant_phone": masked_phone,
    "wechat": masked_handle,
    "email": masked_email,
}


def masked_value(name: str, text: str) -> str:
    """A record's value as it is shown; `name` is the column's, and what needs no mask is as it was."""
    return _MASKS.get(name, str)(text)
