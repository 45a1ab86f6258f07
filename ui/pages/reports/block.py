"""One condition of the report centre: a labelled part of the side panel that fills its part of a Wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from app.context import App
from ui.pages.reports.kind import ReportKind
from ui.pages.reports.wanted import Wanted
from ui.shell.targets import ReportTarget
from ui.widgets.layout import Part, column, label

Read = Callable[[App, Wanted], Any]
"""Reads in the background what a block offers, given what is wanted so far."""


class Block(QWidget):
    """`changed` when something else is wanted; with `rereads` other blocks then have other things to offer.

    F6 stops at blocks that are a `pane`.
    """

    changed = Signal()
    rereads = False
    pane = False
    read: Read | None = None

    def fit(self, kind: ReportKind) -> None:
        """Become what another report needs."""

    def apply(self, wanted: Wanted) -> Wanted:
        """What is wanted, with this condition put in."""
        return wanted

    def show_found(self, found: Any) -> None:
        """Offer what `read` has found."""

    @property
    def is_bare(self) -> bool:
        """Whether it has nothing to choose from that anything could be printed of."""
        return False

    def take(self, target: ReportTarget) -> None:
        """Set what a target names; says nothing of it."""

    def stops(self) -> Sequence[QWidget]:
        """Where the keyboard goes in it, first the most used one."""
        return ()

    def lay_out(self, title: str, *parts: Part) -> None:
        """Grey title above, parts under one another."""
        column(self, label(title, "sub"), *parts, gap=6, margins=(0, 0, 0, 6))


class ChoiceBlock(Block):
    """One of a list of (id, name), kept in the Wanted's field `field`; `whole` is a first choice for none of them.

    `start` gives the id chosen at first; it is asked when the list comes for the first time.
    """

    def __init__(
        self,
        title: str,
        field: str,
        read: Read,
        *,
        rereads: bool = False,
        whole: str = "",
        start: Callable[[], Any] = lambda: None,
        text: Callable[[Any], tuple[Any, str]] = lambda option: (option[0], option[1]),
    ) -> None:
        super().__init__()
        self.read, self.rereads = read, rereads
        self._field, self._whole, self._start, self._text = field, whole, start, text
        self._ids: list[Any] = []
        self._named: Any = None
        self.box = QComboBox()
        self.box.setAccessibleName(title)
        self.lay_out(title, self.box)
        self.box.currentIndexChanged.connect(self.changed)

    @property
    def chosen(self) -> Any:
        """The chosen id, None without one."""
        number = self.box.currentIndex()
        return self._ids[number] if 0 <= number < len(self._ids) else None

    def apply(self, wanted: Wanted) -> Wanted:
        """Put the id in; while nothing was read, the one it starts with."""
        chosen = self.chosen if self._ids else self._named or self._start()
        return wanted.having(self._field, chosen)

    def show_found(self, found: Sequence[Any]) -> None:
        """Offer them; the chosen one stays as far as it is among them."""
        options = [(None, self._whole)] if self._whole else []
        options += [self._text(option) for option in found]
        before = self._named or (self.chosen if self._ids else self._start())
        self._named = None
        self._ids = [number for number, _ in options]
        self.box.blockSignals(True)
        self.box.clear()
        self.box.addItems([name for _, name in options])
        self.box.setCurrentIndex(self._ids.index(before) if before in self._ids else 0)
        self.box.blockSignals(False)

    def take(self, target: ReportTarget) -> None:
        """Choose what a target names, as soon as it is offered."""
        wanted = getattr(target, self._field, None)
        if wanted is not None:
            self._named = wanted
            if wanted in self._ids:
                self.box.blockSignals(True)
                self.box.setCurrentIndex(self._ids.index(wanted))
                self.box.blockSignals(False)

    def stops(self) -> Sequence[QWidget]:
        """The list."""
        return [self.box]
