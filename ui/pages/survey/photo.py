"""The photographed sheet beside the form: choose, drop or paste a picture, zoom and move it by keys or wheel."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QFrame

from ui.attachments.incoming import files_in
from ui.attachments.picture import PictureView
from ui.attachments.reading import read_file
from ui.widgets.button import Button
from ui.widgets.frames import EmptyState
from ui.widgets.layout import column, label, row

FILTER = "图片和 PDF (*.jpg *.jpeg *.png *.pdf)"


class PhotoPanel(QFrame):
    """`chosen` carries a file's path, `closed` comes when the panel shall go."""

    chosen = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.view = PictureView("纸表照片")
        self.empty = EmptyState(
            "image", "还没有纸表照片", "把照片拖到这里，粘贴一个文件，或选一个。JPG、PNG、PDF，最多 20 MB。",
            [Button("选文件…", self.choose, icon="folder-open")],
        )  # fmt: skip
        self.name = label("", "aux")
        head = row(
            None, label("纸表照片", "head"), None,
            Button(icon="magnifying-glass-minus", kind="quiet", small=True, tip="缩小 −", clicked=lambda: self.view.zoom(-1)),
            Button(icon="magnifying-glass-plus", kind="quiet", small=True, tip="放大 +", clicked=lambda: self.view.zoom(1)),
            Button(icon="folder-open", kind="quiet", small=True, tip="换一张", clicked=self.choose),
            Button(icon="x", kind="quiet", small=True, tip="收起 F8", clicked=self.closed.emit),
        )  # fmt: skip
        column(self, head, self.name, self.view, self.empty, gap=6, margins=(12, 8, 8, 8))
        self.show_file(None, "")

    def show_file(self, file: Path | None, name: str) -> None:
        """Show a stored picture; raises FileUnusable when it cannot be drawn."""
        self.view.show_image(read_file(file, name) if file else QImage())
        self.name.setText(name)
        self.view.setVisible(file is not None)
        self.name.setVisible(file is not None)
        self.empty.setVisible(file is None)

    def choose(self) -> None:
        """Ask for a file."""
        name, _ = QFileDialog.getOpenFileName(self, "选纸表照片", "", FILTER)
        if name:
            self.chosen.emit(Path(name))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file may be dropped."""
        if files_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first file."""
        self.chosen.emit(files_in(event.mimeData())[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V takes a copied file."""
        files = files_in(QGuiApplication.clipboard().mimeData())
        if event.matches(QKeySequence.StandardKey.Paste) and files:
            self.chosen.emit(files[0])
        else:
            super().keyPressEvent(event)
