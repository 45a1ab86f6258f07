"""What rule R22 leaves of a person's particulars in an archive for those who may not see them whole."""

from __future__ import annotations

import re

from app.security.masking import masked_credit_code, masked_email, masked_handle, masked_numbers, masked_phone

_STREET = re.compile(r"市场|城|[路街道巷镇村]")
_COMPANY = "organization"


def phone(text: str | None) -> str | None:
    """142****1234, 0600-****567."""
    return masked_phone(text) if text else None


def handle(text: str | None) -> str | None:
    """A WeChat name's first two characters."""
    return masked_handle(text) if text else None


def person(name: str | None) -> str | None:
    """王**."""
    return f"{name[0]}**" if name else None


def email(text: str | None) -> str | None:
    """x***@host."""
    return masked_email(text) if text else None


def address(text: str | None) -> str | None:
    """As far as the market or the street."""
    if not text:
        return None
    found = _STREET.search(text)
    return f"{text[: found.end()] if found else ''}***"


def credit_code(text: str | None, party_kind: str) -> str | None:
    """That of a one-person business; a company's is public."""
    return masked_credit_code(text) if text and party_kind != _COMPANY else text


def birthday(_kind: str | None, month: int | None, _day: int | None) -> str | None:
    """That there is one."""
    return "已登记" if month else None


def spoken(text: str | None) -> str | None:
    """A free text with the phone numbers in it masked."""
    return masked_numbers(text) if text else text
