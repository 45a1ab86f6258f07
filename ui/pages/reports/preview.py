"""The preview: the PDF's own pages, one under the other; only those in sight are drawn, in the background."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from ui.jobs import Jobs
from ui.keys import typed_text
from ui.rendering import PdfFile
from ui.theme import theme
from ui.widgets.paint import draw_focus

FIT_WIDTH, FIT_PAGE, FREE = range(3)
_MARGIN, _GAP = 15, 12
_PIXELS_PER_POINT = 96 / 72
_SMALLEST, _LARGEST, _STEP = 0.25, 4.0, 1.1
_KEPT_PICTURES = 12
_DRAW_WAIT_MS = 40

_Picture = tuple[int, int]
"""Which page, how many device pixels wide."""


class PdfView(QAbstractScrollArea):
    """Shows a PDF. `page_changed` carries the page in view, from 1; `zoom_changed` mode and factor (1 = 100 %).

    ↑ ↓ PgUp PgDn Home End move, + and − and Ctrl+wheel zoom.
    """

    page_changed = Signal(int)
    zoom_changed = Signal(int, float)

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._pdf: PdfFile | None = None
        self._pictures: OrderedDict[_Picture, QImage] = OrderedDict()
        self._wanted: frozenset[_Picture] = frozenset()
        self._drawing: set[_Picture] = set()
        self._rects: list[QRect] = []
        self.mode, self.factor = FIT_WIDTH, 1.0
        self.page = 0
        self._wait = QTimer(self, interval=_DRAW_WAIT_MS, singleShot=True)
        self._wait.timeout.connect(self._draw_wanted)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("报表预览")
        self.setFrameShape(QFrame.Shape.NoFrame)
        # a bar that comes and goes with the page's height would change the width that height is fitted to, for ever
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._rects)

    @property
    def paper(self) -> str:
        """How the first page lies; empty without one."""
        return self._pdf.paper if self._pdf else ""

    def show_pdf(self, data: bytes | None) -> None:
        """Show another PDF at the same place and zoom as the last one; None for nothing."""
        if self._pdf is not None:
            self._pdf.close()
        self._pdf = PdfFile(data) if data else None
        self._pictures.clear()
        self._drawing.clear()
        self._lay_out()
        self.page = 0
        self._scrolled()

    def go_to(self, page: int) -> None:
        """Bring a page (from 1) to the top."""
        if self._rects:
            target = self._rects[min(max(page, 1), len(self._rects)) - 1]
            self.verticalScrollBar().setValue(target.top() - theme().px(_MARGIN))
            self._tell_page(min(max(page, 1), len(self._rects)))

    def zoom(self, mode: int, factor: float = 0.0) -> None:
        """Fit the width or the page, or show at a factor of its own."""
        self.mode = mode
        if mode == FREE:
            self.factor = min(max(factor or self.factor, _SMALLEST), _LARGEST)
        bar = self.verticalScrollBar()
        before = bar.value() / max(1, bar.maximum() + bar.pageStep())
        self._lay_out()
        bar.setValue(round(before * (bar.maximum() + bar.pageStep())))
        self._scrolled()

    def zoom_by(self, steps: float) -> None:
        """A little nearer (steps > 0) or farther."""
        self.zoom(FREE, self.factor * _STEP**steps)

    def is_drawn(self) -> bool:
        """Whether all that is in sight is there at full sharpness."""
        return bool(self._rects) and all(key in self._pictures for key in self._visible())

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        """Desk, pages, and what is known of them."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme().color("rail"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(-self._offset())
        for page, width in self._visible():
            rect = self._rects[page]
            painter.fillRect(rect, Qt.GlobalColor.white)
            picture = self._pictures.get((page, width)) or self._any_picture(page)
            if picture is not None:
                painter.drawImage(QRectF(rect), picture)
            painter.setPen(QPen(theme().color("line2"), 1))
            painter.drawRect(QRectF(rect).adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.end()
        draw_focus(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.zoom(self.mode)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._scrolled()
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(event.angleDelta().y() / 120)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar, typed = self.verticalScrollBar(), typed_text(event)
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()), 0)
        end = {Qt.Key.Key_Home: bar.minimum(), Qt.Key.Key_End: bar.maximum()}.get(Qt.Key(event.key()))
        if typed in ("+", "=", "-"):
            self.zoom_by(-1 if typed == "-" else 1)
        elif step:
            bar.setValue(bar.value() + step * (bar.pageStep() - theme().px(30)))
        elif end is not None:
            bar.setValue(end)
        else:
            super().keyPressEvent(event)

    # Places

    def _lay_out(self) -> None:
        sizes = self._pdf.sizes if self._pdf else ()
        self.factor = self._fitting(sizes)
        scale = self.factor * _PIXELS_PER_POINT
        pages = [QSize(round(width * scale), round(height * scale)) for width, height in sizes]
        widest = max((page.width() for page in pages), default=0) + 2 * theme().px(_MARGIN)
        room = max(self.viewport().width(), widest)
        self._rects, top = [], theme().px(_MARGIN)
        for page in pages:
            self._rects.append(QRect(QPoint((room - page.width()) // 2, top), page))
            top += page.height() + theme().px(_GAP)
        self._set_range(widest, top if pages else 0)
        self.zoom_changed.emit(self.mode, self.factor)

    def _fitting(self, sizes: tuple[tuple[float, float], ...]) -> float:
        if self.mode == FREE or not sizes:
            return self.factor
        margin = 2 * theme().px(_MARGIN)
        across = (self.viewport().width() - margin) / max(width for width, _ in sizes)
        if self.mode == FIT_PAGE:
            across = min(across, (self.viewport().height() - margin) / max(height for _, height in sizes))
        return max(across / _PIXELS_PER_POINT, 0.1)

    def _set_range(self, width: int, height: int) -> None:
        place = self.viewport().size()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(0, width - place.width()))
        across.setPageStep(place.width())
        down.setRange(0, max(0, height - place.height()))
        down.setPageStep(place.height())
        down.setSingleStep(theme().px(40))

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _visible(self) -> list[_Picture]:
        seen = QRect(self._offset(), self.viewport().size())
        ratio = self.devicePixelRatioF()
        return [(page, round(rect.width() * ratio)) for page, rect in enumerate(self._rects) if rect.intersects(seen)]

    def _scrolled(self) -> None:
        if self._rects:
            middle = self.verticalScrollBar().value() + self.viewport().height() // 3
            self._tell_page(max(1, bisect_right([rect.top() for rect in self._rects], middle)))
        self._wanted = frozenset(self._visible())
        if not self._wanted <= self._pictures.keys():
            self._wait.start()
        self.viewport().update()

    def _tell_page(self, page: int) -> None:
        if page != self.page:
            self.page = page
            self.page_changed.emit(page)

    # Pictures

    def _draw_wanted(self) -> None:
        for key in sorted(self._wanted - self._pictures.keys() - self._drawing):
            self._draw(key)

    def _draw(self, key: _Picture) -> None:
        pdf = self._pdf
        assert pdf is not None, "nothing is wanted of no file"
        self._drawing.add(key)

        def done(picture: QImage) -> None:
            if pdf is self._pdf:
                self._keep(key, picture)

        self._jobs.start(self, lambda _: pdf.render(*key) if key in self._wanted else QImage(), done)

    def _keep(self, key: _Picture, picture: QImage) -> None:
        self._drawing.discard(key)
        if picture.isNull():
            return
        self._pictures[key] = picture
        while len(self._pictures) > _KEPT_PICTURES:
            self._pictures.popitem(last=False)
        self.viewport().update()

    def _any_picture(self, page: int) -> QImage | None:
        return next((picture for (known, _), picture in reversed(self._pictures.items()) if known == page), None)
