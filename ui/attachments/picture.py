"""One picture, zoomed and moved by keys, wheel and mouse."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from ui.theme import theme

_ZOOMS = (0.25, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0)


class PictureView(QWidget):
    """A picture, fitted to the width at first; + − zoom, arrows move, 0 fits again."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._image = QImage()
        self._scaled = QImage()
        self._factor = 0.0
        self._shift = QPoint()
        self._grabbed: QPoint | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
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
        elif Qt.Key(event.key()) in moves and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
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
