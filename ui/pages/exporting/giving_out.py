"""Giving customers out from a page: the question, the job in the background, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.errors import Cancelled, FileUnusable, KnownError
from app.tasks import Task
from ui.jobs import Job
from ui.pages.exporting.dialog import ArchiveDialog, Order
from ui.pages.exporting.ranges import Range
from ui.pages.reports.export_toasts import ways_to
from ui.pages.reports.exporting import export_folder, free_path, new_path
from ui.shell.actions import Action
from ui.shell.desk import Desk, Note

if TYPE_CHECKING:
    from app.exchange.archive import ArchiveResult
    from app.exchange.offering import ArchiveOffer

_TITLE = "导出客户档案"
_TEMPLATE = "客户档案导入模板.xlsx"
_MAY_NOT = "这个账号不能导出客户。请找内勤或主管。"
_GROUP = "导出"


class GivingOut(QObject):
    """`ranges` tells which customers the page would give out now."""

    def __init__(self, desk: Desk, page: QWidget, ranges: Callable[[], Sequence[Range]]) -> None:
        super().__init__(page)
        self._desk, self._page, self._ranges = desk, page, ranges
        self._job: Job | None = None

    def actions(self) -> Sequence[Action]:
        """What a page offers."""
        return (
            Action(
                text="导出",
                key="Ctrl+E",
                icon="file-arrow-down",
                button="plain",
                slot=self.ask,
                why_not=self._why_not,
                group=_GROUP,
            ),
            Action(text="导出空白模板", key="Alt+M", icon="table", slot=self.write_template, group=_GROUP),
        )

    def ask(self) -> None:
        """Ask what is to be given out, and give it out."""
        self._open(lambda _dialog: None)

    def write_template(self) -> None:
        """Write the workbook that branch offices fill in."""
        app, folder = self._desk.app, export_folder()

        def work(_task: Task) -> Path:
            from app.exchange.template import write_template

            path = new_path(folder, _TEMPLATE)
            write_template(app, path)
            return path

        def done(path: Path) -> None:
            self._desk.toast(f"已写出 {path.name}：表头、下拉和示例都在，填好后用“导入”收回", *ways_to(path))

        self._desk.jobs.start(self, work, done, failed=self._desk.complain)

    # The question

    def _open(self, prepare: Callable[[ArchiveDialog], object]) -> None:
        from_page = self._ranges()

        def show(offer: ArchiveOffer) -> None:
            path = free_path(export_folder() / offer.file_name)
            dialog = ArchiveDialog(self._desk, offer, from_page, path, self._page.window())
            dialog.accepted.connect(lambda: self._run(dialog.order))
            dialog.finished.connect(dialog.deleteLater)
            prepare(dialog)
            dialog.open()

        self._desk.jobs.reread(self, "offer", self._read_offer, show, failed=self._desk.complain)

    def _read_offer(self, _task: Task) -> ArchiveOffer:
        from app.exchange.offering import archive_offer

        return archive_offer(self._desk.app)

    def _ask_again(self, order: Order, problem: str) -> None:
        self._open(lambda dialog: dialog.show_again(order, problem))

    # The job

    def _run(self, order: Order) -> None:
        done, failed = partial(self._tell, order), partial(self._failed, order)
        work = partial(self._write, order)
        self._job = self._desk.jobs.start(self, work, done, failed=failed, title=_TITLE)
        self._job.ended.connect(self._ended)

    def _write(self, order: Order, task: Task) -> ArchiveResult:
        """In the pool."""
        from app.customers.conditions import told
        from app.exchange.archive import export_archive

        if order.path.parent == export_folder():
            new_path(order.path.parent, order.path.name)
        request = replace(order.request, told=told(self._desk.app, order.request.wanted))
        return export_archive(self._desk.app, order.path, request, task)

    def _tell(self, order: Order, result: ArchiveResult) -> None:
        rows = sum(sheet.rows for sheet in result.sheets)
        text = f"已导出 {result.customers:,} 户、{rows:,} 行到 {order.path.name}，读回核对相符"
        self._desk.toast(text, *ways_to(order.path))

    def _failed(self, order: Order, error: KnownError) -> None:
        if isinstance(error, Cancelled):
            self._desk.toast("已停下，没有写出文件。")
        elif isinstance(error, FileUnusable):
            ways = (("重试", lambda: self._run(order)), ("换位置…", lambda: self._ask_again(order, str(error))))
            self._desk.noted.emit(Note(str(error), ways, icon="warning-circle-fill", tone="danger", undo=True))
        else:
            self._ask_again(order, str(error))

    def _ended(self) -> None:
        self._job = None

    def _why_not(self) -> str:
        if self._job is not None:
            return "正在导出，等它完成，或按 Alt+. 停下。"
        return "" if self._desk.app.may("export.masked") else _MAY_NOT
