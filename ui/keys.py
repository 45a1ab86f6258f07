"""Keys as they are written on keycaps, and which of them are typing."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
"""The key of the letters and that of the digits."""

_PRINTED = {"Return": "Enter", "Backslash": "\\", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓", "Del": "Delete"}
_COMMANDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def key_text(portable: str) -> str:
    """A key in Qt's portable text (`Ctrl+Return`) as it is printed on a keycap (`Ctrl+Enter`)."""
    head, plus, last = portable.rpartition("+")
    if not last and head:
        return portable
    return f"{head}{plus}{_PRINTED.get(last, last)}"


def is_unbound_letter(event: QKeyEvent) -> bool:
    """Whether a key with Alt that no action took would be typed as a letter; on a Mac ⌥ does type characters."""
    alone = event.modifiers() & _COMMANDING == Qt.KeyboardModifier.AltModifier
    return alone and sys.platform != "darwin" and bool(event.text()) and event.text().isprintable()


def keeps_key(event: QEvent, key: Qt.Key) -> bool:
    """Call it in `event`: whether this asks for a key that the window else takes as a command; now it comes as a key
    press."""
    asked = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == key
    if asked:
        event.accept()
    return asked


def typed_text(event: QKeyEvent) -> str:
    """What a key press types, empty for commands and moving keys."""
    text = event.text()
    return "" if event.modifiers() & _COMMANDING or not text.isprintable() else text


def typed_step(event: QKeyEvent) -> int | None:
    """0 for t (back to today), +1 and -1 for + and − (on and back one step); None when something else was typed."""
    return {"t": 0, "T": 0, "+": 1, "=": 1, "-": -1, "−": -1}.get(typed_text(event))
