"""What happened with a customer, drawn as a line of events: when, what, who."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.icons import draw_glyph
from ui.shell.desk import Desk
from ui.tables.model import Index
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.choices import Segment
from ui.widgets.layout import column, label, row
from ui.widgets.paint import draw_focus, draw_words

if TYPE_CHECKING:
    from app.context import App
    from app.customers.history import Event, Past

_ICONS = {
    "visit": "calendar-check",
    "sheet": "clipboard-text",
    "complaint": "headset",
    "stage": "funnel",
    "record": "user-plus",
    "change": "pencil-simple",
}
_STEP = 200
"""How many events of one kind are read at a time."""
_EVENT_ROLE = int(Qt.ItemDataRole.UserRole)
_KINDS = (("全部", ""), ("拜访", "visit"), ("投诉", "complaint"), ("阶段与评价", "stage"))
_WHEN, _SIGN, _WORDS, _SIDE, _LINE = 52, 24, 90, 14, 20


class EventList(QListView):
    """Events, the latest first; long texts are elided, or with `wrapped` go on in further lines."""

    def __init__(self, nothing: str, today: Callable[[], date], *, wrapped: bool = False) -> None:
        super().__init__()
        self._nothing = nothing
        self.setProperty("kind", "bare")
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(not wrapped)
        self.events = _Events(self)
        self.setModel(self.events)
        self.setItemDelegate(_EventDelegate(self, today, wrapped))
        self._wrapped = wrapped

    def show_events(self, events: Sequence[Event]) -> None:
        """Show other events; where older ones only came to those shown, the place is kept."""
        if not self.events.go_on(events):
            self.events.show(events)
            self.scrollToTop()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The events, or that there are none; and the focus."""
        super().paintEvent(event)
        if not self.events.rowCount():
            place = QRectF(theme().px(_SIDE), theme().px(8), self.width(), theme().px(_LINE))
            draw_words(QPainter(self.viewport()), place, self._nothing, "text2")
        draw_focus(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: other line ends."""
        super().resizeEvent(event)
        if self._wrapped:
            self.scheduleDelayedItemsLayout()


class LongPast(QWidget):
    """Events, and below them, where there are more than are shown, a button for the older ones.

    `read` reads a customer's past, as far back as told, on a worker thread.
    """

    shown = Signal(object)

    def __init__(self, desk: Desk, name: str, events: EventList, read: Callable[[int, int], Past]) -> None:
        super().__init__()
        self._desk, self._read, self.list = desk, read, events
        self._customer_id, self._most = 0, _STEP
        events.setAccessibleName(name)
        self.older = Button("再看更早的", self._go_back, icon="clock-counter-clockwise", kind="link")
        self._foot = QWidget()
        column(self._foot, row(None, self.older, None, margins=(14, 0, 14, 4)), gap=0)
        self._foot.hide()
        column(self, events, self._foot, gap=0).setStretch(0, 1)

    def load(self, customer_id: int) -> None:
        """Read a customer's past; of the same one as far back as it was shown."""
        if customer_id != self._customer_id:
            self._customer_id, self._most = customer_id, _STEP
            self._foot.hide()
            self.shown.emit(())
        most = self._most
        self._desk.jobs.reread(
            self,
            "past",
            lambda _task: (customer_id, self._read(customer_id, most)),
            self._show,
            failed=self._desk.complain,
        )

    def _go_back(self) -> None:
        self._most += _STEP
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.load(self._customer_id)

    def _show(self, read: tuple[int, Past]) -> None:
        customer_id, past = read
        if customer_id == self._customer_id:
            self._foot.setVisible(past.older)
            self.shown.emit(past.events)


class Timeline(QWidget):
    """往来时间线 with its kinds to choose from."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._all: Sequence[Event] = ()
        self.kinds = Segment([text for text, _ in _KINDS], kind="chip")
        self.kinds.chosen.connect(lambda _: self._show_kind())
        self.past = LongPast(
            desk, "往来时间线", EventList("没有这样的往来", desk.app.today), partial(_timeline, desk.app)
        )
        self.past.shown.connect(self.show_events)
        self.list = self.past.list
        head = row(None, label("往来时间线", "head"), None, self.kinds, margins=(14, 10, 14, 4))
        column(self, head, self.past, gap=0).setStretch(1, 1)

    def show_events(self, events: Sequence[Event]) -> None:
        """Others, of the chosen kind."""
        self._all = events
        for place, (text, kind) in enumerate(_KINDS):
            number = sum(1 for event in events if not kind or event.kind == kind)
            self.kinds.set_text(place, f"{text} {number}" if number else text)
        self._show_kind()

    def _show_kind(self) -> None:
        kind = _KINDS[self.kinds.current][1]
        self.list.show_events([event for event in self._all if not kind or event.kind == kind])


def _timeline(app: App, customer_id: int, most: int) -> Past:
    from app.customers.timeline import timeline

    return timeline(app, customer_id, most=most)


def change_history(desk: Desk) -> LongPast:
    """变更记录 of a customer, in whole sentences."""

    def read(customer_id: int, most: int) -> Past:
        from app.customers.history import history

        return history(desk.app, "customer", customer_id, most=most)

    return LongPast(desk, "变更记录", EventList("还没有改动", desk.app.today, wrapped=True), read)


class _Events(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._events: Sequence[Event] = ()

    def show(self, events: Sequence[Event]) -> None:
        self.beginResetModel()
        self._events = events
        self.endResetModel()

    def go_on(self, events: Sequence[Event]) -> bool:
        """Whether these begin with those shown; what comes after them is added."""
        there = len(self._events)
        if not there or len(events) < there or list(events[:there]) != list(self._events):
            return False
        if len(events) > there:
            self.beginInsertRows(QModelIndex(), there, len(events) - 1)
            self._events = events
            self.endInsertRows()
        return True

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._events)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        event = self._events[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{event.at:%Y-%m-%d}　{event.title}　{event.text}　{event.who}"
            case Qt.ItemDataRole.ToolTipRole:
                return event.text
            case _:
                return event if role == _EVENT_ROLE else None


class _EventDelegate(QStyledItemDelegate):
    """Two lines an event: title and who, then what."""

    def __init__(self, view: QListView, today: Callable[[], date], wrapped: bool) -> None:
        super().__init__(view)
        self._view, self._today, self._wrapped = view, today, wrapped

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        px = theme().px
        lines = self._text_height(index.data(_EVENT_ROLE).text) if self._wrapped else px(18)
        return QSize(px(100), px(_LINE) + lines + px(6))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        px, event = theme().px, index.data(_EVENT_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect).adjusted(0, px(3), -px(_SIDE), 0)
        first = QRectF(area.left(), area.top(), area.width(), px(_LINE))
        self._paint_when(painter, first, event)
        self._paint_sign(painter, first, _ICONS.get(event.kind, "circle"))
        words = first.adjusted(px(_WORDS), 0, 0, 0)
        who = draw_words(painter, words, event.who, "text2", 12, right=True)
        draw_words(painter, words.adjusted(0, 0, -who - px(8), 0), event.title, bold=True)
        below = QRectF(words.left(), words.bottom(), words.width(), area.bottom() - words.bottom())
        if self._wrapped:
            painter.setFont(theme().font(12))
            painter.setPen(theme().color("text2"))
            painter.drawText(below, int(Qt.TextFlag.TextWrapAnywhere), event.text)
        else:
            draw_words(painter, QRectF(below.topLeft(), below.size()), event.text, "text2", 12)
        painter.restore()

    def _paint_when(self, painter: QPainter, first: QRectF, event: Event) -> None:
        px = theme().px
        this_year = event.at.year == self._today().year
        under = (
            (f"{event.at:%H:%M}" if event.at.time() != event.at.min.time() else "") if this_year else f"{event.at:%Y}"
        )
        place = QRectF(first.left(), first.top(), px(_WHEN), first.height())
        draw_words(painter, place, f"{event.at:%m-%d}", "text", 12, right=True)
        draw_words(painter, place.translated(0, first.height() - px(1)), under, "text3", 12, right=True)

    def _paint_sign(self, painter: QPainter, first: QRectF, icon: str) -> None:
        px = theme().px
        disc = QRectF(first.left() + px(_WHEN + 8), first.top() + px(1), px(_SIGN), px(_SIGN))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("hover"))
        painter.drawEllipse(disc)
        inner = px(5)
        draw_glyph(painter, disc.adjusted(inner, inner, -inner, -inner), icon, "text2")

    def _text_height(self, text: str) -> int:
        px = theme().px
        room = max(px(80), self._view.viewport().width() - px(_WORDS + _SIDE))
        box = QFontMetrics(theme().font(12)).boundingRect(
            0, 0, room, 10_000, int(Qt.TextFlag.TextWrapAnywhere), text or " "
        )
        return box.height()
