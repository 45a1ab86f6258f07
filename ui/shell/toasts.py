"""Short notices at the bottom right: what was done, and the way back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from ui.shell.desk import Note
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.frames import IconLabel
from ui.widgets.layout import Part, column, label, row

MOST = 3
_ABOVE_FOOT = 52  # a page's own buttons at the lower right stay free
STAYS_MS, STAYS_WITH_UNDO_MS = 5000, 10000


class Toast(QFrame):
    """One notice. It goes by itself, but not while the mouse or the focus is on it; `gone` says so."""

    gone = Signal()

    def __init__(self, note: Note, parent: QWidget) -> None:
        super().__init__(parent)
        self.uid = note.uid
        self.setProperty("kind", "toast")
        parts: list[Part] = [IconLabel(note.icon, note.tone or "text2")] if note.icon else []
        self.text = label(note.text)
        self.text.setMinimumWidth(theme().px(60))
        self.buttons = [Button(verb, act, kind="link") for verb, act in note.actions]
        for button in self.buttons:
            button.clicked.connect(self.go)
        close = Button(icon="x", kind="quiet", small=True, tip="关掉这条", clicked=self.go)
        row(self, *parts, self.text, 8, *self.buttons, close, gap=8, margins=(12, 0, 8, 0))
        self._timer = QTimer(self, singleShot=True, interval=STAYS_WITH_UNDO_MS if note.undo else STAYS_MS)
        self._timer.timeout.connect(self._go_unless_used)
        self._timer.start()
        self.setAccessibleName(note.text)

    def fit(self, room: int) -> None:
        """On one line where the room is enough, else on as many as it takes."""
        self.text.setWordWrap(False)
        whole, least = self.sizeHint().width(), theme().px(40)
        self.text.setWordWrap(whole > room)
        beside = whole - self.text.fontMetrics().horizontalAdvance(self.text.text())
        lines = self.text.heightForWidth(room - beside) + theme().px(20) if whole > room else least
        self.setFixedSize(min(whole, room), max(least, lines))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay."""
        super().enterEvent(event)
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Go on waiting."""
        super().leaveEvent(event)
        self._timer.start()

    def go(self) -> None:
        """Disappear now."""
        self._timer.stop()
        self.hide()
        self.gone.emit()
        self.deleteLater()

    def _go_unless_used(self) -> None:
        focus = QApplication.focusWidget()
        if focus and self.isAncestorOf(focus):
            self._timer.start()
        else:
            self.go()


class Toasts(QWidget):
    """The stack of notices over a window's lower right corner; empty it takes no place and no clicks."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._stack = column(self, gap=8)
        window.installEventFilter(self)
        self.hide()

    def add(self, note: Note) -> None:
        """Show a notice; the oldest goes when there are more than three."""
        shown = self.shown()
        for old in shown[: max(0, len(shown) - MOST + 1)]:
            old.go()
        toast = Toast(note, self)
        toast.gone.connect(self._place)
        self._stack.addWidget(toast, 0, Qt.AlignmentFlag.AlignRight)
        toast.show()
        self._place()

    def drop(self, uid: str) -> None:
        """What a notice tells of was taken back: there is nothing to tell any more."""
        for toast in self.shown():
            if toast.uid == uid:
                toast.go()

    def shown(self) -> list[Toast]:
        """The notices now, oldest first."""
        return [part for part in self.findChildren(Toast) if not part.isHidden()]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner when the window changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        px = theme().px
        self.setVisible(bool(self.shown()))
        room = self._window.rect()
        for toast in self.shown():
            toast.fit(room.width() - px(96))
        size = self._stack.sizeHint()
        left, top = room.right() - size.width() - px(16), room.bottom() - size.height() - px(38 + _ABOVE_FOOT)
        self.setGeometry(left, top, size.width(), size.height())
        self.raise_()
