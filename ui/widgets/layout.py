"""Rows and columns with the design's gaps, written in one line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QLayout, QScrollArea, QVBoxLayout, QWidget

from ui.theme import theme

Margins = tuple[int, int, int, int]
Part = QWidget | QLayout | int | None
"""A widget, a layout, a gap in design pixels, or None for the stretch."""


def row(parent: QWidget | None, *parts: Part, gap: int = 8, margins: Margins = (0, 0, 0, 0)) -> QHBoxLayout:
    """Lay parts out from left to right in `parent` (None: in another layout); margins left, top, right, bottom."""
    layout = QHBoxLayout()
    _fill(layout, parent, parts, gap, margins)
    return layout


def column(parent: QWidget | None, *parts: Part, gap: int = 8, margins: Margins = (0, 0, 0, 0)) -> QVBoxLayout:
    """Lay parts out from top to bottom."""
    layout = QVBoxLayout()
    _fill(layout, parent, parts, gap, margins)
    return layout


def label(text: str = "", role: str = "", tone: str = "", *, wrap: bool = False) -> QLabel:
    """A text; roles: title, figure, head, sub, aux; tones: danger, warn, ok, link. Never read as rich text."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if tone:
        made.setProperty("tone", tone)
    return made


def rule(*, vertical: bool = False) -> QFrame:
    """A hairline."""
    line = QFrame()
    line.setProperty("kind", "rule")
    line.setFixedWidth(1) if vertical else line.setFixedHeight(1)
    return line


def frame(kind: str, tone: str = "") -> QFrame:
    """A framed surface: panel, box, bar, foot, side."""
    made = QFrame()
    made.setProperty("kind", kind)
    if tone:
        made.setProperty("tone", tone)
    return made


def scrolled(content: QWidget) -> QScrollArea:
    """The content, scrolling up and down when it is taller than its place; no focus stop of its own."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    content.setObjectName(content.objectName() or "scrolled")
    area.setWidget(content)
    area.viewport().setAutoFillBackground(False)
    return area


def _fill(layout: QBoxLayout, parent: QWidget | None, parts: tuple[Part, ...], gap: int, margins: Margins) -> None:
    px = theme().px
    layout.setSpacing(px(gap))
    layout.setContentsMargins(*(px(margin) for margin in margins))
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(px(part))
        elif isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)
    if parent is not None:
        parent.setLayout(layout)
