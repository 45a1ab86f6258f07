"""How grade, pips, steps, progress and status are drawn: once, for widgets and table cells alike.

Every function draws inside a rectangle, left-aligned and vertically centred, and says how wide it drew (logical px).
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractScrollArea

from ui.icons import draw_glyph
from ui.theme import theme

GRADES = {"A": ("gA", "gAt", ""), "B": ("gB", "gBt", ""), "C": ("gC", "gCt", "gCl")}
TONES = {"ok": "c3", "link": "accent", "warn": "c2", "danger": "danger", "": ""}


def draw_words(
    painter: QPainter,
    rect: QRectF,
    text: str,
    token: str = "text",
    size: int = 13,
    *,
    bold: bool = False,
    right: bool = False,
) -> int:
    """One line of text, elided at the end when it is too long; `right` puts it at the right."""
    font = theme().font(size, bold=bold)
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.setFont(font)
    painter.setPen(theme().color(token))
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | side, shown)
    return metrics.horizontalAdvance(shown)


def draw_focus(view: QAbstractScrollArea) -> None:
    """The focus as a border inside a view that has it; call it while the view is painted, after what is in it."""
    if view.hasFocus():
        painter = QPainter(view.viewport())
        painter.setPen(QPen(theme().color("focus"), 2))
        painter.drawRect(view.viewport().rect().adjusted(1, 1, -1, -1))


def draw_grade(painter: QPainter, rect: QRectF, grade: str, *, on_selected: bool = False) -> int:
    """The 20×18 grade badge; any other text than A, B, C is drawn as not rated. A selected row's fill is that of B, which
    gets a line there.
    """
    look = theme()
    box = QRectF(rect.left(), rect.center().y() - look.px(9), look.px(20), look.px(18))
    fill, letter, line = GRADES.get(grade, ("", "text3", "gCl"))
    line = "gBt" if on_selected and grade == "B" else line
    pen = QPen(look.color(line), 1) if line else QPen(Qt.PenStyle.NoPen)
    if not fill:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(look.color(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5) if line else box, look.px(4), look.px(4))
    painter.setPen(look.color(letter))
    painter.setFont(look.font(12, bold=True))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, grade if fill else "–")
    return look.px(20)


def draw_pips(painter: QPainter, rect: QRectF, done: int, total: int) -> int:
    """`done` of `total` stages; done < 0 means parked: all of them outlined."""
    look = theme()
    width, height, gap = look.px(5), look.px(10), look.px(2)
    y = rect.center().y() - height / 2
    for index in range(total):
        box = QRectF(rect.left() + index * (width + gap), y, width, height)
        if done < 0:
            painter.setPen(QPen(look.color("ctl"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            box.adjust(0.5, 0.5, -0.5, -0.5)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("c1" if index < done else "line2"))
        painter.drawRoundedRect(box, 1, 1)
    return total * (width + gap) - gap


def draw_steps(painter: QPainter, rect: QRectF, current: int) -> int:
    """The four steps: those before `current` (1-4, 0 none) soft, it filled, later ones outlined."""
    look = theme()
    side, gap = look.px(16), look.px(2)
    painter.setFont(look.font(11))
    for step in range(1, 5):
        box = QRectF(rect.left() + (step - 1) * (side + gap), rect.center().y() - side / 2, side, side)
        fill, text = ("accentSoft", "link") if step < current else ("c1", "onC1") if step == current else ("", "text3")
        painter.setPen(Qt.PenStyle.NoPen if fill else QPen(look.color("line2"), 1))
        painter.setBrush(look.color(fill) if fill else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box if fill else box.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(look.color(text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(step))
    return 4 * (side + gap) - gap


def draw_bar(painter: QPainter, rect: QRectF, share: float, token: str = "c1", height: int = 6) -> int:
    """A track as wide as `rect`, filled to `share` (0-1)."""
    look = theme()
    thick = look.px(height)
    track = QRectF(rect.left(), rect.center().y() - thick / 2, rect.width(), thick)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color("grid"))
    painter.drawRoundedRect(track, thick / 2, thick / 2)
    if share > 0:
        track.setWidth(max(float(thick), track.width() * min(1.0, share)))
        painter.setBrush(look.color(token))
        painter.drawRoundedRect(track, thick / 2, thick / 2)
    return round(rect.width())


def draw_sign(painter: QPainter, rect: QRectF, tone: str, icon: str = "") -> int:
    """The sign before a state's word: a 7 px dot, hollow without a tone, or a 14 px icon."""
    fill = TONES.get(tone, "")
    return _draw_icon(painter, rect, icon, fill) if icon else _draw_dot(painter, rect, fill)


def _draw_dot(painter: QPainter, rect: QRectF, fill: str) -> int:
    look = theme()
    dot = look.px(7)
    centre = QPointF(rect.left() + dot / 2, rect.center().y())
    painter.setPen(Qt.PenStyle.NoPen if fill else QPen(look.color("text3"), 1))
    painter.setBrush(QBrush(look.color(fill)) if fill else QBrush(Qt.BrushStyle.NoBrush))
    radius = dot / 2 if fill else dot / 2 - 0.5
    painter.drawEllipse(centre, radius, radius)
    return dot


def _draw_icon(painter: QPainter, rect: QRectF, icon: str, token: str) -> int:
    side = theme().px(14)
    draw_glyph(painter, QRectF(rect.left(), rect.center().y() - side / 2, side, side), icon, token or "text3")
    return side
