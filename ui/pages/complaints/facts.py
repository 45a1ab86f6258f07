"""Names and values in two pairs a row, as the head of a complaint shows them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.theme import theme
from ui.widgets.layout import label
from ui.widgets.marks import OneLine

_PAIRS = 2
_NAME_WIDTH, _VALUE_WIDTH = 60, 116


class Facts(QWidget):
    """One line each; a long one has the row for itself, and is whole in the tooltip where even that is too narrow."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme().px(8))
        self._grid.setVerticalSpacing(theme().px(4))
        for side in range(_PAIRS):
            self._grid.setColumnMinimumWidth(side * 2, theme().px(_NAME_WIDTH))
            self._grid.setColumnStretch(side * 2 + 1, 1)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Other facts."""
        while (old := self._grid.takeAt(0)) is not None:
            if part := old.widget():
                part.deleteLater()
        place, width = 0, QFontMetrics(theme().font()).horizontalAdvance
        for name, value in facts:
            wide = width(value) > theme().px(_VALUE_WIDTH)
            place += place % _PAIRS if wide else 0
            at, side = divmod(place, _PAIRS)
            self._grid.addWidget(label(name, "sub"), at, side * 2)
            self._grid.addWidget(OneLine(value), at, side * 2 + 1, 1, 3 if wide else 1)
            place += _PAIRS if wide else 1
