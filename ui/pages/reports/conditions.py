"""The side panel: the conditions of the chosen report, one block under the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.context import App
from ui.pages.reports.block import Block, Read
from ui.pages.reports.kind import ReportKind
from ui.pages.reports.period import Period
from ui.pages.reports.wanted import Wanted
from ui.shell.targets import ReportTarget
from ui.widgets.layout import column, label

Found = Mapping[str, Any]
"""What the blocks' readers found, by the blocks' names."""


class ConditionsPanel(QWidget):
    """`changed` when other papers are wanted, `reread` when what there is to choose is another, too."""

    changed = Signal()
    reread = Signal()

    def __init__(self, blocks: Mapping[str, Block]) -> None:
        super().__init__()
        self.blocks = blocks
        self._kind: ReportKind | None = None
        column(self, label("条件", "head"), 2, *blocks.values(), None, gap=4, margins=(14, 12, 14, 8))
        for name, block in blocks.items():
            block.changed.connect(self.reread if block.rereads else self.changed)
            block.setVisible(False)
            block.setObjectName(f"condition-{name}")

    def show_kind(self, kind: ReportKind) -> None:
        """Show the blocks of another report."""
        self._kind = kind
        for name, block in self.blocks.items():
            block.fit(kind)
            block.setVisible(name in kind.conditions)

    def wanted(self, period: Period) -> Wanted:
        """What is asked for now; the period is where the report has none of its own."""
        wanted = Wanted(period=period)
        for block in self._shown().values():
            wanted = block.apply(wanted)
        return wanted

    def reader(self, wanted: Wanted) -> Callable[[App], Found]:
        """Reads in the background what the blocks offer on these conditions."""
        reads: dict[str, Read] = {name: block.read for name, block in self._shown().items() if block.read is not None}
        return lambda app: {name: read(app, wanted) for name, read in reads.items()}

    def show_found(self, found: Found) -> None:
        """Offer it."""
        for name, options in found.items():
            self.blocks[name].show_found(options)

    def take(self, target: ReportTarget) -> None:
        """Set what a target names."""
        for block in self._shown().values():
            block.take(target)

    def stops(self) -> Sequence[QWidget]:
        """Where F6 goes in it."""
        blocks = [block for block in self._shown().values() if block.stops()]
        panes = [block for block in blocks if block.pane] or blocks
        return [block.stops()[0] for block in panes]

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing to choose that anything could be printed of."""
        return any(block.is_bare for block in self._shown().values())

    def _shown(self) -> dict[str, Block]:
        if self._kind is None:
            return {}
        return {name: self.blocks[name] for name in self.blocks if name in self._kind.conditions}
