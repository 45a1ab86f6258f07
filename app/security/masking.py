"""Phone numbers as rule R22 shows them to who may not see them whole."""

from __future__ import annotations

import re

MOBILE = re.compile(r"(?<![\d*])(1\d{2})\d{4}(\d{4})(?!\d)")
LANDLINE = re.compile(r"(?<![\d*])(0\d{2,3})([- ]?)\d{4,5}(\d{3})(?!\d)")


def masked_phone(phone: str) -> str:
    """142****1234 for a mobile, 0600-****567 for a landline; other numbers keep their last 3 digits."""
    if one := MOBILE.fullmatch(phone):
        return f"{one[1]}****{one[2]}"
    if one := LANDLINE.fullmatch(phone):
        return f"{one[1]}{one[2]}****{one[3]}"
    shown = MOBILE.sub(r"\1****\2", phone)
    shown = LANDLINE.sub(r"\1\2****\3", shown)
    if shown != phone or "****" in phone:
        return shown
    return re.sub(r"\d{4,}(?=\d{3})", "****", phone)


def masked_handle(handle: str) -> str:
    """A WeChat name with its first 2 characters."""
    return f"{handle[:2]}****" if handle else ""


def masked_credit_code(code: str) -> str:
    """The credit code of a one-person business with its first 6 and last 4 characters."""
    return f"{code[:6]}{'*' * (len(code) - 10)}{code[-4:]}" if len(code) > 10 else code
