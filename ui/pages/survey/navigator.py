"""The sections at the left: how far each is, and the key that goes there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem

from app.surveys.gaps import Progress
from ui.forms.rows import KeyRowDelegate, Row, show_row
from ui.keys import ENTER
from ui.theme import theme
from ui.widgets.layout import column, label, row, rule

_ROW = 34


class Navigator(QFrame):
    """`chosen` carries the index of a section."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "sections")
        self.setFixedWidth(theme().px(184))
        self.list = QListWidget()
        self.list.setProperty("kind", "bare")
        self.list.setItemDelegate(KeyRowDelegate(self.list, height=_ROW))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("调查表分段")
        self.list.itemClicked.connect(lambda item: self.chosen.emit(self.list.row(item)))
        self.list.installEventFilter(self)
        self.foot = label("", "aux", wrap=True)
        head = row(None, 8, label("调查表分段", "aux"), None, gap=0)
        column(self, head, self.list, rule(), row(None, 8, self.foot, gap=0), gap=6, margins=(4, 10, 4, 10))

    def show_sections(self, names: Sequence[str], states: Sequence[Progress], current: int) -> None:
        """Show every section's state; the current one is the one the cursor is in."""
        while self.list.count() < len(names):
            QListWidgetItem(self.list)
        while self.list.count() > len(names):
            self.list.takeItem(self.list.count() - 1)
        for place, (name, state) in enumerate(zip(names, states, strict=True)):
            done = 0 < state.asked == state.answered
            sign = (
                ("warning-circle-fill", "danger") if state.wrong else ("check-circle-fill", "ok") if done
                else ("circle-half-fill", "link") if state.answered else ("circle", "text3")
            )  # fmt: skip
            count = (
                f"{state.answered}/{state.asked}" if state.asked else "",
                "ok" if done and not state.wrong else "text3",
            )
            show_row(
                self.list.item(place), Row(name, icon=sign, count=count, end_key=str(place + 1) if place < 9 else "")
            )
        if self.list.currentRow() != current and 0 <= current < self.list.count():
            self.list.setCurrentRow(current)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the list goes to the section."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and _is_enter(event):
            self.chosen.emit(self.list.currentRow())
            return True
        return super().eventFilter(watched, event)


def _is_enter(event: QKeyEvent) -> bool:
    return event.key() in ENTER and not event.modifiers()
