"""What leaves the planner: 《拜访计划表》 on paper and as files, and a calendar file for the phone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.pages.planning.header import PeriodHead
from ui.pages.reports.period import Period
from ui.pages.reports.sending import Sending
from ui.pages.reports.wanted import Wanted
from ui.shell.actions import Action
from ui.shell.desk import Desk

_REPORT = "plan"


class PlanPapers(QObject):
    """Everything is about the week shown and the rep filtered by, or all of the office's."""

    def __init__(self, desk: Desk, head: PeriodHead, employee_id: Callable[[], int | None], page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._head, self._employee_id = desk, head, employee_id
        self._sending = Sending(desk, page)

    def print(self) -> None:
        """Ctrl+P."""
        self._sending.print(_REPORT, self._wanted())

    def actions(self) -> Sequence[Action]:
        """The files."""
        return [
            Action(text="导出 Excel", key="Ctrl+E", icon="table", slot=lambda: self._export("xlsx")),
            Action(text="导出 PDF", key="F12", icon="file-pdf", slot=lambda: self._export("pdf")),
        ]

    def _export(self, suffix: str) -> None:
        self._sending.export(_REPORT, self._wanted(), suffix)

    def _wanted(self) -> Wanted:
        return Wanted(
            period=Period.week(self._head.first),
            branch_id=self._desk.app.user.branch_id,
            employee_id=self._employee_id(),
        )
