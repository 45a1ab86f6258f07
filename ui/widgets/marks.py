"""Grade, stage and progress as widgets; colour never carries the meaning alone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.keys import key_text
from ui.theme import theme
from ui.widgets.layout import label
from ui.widgets.paint import draw_bar, draw_grade, draw_pips, draw_words


class _Mark(QWidget):
    """A small drawing of fixed size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter, QRectF(self.rect()))

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        raise TypeError(f"{type(self).__name__} draws nothing")


class GradeBadge(_Mark):
    """A, B, C, or not rated for an empty text."""

    def __init__(self, grade: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_grade(grade)

    def set_grade(self, grade: str) -> None:
        """Show another grade."""
        self._grade = grade
        self.setAccessibleName(f"{grade} 级" if grade else "未评")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(20), theme().px(18))

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        draw_grade(painter, rect, self._grade)


class StagePips(_Mark):
    """`done` of `total` stages, done < 0 for parked; the stage's name stands beside it as a label."""

    def __init__(self, done: int, total: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_stage(done, total)

    def set_stage(self, done: int, total: int) -> None:
        """Show another stage."""
        self._done, self._total = done, total
        self.setAccessibleName("搁置" if done < 0 else f"第 {done} 个阶段，共 {total} 个")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._total * (theme().px(5) + theme().px(2)) - theme().px(2), theme().px(14))

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        draw_pips(painter, rect, self._done, self._total)


class ProgressLine(_Mark):
    """A thin bar of how much is done; it takes the width it is given."""

    def __init__(self, share: float = 0.0, token: str = "c1", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(theme().px(48))
        self.set_share(share, token)

    def set_share(self, share: float, token: str = "") -> None:
        """Show another share (0-1), in another colour token if named."""
        self._share, self._token = share, token or getattr(self, "_token", "c1")
        self.setAccessibleName(f"{share:.0%}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(84), theme().px(8))

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        draw_bar(painter, rect, self._share, self._token)


def tag(text: str, tone: str = "") -> QLabel:
    """A short word on a soft fill: danger, warn, ok, link or neutral."""
    made = label(text, "tag", tone)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def key_cap(key: str) -> QLabel:
    """A key, as printed on the keyboard."""
    made = label(key_text(key), "key")
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


class OneLine(QWidget):
    """A text on one line, elided at its end where it does not fit; whole in the tooltip."""

    def __init__(
        self, text: str = "", token: str = "text", size: int = 13, *, bold: bool = False, right: bool = False
    ) -> None:
        super().__init__()
        self._token, self._size, self._bold, self._right = token, size, bold, right
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._text = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.update()

    def text(self) -> str:
        """The whole text."""
        return self._text

    def sizeHint(self) -> QSize:
        return QSize(theme().px(60), theme().px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        room, face = QRectF(self.rect()), {"bold": self._bold, "right": self._right}
        draw_words(QPainter(self), room, self._text, self._token, self._size, **face)
