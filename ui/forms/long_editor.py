"""Several lines of text: Enter goes on as everywhere, Alt+Enter begins a new line."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from app.forms.model import Field
from ui.forms.editing import NOT_ASKED, Look, Voice, step_of
from ui.keys import ENTER, is_unbound_letter
from ui.theme import set_state, theme

_LINES = 2


class LongEditor(QPlainTextEdit):
    """A text of several lines, two of them in sight."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.says = Voice(self)
        self._look = Look()
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(1)
        self.textChanged.connect(self._typed)

    def sizeHint(self) -> QSize:
        """Two lines high."""
        return QSize(theme().px(320), QFontMetrics(theme().font(13)).lineSpacing() * _LINES + theme().px(14))

    def show_look(self, look: Look) -> None:
        """Show an answer; what is being typed stays."""
        typing = self.document().isModified() and self.hasFocus()
        text = look.unread or look.value
        if text != self.toPlainText() and not (typing and look.value == self._look.value):
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)
        if not typing:
            self.document().setModified(False)
        self._look = look
        self.setPlaceholderText(NOT_ASKED if look.state == "unasked" else "")
        set_state(self, state=look.state, fill=look.fill)
        self.setToolTip(look.tip)

    def pending(self) -> str | None:
        """The typed text, when it was not handed over yet."""
        return self.toPlainText() if self.document().isModified() else None

    def resume(self, text: str) -> None:
        """Go on with a half-typed text."""
        self.setPlainText(text)
        self.document().setModified(True)

    def drop_typing(self) -> None:
        """Forget what was typed and not handed over."""
        self.document().setModified(False)

    def give(self) -> None:
        """Hand over what was typed."""
        if self.document().isModified():
            self.document().setModified(False)
            self.says.given.emit(self.toPlainText())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say so."""
        super().focusInEvent(event)
        self.says.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hand over, except for a menu or another window."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.give()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Alt+Enter breaks the line, ↑↓ move inside."""
        if step := step_of(event, plain=False):
            self.says.moved.emit(step)
        elif event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.insertPlainText("\n")
        elif is_unbound_letter(event) or (
            event.matches(QKeySequence.StandardKey.Undo) and not self.document().isModified()
        ):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, and while it is empty a hint at the new-line key."""
        super().paintEvent(event)
        if self.hasFocus() and not self.toPlainText():
            painter = QPainter(self.viewport())
            painter.setFont(theme().font(12))
            painter.setPen(theme().color("text3"))
            place = QRectF(self.viewport().rect()).adjusted(0, 0, -theme().px(4), -theme().px(2))
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, "Alt+Enter 换行")
            painter.end()

    def _typed(self) -> None:
        if self.document().isModified():
            self.says.typing.emit()
