"""Choosing a printer by keys."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QWidget

from ui.keys import ENTER
from ui.printing.queues import Printer
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.fields import LineEdit
from ui.widgets.layout import column, frame, label, row

_MOST_COPIES = 99


class PrintDialog(QDialog):
    """↑↓ choose, Enter prints, Esc cancels; afterwards `printer` and `copies` say what was chosen."""

    def __init__(self, printers: Sequence[Printer], what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("打印")
        self.setFixedWidth(theme().px(400))
        self._printers = printers
        self._list = QListWidget()
        self._list.setProperty("kind", "bare")
        self._list.setAccessibleName("打印机")
        for printer in printers:
            marks = [mark for mark in ("默认" if printer.is_default else "", printer.trouble) if mark]
            QListWidgetItem(f"{printer.name}（{'，'.join(marks)}）" if marks else printer.name, self._list)
        self._list.setCurrentRow(0)
        self._list.itemDoubleClicked.connect(self.accept)
        self._list.setFixedHeight(min(max(len(printers), 2), 6) * theme().px(31) + 4)
        self._copies = LineEdit("1", unit="份", latin=True)
        self._copies.setFixedWidth(theme().px(72))
        self._copies.setAccessibleName("份数")
        self._problem = label("", "aux", "danger")
        self._problem.hide()
        send = Button("打印", self.accept, icon="printer", key="Return", kind="primary")
        self._lay_out(what, send)
        self._list.setFocus()

    @property
    def printer(self) -> str:
        """The chosen printer's name."""
        return self._printers[self._list.currentRow()].name

    @property
    def copies(self) -> int:
        """How many copies; 0 when what was typed is no number of copies."""
        typed = unicodedata.normalize("NFKC", self._copies.text()).strip()
        return int(typed) if typed.isdecimal() and int(typed) <= _MOST_COPIES else 0

    def accept(self) -> None:
        """Print, when the number of copies is one."""
        if self.copies:
            super().accept()
            return
        self._problem.setText(f"份数应是 1–{_MOST_COPIES} 的整数，请改正。")
        self._problem.show()
        self._copies.setFocus()
        self._copies.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.accept()
        else:
            super().keyPressEvent(event)

    def _lay_out(self, what: str, send: Button) -> None:
        box = frame("panel")
        column(box, self._list, margins=(2, 2, 2, 2))
        column(
            self,
            *(label("打印到哪台打印机？", "title"), label(what, "sub"), box),
            *(row(None, label("份数"), self._copies, None), self._problem, 4),
            row(None, None, Button("取消", self.reject, key="Esc"), send),
            gap=10,
            margins=(20, 18, 20, 16),
        )
