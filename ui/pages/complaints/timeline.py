"""What was done about a complaint, step by step, latest last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.icons import draw_glyph
from ui.tables.model import ROW_ROLE, Index
from ui.theme import theme
from ui.widgets.paint import draw_words

_DOT, _LEFT, _LINE, _GAP = 88, 103, 20, 9
_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One entry: when, what, by whom, in which words. `tone` danger for what the clock did; `contact` for a word with
    the customer."""

    at: datetime
    title: str
    who: str
    text: str
    tone: str = ""
    contact: bool = False


class Timeline(QListView):
    """Steps under one another, as high as their words; the text can be copied with Ctrl+C."""

    def __init__(self) -> None:
        super().__init__()
        self._model = _StepModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_StepDelegate(self))
        self.setProperty("kind", "board")
        self.setAccessibleName("处理记录")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)

    @property
    def steps(self) -> Sequence[Step]:
        """The steps shown."""
        return self._model.steps

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Other steps, the last one in sight."""
        self._model.show(steps)
        self.scrollToBottom()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other heights; the last step stays in sight."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
        QTimer.singleShot(0, self, self.scrollToBottom)


class _StepModel(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.steps: Sequence[Step] = ()

    def show(self, steps: Sequence[Step]) -> None:
        self.beginResetModel()
        self.steps = steps
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.steps)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        step = self.steps[index.row()]
        if role == ROW_ROLE:
            return step
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{step.at:%m-%d %H:%M}　{step.title}　{step.who}　{step.text}"
        return None


class _StepDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        step: Step = index.data(ROW_ROLE)
        return QSize(theme().px(120), theme().px(_LINE + _GAP) + _text_height(step.text, width))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, rect, step = theme(), QRectF(option.rect), index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("hover"))
            painter.drawRoundedRect(rect.adjusted(0, 0, 0, -look.px(4)), look.px(4), look.px(4))
        line = QRectF(rect.left(), rect.top(), rect.width(), look.px(_LINE))
        draw_words(painter, line, f"{step.at:%m-%d %H:%M}", "text2", 12)
        _paint_dot(painter, QPointF(line.left() + look.px(_DOT), line.center().y()), step.tone)
        _paint_title(painter, line.adjusted(look.px(_LEFT), 0, 0, 0), step)
        painter.setFont(look.font())
        painter.setPen(look.color("text2"))
        words = rect.adjusted(look.px(_LEFT), look.px(_LINE), -look.px(4), 0)
        painter.drawText(words.toRect(), _WRAPPED, step.text)
        painter.restore()


def _paint_dot(painter: QPainter, centre: QPointF, tone: str) -> None:
    look = theme()
    painter.setPen(Qt.PenStyle.NoPen if tone else QPen(look.color("text3"), 2))
    painter.setBrush(look.color(tone) if tone else Qt.BrushStyle.NoBrush)
    radius = look.px(4.5) if tone else look.px(4)
    painter.drawEllipse(centre, radius, radius)


def _paint_title(painter: QPainter, line: QRectF, step: Step) -> None:
    look = theme()
    line.adjust(draw_words(painter, line, step.title, step.tone or "text", bold=True) + look.px(12), 0, 0, 0)
    line.adjust(draw_words(painter, line, step.who, "text2") + look.px(8), 0, 0, 0)
    if step.contact:
        side = look.px(14)
        draw_glyph(painter, QRectF(line.left(), line.center().y() - side / 2, side, side), "phone", "text3")


def _text_height(text: str, width: int) -> int:
    look = theme()
    room = QRect(0, 0, width - look.px(_LEFT) - look.px(4), 99_999)
    return QFontMetrics(look.font()).boundingRect(room, _WRAPPED, text).height()
