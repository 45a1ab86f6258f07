"""The board: four columns of cards, one cursor over all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QEvent, QMimeData, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QSizePolicy, QWidget

from ui.keys import ENTER, typed_text
from ui.pages.complaints.cards import Card, CardDelegate
from ui.tables.model import ROW_ROLE, Index
from ui.widgets.layout import column, label, row
from ui.widgets.marks import OneLine

MIME = "application/x-sweepbook-complaint"
_SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


@dataclass(frozen=True, slots=True)
class Lane:
    """A column of the board: what it is called, and what the rule asks there."""

    title: str
    rule: str


class Board(QWidget):
    """Shows cards by column. `current_changed` carries the card the cursor is on or None, `opened` the one Enter was
    pressed on, `dropped` a complaint's id and the column it was dragged to; `typed` carries text typed here, for the
    search field.
    """

    current_changed = Signal(object)
    opened = Signal(object)
    dropped = Signal(int, int)
    typed = Signal(str)

    def __init__(self, lanes: Sequence[Lane]) -> None:
        super().__init__()
        self._current = 0
        self._filling = False
        self._counts = [label("0", "sub") for _ in lanes]
        self.columns = [CardList(self, place, lane.title) for place, lane in enumerate(lanes)]
        parts = []
        for lane, count, cards in zip(lanes, self._counts, self.columns, strict=True):
            part = QWidget()
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            head = row(None, label(lane.title, "head"), count, OneLine(lane.rule, "text3", 12, right=True), gap=6)
            column(part, head, cards, gap=8).setStretch(1, 1)
            parts.append(part)
        layout = row(self, *parts, gap=12, margins=(12, 12, 12, 0))
        for place in range(len(parts)):
            layout.setStretch(place, 1)
        self._mark_stops()

    def show_cards(self, columns: Sequence[Sequence[Card]], counts: Sequence[int] = ()) -> None:
        """Show other cards; the cursor stays on its complaint, else in its place. `counts` are how many there are where
        not all are shown.
        """
        before = self.current
        place = self.columns[self._current].currentIndex().row()
        self._filling = True
        for cards, view, count in zip(columns, self.columns, counts or [len(each) for each in columns], strict=True):
            view.show_cards(cards)
            self._count(view.place, len(cards), count)
        self._filling = False
        if before is None or not self.select(before.id):
            self._settle(place)
        self.current_changed.emit(self.current)

    def select(self, complaint_id: int) -> bool:
        """Put the cursor on a complaint; False when it is not on the board."""
        for at, view in enumerate(self.columns):
            for place, card in enumerate(view.cards):
                if card.id == complaint_id:
                    self._put(at, place)
                    return True
        return False

    @property
    def current(self) -> Card | None:
        """The card under the cursor."""
        return self.columns[self._current].current_card()

    @property
    def current_column(self) -> int:
        """The column the cursor is in."""
        return self._current

    def take_cursor(self, at: int) -> None:
        """The cursor has come into a column by mouse or key: the others lose theirs."""
        if self._filling:
            return
        if at != self._current:
            had_focus = self.columns[self._current].hasFocus()
            self._current = at
            for other, view in enumerate(self.columns):
                if other != at:
                    view.drop_cursor()
            self._mark_stops()
            if had_focus:
                self.columns[at].setFocus(Qt.FocusReason.TabFocusReason)
        self.current_changed.emit(self.current)

    def go_sideways(self, by: int) -> None:
        """← and →: the nearest column on that side that has cards, at the same height."""
        place = self.columns[self._current].currentIndex().row()
        at = self._current + by
        while 0 <= at < len(self.columns):
            if self.columns[at].cards:
                self._put(at, place)
                return
            at += by

    def focus_cards(self) -> None:
        """Give the focus to the cursor's column."""
        self.columns[self._current].setFocus(Qt.FocusReason.TabFocusReason)

    def _count(self, at: int, shown: int, count: int) -> None:
        said = self._counts[at]
        said.setText(f"{shown:,} / {count:,}" if shown < count else str(count))
        more = f"一共 {count:,} 件，这里只显示前 {shown:,} 件。按 Alt+2 在列表里看全部。"
        said.setToolTip(more if shown < count else "")

    def _settle(self, place: int) -> None:
        """Somewhere sensible: the same place in the same column, else the first card there is."""
        around = [self._current, *(at for at in range(len(self.columns)) if at != self._current)]
        at = next((at for at in around if self.columns[at].cards), None)
        if at is not None:
            self._put(at, place)

    def _put(self, at: int, place: int) -> None:
        view = self.columns[at]
        had_focus = any(each.hasFocus() for each in self.columns)
        view.put_cursor(min(max(place, 0), len(view.cards) - 1))
        if had_focus:
            view.setFocus(Qt.FocusReason.TabFocusReason)

    def _mark_stops(self) -> None:
        """Tab finds one column only, the cursor's."""
        for at, view in enumerate(self.columns):
            here = at == self._current
            view.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)


class CardModel(QAbstractListModel):
    """The cards of one column; a dragged one carries its complaint's id."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.cards: Sequence[Card] = ()

    def show(self, cards: Sequence[Card]) -> None:
        """Other cards."""
        self.beginResetModel()
        self.cards = cards
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """All of them."""
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The card, and its words."""
        card = self.cards[index.row()]
        if role == ROW_ROLE:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            return card.customer
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return card.spoken
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cards can be dragged."""
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        """Ids."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The id of the card dragged."""
        data = QMimeData()
        data.setData(MIME, str(self.cards[indexes[0].row()].id).encode())
        return data


class CardList(QListView):
    """One column."""

    def __init__(self, board: Board, place: int, title: str) -> None:
        super().__init__()
        self._board, self.place = board, place
        self._model = CardModel(self)
        self._delegate = CardDelegate(self)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setProperty("kind", "board")
        self.setAccessibleName(title)
        self.setMouseTracking(True)
        self.setMinimumWidth(1)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.doubleClicked.connect(lambda _index: board.opened.emit(self.current_card()))

    @property
    def cards(self) -> Sequence[Card]:
        """The cards shown, top down."""
        return self._model.cards

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Other cards; the place scrolled to is kept."""
        top = self.verticalScrollBar().value()
        self._model.show(cards)
        self.verticalScrollBar().setValue(top)

    def current_card(self) -> Card | None:
        """The card the cursor is on, None while it is in another column."""
        index = self.currentIndex()
        return self.cards[index.row()] if index.isValid() else None

    def put_cursor(self, place: int) -> None:
        """Move the cursor here."""
        self.setCurrentIndex(self._model.index(place, 0))

    def drop_cursor(self) -> None:
        """The cursor has gone to another column."""
        self.setCurrentIndex(QModelIndex())
        self.clearSelection()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The cursor is here now."""
        super().currentChanged(current, previous)
        if current.isValid():
            self._board.take_cursor(self.place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The focus goes where the cursor is: a closing dialog gives it back to the column that had it before."""
        super().focusInEvent(event)
        if self._board.current_column != self.place and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._board.focus_cards()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from card to card; Enter opens, letters search."""
        if side := _SIDEWAYS.get(Qt.Key(event.key()), 0):
            self._board.go_sideways(side)
        elif event.key() in ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._board.opened.emit(self.current_card())
        elif (text := typed_text(event)) and text != " ":
            self._board.typed.emit(text)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The card under the mouse is shaded."""
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        """No longer."""
        super().leaveEvent(event)
        self._hover(-1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Cards of other columns may be dropped here."""
        self._judge(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The same all over the column."""
        self._judge(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """The page asks for what the step needs; the card moves when that is done."""
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self._board.dropped.emit(int(bytes(event.mimeData().data(MIME).data()).decode()), self.place)

    def _judge(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasFormat(MIME) and event.source() is not self:
            event.acceptProposedAction()
        else:
            event.ignore()

    def _hover(self, place: int) -> None:
        if place != self._delegate.hovered:
            self._delegate.hovered = place
            self.viewport().update()
