"""Finding the customer a visit or a plan line is for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.customers.archive import CustomerRow, list_customers
from ui.dialogs.message import Answer, Dialog
from ui.shell.desk import Desk
from ui.tables.columns import Column
from ui.tables.view import RecordTable
from ui.theme import theme
from ui.widgets.fields import SearchField
from ui.widgets.layout import column, frame, label

_WIDTH, _HEIGHT, _MOST = 640, 330, 50
_COLUMNS = (
    Column(key="primary_class", title="级", width=40, kind="grade"),
    Column(key="name", title="客户", width=220, stretch=True, strong=True, marked=True),
    Column(key="market", title="市场", width=130),
    Column(key="owner", title="业务员", width=76),
    Column(key="last_visit_on", title="上次拜访", width=80, kind="date"),
)


class ChooseCustomer(Dialog):
    """Type part of a name, its initials, a number or the end of a phone; ↓ and Enter choose. `chosen` is the row."""

    def __init__(self, desk: Desk, typed: str = "", parent: QWidget | None = None) -> None:
        answers = [Answer("", "取消"), Answer("choose", "选这家", "primary")]
        super().__init__("哪家客户？", "", answers, default="choose", parent=parent)
        self.setFixedWidth(theme().px(_WIDTH))
        self.chosen: CustomerRow | None = None
        self._desk, self._asked = desk, ""
        self.search = SearchField("名称、拼音首字母、编号或电话尾号")
        self.table = RecordTable(_COLUMNS)
        self.table.setFixedHeight(theme().px(_HEIGHT))
        self.none = label("", "sub")
        surface = frame("panel")
        column(surface, self.table, margins=(1, 1, 1, 1))
        for part in (self.search, surface, self.none):
            self.body.addWidget(part)
        self.search.searched.connect(self._find)
        self.search.down.connect(lambda: self.table.setFocus(Qt.FocusReason.TabFocusReason))
        self.table.opened.connect(lambda _: self.choose("choose"))
        self.table.typed.connect(self._type_on)
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

    def _find(self, text: str) -> None:
        self._asked = text

        def show(rows: Sequence[CustomerRow]) -> None:
            if text == self._asked:
                self.table.show_rows(rows)
                self.table.mark(text)
                more = "只列出前 50 家，多打一个字再找。" if len(rows) == _MOST else ""
                self.none.setText(more if rows else f"没有找到「{text}」。少打一个字，或先录调查表建档。")

        app = self._desk.app
        self._desk.jobs.start(self, lambda _: list_customers(app, text, limit=_MOST), show, failed=self._desk.complain)

    def _type_on(self, text: str) -> None:
        self.search.setFocus()
        self.search.setText(self.search.text() + text)
