"""A date typed as people type it: 1126, t, + and −, PgUp and PgDn."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.keys import ENTER, typed_text
from ui.theme import theme
from ui.widgets.fields import LineEdit

WEEKDAYS = "一二三四五六日"
_PATTERNS = (
    re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)"),
    re.compile(r"(?P<y>\d{4})[-./年](?P<m>\d{1,2})[-./月](?P<d>\d{1,2})日?"),
    re.compile(r"(?P<m>\d\d)(?P<d>\d\d)"),
    re.compile(r"(?P<m>\d{1,2})[-./月](?P<d>\d{1,2})[日号]?"),
)
_WORDS = {"t": 0, "今天": 0, "今": 0, "昨天": -1, "昨": -1, "明天": 1, "明": 1, "后天": 2, "前天": -2}


def date_text(day: date | None) -> str:
    """A date as forms show it: 2026-11-25 周三."""
    return f"{day.isoformat()} 周{WEEKDAYS[day.weekday()]}" if day else ""


def read_date(text: str, today: date) -> date | None:
    """The date a typed text means, None for an empty one; raises ValueError when it means none.

    Years left out are this year's. Full-width digits and the weekday after a date are taken.
    """
    plain = re.sub(r"\s*(周|星期).$", "", text.strip().translate(_NARROW))
    if not plain:
        return None
    if plain.lower() in _WORDS:
        return today + timedelta(days=_WORDS[plain.lower()])
    for pattern in _PATTERNS:
        if found := pattern.fullmatch(plain):
            parts = found.groupdict()
            return date(int(parts.get("y") or today.year), int(parts["m"]), int(parts["d"]))
    raise ValueError(plain)


def month_later(day: date, months: int) -> date:
    """The same day some months later or earlier, or that month's last day when it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return min(first + timedelta(days=day.day - 1), last)


class DateField(LineEdit):
    """Shows 2026-11-25 周三. `changed` carries the new date or None; `problem` is the Chinese reason, "" when fine.

    What cannot be read stays as typed, with the error state, and `value` keeps the last good date.
    """

    changed = Signal(object)

    def __init__(self, today: Callable[[], date], value: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(latin=True, parent=parent)
        self._today = today
        self.problem = ""
        self.value: date | None = None
        self.set_value(value)
        self.left.connect(self.take)

    def set_value(self, value: date | None) -> None:
        """Show a date; says `changed` when it is another one."""
        before, self.value = self.value, value
        self._settle("")
        if before != value:
            self.changed.emit(value)

    def take(self) -> bool:
        """Read what was typed; False when it is no date, which the field then shows."""
        try:
            self.set_value(read_date(self.text(), self._today()))
        except ValueError:
            self._settle(f"「{self.text()}」不是日期。写成 1126 或 2026-11-26，t 是今天。")
        return not self.problem

    def sizeHint(self) -> QSize:
        """As wide as a date with its weekday."""
        return QSize(theme().px(146), theme().px(30))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """All of it is selected: typing replaces it."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """t, +, −, PgUp and PgDn change the date; everything else is typing."""
        wanted = self._wanted(event)
        if wanted is not None:
            self.set_value(wanted)
            self.selectAll()
            return
        if event.key() in ENTER:
            self.take()
        super().keyPressEvent(event)

    def _wanted(self, event: QKeyEvent) -> date | None:
        here, key, typed = self.value or self._today(), event.key(), typed_text(event)
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            return month_later(here, 1 if key == Qt.Key.Key_PageDown else -1)
        if self.isModified() and self.text():
            return None
        if typed in ("t", "T"):
            return self._today()
        return here + timedelta(days=1 if typed in ("+", "=") else -1) if typed in ("+", "=", "-", "−") else None

    def _settle(self, problem: str) -> None:
        self.problem = problem
        if not problem:
            self.setText(date_text(self.value))
        self.setModified(bool(problem))
        self.set_state("error" if problem else "", message=problem)


_NARROW = str.maketrans("０１２３４５６７８９－．／＋", "0123456789-./+")
