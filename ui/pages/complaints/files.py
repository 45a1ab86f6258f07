"""Files of a complaint: photographs, letters, delivery notes; added, looked at, taken away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QObject, QPoint, Qt, QTemporaryDir, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from app.attachments.records import AttachmentRow, attach, keep_file, list_attachments, remove_attachment
from app.attachments.store import content_of
from app.tasks import Task
from ui.icons import icon
from ui.shell.desk import Desk
from ui.widgets.button import Button

_OWNER, _KIND = "complaint_log", "evidence"
_CHANGED = "attachments"
_SORTS = "图片、PDF、Word、Excel (*.jpg *.jpeg *.png *.pdf *.docx *.xlsx)"


class Files(QObject):
    """Keeps the button's count; the button opens the list. Files are looked at as copies, so that none is changed."""

    def __init__(self, desk: Desk, button: Button, page: QWidget) -> None:
        super().__init__(page)
        self.rows: Sequence[AttachmentRow] = ()
        self._desk, self._button, self._page = desk, button, page
        self._complaint_id: int | None = None
        self._copies = QTemporaryDir()
        button.clicked.connect(self.open_menu)
        desk.changes.happened.connect(self._changed)

    def load(self, complaint_id: int | None) -> None:
        """Show the files of another complaint."""
        if complaint_id != self._complaint_id:
            self._complaint_id = complaint_id
            self._read()

    def why_not(self) -> str:
        """Why files cannot be seen or added."""
        if self._complaint_id is None:
            return "先选一件投诉。"
        return (
            "" if self._desk.app.may("complaint.register") else "这个账号不能看和添加投诉附件。请找内勤、客服或主管。"
        )

    def open_menu(self) -> None:
        """Each file with what can be done with it, and adding more."""
        menu = QMenu(self._button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for found in self.rows:
            part = menu.addMenu(icon("image" if found.file.is_picture else "file-text"), found.file.file_name)
            part.addAction("打开", partial(self._look_at, found))
            part.addAction("去掉", partial(self._remove, found))
        if self.rows:
            menu.addSeparator()
        menu.addAction(icon("plus"), "添加附件…", self.choose)
        menu.popup(self._button.mapToGlobal(QPoint(0, -menu.sizeHint().height() - 2)))

    def choose(self) -> None:
        """Ask for files."""
        dialog = QFileDialog(self._page.window(), "添加附件", "", _SORTS)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.add([Path(name) for name in names]))
        dialog.open()

    def add(self, files: Sequence[Path]) -> None:
        """Take files into the store and note them down; one that cannot be taken stops all of them."""
        app, complaint_id, uid = self._desk.app, self._complaint_id, str(uuid4())
        if complaint_id is None:
            return

        def work(task: Task) -> int:
            kept = []
            for number, file in enumerate(files):
                task.step(number, len(files), file.name)
                kept.append((_KIND, keep_file(app, _OWNER, file)))
            return len(attach(app, _OWNER, complaint_id, kept, uid=uid))

        def done(count: int) -> None:
            if count:
                self._desk.done(f"已添加 {count} 个附件", "添加附件", uid, _CHANGED)
            else:
                self._desk.toast("这些文件早就在附件里了")

        self._desk.jobs.start(self, work, done, failed=self._desk.complain, title="添加附件")

    def _remove(self, found: AttachmentRow) -> None:
        app, uid = self._desk.app, str(uuid4())

        def done(_: None) -> None:
            self._desk.done(f"已去掉附件 {found.file.file_name}", "去掉附件", uid, _CHANGED)

        self._desk.jobs.start(
            self,
            lambda _: remove_attachment(app, found.id, found.row_version, uid=uid),
            done,
            failed=self._desk.complain,
        )

    def _look_at(self, found: AttachmentRow) -> None:
        app, folder = self._desk.app, Path(self._copies.path())

        def copy(_: Task) -> Path:
            place = folder / f"{found.id}-{found.file.file_name}"
            place.write_bytes(content_of(app, found.file))
            return place

        self._desk.jobs.start(
            self,
            copy,
            lambda place: QDesktopServices.openUrl(QUrl.fromLocalFile(str(place))),
            failed=self._desk.complain,
        )

    def _changed(self, kinds: frozenset[str]) -> None:
        if _CHANGED in kinds:
            self._read()

    def _read(self) -> None:
        app, complaint_id = self._desk.app, self._complaint_id
        self._button.set_reason(self.why_not())
        if complaint_id is None or self.why_not():
            self._show(())
            return

        def show(rows: Sequence[AttachmentRow]) -> None:
            if complaint_id == self._complaint_id:
                self._show(rows)

        self._desk.jobs.start(
            self, lambda _: list_attachments(app, _OWNER, complaint_id), show, failed=self._desk.complain
        )

    def _show(self, rows: Sequence[AttachmentRow]) -> None:
        self.rows = rows
        self._button.setText(f"附件 {len(rows)}" if rows else "附件")
        self._button.updateGeometry()
