"""What lists draw again and again, made once: texts laid out, small signs as pictures."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPixmap, QStaticText, QTransform

from ui.theme import theme

_TEXTS_KEPT = 8192
_PICTURES_KEPT = 2048


@dataclass(frozen=True, slots=True)
class Laid:
    """A text laid out: how large it is, and how many of its characters show."""

    text: QStaticText
    width: int
    height: float
    shown: int


class Drawings:
    """Of one scheme and text size, for a screen of one `scale`."""

    def __init__(self, scale: float) -> None:
        look = theme()
        self.scale = scale
        self.font, self.bold = look.font(), look.font(bold=True)
        self.metrics, self.bold_metrics = QFontMetrics(self.font), QFontMetrics(self.bold)
        self._texts: OrderedDict[tuple[str, int, bool], Laid] = OrderedDict()
        self._pictures: OrderedDict[Hashable, QPixmap] = OrderedDict()

    def laid(self, text: str, room: int, bold: bool = False) -> Laid:
        """A text on one line, elided where there is no more room."""
        laid = self._texts.get((text, room, bold))
        if laid is None:
            laid = self._texts[text, room, bold] = self._lay(text, room, bold)
            if len(self._texts) > _TEXTS_KEPT:
                self._texts.popitem(last=False)  # one by one: to let go of all of them takes a frame
        return laid

    def picture(self, key: Hashable, width: int, height: int, draw: Callable[[QPainter, QRectF], object]) -> QPixmap:
        """What `draw` draws into a place of this size; `key` tells it from all others."""
        picture = self._pictures.get(key)
        if picture is None:
            picture = self._pictures[key] = self._drawn(width, height, draw)
            if len(self._pictures) > _PICTURES_KEPT:
                self._pictures.popitem(last=False)
        return picture

    def _lay(self, text: str, room: int, bold: bool) -> Laid:
        laid = self._whole(text, bold)
        if laid.width <= room:
            return laid
        metrics = self.bold_metrics if bold else self.metrics
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        return replace(self._whole(shown, bold), shown=len(shown) - 1)

    def _whole(self, text: str, bold: bool) -> Laid:
        static = QStaticText(text)
        static.setTextFormat(Qt.TextFormat.PlainText)
        static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        static.prepare(QTransform(), self.bold if bold else self.font)
        size = static.size()
        return Laid(static, ceil(size.width()), size.height(), len(text))

    def _drawn(self, width: int, height: int, draw: Callable[[QPainter, QRectF], object]) -> QPixmap:
        picture = QPixmap(QSize(width, height) * self.scale)
        picture.setDevicePixelRatio(self.scale)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(painter, QRectF(0, 0, width, height))
        painter.end()
        return picture
