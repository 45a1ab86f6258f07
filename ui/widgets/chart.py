"""Bars against plan, drawn by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.keys import ENTER
from ui.theme import theme


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: how much was done, how much was planned (0: no plan), and whether it is today's."""

    label: str
    value: float
    plan: float = 0.0
    today: bool = False


class BarChart(QWidget):
    """Bars with the plan as a dashed outline; a click, or ←→ and Enter, emits `picked` with the bar's index."""

    picked = Signal(int)

    def __init__(self, bars: Sequence[Bar] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._current = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumSize(theme().px(220), theme().px(104))
        self.show_bars(bars)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Other numbers; they are also what a screen reader says."""
        self._bars = tuple(bars)
        self.setAccessibleName("；".join(f"{bar.label} {bar.value:g}，计划 {bar.plan:g}" for bar in self._bars))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(420), theme().px(124))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = axis_top(max((max(bar.value, bar.plan) for bar in self._bars), default=0))
        area = self._area()
        self._paint_grid(painter, area, top)
        for index, bar in enumerate(self._bars):
            self._paint_bar(painter, self._slot(index), bar, top)
        if self.hasFocus() and 0 <= self._current < len(self._bars):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().color("focus"), 2))
            painter.drawRoundedRect(self._slot(self._current).adjusted(1, -2, -1, theme().px(20)), 3, 3)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where ← and → begin."""
        super().focusInEvent(event)
        if self._current < 0 and self._bars:
            self._current = 0
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for index in range(len(self._bars)):
            slot = self._slot(index)
            if slot.left() <= event.position().x() <= slot.right():
                self.picked.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step:
            self._current = max(0, min(len(self._bars) - 1, self._current + step))
            self.update()
        elif event.key() in ENTER and self._current >= 0:
            self.picked.emit(self._current)
        else:
            super().keyPressEvent(event)

    def _area(self) -> QRectF:
        px = theme().px
        return QRectF(self.rect()).adjusted(px(26), px(8), 0, -px(22))

    def _slot(self, index: int) -> QRectF:
        area = self._area()
        width = area.width() / max(1, len(self._bars))
        return QRectF(area.left() + index * width, area.top(), width, area.height())

    def _paint_grid(self, painter: QPainter, area: QRectF, top: float) -> None:
        look = theme()
        painter.setFont(look.font(12))
        for part in (0, 1, 2):
            y = round(area.bottom() - area.height() * part / 2) + 0.5
            painter.setPen(QPen(look.color("grid" if part else "line2"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(look.color("text3"))
            place = QRectF(0, y - look.px(9), area.left() - look.px(6), look.px(18))
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{top * part / 2:g}")

    def _paint_bar(self, painter: QPainter, slot: QRectF, bar: Bar, top: float) -> None:
        look = theme()
        outer = min(look.px(46), slot.width() * 0.68)
        left = slot.center().x() - outer / 2
        if bar.plan:
            height = slot.height() * bar.plan / top
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.color("ctl"), 1, Qt.PenStyle.DashLine))
            painter.drawRect(
                QRectF(round(left) + 0.5, round(slot.bottom() - height) + 0.5, round(outer), round(height))
            )
        inner = QRectF(left + look.px(4), 0, outer - look.px(8) + 1, slot.height() * bar.value / top)
        inner.moveBottom(slot.bottom())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("c1"))
        painter.drawRect(inner)
        self._paint_value(painter, inner, bar)
        painter.setFont(look.font(12, bold=bar.today))
        painter.setPen(look.color("text" if bar.today else "text2"))
        name = QRectF(slot.left(), slot.bottom() + look.px(3), slot.width(), look.px(18))
        painter.drawText(name, Qt.AlignmentFlag.AlignCenter, bar.label)

    def _paint_value(self, painter: QPainter, inner: QRectF, bar: Bar) -> None:
        look = theme()
        if not bar.value:
            return
        inside = inner.height() >= look.px(20)
        painter.setFont(look.font(12, bold=True))
        painter.setPen(look.color("onC1" if inside else "text"))
        top = inner.top() + look.px(3) if inside else inner.top() - look.px(18)
        painter.drawText(
            QRectF(inner.left() - 8, top, inner.width() + 16, look.px(16)),
            Qt.AlignmentFlag.AlignCenter,
            f"{bar.value:g}",
        )


def axis_top(most: float) -> float:
    """A round number not below the largest value, so that half of it is round too."""
    step = 1.0
    while step * 10 < most:
        step *= 10
    return next(step * factor for factor in (2, 4, 6, 8, 10, 20) if step * factor >= most)
