"""Choosing one of few in sight: segments, and chips for filters."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QWidget

from ui.widgets.button import Button
from ui.widgets.layout import row


class Segment(QFrame):
    """One of a few views; ← and → change it. `chosen` carries the index."""

    chosen = Signal(int)

    def __init__(self, texts: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "segment")
        self._group = QButtonGroup(self)
        self._buttons = [self._button(index, text) for index, text in enumerate(texts)]
        row(self, *self._buttons, gap=0)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._group.idToggled.connect(self._toggled)
        self.set_current(0)

    @property
    def current(self) -> int:
        """Index of the current one."""
        return self._group.checkedId()

    def set_current(self, index: int) -> None:
        """Make another one current."""
        self._buttons[index].setChecked(True)

    def set_text(self, index: int, text: str) -> None:
        """Word one of them anew, e.g. with a count."""
        self._buttons[index].setText(text)
        self._buttons[index].updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← and → go to the neighbour."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and 0 <= self.current + step < len(self._buttons):
            self.set_current(self.current + step)
            self._buttons[self.current].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _button(self, index: int, text: str) -> Button:
        button = Button(text, kind="segment")
        button.setCheckable(True)
        self._group.addButton(button, index)
        return button

    def _toggled(self, index: int, checked: bool) -> None:
        for number, button in enumerate(self._buttons):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if number == self.current else Qt.FocusPolicy.ClickFocus)
        if checked:
            self.chosen.emit(index)


class Chip(Button):
    """A filter: `toggled` when it is switched on or off; with `remove` it is on and has a × that takes it away."""

    def __init__(self, text: str, *, remove: Callable[[], object] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(text, remove, kind="chip", parent=parent)
        self.setCheckable(remove is None)
        if remove:
            self.setProperty("active", True)
            self.set_trailing("x")
