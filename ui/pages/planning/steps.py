"""The four steps to choose from: what each is about, and what is still missing before it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.planning.opening import StepChoice
from ui.forms.editing import Voice, step_of
from ui.keys import typed_text
from ui.theme import theme
from ui.widgets.paint import draw_words

_ROW, _LINE, _TEXT = 26, 18, 26
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


class StepChooser(QWidget):
    """↑↓ or 1–4 choose, Enter goes on; `says.given` carries the code chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.says = Voice(self)
        self.steps: Sequence[StepChoice] = ()
        self.chosen = ""
        self._closed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("四步法")

    def show_steps(self, steps: Sequence[StepChoice], chosen: str, *, closed: bool = False) -> None:
        """Offer these, one of them chosen."""
        self.steps, self._closed = steps, closed
        self._take(chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits and arrows choose."""
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        typed = typed_text(event)
        if by and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._choose(self._place() + by)
        elif typed in {str(step.number) for step in self.steps} - {""}:
            self._choose(next(n for n, step in enumerate(self.steps) if str(step.number) == typed))
        elif step := step_of(event, plain=False):
            self.says.moved.emit(step)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the step under the mouse."""
        for place, rect in enumerate(self._rects()):
            if rect.contains(event.position()):
                self._choose(place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say so."""
        super().focusInEvent(event)
        self.says.focused.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The frame goes."""
        super().focusOutEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks lines elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._settle()

    def sizeHint(self) -> QSize:
        """As high as the steps with the words of the chosen one."""
        return QSize(theme().px(200), round(sum(rect.height() for rect in self._rects())) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The steps, and the focus around them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, here = theme(), self._place()
        for place, (step, rect) in enumerate(zip(self.steps, self._rects(), strict=True)):
            if place == here:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.color("accentSoft"))
                painter.drawRoundedRect(rect, look.px(4), look.px(4))
                self._paint_words(painter, rect, step)
            self._paint_circle(painter, rect, step, before=place < here, chosen=place == here)
            name = QRectF(rect.left() + look.px(_TEXT), rect.top(), rect.width() - look.px(_TEXT + 4), look.px(_ROW))
            draw_words(painter, name, step.name, "text", bold=place == here)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.color("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), look.px(4), look.px(4))

    def _paint_circle(self, painter: QPainter, rect: QRectF, step: StepChoice, *, before: bool, chosen: bool) -> None:
        look = theme()
        side = look.px(18)
        circle = QRectF(rect.left() + look.px(4), rect.top() + (look.px(_ROW) - side) / 2, side, side)
        fill = "c1" if chosen else "accentSoft" if before else ""
        painter.setPen(Qt.PenStyle.NoPen if fill else QPen(look.color("line2"), 1))
        painter.setBrush(look.color(fill) if fill else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle if fill else circle.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setFont(look.font(11))
        painter.setPen(look.color("onC1" if chosen else "link" if before else "text3"))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(step.number) if step.number else "✓")

    def _paint_words(self, painter: QPainter, rect: QRectF, step: StepChoice) -> None:
        look = theme()
        left, width = round(rect.left()) + look.px(_TEXT), self._text_width()
        top = round(rect.top()) + look.px(_ROW) - look.px(2)
        painter.setFont(look.font(12))
        for text, token in self._words(step):
            height = self._height_of(text, width)
            painter.setPen(look.color(token))
            painter.drawText(QRect(left, top, width, height), _WRAP, text)
            top += height

    def _words(self, step: StepChoice) -> list[tuple[str, str]]:
        hint = [(step.hint, "text2")] if step.hint else []
        return [*hint, (f"还差：{'；'.join(step.unmet)}", "warn")] if step.unmet else hint

    def _rects(self) -> list[QRectF]:
        px, here, top, rects = theme().px, self._place(), 1.0, []
        for place, step in enumerate(self.steps):
            words = self._words(step) if place == here else []
            height = px(_ROW) + sum(self._height_of(text, self._text_width()) for text, _ in words)
            height += px(4) if words else 0
            rects.append(QRectF(0, top, self.width(), height))
            top += height
        return rects

    def _height_of(self, text: str, width: int) -> int:
        area = QFontMetrics(theme().font(12)).boundingRect(QRect(0, 0, width, 9999), _WRAP, text)
        return max(area.height(), theme().px(_LINE))

    def _text_width(self) -> int:
        return max(theme().px(80), self.width() - theme().px(_TEXT + 6))

    def _place(self) -> int:
        return next((n for n, step in enumerate(self.steps) if step.code == self.chosen), -1)

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self.steps) and not self._closed and self.steps[place].code != self.chosen:
            self._take(self.steps[place].code)
            self.says.given.emit(self.chosen)

    def _take(self, code: str) -> None:
        self.chosen = code
        name = next((step.name for step in self.steps if step.code == code), "")
        self.setAccessibleDescription(name)
        self._settle()

    def _settle(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()
