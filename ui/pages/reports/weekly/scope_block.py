"""Whose summary: the office's or one rep's, each with how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QWidget

from app.context import App
from app.sweep.weekly.summary import WeeklyStatus, list_weekly
from ui.pages.reports.block import Block
from ui.pages.reports.wanted import Wanted
from ui.pages.reports.weekly.scope import period_of
from ui.shell.targets import ReportTarget


class ScopeBlock(Block):
    """The office first, then its reps by number."""

    def __init__(self) -> None:
        super().__init__()
        self.read = _statuses
        self._statuses: Sequence[WeeklyStatus] = ()
        self._named: int | None = None
        self.box = QComboBox()
        self.box.setAccessibleName("谁的总结")
        self.lay_out("谁的总结", self.box)
        self.box.currentIndexChanged.connect(self.changed)

    @property
    def status(self) -> WeeklyStatus | None:
        """How the chosen summary stands, None while it is not known."""
        number = self.box.currentIndex()
        return self._statuses[number] if 0 <= number < len(self._statuses) else None

    def apply(self, wanted: Wanted) -> Wanted:
        """Put the rep in, None for the office."""
        return replace(wanted, employee_id=self.status.scope.employee_id if self.status else self._named)

    def show_found(self, found: Sequence[WeeklyStatus]) -> None:
        """Offer them; the same person stays chosen."""
        before = self._named or (self.status.scope.employee_id if self.status else None)
        self._named = None
        self._statuses = found
        ids = [status.scope.employee_id for status in found]
        self.box.blockSignals(True)
        self.box.clear()
        self.box.addItems([f"{status.name}　{status.state}{' 迟' if status.is_late else ''}" for status in found])
        self.box.setCurrentIndex(ids.index(before) if before in ids else 0)
        self.box.blockSignals(False)

    def take(self, target: ReportTarget) -> None:
        """Choose the rep a target names."""
        if target.employee_id is not None:
            self._named = target.employee_id
            self.show_found(self._statuses)

    def stops(self) -> Sequence[QWidget]:
        """The list."""
        return [self.box]


def _statuses(app: App, wanted: Wanted) -> list[WeeklyStatus]:
    return list_weekly(app, period_of(wanted), wanted.branch_id) if wanted.branch_id is not None else []
