"""Which columns a list shows, in which order and how wide: a person's own choice, remembered."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ui.dialogs.message import Answer, Dialog
from ui.preferences import Preferences
from ui.tables.columns import Column
from ui.tables.sticky import StickyTable
from ui.theme import theme
from ui.widgets.layout import column as stacked
from ui.widgets.layout import frame
from ui.widgets.tick_list import TickList

_HEIGHT = 380


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """The columns shown, by key, and the widths of those that were made wider or narrower, in design pixels."""

    keys: tuple[str, ...]
    widths: Mapping[str, int] = field(default_factory=dict)

    def as_text(self) -> str:
        """To be kept."""
        return json.dumps({"keys": self.keys, "widths": dict(self.widths)}, ensure_ascii=False)

    @staticmethod
    def from_text(text: str, usual: ColumnChoice) -> ColumnChoice:
        """What was kept; the usual choice where it makes no sense any more."""
        try:
            kept = json.loads(text)
            return ColumnChoice(tuple(map(str, kept["keys"])), {str(k): int(w) for k, w in kept["widths"].items()})
        except (ValueError, TypeError, KeyError, AttributeError):
            return usual


class ChosenColumns(QObject):
    """Shows a choice of `every` column in a table, `fixed` always among them, and follows what the mouse does to it.

    `changed` comes after the choice became another one.
    """

    changed = Signal()

    def __init__(
        self, table: StickyTable, every: Sequence[Column], usual: Sequence[str], fixed: str, kept: Preferences, key: str
    ) -> None:
        super().__init__(table)
        self._table, self._fixed, self._kept, self._key = table, fixed, kept, key
        self._every = {column.key: column for column in every}
        self.usual = ColumnChoice(tuple(usual))
        self.choice = ColumnChoice.from_text(kept.text(key), self.usual)
        head = table.head
        head.setSectionsMovable(True)
        head.sectionMoved.connect(lambda *_: QTimer.singleShot(0, self, self._take_order))
        head.sectionResized.connect(lambda place, _, width: self._take_width(place, width))
        self._show()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns shown."""
        keys = self.choice.keys if self._fixed in self.choice.keys else (self._fixed, *self.choice.keys)
        return tuple(self._every[key] for key in keys if key in self._every)

    def choose(self, choice: ColumnChoice) -> None:
        """Show other columns, and remember them."""
        if choice != self.choice:
            self.choice = choice
            self._kept.remember(self._key, choice.as_text())
            self._show()
            self.changed.emit()

    def open_dialog(self, parent: QWidget) -> ColumnsDialog:
        """Let the person choose."""
        shown = [column.key for column in self.columns]
        rest = [key for key in self._every if key not in shown]
        lines = [(key, self._every[key].title) for key in (*shown, *rest)]
        dialog = ColumnsDialog(lines, shown, parent)
        dialog.finished.connect(lambda _: self._take(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _take(self, dialog: ColumnsDialog) -> None:
        if dialog.answer == "reset":
            self.choose(self.usual)
        elif dialog.answer:
            self.choose(ColumnChoice(dialog.list.values(), self.choice.widths))

    def _show(self) -> None:
        self._table.set_columns(self.columns, self.choice.widths)
        self._table.set_sticky(self._fixed)

    def _take_width(self, place: int, width: int) -> None:
        if not self._table.is_fitting:
            widths = {**self.choice.widths, self.columns[place].key: round(width / theme().scale)}
            self.choice = ColumnChoice(self.choice.keys, widths)
            self._kept.remember(self._key, self.choice.as_text())
            self._table.remember_widths(widths)

    def _take_order(self) -> None:
        """Dragged heads: the columns themselves change places, so that keys and copying follow the same order."""
        head, columns = self._table.head, self.columns
        order = [head.logicalIndex(place) for place in range(head.count())]
        if order == sorted(order):
            return
        head.blockSignals(True)
        for place in range(len(order)):
            head.moveSection(head.visualIndex(place), place)
        head.blockSignals(False)
        self.choose(ColumnChoice(tuple(columns[place].key for place in order), self.choice.widths))


class ColumnsDialog(Dialog):
    """The columns to tick and put in order."""

    def __init__(self, lines: Sequence[tuple[str, str]], shown: Sequence[str], parent: QWidget) -> None:
        answers = [Answer("", "取消"), Answer("reset", "恢复原样"), Answer("use", "用这些列", "primary")]
        text = "空格显示或藏起一列，Ctrl+↑↓ 换位置。客户名称始终显示。"
        super().__init__("列表里显示哪些列", text, answers, default="use", parent=parent)
        self.list = TickList(ordered=True)
        self.list.setFixedHeight(theme().px(_HEIGHT))
        self.list.show_choices(lines, shown)
        surface = frame("panel")
        stacked(surface, self.list, margins=(1, 1, 1, 1))
        self.body.addWidget(surface)
        self.list.setFocus()
