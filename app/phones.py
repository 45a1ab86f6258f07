"""Telephone numbers in normal form (rule R11); forms check it, the archive compares it."""

from __future__ import annotations

import re
import unicodedata


def phone_key(phone: str) -> str:
    """The digits of a number without extension and country code."""
    text = unicodedata.normalize("NFKC", phone).lower()
    text = re.sub(r"(转|ext\.?|分机)\s*\d+.*$", "", text)
    digits = "".join(re.findall("[0-9]", text))
    for prefix in ("0086", "86"):
        if digits.startswith(prefix) and len(digits) >= 12:
            digits = digits.removeprefix(prefix)
            break
    return digits[1:] if re.fullmatch(r"01[3-9]\d{9}", digits) else digits
