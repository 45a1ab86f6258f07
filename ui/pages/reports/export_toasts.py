"""Where there is no room for an export box: what came of an export is told in toasts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from ui.jobs import Job
from ui.pages.reports.exporting import Exported
from ui.shell.desk import Desk, Note


class ExportToasts(QObject):
    """Says what an ExportBox shows; what is under way stands in the status bar."""

    folder_wanted = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def show_folder(self, folder: Path) -> None:
        """Nothing is under way, nothing to say."""

    def show_job(self, job: Job, verb: str) -> None:
        """The status bar shows it."""

    def show_exported(self, exported: Exported, at: datetime) -> None:
        """A file was written."""
        self._desk.toast(f"已导出 {exported.amount}到 {exported.path.name}", *ways_to(exported.path))

    def show_printed(self, printer: str, pages: str, at: datetime) -> None:
        """The pages are in the printer's queue."""
        self._desk.toast(f"已送去打印 {pages}，打印机 {printer}")

    def show_failure(self, sentence: str, again: Callable[[], object], elsewhere: Callable[[], object] | None) -> None:
        """It could not be written or printed, and what can be done about it."""
        ways = [("重试", again)] + ([("另存一份…", elsewhere)] if elsewhere else [])
        self._desk.noted.emit(Note(sentence, ways, icon="warning-circle-fill", tone="danger", undo=True))


def ways_to(path: Path) -> Sequence[tuple[str, Callable[[], object]]]:
    """What can be done with a file that was written."""
    ways = (("打开", path), ("打开文件夹", path.parent))
    return [(verb, partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(place)))) for verb, place in ways]
