"""A field over a long list (markets, brands, people): type part of the name or its initials, ↑↓ and Enter pick."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.forms.model import Choice, Field
from ui.forms.editing import NOT_ASKED, Look, Options, step_of
from ui.forms.option_list import OptionList
from ui.forms.picking import initials
from ui.forms.typed_line import TypedLine
from ui.icons import draw_glyph
from ui.theme import theme

_MOST_HITS = 50


def matching(options: Sequence[Choice], typed: str) -> list[Choice]:
    """The options whose name, initials or code the typed text fits: beginnings first, then parts."""
    text = typed.strip().lower()
    if not text:
        return list(options[:_MOST_HITS])
    ranked: list[tuple[int, Choice]] = []
    for choice in options:
        label, spelled = choice.label.lower(), initials(choice.label) if text.isascii() else ""
        place = (
            0 if label == text or choice.code.lower() == text else 1 if label.startswith(text)
            else 2 if spelled.startswith(text) else 3 if text in label else 4 if text in spelled else None
        )  # fmt: skip
        if place is not None:
            ranked.append((place, choice))
    return [choice for _, choice in sorted(ranked, key=lambda hit: hit[0])[:_MOST_HITS]]


class SearchEditor(TypedLine):
    """One option of a long list, by typing. What fits none stays as typed and is judged by whoever asked."""

    def __init__(self, field: Field, options: Options, parent: QWidget | None = None) -> None:
        super().__init__(field, parent=parent)
        self._options = options
        self._hits: list[Choice] = []
        self._list: OptionList | None = None
        self.setTextMargins(0, 0, theme().px(18), 0)
        self.textEdited.connect(self._typed)

    def show_look(self, look: Look) -> None:
        """Show the option's name."""
        typing = self.isModified() and self.hasFocus()
        if not (typing and look.value == self._look.value):
            names = {choice.code: choice.label for choice in self._options()}
            text = look.unread or names.get(look.value, look.value)
            if text != self.text():
                self.setText(text)
                self.setCursorPosition(0)
            self.setModified(False)
        self._look = look
        self.setPlaceholderText(NOT_ASKED if look.state == "unasked" else "")
        self.set_state(look.state, look.fill, look.tip)

    def pick(self, index: int) -> None:
        """Take an option by its place in the whole list."""
        self._hits = list(self._options())
        self._take(index)

    def give(self) -> None:
        """Hand over what was picked, or the only or first option that fits; else the text."""
        if self._list is not None:
            self._list.hide()
        if self.isModified():
            self.setModified(False)
            hits = matching(self._options(), self.text()) if self.text().strip() else []
            self.says.given.emit(hits[0].code if hits else self.text().strip())

    @property
    def open_list(self) -> OptionList | None:
        """The list while it is down."""
        return self._list if self._list is not None and self._list.isVisible() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑↓ go through the hits while the list is down, Enter takes one, Alt+↓ shows all."""
        shown = self.open_list
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._show_hits("")
        elif shown and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            shown.step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif shown and event.key() == Qt.Key.Key_Escape:
            shown.hide()
        else:
            if shown and step_of(event) > 0:
                self._take(shown.currentRow())
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click shows the list too."""
        super().mousePressEvent(event)
        self._show_hits("")

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field with a small glass, as it is searched."""
        super().paintEvent(event)
        if self._look.state not in ("warn", "error"):
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            side = theme().px(14)
            place = QRectF(self.width() - side - theme().px(8), (self.height() - side) / 2, side, side)
            draw_glyph(painter, place, "magnifying-glass", "text3")
            painter.end()

    def _typed(self, text: str) -> None:
        self._show_hits(text)
        self.says.typing.emit()

    def _show_hits(self, text: str) -> None:
        self._hits = matching(self._options(), text)
        if self._list is None:
            self._list = OptionList(self)
            self._list.picked.connect(self._take)
        current = next((n for n, hit in enumerate(self._hits) if hit.code == self._look.value), 0)
        rows = [("", hit.label, hit.code == self._look.value) for hit in self._hits]
        self._list.open_with(rows, 0 if text else current)

    def _take(self, index: int) -> None:
        if self._list is not None:
            self._list.hide()
        if 0 <= index < len(self._hits):
            self.setText(self._hits[index].label)
            self.setModified(False)
            self.says.given.emit(self._hits[index].code)

    def _make_room(self) -> None:
        super()._make_room()
        if self.textMargins().right() < theme().px(18):
            self.setTextMargins(0, 0, theme().px(18), 0)
