"""Where a workbook comes in: dropped here, or chosen; says in words why one could not be read."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame

from ui.attachments.incoming import files_in
from ui.preferences import own_preferences
from ui.theme import set_state, theme
from ui.widgets.button import Button
from ui.widgets.frames import IconLabel
from ui.widgets.layout import column, label, row

SORTS = "表格 (*.xlsx *.xlsm *.xls *.ods *.csv *.txt *.tsv);;全部文件 (*)"
_FOLDER = "importing/folder"


class DropBox(QFrame):
    """`chosen` carries the path of a file dropped or chosen."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "empty")
        self.setAcceptDrops(True)
        self.setMinimumHeight(theme().px(150))
        self.lead = label("把表格拖到这里", "head")
        self.told = label("原文件不会改动，按“导入”以前不写任何数据。", "sub", wrap=True)
        self.told.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.problem = label("", "", "danger", wrap=True)
        self.button = Button("选文件…", self.ask, icon="folder-open", key="Ctrl+O")
        column(
            self,
            None,
            row(None, None, IconLabel("upload-simple", "text3", 28), None),
            row(None, None, self.lead, None),
            self.told,
            self.problem,
            row(None, None, self.button, None),
            None,
            margins=(16, 12, 16, 12),
        )
        self.problem.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.problem.hide()

    def ask(self) -> None:
        """The dialog, in the folder of last time."""
        dialog = QFileDialog(self.window(), "选要导入的表格", own_preferences().text(_FOLDER), SORTS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.take(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take(self, path: Path) -> None:
        """A file was chosen; the next dialog opens where it lies."""
        own_preferences().remember(_FOLDER, str(path.parent))
        self.say_problem("")
        self.chosen.emit(path)

    def say_problem(self, sentence: str) -> None:
        """Why the file could not be read; empty when it could."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        set_state(self, tone="danger" if sentence else "")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file of this computer is welcome."""
        if len(files_in(event.mimeData())) == 1:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take it."""
        files = files_in(event.mimeData())
        if len(files) == 1:
            event.acceptProposedAction()
            self.take(files[0])
