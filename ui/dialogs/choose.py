"""Finding one record among very many: type, ↓, Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.dialogs.message import Answer, Dialog
from ui.shell.desk import Desk
from ui.tables.columns import Column
from ui.tables.view import RecordTable
from ui.theme import theme
from ui.widgets.fields import SearchField
from ui.widgets.layout import column, frame, label

MOST = 50
_WIDTH, _HEIGHT = 640, 330


class ChooseDialog(Dialog):
    """`find` gets what was typed (empty at first) and runs in the background; it gives at most MOST rows.

    `hint` says by what one can search, `nothing` what to do when nothing is found; `chosen` is the row, None for Esc.
    """

    def __init__(
        self,
        title: str,
        desk: Desk,
        columns: Sequence[Column],
        find: Callable[[str], Sequence[Any]],
        *,
        hint: str,
        verb: str,
        nothing: str = "少打一个字再找。",
        typed: str = "",
        parent: QWidget | None = None,
    ) -> None:
        answers = [Answer("", "取消"), Answer("choose", verb, "primary")]
        super().__init__(title, "", answers, default="choose", parent=parent)
        self.setFixedWidth(theme().px(_WIDTH))
        self.chosen: Any = None
        self._desk, self._find_rows, self._nothing = desk, find, nothing
        self.search = SearchField(hint)
        self.table = RecordTable(columns)
        self.table.setFixedHeight(theme().px(_HEIGHT))
        self.none = label("", "sub")
        surface = frame("panel")
        column(surface, self.table, margins=(1, 1, 1, 1))
        for part in (self.search, surface, self.none):
            self.body.addWidget(part)
        self.search.searched.connect(self._find)
        self.search.down.connect(lambda: self.table.setFocus(Qt.FocusReason.TabFocusReason))
        self.table.opened.connect(lambda _: self.choose("choose"))
        self.table.typed.connect(self.search.type_on)
        self.search.setText(typed)
        self.search.setFocus()
        self._find(typed)

    def setVisible(self, visible: bool) -> None:
        """Typing goes on where it began: the dialog's first focus would select, and then replace it."""
        super().setVisible(visible)
        if visible:
            self.search.end(False)

    def choose(self, name: str) -> None:
        """Take the current row."""
        self.chosen = self.table.current_row() if name else None
        if not name or self.chosen is not None:
            super().choose(name)

    def find_again(self) -> None:
        """Read the rows anew: something of them was changed."""
        self._find(self.search.text())

    def _find(self, text: str) -> None:
        def show(rows: Sequence[Any]) -> None:
            self.table.show_rows(rows)
            self.table.mark(text)
            more = f"只列出前 {MOST} 条，多打一个字再找。" if len(rows) == MOST else ""
            self.none.setText(more if rows else f"没有找到「{text}」。{self._nothing}")

        self._desk.jobs.reread(self, "rows", lambda _: self._find_rows(text), show, failed=self._desk.complain)
