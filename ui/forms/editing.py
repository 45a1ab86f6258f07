"""What every editor of a field does, whatever it looks like: says what was typed, moves on, shows how it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from app.forms.model import Choice
from ui.keys import ENTER

Options = Callable[[], Sequence[Choice]]
NOT_ASKED = "没问到"


@dataclass(frozen=True, slots=True)
class Look:
    """How an editor stands: `value` the answer, `unread` typed text that is none; state and fill are the design's."""

    value: str = ""
    unread: str = ""
    state: str = ""
    fill: str = ""
    tip: str = ""


class Voice(QObject):
    """The signals of an editor. `given` carries a typed text, or a tuple of codes picked; `typing` comes with every
    change before that; `moved` is +1 or -1; `focused` when it got the focus."""

    typing = Signal()
    given = Signal(object)
    moved = Signal(int)
    focused = Signal()
    path = ""
    """Which answer the editor is for, where there is a path to it."""


def removes_row(event: QKeyEvent) -> bool:
    """Ctrl+Delete, which in a table takes the row out; fields leave it to whatever they stand in."""
    return event.key() == Qt.Key.Key_Delete and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


def step_of(event: QKeyEvent, *, plain: bool = True) -> int:
    """+1 for Enter and ↓, -1 for Shift+Enter and ↑, else 0; without `plain` the arrows mean something else."""
    modifiers, key = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, event.key()
    if key in ENTER:
        if modifiers == Qt.KeyboardModifier.NoModifier:
            return 1
        return -1 if modifiers == Qt.KeyboardModifier.ShiftModifier else 0
    if plain and modifiers == Qt.KeyboardModifier.NoModifier:
        return {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(key), 0)
    return 0
