"""Text fields that never swallow or cut what an input method commits: they judge when left, not while typing."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.icons import draw_glyph
from ui.keys import ENTER, is_unbound_letter, key_text
from ui.theme import set_state, theme
from ui.widgets.button import Button

_SEARCH_WAIT_MS = 80
_STATE_ICONS = {"warn": ("warning-fill", "warn"), "error": ("warning-circle-fill", "danger")}


class LineEdit(QLineEdit):
    """One line. `left` comes when the focus goes elsewhere; `state` and `fill` are those of the design's form field.

    `unit` is written inside at the right; `latin` switches the input method off, for numbers and codes.
    """

    left = Signal()

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        unit: str = "",
        latin: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._unit = unit
        self._state = ""
        self.setPlaceholderText(placeholder)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, not latin)
        self._make_room()

    def set_state(self, state: str = "", fill: str = "", message: str = "") -> None:
        """state: "", warn, error, unasked; fill: "", prev, now; the message becomes the tooltip."""
        self._state = state
        set_state(self, state=state, fill=fill)
        self.setToolTip(message)
        self._make_room()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with a letter is a command, never typing."""
        if is_unbound_letter(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Thirty pixels high, whatever the font."""
        return QSize(theme().px(158), theme().px(30))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that it was left, except for a menu or another window."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, its unit and its state's sign."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        right = self.width() - theme().px(8)
        if self._state in _STATE_ICONS:
            side = theme().px(16)
            draw_glyph(
                painter, QRectF(right - side, (self.height() - side) / 2, side, side), *_STATE_ICONS[self._state]
            )
            right -= side + theme().px(6)
        if self._unit:
            painter.setFont(theme().font(12))
            painter.setPen(theme().color("text3"))
            place = QRectF(0, 0, right, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._unit)

    def _make_room(self) -> None:
        room = QFontMetrics(theme().font(12)).horizontalAdvance(self._unit) + theme().px(4) if self._unit else 0
        if self._state in _STATE_ICONS:
            room += theme().px(22)
        self.setTextMargins(0, 0, room, 0)


class SearchField(LineEdit):
    """Searches from the first letter: `searched` 80 ms after the last one, `down` when the user goes to the hits.

    `reading` is how the query was understood (拼音首字母), `facts` hits and time; both stand inside at the right.
    """

    searched = Signal(str)
    down = Signal()

    def __init__(self, placeholder: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(placeholder=placeholder, parent=parent)
        self._key, self._reading, self._facts = key_text(key), "", ""
        self._wait = QTimer(self, interval=_SEARCH_WAIT_MS, singleShot=True)
        self._wait.timeout.connect(lambda: self.searched.emit(self.text()))
        self._clear = Button(icon="x", kind="quiet", small=True, tip="清除", clicked=self.clear_now, parent=self)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.hide()
        self.textChanged.connect(self._typed)
        self._make_room()

    def show_reading(self, reading: str = "", facts: str = "") -> None:
        """Say how the query was understood and what came of it."""
        self._reading, self._facts = reading, facts
        self._make_room()
        self.update()

    def type_on(self, text: str) -> None:
        """Letters typed elsewhere go on here."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.insert(text)

    def begin(self) -> None:
        """Ctrl+F: the cursor comes here, and what is typed replaces what was searched."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def clear_now(self) -> None:
        """Empty it and search at once."""
        self.clear()
        self._wait.stop()
        self.show_reading()
        self.searched.emit("")

    def sizeHint(self) -> QSize:
        """Wide enough for its placeholder and key."""
        return QSize(theme().px(240), theme().px(30))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↓ goes to the hits, Enter searches at once, Esc clears."""
        key = event.key()
        if key == Qt.Key.Key_Down:
            self.down.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear_now()
        elif key in ENTER and self._wait.isActive():
            self._wait.stop()
            self.searched.emit(self.text())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field with its glass, and at the right the key or how the query was read."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = theme().px
        draw_glyph(painter, QRectF(px(9), (self.height() - px(16)) / 2, px(16), px(16)), "magnifying-glass", "text2")
        if self.text():
            self._paint_reading(painter)
        elif self._key:
            self._paint_boxed(painter, self.width() - px(8), self._key, _KEY)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the × at the right."""
        super().resizeEvent(event)
        side = theme().px(26)
        self._clear.setGeometry(self.width() - side - theme().px(3), (self.height() - side) // 2, side, side)

    def _typed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._wait.start()
        self._make_room()

    def _paint_reading(self, painter: QPainter) -> None:
        right: float = self.width() - theme().px(32)
        if self._facts:
            painter.setFont(theme().font(12))
            painter.setPen(theme().color("text3"))
            place = QRectF(0, 0, right, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._facts)
            right -= QFontMetrics(painter.font()).horizontalAdvance(self._facts) + theme().px(10)
        if self._reading:
            self._paint_boxed(painter, right, self._reading, _READING)

    def _paint_boxed(self, painter: QPainter, right: float, text: str, box: _Box) -> None:
        look = theme()
        font = look.font(box.font)
        width = QFontMetrics(font).horizontalAdvance(text) + look.px(box.padding)
        place = QRectF(right - width, (self.height() - look.px(box.height)) / 2, width, look.px(box.height))
        painter.setPen(look.color(box.line))
        painter.setBrush(look.color(box.fill))
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), look.px(3), look.px(3))
        painter.setFont(font)
        painter.setPen(look.color(box.text))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _make_room(self) -> None:
        if not hasattr(self, "_facts"):
            return
        px, right = theme().px, 0
        if self.text():
            width = QFontMetrics(theme().font(12)).horizontalAdvance
            right = px(32) + sum(width(text) + px(18) for text in (self._reading, self._facts) if text)
        elif self._key:
            right = QFontMetrics(theme().font(11)).horizontalAdvance(self._key) + px(16)
        self.setTextMargins(px(24), 0, right, 0)


@dataclass(frozen=True, slots=True)
class _Box:
    """How a boxed text inside a field looks: sizes of the design, colour tokens."""

    font: int
    height: int
    padding: int
    text: str
    fill: str
    line: str


_KEY = _Box(11, 17, 8, "text2", "surface", "line2")
_READING = _Box(12, 20, 12, "link", "accentSoft", "accentSoft")
