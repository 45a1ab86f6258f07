"""What all editors of one line have in common: what is typed stays theirs until they are left."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from app.forms.model import Field
from ui.forms.editing import Look, Voice, removes_row, step_of
from ui.widgets.fields import LineEdit


class TypedLine(LineEdit):
    """Subclasses show a look and `give` what was typed."""

    def __init__(self, field: Field, *, unit: str = "", latin: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(unit=unit, latin=latin, parent=parent)
        self.field = field
        self.says = Voice(self)
        self._look = Look()
        self.left.connect(self.give)

    def give(self) -> None:
        """Hand over what was typed."""
        if self.isModified():
            self.setModified(False)
            self.says.given.emit(self.text())

    def pending(self) -> str | None:
        """The typed text, when it was not handed over yet."""
        return self.text() if self.isModified() else None

    def resume(self, text: str) -> None:
        """Go on with a half-typed text."""
        self.setText(text)
        self.setModified(True)

    def drop_typing(self) -> None:
        """Forget what was typed and not handed over."""
        self.setModified(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Typing replaces what is there."""
        super().focusInEvent(event)
        if event.reason() not in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.selectAll()
        self.says.focused.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and ↓ go on, Shift+Enter and ↑ back; Ctrl+Z takes back typing first, then the last edit."""
        if step := step_of(event):
            self.says.moved.emit(step)
        elif removes_row(event) or (event.matches(QKeySequence.StandardKey.Undo) and not self.isModified()):
            event.ignore()
        else:
            super().keyPressEvent(event)
