"""The foot of the detail: what kind of note, its words, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QButtonGroup, QFrame, QPlainTextEdit

from ui.keys import is_unbound_letter
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.choices import Chip
from ui.widgets.layout import column, row

HANDLED, PLAN, CALL_BACK, HAND_OVER = range(4)
KINDS = ("处理", "方案", "回访", "转办")
_HINTS = (
    "写这次做了什么，Ctrl+Enter 记一笔",
    "写打算给客户的方案，Ctrl+Enter 记一笔",
    "写客户怎么说，Ctrl+Enter 记一笔",
    "写为什么转、交代什么，Ctrl+Enter 选转给谁",
)


class NoteBox(QFrame):
    """`noted` carries the kind's place in KINDS and the text; an empty text is not handed over, except to hand over the
    complaint. The text stays until `clear`: nothing typed is lost when it is refused.
    """

    noted = Signal(int, str)
    moves_wanted = Signal()
    next_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "foot")
        self.kinds = [Chip(name) for name in KINDS]
        self._group = QButtonGroup(self)
        for place, chip in enumerate(self.kinds):
            self._group.addButton(chip, place)
        self.field = _NoteField()
        self.field.setAccessibleName("处理记录")
        self.field.setFixedHeight(theme().px(70))
        self._reasons: Sequence[str] = ("",) * len(KINDS)
        self.more = Button("更多", self.moves_wanted.emit, key="Alt+M")
        self.note = Button("记一笔", self.take, key="Ctrl+Return")
        self.next = Button("", self.next_wanted.emit, kind="primary")
        self.files = Button("附件", icon="paperclip", kind="quiet", small=True)
        chips = row(None, *self.kinds, None, self.files, gap=8)
        feet = row(None, self.more, None, self.note, self.next, gap=8)
        column(self, chips, self.field, feet, gap=8, margins=(14, 10, 14, 10))
        self._group.idToggled.connect(self._turned)
        self.kinds[HANDLED].setChecked(True)

    @property
    def kind(self) -> int:
        """The chosen kind's place in KINDS."""
        return self._group.checkedId()

    @property
    def text(self) -> str:
        """What is written, trimmed."""
        return self.field.toPlainText().strip()

    def take(self) -> None:
        """Hand over what is written; with nothing written go to where it is written."""
        if self.text or self.kind == HAND_OVER:
            self.noted.emit(self.kind, self.text)
        else:
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def clear(self) -> None:
        """It was taken."""
        self.show_note(HANDLED, "")

    def show_note(self, kind: int, text: str) -> None:
        """Go on with something written before."""
        self.kinds[kind].setChecked(True)
        self.field.setPlainText(text)
        self.field.moveCursor(QTextCursor.MoveOperation.End)

    def show_next(self, verb: str, reason: str) -> None:
        """What the large button does; none for an empty verb. A reason switches it off."""
        self.next.setVisible(bool(verb))
        self.next.setText(verb)
        self.next.setAccessibleName(verb)
        self.next.set_reason(reason)
        self.next.updateGeometry()

    def show_reasons(self, reasons: Sequence[str]) -> None:
        """Why notes of the kinds cannot be written now, in the order of KINDS; empty texts where they can."""
        for chip, reason in zip(self.kinds, reasons, strict=True):
            chip.set_reason(reason)
        self._reasons = reasons
        self.note.set_reason(reasons[self.kind])
        self.field.setReadOnly(all(reasons))

    def _turned(self, place: int, checked: bool) -> None:
        if checked:
            self.field.setPlaceholderText(_HINTS[place])
            self.note.setText("转办" if place == HAND_OVER else "记一笔")
            self.note.set_reason(self._reasons[place])


class _NoteField(QPlainTextEdit):
    """Tab goes on, Alt with a letter is a command."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_unbound_letter(event):
            event.ignore()
        else:
            super().keyPressEvent(event)
