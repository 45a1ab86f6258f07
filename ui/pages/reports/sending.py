"""Papers printed and exported from other pages, by the report centre's one way out."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.errors import NotFound
from app.tasks import Task
from ui.pages.reports.export_toasts import ExportToasts
from ui.pages.reports.exporting import Order, build, pdf_of
from ui.pages.reports.kinds import reports_for
from ui.pages.reports.output import Output
from ui.pages.reports.wanted import Wanted
from ui.rendering import PdfFile
from ui.shell.desk import Desk


class Sending(QObject):
    """`report` is the name of a ReportKind; what came of it is told in toasts."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._output = Output(desk, ExportToasts(desk, self), page)

    def print(self, report: str, wanted: Wanted) -> None:
        """Ask for a printer and print."""
        order, app = self._order(report, wanted), self._desk.app
        if order is None:
            return

        def measure(task: Task) -> tuple[int, str]:
            pdf = PdfFile(pdf_of(build(app, order, task), task))
            pdf.close()
            return len(pdf.sizes), pdf.paper

        self._desk.jobs.start(
            self, measure, lambda size: self._output.choose_printer(order, *size), failed=self._desk.complain
        )

    def export(self, report: str, wanted: Wanted, suffix: str) -> None:
        """Write a new file into the export folder, as pdf or xlsx."""
        order = self._order(report, wanted)
        if order is not None:
            self._output.export(order, suffix)

    def _order(self, report: str, wanted: Wanted) -> Order | None:
        kind = next((kind for kind in reports_for(self._desk.app) if kind.name == report), None)
        if kind is None:
            self._desk.complain(NotFound("这个账号不能打印和导出这张报表，什么都没有写出。请找内勤或主管。"))
            return None
        return Order(kind, wanted)
