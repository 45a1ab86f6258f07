"""The dialog that makes one customer of two: which is kept, and for each field whose value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.dialogs.message import Answer, Dialog
from ui.tables.columns import Column, Status
from ui.tables.view import RecordTable
from ui.theme import theme
from ui.widgets.choices import Segment
from ui.widgets.layout import column, frame, label, row

if TYPE_CHECKING:
    from app.customers.comparing import Comparison

_WIDE, _ROWS = 760, 9
_KEYS = "↑ ↓ 选项目，← → 选留哪边，Alt+1 Alt+2 换留哪一家"
_TEXT = "勾上的值留下，没勾的记在变更记录里。联系人、拜访、调查表等都归到留下的那家，30 天内可以拆开。"


@dataclass(frozen=True, slots=True)
class Choice:
    """One field in which the two differ; `chosen` is 0 or 1, whose value stays."""

    name: str
    label: str
    texts: tuple[str, str]
    chosen: int


@dataclass(frozen=True, slots=True)
class MergeOrder:
    """What was asked for: who is kept (0 or 1 of the comparison), for which fields whose value, and why."""

    kept: int
    choices: dict[str, int]
    reason: str


def _cell(row: Choice, side: int) -> Status:
    on = row.chosen == side
    return Status(word=row.texts[side], tone="ok" if on else "", icon="check-circle-fill" if on else "circle")


class ChoiceTable(RecordTable):
    """← takes the left value, → the right one, with Ctrl all of them; Space or a click takes the other one."""

    def __init__(self, rows: Sequence[Choice]) -> None:
        columns = (
            Column(key="label", title="项目", width=120, quiet=True),
            Column(key="one", title="甲", width=200, stretch=True, kind="status", value=lambda r: _cell(r, 0)),
            Column(key="other", title="乙", width=200, stretch=True, kind="status", value=lambda r: _cell(r, 1)),
        )
        super().__init__(columns)
        self.setAccessibleName("逐项选留哪一家的")
        self.choices = list(rows)
        self.show_rows(self.choices)
        self.clicked.connect(lambda index: self.choose(index.column() - 1) if index.column() else None)

    def choose(self, side: int) -> None:
        """Take a side's value for the current field."""
        number = self.currentIndex().row()
        if 0 <= number < len(self.choices):
            self.choices[number] = replace(self.choices[number], chosen=side)
            self.show_rows(self.choices)

    def choose_all(self, side: int) -> None:
        """Take one side's value wherever it has one."""
        self.choices = [replace(each, chosen=side if each.texts[side] != "—" else 1 - side) for each in self.choices]
        self.show_rows(self.choices)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the keys choose; the rest is the list's."""
        number = self.currentIndex().row()
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            every = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            (self.choose_all if every else self.choose)(int(event.key() == Qt.Key.Key_Right))
        elif event.key() == Qt.Key.Key_Space and 0 <= number < len(self.choices):
            self.choose(1 - self.choices[number].chosen)
        else:
            super().keyPressEvent(event)


class MergeDialog(Dialog):
    """Alt+1 and Alt+2 say which is kept, ↑↓ ← → whose values, Ctrl+Enter merges; `order` is what was asked for."""

    def __init__(self, found: Comparison, parent: QWidget | None = None) -> None:
        answers = [Answer("", "取消"), Answer("merge", "合并", "primary", "Ctrl+Enter")]
        super().__init__("两家合并成一家，留哪一家？", _TEXT, answers, parent=parent)
        self.setFixedWidth(theme().px(_WIDE))
        self.order: MergeOrder | None = None
        self._found, self._reason_needed = found, found.owners_differ
        self.kept = Segment([f"留{side}　{each.customer_no}" for side, each in zip("甲乙", found.sides, strict=True)])
        self.table = ChoiceTable(self._choices(0))
        self.reason, self.problem = self._reason_field(), label("", "aux", "danger", wrap=True)
        self.problem.hide()
        named = "　".join(f"{side}「{each.name}」{each.owner}" for side, each in zip("甲乙", found.sides, strict=True))
        self.body.addLayout(row(None, self.kept, None, label(_KEYS, "aux")))
        for part in (label(named, "sub", wrap=True), self._framed(), self.reason, self.problem):
            self.body.addWidget(part)
        self.kept.chosen.connect(self._keep)
        for number in (0, 1):
            self._key(f"Alt+{number + 1}", partial(self.kept.set_current, number))
        self.table.setFocus()

    def choose(self, name: str) -> None:
        """Take it when the reason is there where one is needed."""
        reason = self.reason.toPlainText().strip()
        if name and self._reason_needed and not reason:
            self.problem.setText("两家的负责人不同，还没有写理由。写一句再合并，或按 Esc 不合并。")
            self.problem.show()
            self.reason.setFocus()
            return
        if name:
            ids = [side.customer_id for side in self._found.sides]
            choices = {each.name: ids[each.chosen] for each in self.table.choices}
            self.order = MergeOrder(self.kept.current, choices, reason)
        super().choose(name)

    def _framed(self) -> QWidget:
        """The fields, as high as they need, up to what fits."""
        surface = frame("panel")
        column(surface, self.table, margins=(1, 1, 1, 1))
        lines = min(max(len(self.table.choices), 2), _ROWS)
        surface.setFixedHeight(lines * theme().row_height + theme().px(28) + 4)
        return surface

    def _reason_field(self) -> QPlainTextEdit:
        field = QPlainTextEdit()
        field.setAccessibleName("理由")
        field.setPlaceholderText("两家的负责人不同，写明为什么并给这一位" if self._reason_needed else "理由，可以不写")
        field.setTabChangesFocus(True)
        field.setFixedHeight(theme().px(52))
        return field

    def _key(self, key: str, does: Callable[[], object]) -> None:
        QShortcut(QKeySequence(key), self).activated.connect(lambda: does())

    def _choices(self, kept: int) -> list[Choice]:
        """The proposal for the one that is kept: its own values, the other's where it has none."""
        return [
            Choice(each.name, each.label, each.texts, each.proposed[kept])
            for each in self._found.fields
            if each.choosable and each.differs
        ]

    def _keep(self, kept: int) -> None:
        self.table.choices = self._choices(kept)
        self.table.show_rows(self.table.choices)
