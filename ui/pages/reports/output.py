"""Exporting and printing in the background, told about in the export box."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.errors import Cancelled, FileUnusable, KnownError
from app.tasks import Task
from ui.pages.reports.export_box import ExportBox
from ui.pages.reports.export_toasts import ExportToasts
from ui.pages.reports.exporting import Exported, Order, export_folder, export_new, export_to, print_out, remember_folder
from ui.printing.dialog import PrintDialog
from ui.printing.queues import Printer, PrinterUnusable, list_printers
from ui.shell.desk import Desk

_FORMATS = {"pdf": "PDF", "xlsx": "Excel"}


class Output(QObject):
    """What the keys F12, Ctrl+E and Ctrl+P do."""

    def __init__(self, desk: Desk, box: ExportBox | ExportToasts, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._box, self._page = desk, box, page
        box.folder_wanted.connect(self.choose_folder)

    def export(self, order: Order, suffix: str) -> None:
        """Write a new file into the export folder."""
        app, folder = self._desk.app, export_folder()
        self._write(order, suffix, lambda task: export_new(app, order, suffix, folder, task))

    def choose_folder(self) -> None:
        """Another folder for exports."""
        ask_folder("导出到哪个文件夹", self._box.show_folder, self._page)

    def choose_printer(self, order: Order, pages: int, paper: str) -> None:
        """Ask which printer, then print."""

        def ask(printers: list[Printer]) -> None:
            if not printers:
                self._failed(
                    PrinterUnusable("没有找到打印机，什么都没有打印。请在系统里添加打印机，或先导出 PDF。"),
                    lambda: self.choose_printer(order, pages, paper),
                )
                return
            dialog = PrintDialog(printers, f"{pages} 页，{paper}", self._page)
            dialog.accepted.connect(lambda: self._print(order, dialog.printer, dialog.copies, pages))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        self._desk.jobs.start(self, lambda _: list_printers(), ask)

    def _write(self, order: Order, suffix: str, work: Callable[[Task], Exported]) -> None:
        verb = f"导出 {_FORMATS[suffix]}"

        def failed(error: KnownError) -> None:
            elsewhere = (lambda: self._save_as(order, suffix)) if isinstance(error, FileUnusable) else None
            self._failed(error, lambda: self._write(order, suffix, work), elsewhere)

        def done(exported: Exported) -> None:
            self._box.show_exported(exported, self._desk.app.now())

        self._box.show_job(self._desk.jobs.start(self, work, done, failed=failed, title=verb), verb)

    def _print(self, order: Order, printer: str, copies: int, pages: int) -> None:
        verb = "打印报表"

        def work(task: Task) -> None:
            print_out(self._desk.app, order, printer, copies, task)

        def failed(error: KnownError) -> None:
            self._failed(error, lambda: self._print(order, printer, copies, pages))

        def done(_: None) -> None:
            amount = f"{pages} 页" if copies == 1 else f"{pages} 页 × {copies} 份"
            self._box.show_printed(printer, amount, self._desk.app.now())

        self._box.show_job(self._desk.jobs.start(self, work, done, failed=failed, title=verb), verb)

    def _save_as(self, order: Order, suffix: str) -> None:
        dialog = QFileDialog(self._page, "另存一份", str(_existing(export_folder())))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.setNameFilter(f"{_FORMATS[suffix]} (*.{suffix})")

        def take(name: str) -> None:
            self._write(order, suffix, lambda task: export_to(self._desk.app, order, Path(name), task))

        dialog.fileSelected.connect(take)
        dialog.open()

    def _failed(
        self, error: KnownError, again: Callable[[], object], elsewhere: Callable[[], object] | None = None
    ) -> None:
        if isinstance(error, Cancelled):
            self._box.show_folder(export_folder())
            self._desk.toast(str(error))
        else:
            self._box.show_failure(str(error), again, elsewhere)


def ask_folder(title: str, taken: Callable[[Path], object], parent: QWidget) -> None:
    """Ask where exports go from now on; `taken` gets the folder once one is chosen and remembered."""
    dialog = QFileDialog(parent, title, str(_existing(export_folder())))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)

    def take(name: str) -> None:
        remember_folder(Path(name))
        taken(Path(name))

    dialog.fileSelected.connect(take)
    dialog.open()


def _existing(folder: Path) -> Path:
    return next((place for place in (folder, *folder.parents) if place.is_dir()), Path.home())
