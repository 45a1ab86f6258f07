"""Sign-in names and passwords as records.md §1 wants them."""

from __future__ import annotations

import re
import unicodedata

_USERNAME = re.compile(r"[a-z][a-z0-9._]{1,31}")
_SHORTEST = 8


def plain_username(text: str) -> str:
    """A sign-in name as it is stored: small letters, half-width."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def username_problem(username: str) -> str:
    """Why a sign-in name cannot be taken, "" when it can."""
    good = _USERNAME.fullmatch(username)
    return "" if good else "登录名以小写字母开头，2–32 位，只用小写字母、数字、点和下划线"


def password_problem(password: str) -> str:
    """Why a password cannot be taken, "" when it can; an empty one means that none is asked for."""
    strong = len(password) >= _SHORTEST and re.search("[A-Za-z]", password) and re.search("[0-9]", password)
    return "" if strong or not password else f"口令至少 {_SHORTEST} 位，要有字母和数字"
