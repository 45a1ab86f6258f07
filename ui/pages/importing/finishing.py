"""Step 3: writes the import, hands out the rows not taken, and takes imports back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.context import App
from app.errors import Cancelled, Conflict, KnownError
from app.importing.batches import UNDONE_WITHIN, Batch, list_batches, undo_import
from app.importing.writing import Imported
from app.tasks import Task
from ui.dialogs.message import Answer, MessageDialog
from ui.pages.importing.finish_view import FinishView
from ui.pages.importing.start_view import StartView
from ui.pages.importing.work import Work
from ui.preferences import own_preferences
from ui.shell.desk import Desk

CHANGED = ("customers", "contacts")
_FOLDER = "importing/rejects"


class Finishing(QObject):
    """`ended` when an import was written, stopped or taken back."""

    ended = Signal()

    def __init__(self, desk: Desk, work: Work, view: FinishView, start: StartView, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._work, self._view, self._start, self._page = desk, work, view, start, page
        self.done: Imported | None = None
        view.rejects_wanted.connect(self.save_rejects)
        view.undo_wanted.connect(self._undo_last)
        start.history.undo_wanted.connect(self.ask_to_undo)
        work.imported.connect(self._imported)
        work.not_imported.connect(self._not_imported)

    def begin(self) -> None:
        """Write what the last trial would take."""
        trial = self._work.trial
        assert trial is not None, "the action says why not otherwise"
        self.done = None
        self._view.follow(f"正在导入 {trial.path.name}，共 {trial.counts.taken:,} 行", self._work.carry_out())

    def read_history(self) -> None:
        """The imports of the last days."""
        app = self._desk.app
        self._desk.jobs.reread(self, "history", lambda _: _lately(app), self._show_history, failed=self._desk.complain)

    def _show_history(self, batches: Sequence[Batch]) -> None:
        """The list, and whether the import in sight was taken back meanwhile, by Ctrl+Z or by a colleague."""
        self._start.show_history(batches)
        there = {batch.id for batch in batches if not batch.undone_at}
        if self.done is not None and self.done.batch_id not in there:
            self._show_undone(self._name)
            self.ended.emit()

    def save_rejects(self) -> None:
        """Ask where the workbook of the rows not taken shall go."""
        trial = self._work.trial
        if trial is None:
            return
        folder = own_preferences().text(_FOLDER) or str(trial.path.parent)
        dialog = QFileDialog(
            self._page.window(), "待处理的行另存为", str(Path(folder) / f"{trial.path.stem}-待处理.xlsx")
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("Excel 工作簿 (*.xlsx)")
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda name: self.write_rejects(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write_rejects(self, path: Path) -> None:
        """Write that workbook, and say where it is."""
        lease = self._work.lease
        if lease is None:
            return
        own_preferences().remember(_FOLDER, str(path.parent))

        def write(task: Task) -> int:
            from app.importing.rejects import write_rejects

            with lease.held() as trial:
                return write_rejects(trial, path, task)

        folder = QUrl.fromLocalFile(str(path.parent))
        self._desk.jobs.start(
            self,
            write,
            lambda rows: self._desk.toast(
                f"已另存 {rows:,} 行到 {path.name}", ("打开文件夹", lambda: QDesktopServices.openUrl(folder))
            ),
            failed=self._desk.complain,
            title=f"写出 {path.name}",
        )

    def ask_to_undo(self, batch: Batch) -> None:
        """Take a whole import back, after a question."""
        if not batch.can_undo:
            why = (
                "已经撤销过了。" if batch.undone_at else "导入满 7 天，或不是你导入的，不能整批撤销。要改请直接改客户。"
            )
            self._desk.complain(f"{batch.file_name} {why}")
            return
        text = (
            f"新增的 {batch.counts.added:,} 家会删掉，改过的回到导入以前。"
            "只要有一家在导入后又改过或用过，就整批都不撤销，一条也不动，并说是哪几家。"
        )
        answers = [Answer("", "不撤销"), Answer("undo", "撤销导入", "danger", "Ctrl+Enter")]
        dialog = MessageDialog(f"撤销导入 {batch.file_name}？", text, answers, default="", parent=self._page.window())
        dialog.accepted.connect(lambda: self._undo(batch.id, batch.file_name))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _undo_last(self) -> None:
        if self.done is not None:
            self._undo(self.done.batch_id, self._name)

    def _show_undone(self, name: str) -> None:
        self.done = None
        self._work.touch()
        self._view.show_undone(name)

    def _undo(self, batch_id: int, name: str) -> None:
        app, uid = self._desk.app, str(uuid4())

        def undone(_: None) -> None:
            if self.done is not None and self.done.batch_id == batch_id:
                self._show_undone(name)
            self._desk.done(f"已撤销导入 {name}", f"撤销导入 {name}", uid, *CHANGED)
            self.ended.emit()

        self._desk.jobs.start(
            self,
            lambda task: undo_import(app, batch_id, task, uid=uid),
            undone,
            failed=self._desk.complain,
            title=f"撤销导入 {name}",
        )

    @property
    def _name(self) -> str:
        return self._work.source.path.name if self._work.source else ""

    def _imported(self, done: Imported) -> None:
        from app.customers.protecting import several_unprotected

        self.done = done
        self._view.show_done(self._name, done.counts)
        said = "，".join(filter(None, (f"已导入 {done.counts.taken:,} 行", several_unprotected(done.unprotected))))
        self._desk.done(said, f"导入 {self._name}", done.uid, *CHANGED)
        self.ended.emit()

    def _not_imported(self, error: KnownError) -> None:
        if isinstance(error, Conflict):
            self._work.touch()
        self._view.show_refused(str(error))
        if not isinstance(error, Cancelled):
            self._desk.complain(error)
        self.ended.emit()


def _lately(app: App) -> list[Batch]:
    """The imports that can be taken back still, and those that were."""
    return [batch for batch in list_batches(app) if app.now() - batch.imported_at <= UNDONE_WITHIN]
