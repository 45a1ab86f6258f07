"""F1: every key that works on this page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from ui.shell.actions import Hint
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.layout import column, label, row, scrolled
from ui.widgets.marks import key_cap

Group = tuple[str, Sequence[Hint]]


class KeySheet(QDialog):
    """Groups of keys in two columns; Esc closes."""

    def __init__(self, parent: QWidget, title: str, groups: Sequence[Group]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"{title}的快捷键")
        content = QWidget()
        sides = [column(None, gap=16), column(None, gap=16)]
        for group_title, hints in groups:
            if hints:
                min(sides, key=_rows).addLayout(_group(group_title, hints))
        for side in sides:
            side.addStretch(1)
        row(content, *sides, gap=32, margins=(0, 0, 8, 0))
        close = Button("关闭", self.accept, key="Esc")
        head = label(f"{title}的快捷键", "title")
        column(self, head, scrolled(content), row(None, None, close), gap=12, margins=(20, 16, 20, 16))
        self.resize(theme().px(680), min(theme().px(600), parent.height() - theme().px(40)))
        close.setFocus()


def _group(title: str, hints: Sequence[Hint]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme().px(12))
    grid.setVerticalSpacing(theme().px(6))
    grid.addWidget(label(title, "head"), 0, 0, 1, 2)
    for line, hint in enumerate(hints, 1):
        grid.addWidget(label(hint.text), line, 0)
        grid.addWidget(key_cap(hint.key), line, 1, Qt.AlignmentFlag.AlignRight)
    grid.setColumnStretch(0, 1)
    return grid


def _rows(side: QVBoxLayout) -> int:
    grids = (side.itemAt(at) for at in range(side.count()))
    return sum(grid.rowCount() + 1 for grid in grids if isinstance(grid, QGridLayout))
