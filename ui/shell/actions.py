"""What can be done here: declared once, shown as button, key, menu line, hint and line of the key sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

ButtonKind = Literal["", "plain", "primary", "danger"]


def always() -> str:
    """Nothing speaks against it."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing the user can do.

    `key` is Qt's portable text (`Ctrl+E`, `F7`); `cap` is printed on the button instead where another action has the key
    and does the same; `icon` a Phosphor name; `button` puts it into the page header, at most one `primary` a page;
    `why_not` returns the Chinese reason when it cannot be done now, else an empty text: the
    button then says so in its tooltip and the key in a toast; `hint` is the short wording for the status bar, none
    without it; `checked` makes it a switch and tells its state; actions of one `group` share a submenu of that name.
    """

    text: str
    slot: Callable[[], object]
    key: str = ""
    cap: str = ""
    icon: str = ""
    button: ButtonKind = ""
    why_not: Callable[[], str] = always
    hint: str = ""
    checked: Callable[[], bool] | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """A key that works here now, for the status bar and the key sheet, e.g. ("↑ ↓", "选客户")."""

    key: str
    text: str


LETTERS_SEARCH = Hint("字母", "转到搜索框")
"""Of lists from which typing goes on in the search field."""
