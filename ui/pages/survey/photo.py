"""The photographed sheet beside the form: choose or drop a picture, zoom and move it by keys or wheel."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QImageReader,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from app.errors import FileUnusable
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.frames import EmptyState
from ui.widgets.layout import column, label, row

FILTER = "图片和 PDF (*.jpg *.jpeg *.png *.pdf)"
_ZOOMS = (0.25, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0)
_PDF_WIDTH = 1600


class PhotoPanel(QFrame):
    """`chosen` carries a file's path, `closed` comes when the panel shall go."""

    chosen = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.view = PhotoView()
        self.empty = EmptyState(
            "image", "还没有纸表照片", "把照片拖到这里，或选一个文件。JPG、PNG、PDF，最多 20 MB。",
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
        self.view.show_image(read_picture(file, name) if file else QImage())
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
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first file."""
        self.chosen.emit(Path(event.mimeData().urls()[0].toLocalFile()))


class PhotoView(QWidget):
    """A picture, fitted to the width at first; + − zoom, arrows move, 0 fits again."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self._scaled = QImage()
        self._factor = 0.0
        self._shift = QPoint()
        self._grabbed: QPoint | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("纸表照片")
        self.setMinimumHeight(theme().px(200))

    def show_image(self, image: QImage) -> None:
        """Another picture, fitted."""
        self._image, self._factor, self._shift = image, 0.0, QPoint()
        self._rescale()

    @property
    def factor(self) -> float:
        """How large it is drawn, 1 for its own pixels."""
        return self._factor or (self.width() / self._image.width() if self._image.width() else 1.0)

    def zoom(self, by: int) -> None:
        """One step larger or smaller, about the middle."""
        before = self.factor
        steps = [z for z in _ZOOMS if (z > before + 0.01 if by > 0 else z < before - 0.01)]
        if steps:
            self._factor = steps[0] if by > 0 else steps[-1]
            middle = QPoint(self.width() // 2, self.height() // 2)
            self._shift = (self._shift + middle) * (self._factor / before) - middle
            self._rescale()

    def fit(self) -> None:
        """As wide as its place."""
        self._factor, self._shift = 0.0, QPoint()
        self._rescale()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """+ and − zoom, 0 fits, arrows and Page keys move."""
        step = theme().px(60)
        moves = {
            Qt.Key.Key_Left: QPoint(-step, 0), Qt.Key.Key_Right: QPoint(step, 0), Qt.Key.Key_Up: QPoint(0, -step),
            Qt.Key.Key_Down: QPoint(0, step), Qt.Key.Key_PageDown: QPoint(0, self.height() - step),
            Qt.Key.Key_PageUp: QPoint(0, step - self.height()),
        }  # fmt: skip
        if event.text() in ("+", "=", "-"):
            self.zoom(-1 if event.text() == "-" else 1)
        elif event.text() == "0" and not event.modifiers():
            self.fit()
        elif Qt.Key(event.key()) in moves:
            self._move(moves[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl zooms, else it moves."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
        else:
            self._move(QPoint(-event.angleDelta().x(), -event.angleDelta().y()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grab the picture."""
        self._grabbed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        if self._grabbed is not None:
            here = event.position().toPoint()
            self._move(self._grabbed - here)
            self._grabbed = here

    def paintEvent(self, event: QPaintEvent) -> None:
        """The part in sight."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("bg"))
        painter.drawImage(-self._shift, self._scaled)
        if self.hasFocus():
            painter.setPen(theme().color("focus"))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def resizeEvent(self, event: object) -> None:
        """Fit again when nobody zoomed."""
        if not self._factor:
            self._rescale()

    def _move(self, by: QPoint) -> None:
        room = self._scaled.size() - self.size()
        wanted = self._shift + by
        self._shift = QPoint(max(0, min(room.width(), wanted.x())), max(0, min(room.height(), wanted.y())))
        self.update()

    def _rescale(self) -> None:
        size = QSize(round(self._image.width() * self.factor), round(self._image.height() * self.factor))
        smooth = Qt.TransformationMode.SmoothTransformation
        keep = Qt.AspectRatioMode.IgnoreAspectRatio
        self._scaled = self._image if self._image.isNull() else self._image.scaled(size, keep, smooth)
        self._move(QPoint())


def read_picture(file: Path, name: str) -> QImage:
    """A stored picture as it is seen: turned upright, a PDF's first page; raises FileUnusable when it is damaged."""
    if file.suffix == ".pdf":
        return _read_pdf(file, name)
    reader = QImageReader(str(file))
    reader.setAutoTransform(True)
    image = reader.read()
    if image.isNull():
        raise FileUnusable(f"{name} 打不开，图片可能已损坏。已填的内容不受影响，请重新拍照或换一张。")
    return image


def _read_pdf(file: Path, name: str) -> QImage:
    from pypdfium2 import PdfiumError

    from ui.rendering import PdfFile

    try:
        pdf = PdfFile(file.read_bytes())
        image = pdf.render(0, _PDF_WIDTH)
        pdf.close()
    except (PdfiumError, OSError, IndexError) as error:
        raise FileUnusable(f"{name} 打不开，PDF 可能有密码或已损坏。已填的内容不受影响，请换一张。") from error
    return image
