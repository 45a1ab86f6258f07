"""Days × reps as one painted widget, gone over by keys, filled by keys or by dragging."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip

from ui.keys import ENTER, typed_step
from ui.pages.planning.board import Board, Card, Lane, Spot
from ui.pages.planning.dragging import CARDS, DUE, packed, unpacked
from ui.pages.planning.painting import GridPainter, spoken
from ui.pages.planning.places import Places
from ui.theme import theme

_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class PlanGrid(QAbstractScrollArea):
    """Arrows move the cursor, Alt and arrows the visit under it.

    `moved` comes when the cursor is somewhere else; `opened` with Enter or a double click on a card (its Card), `filled`
    on a free place; `shifted` carries item id, rep and day a visit is to go to; `dropped` customer ids, rep and day;
    `turned` 0 for the week of today, +1 and -1 for the next and the previous one; `menu_wanted` a place on screen.
    """

    moved = Signal()
    opened = Signal(object)
    filled = Signal()
    shifted = Signal(int, int, object)
    dropped = Signal(object, int, object)
    turned = Signal(int)
    menu_wanted = Signal(QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.board = Board()
        self.spot = Spot()
        self._offer = ""
        self._places: Places | None = None
        self._target: Spot | None = None
        self._pressed: QPoint | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("拜访计划")
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().valueChanged.connect(lambda _: self.viewport().update())
        theme().changed.connect(self._lay_out)

    # What the page calls

    def show_board(self, board: Board) -> None:
        """Show another board; the cursor stays on its visit, or at its rep's day."""
        card, owner, day, first = self.card, self.owner_id, self.day, not self.board.lanes
        self.board = board
        spot = board.spot_of(card.item_id) if card else None
        if spot is None and owner is not None and day is not None:
            place = board.spot_at(owner, day)
            spot = Spot(place.lane, place.day, self.spot.place) if place else None
        self.spot = board.nearest(spot or (self._first_spot() if first else Spot(self.spot.lane, self.spot.day)))
        self._lay_out()
        self._tell()

    def offer(self, text: str) -> None:
        """What Enter does on a free place, in words; shown there."""
        self._offer = text
        self.viewport().update()

    @property
    def card(self) -> Card | None:
        """The visit under the cursor."""
        return self.board.card_at(self.spot)

    @property
    def lane(self) -> Lane | None:
        """The cursor's row."""
        return self.board.lanes[self.spot.lane] if self.board.holds(self.spot) else None

    @property
    def owner_id(self) -> int | None:
        """The rep of the cursor's row."""
        return self.lane.owner_id if self.lane else None

    @property
    def day(self) -> date | None:
        """The day of the cursor's column."""
        return self.board.days[self.spot.day].day if self.board.holds(self.spot) else None

    def go_to_item(self, item_id: int) -> bool:
        """Put the cursor on a visit; False when it is not shown."""
        spot = self.board.spot_of(item_id)
        if spot is not None:
            self._go(spot)
        return spot is not None

    def go_to_owner(self, owner_id: int) -> None:
        """Put the cursor into a rep's row, on the same day, at the free place."""
        if self.day is not None and (spot := self.board.spot_at(owner_id, self.day)):
            self._go(Spot(spot.lane, spot.day, len(self.board.cell(spot.lane, spot.day))))

    def step_day(self, by: int) -> None:
        """The cursor one day on or back."""
        self._go(self.board.sideways(self.spot, by))

    def rect_of(self, spot: Spot) -> QRectF:
        """Where a card or free place is in the viewport."""
        places = self._laid_out()
        return places.card(spot).translated(0, places.head - self.verticalScrollBar().value())

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and pages move, Enter opens or fills, t, + and − turn to other weeks."""
        key, step = Qt.Key(event.key()), _MOVES.get(Qt.Key(event.key()))
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if not self.board.lanes:
            super().keyPressEvent(event)
        elif step and alt:
            self._shift(*step)
        elif step and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._step(*step)
        elif key in ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._open()
        elif not self._far(key) and not self._turn(typed_step(event)):
            super().keyPressEvent(event)

    def _step(self, down: int, right: int) -> None:
        if right and len(self.board.days) == 1:
            self._go(self.board.across(self.spot, right))
        elif right:
            self._go(self.board.sideways(self.spot, right))
        else:
            self._go(self.board.down(self.spot) if down > 0 else self.board.up(self.spot))

    def _far(self, key: Qt.Key) -> bool:
        spot, last = self.spot, len(self.board.days)
        targets = {
            Qt.Key.Key_Home: Spot(spot.lane, 0),
            Qt.Key.Key_End: Spot(spot.lane, last),
            Qt.Key.Key_PageUp: Spot(spot.lane - 1, spot.day),
            Qt.Key.Key_PageDown: Spot(spot.lane + 1, spot.day),
        }
        if key in targets:
            self._go(self.board.nearest(targets[key]))
        return key in targets

    def _turn(self, by: int | None) -> bool:
        if by is not None:
            self.turned.emit(by)
        return by is not None

    def _shift(self, down: int, right: int) -> None:
        card, spot = self.card, self.spot
        target = Spot(spot.lane + down, spot.day)
        if card is None or not self.board.holds(target):
            return
        day = card.day + timedelta(days=right)
        if len(self.board.days) == 1 or any(each.day == day for each in self.board.days):
            self.shifted.emit(card.item_id, self.board.lanes[target.lane].owner_id, day)

    def _open(self) -> None:
        card = self.card
        if card is None:
            self.filled.emit()
        else:
            self.opened.emit(card)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The cell or card under the mouse becomes the current one."""
        spot = self._spot_under(event.position())
        if spot is not None:
            self._pressed = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None
            self._go(spot)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A card pulled away is dragged."""
        pulled = self._pressed is not None and (
            (event.position().toPoint() - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        )
        card = self.card
        if pulled and card is not None and not card.is_proposed:
            self._pressed = None
            drag = QDrag(self)
            drag.setMimeData(packed(CARDS, [card.item_id]))
            drag.setPixmap(self.viewport().grab(self.rect_of(self.spot).toRect()))
            drag.exec(Qt.DropAction.MoveAction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing is dragged."""
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the visit, or fill the free place."""
        spot = self._spot_under(event.position())
        if spot is not None:
            self._pressed = None
            self._go(spot)
            self._open()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done here."""
        if self.board.lanes:
            by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
            at = self.rect_of(self.spot).center().toPoint() if by_key else event.pos()
            self.menu_wanted.emit(self.viewport().mapToGlobal(at))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Customers and cards come in."""
        if event.mimeData().hasFormat(DUE) or event.mimeData().hasFormat(CARDS):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The cell under the mouse is shaded."""
        self._show_target(self._spot_under(event.position()))
        if self._target is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """No longer."""
        self._show_target(None)

    def dropEvent(self, event: QDropEvent) -> None:
        """Customers are assigned, cards moved."""
        spot = self._spot_under(event.position())
        self._show_target(None)
        if spot is None:
            return
        owner, day = self.board.lanes[spot.lane].owner_id, self.board.days[spot.day].day
        event.acceptProposedAction()
        if customers := unpacked(event.mimeData(), DUE):
            self._go(spot)
            self.dropped.emit(customers, owner, day)
        for item_id in unpacked(event.mimeData(), CARDS):
            self.shifted.emit(item_id, owner, day)

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """The board."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme().color("surface"))
        drawing = GridPainter(painter, self._laid_out(), self.verticalScrollBar().value())
        drawing.paint(self.spot, self._target, focused=self.hasFocus(), offer=self._offer)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size, other places."""
        super().resizeEvent(event)
        self._lay_out()

    def sizeHint(self) -> QSize:
        """Six days beside the reps."""
        return QSize(theme().px(646), theme().px(600))

    def minimumSizeHint(self) -> QSize:
        """Smaller than this nothing could be read."""
        return QSize(theme().px(420), theme().px(240))

    def viewportEvent(self, event: QEvent) -> bool:
        """What is cut on a card stands in its tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._told_at(QPointF(event.pos())), self)
            return True
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The cursor shows it."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No longer."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _go(self, spot: Spot) -> None:
        if spot == self.spot:
            return
        self.spot = spot
        self._reveal()
        self._tell()

    def _tell(self) -> None:
        self.setAccessibleDescription(spoken(self.board, self.spot))
        self.viewport().update()
        self.moved.emit()

    def _first_spot(self) -> Spot:
        today = next((n for n, day in enumerate(self.board.days) if day.day == self.board.today), 0)
        return Spot(0, today)

    def _spot_under(self, point: QPointF) -> Spot | None:
        places = self._laid_out()
        if point.y() < places.head:
            return None
        return places.spot(QPointF(point.x(), point.y() - places.head + self.verticalScrollBar().value()))

    def _told_at(self, point: QPointF) -> str:
        """What is cut on the card or rep under a point, and what is the matter there."""
        places, spot = self._laid_out(), self._spot_under(point)
        if spot is not None:
            card = self.board.card_at(spot)
            return "\n".join(part for part in (card.tip if card else "", self.board.note(spot.lane, spot.day)) if part)
        below = point + QPointF(0, self.verticalScrollBar().value() - places.head)
        named = (lane for n, lane in enumerate(self.board.lanes) if places.name(n).contains(below))
        return next((f"{lane.name}　{lane.market}" for lane in named), "") if point.y() >= places.head else ""

    def _show_target(self, spot: Spot | None) -> None:
        self._target = spot
        self.viewport().update()

    def _laid_out(self) -> Places:
        if self._places is None or self._places.board is not self.board:
            size = self.viewport().size()
            self._places = Places(self.board, size.width(), size.height())
        return self._places

    def _lay_out(self) -> None:
        self._places = None
        places, shown = self._laid_out(), self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setPageStep(max(0, shown - places.head))
        bar.setRange(0, max(0, places.content_height - (shown - places.head)))
        bar.setSingleStep(theme().px(40))
        self._reveal()
        self.viewport().update()

    def _reveal(self) -> None:
        """Scroll until the cursor is in sight."""
        places = self._laid_out()
        if not self.board.holds(self.spot):
            return
        bar, rect = self.verticalScrollBar(), places.card(self.spot)
        room = self.viewport().height() - places.head
        top = places.rows[self.spot.lane].top if self.spot.place == 0 else int(rect.top())
        if top < bar.value():
            bar.setValue(top)
        elif rect.bottom() + theme().px(4) > bar.value() + room:
            bar.setValue(int(rect.bottom() + theme().px(4)) - room)
