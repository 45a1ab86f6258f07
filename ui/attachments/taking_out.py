"""Files on their way out: opened as copies by the system's programs, or saved elsewhere."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTemporaryDir, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.attachments.store import KeptFile, save_copy
from app.tasks import Task
from ui.shell.desk import Desk


class TakingOut(QObject):
    """Programs get a copy, so that what is stored is never changed; the copies go with the window."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._window = desk, parent
        self._copies = QTemporaryDir()

    @property
    def folder(self) -> Path:
        """A folder for files nobody needs any more once the window is closed."""
        return Path(self._copies.path())

    def open(self, kept: KeptFile) -> None:
        """Show a file in the program the system has for it."""
        app, place = self._desk.app, self.folder / kept.sha256[:12] / kept.file_name

        def copy(_: Task) -> Path:
            save_copy(app, kept, place)
            return place

        self._desk.jobs.start(self, copy, self._show, failed=self._desk.complain)

    def save(self, kept: KeptFile) -> None:
        """Ask where to, then save a copy there."""
        dialog = QFileDialog(self._window.window(), "附件另存一份", str(Path.home() / kept.file_name))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(Path(kept.stored_name).suffix.lstrip("."))
        dialog.fileSelected.connect(lambda name: self.save_to(kept, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, kept: KeptFile, target: Path) -> None:
        """Save a copy, and say where it is."""
        app, folder = self._desk.app, QUrl.fromLocalFile(str(target.parent))

        def done(_: None) -> None:
            self._desk.toast(f"已另存 {target.name}", ("打开文件夹", lambda: QDesktopServices.openUrl(folder)))

        self._desk.jobs.start(self, lambda _: save_copy(app, kept, target), done, failed=self._desk.complain)

    def _show(self, place: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(place))):
            self._desk.complain(f"没有打开 {place.name}，系统里没有合适的程序。文件没有动，可按 Ctrl+S 另存一份。")
