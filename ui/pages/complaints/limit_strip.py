"""The time limit of a complaint: due, left or late, used altogether."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from ui.theme import set_state
from ui.widgets.layout import column, label, row, rule


@dataclass(frozen=True, slots=True)
class LimitPart:
    """One of the three cells: what it is, its value, and how bad that is ("", warn, danger, ok)."""

    caption: str
    value: str
    tone: str = ""


class LimitStrip(QFrame):
    """Three cells side by side; the middle one is large while it matters."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "box")
        self._cells = [(label("", "aux"), label("", "head")) for _ in range(3)]
        due, left, used = (self._cell(*cell) for cell in self._cells)
        layout = row(self, due, rule(vertical=True), left, rule(vertical=True), used, gap=0, margins=(1, 1, 1, 1))
        for place, share in ((0, 10), (2, 12), (4, 10)):
            layout.setStretch(place, share)

    def show_parts(self, parts: Sequence[LimitPart]) -> None:
        """Other values."""
        for (caption, value), part in zip(self._cells, parts, strict=True):
            caption.setText(part.caption)
            value.setText(part.value)
            large = part.tone in ("warn", "danger")
            set_state(value, tone=part.tone, role="title" if large else "head")
        self.setAccessibleName("，".join(f"{part.caption} {part.value}" for part in parts))

    def texts(self) -> list[tuple[str, str]]:
        """What the cells say."""
        return [(caption.text(), value.text()) for caption, value in self._cells]

    def _cell(self, caption: QLabel, value: QLabel) -> QWidget:
        cell = QWidget()
        cell.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column(cell, caption, value, None, gap=2, margins=(12, 6, 8, 6))
        return cell
