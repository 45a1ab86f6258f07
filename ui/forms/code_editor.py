"""The code field: press the digit printed on paper or spell the option; it shows 3 批零兼营."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionFrame, QStylePainter, QWidget

from app.forms.model import Field, Kind
from ui.forms.editing import NOT_ASKED, Look, Options, Voice, removes_row, step_of
from ui.forms.option_list import OptionList
from ui.forms.picking import Mode, Picker, plain_label
from ui.icons import draw_glyph
from ui.keys import typed_text
from ui.theme import theme
from ui.widgets.fields import LineEdit

_MODES = {Kind.MANY: Mode.MANY, Kind.RANK: Mode.RANK}
LETTERED = "letters"
"""The appearance of fields whose options are picked by letter."""
_SIGNS = {"warn": ("warning-fill", "warn"), "error": ("warning-circle-fill", "danger")}


class CodeEditor(LineEdit):
    """One, several or an order of options. Its text (what a screen reader says) is what it shows."""

    def __init__(self, field: Field, options: Options, parent: QWidget | None = None) -> None:
        super().__init__(latin=True, parent=parent)
        self.field = field
        self.says = Voice(self)
        self.picker = Picker(_MODES.get(field.kind, Mode.ONE))
        self.picker.lettered = LETTERED in field.appearance.split()
        self.picker.counter = field.unit or self.picker.counter
        self._options = options
        self._list: OptionList | None = None
        self._look = Look()
        self._ranking = False
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)
        self.left.connect(self._leave)

    def show_look(self, look: Look) -> None:
        """Show what is picked and how it stands."""
        if not (self._ranking and look.value == self._look.value and look.unread == self._look.unread):
            self.picker.show(self._options(), (look.unread or look.value).split())
            self._ranking = False
        self._look = look
        self.set_state(look.state, look.fill, look.tip)
        self._show_picked()

    def pending(self) -> str | None:
        """A ranking is handed over when it is left; everything else at once."""
        return " ".join(self.picker.codes) if self._ranking else None

    def resume(self, text: str) -> None:
        """Go on with an open ranking."""
        self.picker.show(self._options(), text.split())
        self._ranking = self.picker.mode is Mode.RANK
        self._show_picked()

    def drop_typing(self) -> None:
        """Forget an open ranking and half-typed options."""
        self._ranking = False
        self.picker.forget_typing()

    def pick(self, index: int) -> None:
        """Pick an option by its place."""
        self._pick_listed(index)

    def give(self) -> None:
        """Hand over an open ranking."""
        if self._ranking:
            self._ranking = False
            self.says.given.emit(self.picker.codes)

    @property
    def open_list(self) -> OptionList | None:
        """The list while it is down."""
        return self._list if self._list is not None and self._list.isVisible() else None

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits and letters pick; Alt+↓ shows the list, whose keys are ↑↓, Space, Enter and Esc."""
        typed = typed_text(event)
        if self.open_list is not None and self._list_key(event):
            return
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.drop_down()
        elif typed.isascii() and typed.isalnum() and typed:
            self._picked(self.picker.press(typed))
        elif step := step_of(event, plain=False):
            self._picked(self.picker.settle())
            self.says.moved.emit(step)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._arrow(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and not removes_row(event):
            self._picked(self.picker.back())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.selectAll()
            self.copy()
            self.deselect()
        else:
            event.ignore()

    def _arrow(self, by: int) -> None:
        if self.picker.mode is Mode.ONE and self._look.state != "unasked":
            self._picked(self.picker.step(by))
        else:
            self.drop_down()

    def _list_key(self, event: QKeyEvent) -> bool:
        shown = self.open_list
        assert shown is not None
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            shown.step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_Escape:
            shown.hide()
        elif event.key() == Qt.Key.Key_Space or (step_of(event) and self.picker.mode is Mode.ONE):
            self._pick_listed(shown.currentRow())
        elif step_of(event):
            shown.hide()
        else:
            return False
        return True

    def drop_down(self) -> None:
        """Show the list of options."""
        if self._list is None:
            self._list = OptionList(self)
            self._list.picked.connect(self._pick_listed)
        chosen = self.picker.codes
        rows = [(self.picker.key(n), plain_label(c), c.code in chosen) for n, c in enumerate(self.picker.options)]
        self._list.open_with(rows, max(0, self.picker.current()))

    def _pick_listed(self, index: int) -> None:
        if 0 <= index < len(self.picker.options):
            self.picker.pick(index)
            self._picked(True)
        if self.open_list and self.picker.mode is Mode.ONE:
            self.open_list.hide()
        elif self.open_list:
            self.drop_down()
            self.open_list.setCurrentRow(index)

    def _picked(self, changed: bool) -> None:
        self._show_picked()
        if not changed:
            return
        if self.picker.mode is Mode.RANK:
            self._ranking = True
            self.says.typing.emit()
        else:
            self.says.given.emit(self.picker.codes)

    def _leave(self) -> None:
        self.picker.forget_typing()
        self.give()
        self._show_picked()
        if self._list is not None:
            self._list.hide()

    # looks

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say so, with the options as they are now."""
        super().focusInEvent(event)
        if not self._ranking:
            self.picker.show(self._options(), self.picker.codes)
        self.says.focused.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click shows the list."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.drop_down()

    def _show_picked(self) -> None:
        words = NOT_ASKED if self._look.state == "unasked" and not self.picker.codes else self.picker.words()
        self.setText(f"{self.picker.lead()} {words}".strip())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box by the sheet; digits bold and blue, words, open typing, caret, signs."""
        painter = QStylePainter(self)
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, middle = theme(), self.height() / 2
        right = self.width() - look.px(8)
        for name, token in (("caret-down", "text3"), _SIGNS.get(self._look.state, ("", ""))):
            if name:
                side = look.px(16 if token != "text3" else 14)
                draw_glyph(painter, QRectF(right - side, middle - side / 2, side, side), name, token)
                right -= side + look.px(4)
        self._paint_words(painter, look.px(8), right)

    def _paint_words(self, painter: QPainter, left: float, right: float) -> None:
        look = theme()
        parts = [(self.picker.lead(), True, "link")] if self.picker.codes else []
        words = self._fitting(right - left) if self.picker.codes else NOT_ASKED if self._look.state == "unasked" else ""
        parts += [(words, False, "text" if self.picker.codes else "text3"), (self.picker.buffer, False, "link")]
        for text, bold, token in parts:
            if text:
                font = look.font(13, bold=bold)
                metrics = QFontMetrics(font)
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, round(right - left))
                painter.setFont(font)
                painter.setPen(look.color(token))
                middle = Qt.AlignmentFlag.AlignVCenter
                painter.drawText(QRectF(left, 0, max(0.0, right - left), self.height()), middle, text)
                left += metrics.horizontalAdvance(text) + look.px(6)
        self._paint_caret(painter, left)

    def _fitting(self, room: float) -> str:
        look = theme()
        digits = QFontMetrics(look.font(13, bold=True)).horizontalAdvance(self.picker.lead()) + look.px(6)
        wide = QFontMetrics(look.font(13)).horizontalAdvance(self.picker.words()) > room - digits - look.px(4)
        return self.picker.brief() if wide else self.picker.words()

    def _paint_caret(self, painter: QPainter, left: float) -> None:
        look = theme()
        if self.hasFocus():
            painter.setPen(QPen(look.color("text"), 1))
            top = (self.height() - look.px(16)) // 2
            painter.drawLine(int(left), top, int(left), top + look.px(16))
