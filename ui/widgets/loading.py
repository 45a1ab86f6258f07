"""Reading that takes longer than a moment: a thin line, while what was there before stays."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import theme

_MOMENT_MS = 300
_THICK = 2


class LoadingLine(QWidget):
    """Along the upper edge of a widget, above what is in it; it takes no room and no clicks."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._wait = QTimer(self, interval=_MOMENT_MS, singleShot=True)
        self._wait.timeout.connect(self._appear)
        over.installEventFilter(self)
        self.setAccessibleName("正在读取")
        self.hide()

    def set_busy(self, busy: bool) -> None:
        """Reading begins, or has ended."""
        if not busy:
            self._wait.stop()
            self.hide()
        elif self.isHidden() and not self._wait.isActive():
            self._wait.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As wide as what it stands over."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(0, 0, watched.width(), _THICK)
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        QPainter(self).fillRect(self.rect(), theme().color("c1"))

    def _appear(self) -> None:
        self.raise_()
        self.show()
