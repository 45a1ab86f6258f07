"""Telephone numbers in normal form (rule R11); forms check it, the archive compares it."""

from __future__ import annotations

import re
import unicodedata

_EXTENSION = re.compile(r"(转|ext\.?|分机)\s*\d+.*$|(?<=\d{7})-\d{1,6}$")
"""As rule R11 has it, and as rule R26 lets a landline end."""


def phone_key(phone: str) -> str:
    """The digits of a number without extension and country code."""
    text = _EXTENSION.sub("", unicodedata.normalize("NFKC", phone).lower())
    digits = "".join(re.findall("[0-9]", text))
    for prefix in ("0086", "86"):
        if digits.startswith(prefix) and len(digits) >= 12:
            digits = digits.removeprefix(prefix)
            break
    return digits[1:] if re.fullmatch(r"01[3-9]\d{9}", digits) else digits


def written_as(key: str) -> tuple[str, ...]:
    """How a number with this key stands in a record: rule R26 keeps the hyphen after the area code."""
    return (key, f"{key[:3]}-{key[3:]}", f"{key[:4]}-{key[4:]}", f"{key[:3]}-{key[3:6]}-{key[6:]}")
