"""Editors of one typed line: texts, numbers, dates, times, places, files. They judge when left, never while typing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from app.forms.model import Field, Kind
from app.forms.typed import month_later, read_date, shown
from ui.forms.editing import NOT_ASKED, Look
from ui.forms.typed_line import TypedLine
from ui.keys import typed_text

_LATIN = (Kind.INTEGER, Kind.DECIMAL, Kind.DATE, Kind.TIME, Kind.DATETIME, Kind.GEOPOINT)


class LineEditor(TypedLine):
    """One line of text or one number."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        latin = field.kind in _LATIN or "numbers" in field.appearance.split()
        super().__init__(field, unit=field.unit, latin=latin, parent=parent)
        self.textEdited.connect(lambda _: self.says.typing.emit())

    def show_look(self, look: Look) -> None:
        """Show an answer; what is being typed stays."""
        typing = self.isModified() and self.hasFocus() and look.unread == self._look.unread == ""
        if not (typing and look.value == self._look.value):
            self._show_text(look)
        self._look = look
        self.set_state(look.state, look.fill, look.tip)

    def _show_text(self, look: Look) -> None:
        text = look.unread or shown(self.field, look.value)
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(len(text) if self.hasFocus() else 0)
        self.setModified(False)
        self.setPlaceholderText(NOT_ASKED if look.state == "unasked" else "")


class DateEditor(LineEditor):
    """A day: t, + and −, PgUp and PgDn, or typed as 1126."""

    def __init__(self, field: Field, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._today = today

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What changes the day does; the rest is typing."""
        day = self._wanted(event)
        if day is None:
            super().keyPressEvent(event)
        else:
            self.setText(shown(self.field, day.isoformat()))
            self.selectAll()
            self.says.given.emit(day.isoformat())

    def _wanted(self, event: QKeyEvent) -> date | None:
        key, typed = event.key(), typed_text(event)
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            return month_later(self._here(), 1 if key == Qt.Key.Key_PageDown else -1)
        if self.isModified() and self.text():
            return None
        if typed in ("t", "T"):
            return self._today()
        days = {"+": 1, "=": 1, "-": -1, "−": -1}.get(typed)
        return self._here() + timedelta(days=days) if days else None

    def _here(self) -> date:
        try:
            return read_date(self.text(), self._today())
        except ValueError:
            return self._today()


class FileEditor(LineEditor):
    """A picture: a path typed or pasted, or chosen with Alt+↓; `keep` takes it in and returns the name to show."""

    def __init__(self, field: Field, keep: Callable[[Path], str], parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._keep = keep
        self.setAcceptDrops(True)

    def give(self) -> None:
        """Take the file in; the answer is its name."""
        if not self.isModified():
            return
        text = self.text().strip().strip('"').removeprefix("file://")
        self.setModified(False)
        self.says.given.emit(self._keep(Path(text)) if text else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+↓ opens the file dialog."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            name, _ = QFileDialog.getOpenFileName(self, "选照片", "", "图片和 PDF (*.jpg *.jpeg *.png *.pdf)")
            if name:
                self.setText(name)
                self.setModified(True)
                self.give()
        else:
            super().keyPressEvent(event)
