"""Conditions that name records: a customer or several, a sheet, a complaint; found by typing, in a dialog."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from app.context import App
from ui.dialogs.choose import ChooseDialog
from ui.pages.reports.block import Block
from ui.pages.reports.wanted import Wanted
from ui.shell.targets import ReportTarget
from ui.widgets.button import Button
from ui.widgets.layout import column, frame, label, row


@dataclass(frozen=True, slots=True, kw_only=True)
class Picking:
    """How a record is found and named.

    `field` of the Wanted takes its id, or with `many` up to `most` ids; `target` is a ReportTarget's name for it;
    `ask` makes the dialog, `name_of` tells a record that was named by its id only.
    """

    title: str
    field: str
    target: str
    verb: str
    ask: Callable[[QWidget], ChooseDialog]
    text: Callable[[Any], str]
    name_of: Callable[[App, int], str]
    many: bool = False
    most: int = 1
    nothing: str = ""


class PickedBlock(Block):
    """What was picked, each with ×; the button opens the search."""

    pane = True

    def __init__(self, picking: Picking) -> None:
        super().__init__()
        self._picking = picking
        self._picked: dict[int, str] = {}
        self.read = lambda app, wanted: {n: picking.name_of(app, n) for n, name in self._unnamed(wanted)}
        self._list = column(None, gap=2)
        self.button = Button(picking.verb, self.choose, icon="magnifying-glass", small=True)
        self.lay_out(picking.title, self._list, row(None, self.button, None))
        self._show()

    def apply(self, wanted: Wanted) -> Wanted:
        """Put the ids in."""
        ids = tuple(self._picked)
        return wanted.having(self._picking.field, ids if self._picking.many else ids[0] if ids else None)

    def show_found(self, found: dict[int, str]) -> None:
        """Names of those that were known by number only."""
        if found:
            self._picked.update({number: name for number, name in found.items() if number in self._picked})
            self._show()

    def take(self, target: ReportTarget) -> None:
        """Only what the target names."""
        number = getattr(target, self._picking.target)
        if number is not None:
            self._picked = {number: self._picked.get(number, "")}
            self._show()

    def stops(self) -> Sequence[QWidget]:
        """The button."""
        return [self.button]

    def choose(self) -> None:
        """Look for one more, or for another one."""
        dialog = self._picking.ask(self.window())
        dialog.accepted.connect(lambda: self._pick(dialog.chosen))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _pick(self, row_: Any) -> None:
        if self._picking.most == 1:
            self._picked = {}
        self._picked[row_.id] = self._picking.text(row_)
        self._changed()

    def _drop(self, number: int) -> None:
        self._picked.pop(number)
        self.button.setFocus()
        self._changed()

    def _changed(self) -> None:
        self._show()
        self.changed.emit()

    def _unnamed(self, wanted: Wanted) -> list[tuple[int, str]]:
        given = getattr(wanted, self._picking.field)
        ids = given if isinstance(given, tuple) else (given,) if given else ()
        return [(number, "") for number in ids if not self._picked.get(number)]

    def _show(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for number, name in self._picked.items():
            self._list.addWidget(self._line(number, name))
        full = 1 < self._picking.most <= len(self._picked)
        self.button.set_reason(f"一次最多选 {self._picking.most} 个。" if full else "")
        if not self._picked and self._picking.nothing:
            self._list.addWidget(label(self._picking.nothing, "aux", wrap=True))

    def _line(self, number: int, name: str) -> QWidget:
        line = frame("box")
        words = label(name or "……", wrap=True)
        away = Button(icon="x", kind="quiet", small=True, tip=f"去掉「{name}」", clicked=lambda: self._drop(number))
        row(line, words, away, gap=4, margins=(8, 0, 2, 0)).setStretch(0, 1)
        return line
