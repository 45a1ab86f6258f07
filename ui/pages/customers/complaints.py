"""The tab 投诉 of a customer: all of its complaints, and the way to each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.errors import KnownError
from ui.shell.desk import Desk
from ui.shell.targets import ComplaintTarget
from ui.tables.columns import Column
from ui.tables.view import RecordTable
from ui.widgets.button import Button
from ui.widgets.frames import EmptyState
from ui.widgets.layout import column

if TYPE_CHECKING:
    from app.complaints.rows import ComplaintRow

_COLUMNS = (
    Column(key="received_at", title="接诉", width=64, kind="date", value=lambda row: row.received_at.date()),
    Column(key="summary", title="内容", width=120, stretch=True, strong=True),
    Column(key="severity", title="程度", width=52),
    Column(key="state", title="状态", width=110, tone=lambda row: "danger" if row.overdue else ""),
    Column(key="satisfaction", title="满意", width=48, kind="number"),
)


class CustomerComplaints(QWidget):
    """Read when `load` is called; Enter opens the complaint on its page."""

    def __init__(self, desk: Desk, customer_id: int) -> None:
        super().__init__()
        self._desk, self.customer_id = desk, customer_id
        self.table = RecordTable(_COLUMNS)
        self.table.setAccessibleName("这家客户的投诉")
        self.table.opened.connect(lambda row: desk.go("complaints", ComplaintTarget(complaint_id=row.id)))
        register = Button("登记投诉", self._register, icon="headset", key="Alt+T")
        offered = [register] if desk.app.may("complaint.register") else []
        self.empty = EmptyState("headset", "没有投诉", "这家客户没有投诉过。", offered)
        column(self, self.table, self.empty, gap=0)
        self.empty.hide()

    def load(self) -> None:
        """Read the customer's complaints."""
        app, customer_id = self._desk.app, self.customer_id

        def read(_: object) -> list[ComplaintRow]:
            from app.complaints.reading import of_customer

            return of_customer(app, customer_id)

        self._desk.jobs.reread(self, "complaints", read, self._show, failed=self._cannot_read)

    def _show(self, rows: list[ComplaintRow]) -> None:
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)

    def _cannot_read(self, error: KnownError) -> None:
        self.empty.say("没能读出来", str(error))
        self.table.hide()
        self.empty.show()

    def _register(self) -> None:
        self._desk.go("complaints", ComplaintTarget(customer_id=self.customer_id, register=True))
