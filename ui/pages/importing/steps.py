"""The steps of an import above the page: which are done, which is shown, and what waits in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.icons import draw_glyph
from ui.theme import theme
from ui.widgets.layout import Part, row, rule
from ui.widgets.marks import OneLine, tag

_CIRCLE, _GAP = 20, 8


class StepButton(QAbstractButton):
    """One step: its number in a circle, a tick once it is done, and its name."""

    def __init__(self, number: int, text: str) -> None:
        super().__init__()
        self._number, self._done = number, False
        self.setText(text)
        self.setAccessibleName(f"第 {number} 步 {text}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, *, current: bool, done: bool) -> None:
        """Shown now, or done before."""
        self._done = done and not current
        self.setChecked(current)
        self.update()

    def sizeHint(self) -> QSize:
        """Circle and name."""
        px = theme().px
        width = QFontMetrics(theme().font(bold=True)).horizontalAdvance(self.text())
        return QSize(px(_CIRCLE + _GAP) + width + 2, px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The circle, then the name."""
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = look.px(_CIRCLE)
        circle = QRectF(0.5, (self.height() - side) / 2 + 0.5, side - 1, side - 1)
        line = "okSoft" if self._done else "link" if self.isChecked() else "line2"
        painter.setPen(QPen(look.color(line), 2 if self.isChecked() else 1))
        painter.setBrush(look.color("okSoft" if self._done else "surface"))
        painter.drawEllipse(circle.adjusted(0.5, 0.5, -0.5, -0.5))
        if self._done:
            draw_glyph(painter, circle.adjusted(4, 4, -4, -4), "check", "ok")
        else:
            painter.setPen(look.color("link" if self.isChecked() else "text3"))
            painter.setFont(look.font(12, bold=self.isChecked()))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.setPen(look.color("text" if self.isChecked() else "text2"))
        painter.setFont(look.font(bold=self.isChecked()))
        left = side + look.px(_GAP)
        painter.drawText(
            QRectF(left, 0, self.width() - left, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text()
        )


class StepBar(QWidget):
    """The steps from left to right; `chosen` carries the index of one that was clicked. At the right what was found."""

    chosen = Signal(int)

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__()
        self.setFixedHeight(theme().px(46))
        self.steps = [StepButton(number, text) for number, text in enumerate(texts, start=1)]
        self._tags = [tag("", "warn"), tag("", "warn")]
        self.found = OneLine("", "text3", 12, right=True)
        parts: list[Part] = []
        for index, step in enumerate(self.steps):
            step.clicked.connect(lambda _checked=False, index=index: self.chosen.emit(index))
            parts += [step, *(self._tags if index == 1 else ()), *((_line(),) if index < len(texts) - 1 else ())]
        row(self, *parts, self.found, gap=8, margins=(16, 0, 16, 0)).setStretch(len(parts), 1)
        self.show_waiting(())

    def show_step(self, current: int, done: int) -> None:
        """Show a step as the current one, and so many as done."""
        for index, step in enumerate(self.steps):
            step.show_state(current=index == current, done=index < done)

    def show_waiting(self, words: Sequence[str]) -> None:
        """Say what waits in the second step: 37 处问题, 12 处重复."""
        for index, label in enumerate(self._tags):
            label.setText(words[index] if index < len(words) else "")
            label.setVisible(index < len(words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys go to the page."""
        event.ignore()


def _line() -> QWidget:
    line = rule()
    line.setFixedWidth(theme().px(26))
    return line
