"""Names and values in two pairs a row, as the head of a complaint shows them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from ui.theme import theme
from ui.widgets.layout import label
from ui.widgets.marks import OneLine

_PAIRS = 2
_NAME_WIDTH = 60


class Facts(QWidget):
    """One line each; what is cut is whole in the tooltip."""

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
        for place, (name, value) in enumerate(facts):
            at, side = divmod(place, _PAIRS)
            self._grid.addWidget(label(name, "sub"), at, side * 2)
            self._grid.addWidget(OneLine(value), at, side * 2 + 1)
