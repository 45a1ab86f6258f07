"""投诉处理单 (RP09) and 投诉台账 (RP10) out of the complaints page, by the report centre's one way out."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.errors import NotFound
from app.tasks import Task
from ui.pages.reports.export_toasts import ExportToasts
from ui.pages.reports.exporting import Order, build, pdf_of
from ui.pages.reports.kinds import reports_for
from ui.pages.reports.output import Output
from ui.pages.reports.period import Period
from ui.pages.reports.wanted import Wanted
from ui.rendering import PdfFile
from ui.shell.desk import Desk

PAPER, LEDGER = "complaint", "complaints"


class ComplaintOutput(QObject):
    """What Ctrl+P, F12 and Ctrl+E do here."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._output = Output(desk, ExportToasts(desk, self), page)

    def print_paper(self, complaint_id: int) -> None:
        """Ask for a printer and print the 投诉处理单."""
        order, app = self._order(PAPER, complaint_id), self._desk.app
        if order is None:
            return

        def pages(task: Task) -> int:
            pdf = PdfFile(pdf_of(build(app, order, task), task))
            count = len(pdf.sizes)
            pdf.close()
            return count

        self._desk.jobs.start(
            self, pages, lambda count: self._output.choose_printer(order, count), failed=self._desk.complain
        )

    def export_paper(self, complaint_id: int) -> None:
        """Write the 投诉处理单 as PDF."""
        self._export(self._order(PAPER, complaint_id), "pdf")

    def export_ledger(self) -> None:
        """Write this month's 投诉台账 as a workbook."""
        self._export(self._order(LEDGER), "xlsx")

    def _export(self, order: Order | None, suffix: str) -> None:
        if order is not None:
            self._output.export(order, suffix)

    def _order(self, name: str, complaint_id: int | None = None) -> Order | None:
        app = self._desk.app
        kind = next((kind for kind in reports_for(app) if kind.name == name), None)
        if kind is None:
            self._desk.complain(NotFound("这个账号不能打印和导出投诉报表。请找内勤、客服或主管。"))
            return None
        period = Period.month(app.today())
        return Order(kind, Wanted(period=period, branch_id=app.user.branch_id, complaint_id=complaint_id))
