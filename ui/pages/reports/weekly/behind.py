"""The list of records behind a number, in place of the conditions; Enter goes to the record itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.reports.values import printed
from app.sweep.weekly.behind import RecordLine
from ui.pages.reports.weekly.figure_table import Figure
from ui.shell.desk import Desk
from ui.shell.targets import CustomerTarget, ReportTarget, SheetTarget, VisitTarget
from ui.tables.columns import Column
from ui.tables.view import RecordTable
from ui.widgets.button import Button
from ui.widgets.layout import column, frame, label, row

_LABEL = Column(key="label", title="记录", width=130, stretch=True, tone=lambda line: "" if line.counts else "text3")
_DAY = Column(key="day", title="日期", width=64, kind="date")
_AMOUNT = Column(key="amount", title="数", width=70, kind="number")
_DETAIL = Column(key="detail", title="现状", width=110, stretch=True, quiet=True)


class RecordsPanel(QWidget):
    """`closed` when Esc or the button leaves it."""

    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._title, self._value = label("", "head", wrap=True), label("", "title")
        self._count, self._whole = label("", "sub"), label("", "aux", wrap=True)
        self.table = RecordTable((_LABEL, _DAY, _DETAIL))
        self.table.setAccessibleName("背后的记录")
        self.table.opened.connect(self._go)
        self.table.current_changed.connect(self._tell)
        surface = frame("panel")
        column(surface, self.table, margins=(1, 1, 1, 1))
        back = Button("回到数字", self.closed.emit, icon="arrow-u-up-left", key="Esc", small=True)
        head = row(None, self._title, self._value)
        head.setStretch(0, 1)
        column(
            self,
            *(head, self._count, surface, self._whole, row(None, back, None)),
            gap=6,
            margins=(14, 12, 14, 12),
        ).setStretch(2, 1)

    def show_lines(self, figure: Figure, lines: Sequence[RecordLine]) -> None:
        """Show the records of a number and go to the first."""
        counted = sum(line.counts for line in lines)
        rest = f"，灰色 {len(lines) - counted} 条只作分母" if counted < len(lines) else ""
        self._title.setText(figure.title)
        self._value.setText(figure.shown)
        self._count.setText(f"背后 {counted} 条记录{rest}" if lines else "这个数字背后没有记录。")
        weighed = any(line.amount is not None for line in lines)
        self.table.set_columns((_LABEL, _DAY, _AMOUNT, _DETAIL) if weighed else (_LABEL, _DAY, _DETAIL))
        self.table.show_rows(list(lines))
        self.table.select_row(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, line: RecordLine | None) -> None:
        amount = f"　计 {printed(line.amount)}" if line and line.amount is not None else ""
        self._whole.setText(f"{line.label}{amount}\n{line.detail}" if line else "")

    def _go(self, line: RecordLine) -> None:
        if not go_to(self._desk, line):
            self._desk.complain(f"「{line.label}」在这里没有可以打开的页面。")


def go_to(desk: Desk, line: RecordLine) -> bool:
    """Show the page of a record; a record without one of its own shows its customer. False when there is neither."""
    match line.kind:
        case "visit":
            desk.go("visits", VisitTarget(visit_id=line.id, day=line.day))
        case "survey_sheet":
            desk.go("survey", SheetTarget(sheet_id=line.id))
        case "daily_sweep_report":
            desk.go("reports", ReportTarget(report="daily", day=line.day))
        case "employee" if line.day:
            desk.go("reports", ReportTarget(report="daily", day=line.day, employee_id=line.id))
        case _ if line.customer_id:
            desk.go("customers", CustomerTarget(customer_id=line.customer_id))
        case _:
            return False
    return True
