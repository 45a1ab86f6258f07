"""What leaves the planner: 《拜访计划表》 on paper and as files, and a calendar file for the phone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.planning.weeks import monday_of, sunday_of
from app.reports.writing import aside, name_from
from app.security.exporting import ExportInput, hand_over
from app.tasks import Task
from ui.pages.planning.header import PeriodHead, RepChip
from ui.pages.reports.export_toasts import ExportToasts
from ui.pages.reports.exporting import Exported, export_folder, new_path
from ui.pages.reports.period import Period
from ui.pages.reports.sending import Sending
from ui.pages.reports.wanted import Wanted
from ui.shell.actions import Action
from ui.shell.desk import Desk

REPORT, CODE = "plan", "RP08"


class PlanPapers(QObject):
    """Everything is about the week shown and the rep filtered by, or all of the office's."""

    def __init__(self, desk: Desk, head: PeriodHead, rep: RepChip, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._head, self._rep = desk, head, rep
        self._sending = Sending(desk, page)
        self._toasts = ExportToasts(desk, self)

    def print(self) -> None:
        """Ctrl+P."""
        self._sending.print(REPORT, self._wanted())

    def actions(self) -> Sequence[Action]:
        """The files."""
        return [
            Action(text="导出 Excel", key="Ctrl+E", icon="table", slot=lambda: self._export("xlsx")),
            Action(text="导出 PDF", key="F12", icon="file-pdf", slot=lambda: self._export("pdf")),
            Action(text="导出日历文件（.ics）", key="Alt+I", icon="calendar-plus", slot=self._export_calendar),
        ]

    def _export(self, suffix: str) -> None:
        self._sending.export(REPORT, self._wanted(), suffix)

    def _wanted(self) -> Wanted:
        return Wanted(
            period=Period.week(self._head.first),
            branch_id=self._desk.app.user.branch_id,
            employee_id=self._rep.value,
        )

    def _export_calendar(self) -> None:
        """One event a visit, which every phone's calendar takes; logged as every export is."""
        app, first, wanted = self._desk.app, monday_of(self._head.first), self._wanted()
        owners = None if wanted.employee_id is None else (wanted.employee_id,)
        year, week, _ = first.isocalendar()
        name = name_from(("拜访计划", app.user.branch_name, f"{year}-W{week:02d}", self._rep.words), "ics")

        def write(_: Task) -> Exported:
            from app.planning.ics import write_ics

            path = new_path(export_folder(), name)
            conditions = {"week": f"{year}-W{week:02d}", "employee_id": wanted.employee_id}
            with aside(path) as ready:
                count = write_ics(app, ready, first, sunday_of(first), owners)
                hand_over(
                    app,
                    ready,
                    path,
                    ExportInput(report_code=CODE, format="ics", rows=count, purpose="visit_prep", filter=conditions),
                )
            return Exported(path, f"{count} 家")

        self._desk.jobs.start(
            self, write, lambda done: self._toasts.show_exported(done, app.now()), failed=self._desk.complain
        )
