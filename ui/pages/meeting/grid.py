"""The day on the table: a column a rep, a card a visit, one cursor over all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from app.meetings.evening import MeetingVisit, RepEvening
from ui.icons import draw_glyph
from ui.keys import ENTER
from ui.pages.meeting.draft import Decision
from ui.tables.model import ROW_ROLE, Index
from ui.theme import theme
from ui.widgets.paint import draw_grade, draw_words

_CARD, _GAP, _NARROWEST, _HEAD, _SIDE, _LINE = 118, 8, 200, 46, 10, 20
_UNMET = "none"

DecisionOf = Callable[[MeetingVisit], Decision | None]


class VisitGrid(QTableView):
    """↑↓←→ go over the visits, passing over empty places. `current_changed` carries the visit or None, `opened` comes
    with Enter, `dropped` with Delete.
    """

    current_changed = Signal(object)
    opened = Signal()
    dropped = Signal()

    def __init__(self, decision_of: DecisionOf) -> None:
        super().__init__()
        self._visits = _Visits(self)
        self.setModel(self._visits)
        self.setItemDelegate(_CardDelegate(self, decision_of))
        self.setHorizontalHeader(_RepHeader(self._visits, self))
        self.setAccessibleName("当天的拜访")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme().px(_CARD + _GAP))
        self.doubleClicked.connect(lambda _: self.opened.emit())

    @property
    def current(self) -> MeetingVisit | None:
        """The visit under the cursor."""
        return self._visits.visit(self.currentIndex())

    def show_reps(self, reps: Sequence[RepEvening]) -> None:
        """Show another evening; the cursor stays on its visit, else goes to the first one."""
        before = self.current.visit_id if self.current else None
        self._visits.show(reps)
        self._fit_columns()
        if before is None or not self.select(before):
            first = next((at for at, rep in enumerate(reps) if rep.visits), None)
            if first is not None:
                self.setCurrentIndex(self._visits.index(0, first))
        self.current_changed.emit(self.current)

    def select(self, visit_id: int) -> bool:
        """Put the cursor on a visit; False when it is not there."""
        place = self._visits.place(visit_id)
        if place is not None:
            self.setCurrentIndex(self._visits.index(*place))
        return place is not None

    def go_on(self) -> bool:
        """To the next visit of the rep, then of the next rep; False after the last one."""
        order = self._visits.order()
        here = order.index(self.current.visit_id) if self.current else -1
        return here + 1 < len(order) and self.select(order[here + 1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the decision, Delete takes it away."""
        if event.key() in ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.dropped.emit()
        else:
            super().keyPressEvent(event)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """← and → go to the rep beside at the same height, or to their last visit; reps without one are passed over."""
        steps = {
            QAbstractItemView.CursorAction.MoveLeft: (0, -1),
            QAbstractItemView.CursorAction.MoveRight: (0, 1),
            QAbstractItemView.CursorAction.MoveUp: (-1, 0),
            QAbstractItemView.CursorAction.MoveDown: (1, 0),
        }
        here = self.currentIndex()
        if action not in steps:
            return super().moveCursor(action, modifiers)
        down, aside = steps[action]
        at = here.column() + aside
        while aside and 0 <= at < len(self._visits.reps) and not self._visits.reps[at].visits:
            at += aside
        if not 0 <= at < len(self._visits.reps):
            return here
        row = min(max(here.row() + down, 0), len(self._visits.reps[at].visits) - 1)
        return self._visits.index(row, at)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.current_changed.emit(self.current)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        count = len(self._visits.reps)
        for at in range(count):
            self.setColumnWidth(at, max(theme().px(_NARROWEST), self.viewport().width() // count))


class _Visits(QAbstractTableModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.reps: Sequence[RepEvening] = ()

    def show(self, reps: Sequence[RepEvening]) -> None:
        self.beginResetModel()
        self.reps = reps
        self.endResetModel()

    def visit(self, index: Index) -> MeetingVisit | None:
        if not index.isValid():
            return None
        visits = self.reps[index.column()].visits
        return visits[index.row()] if index.row() < len(visits) else None

    def place(self, visit_id: int) -> tuple[int, int] | None:
        places = ((row, at) for at, rep in enumerate(self.reps) for row, visit in enumerate(rep.visits)
                  if visit.visit_id == visit_id)  # fmt: skip
        return next(places, None)

    def order(self) -> list[int]:
        return [visit.visit_id for rep in self.reps for visit in rep.visits]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else max((len(rep.visits) for rep in self.reps), default=0)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.reps)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) if self.visit(index) else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        visit = self.visit(index)
        if role == ROW_ROLE or visit is None:
            return visit if role == ROW_ROLE else None
        if role == Qt.ItemDataRole.DisplayRole:
            return visit.customer
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{visit.customer}　{visit.result}\n{visit.situation}\n{visit.countermeasure}"
        return None


class _RepHeader(QHeaderView):
    """Name, and in grey what was planned and made, and how the daily report stands."""

    def __init__(self, visits: _Visits, parent: VisitGrid) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._visits = visits
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFixedHeight(theme().px(_HEAD))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """One rep."""
        look, rep = theme(), self._visits.reps[section]
        painter.save()
        painter.fillRect(rect, look.color("subtle"))
        painter.setPen(QPen(look.color("line"), 1))
        painter.drawLine(QRectF(rect).bottomLeft(), QRectF(rect).bottomRight())
        side, line = look.px(_SIDE), look.px(_LINE)
        place = QRectF(rect).adjusted(side, look.px(4), -side, 0)
        draw_words(painter, QRectF(place.left(), place.top(), place.width(), line), rep.name, bold=True)
        tone = "ok" if rep.daily_state not in ("未写", "填写中") else "warn"
        state = QRectF(place.left(), place.top(), place.width(), line)
        draw_words(painter, state, f"日报{rep.daily_state}", tone, 12, right=True)
        missed = f"　未访 {len(rep.missed)}" if rep.missed else ""
        below = QRectF(place.left(), place.top() + line, place.width(), line)
        draw_words(painter, below, f"实访 {len(rep.visits)} 家次，计划 {rep.planned}{missed}", "text3", 12)
        painter.restore()


class _CardDelegate(QStyledItemDelegate):
    def __init__(self, parent: VisitGrid, decision_of: DecisionOf) -> None:
        super().__init__(parent)
        self._decision_of = decision_of

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme().px(_NARROWEST), theme().px(_CARD + _GAP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, visit, grid = theme(), index.data(ROW_ROLE), self.parent()
        assert isinstance(grid, VisitGrid)
        if visit is None:
            return
        half = look.px(_GAP) / 2
        box = QRectF(option.rect).adjusted(half, half, -half, -half)
        current = index == grid.currentIndex()
        focused = current and grid.hasFocus() and bool(option.state & QStyle.StateFlag.State_Active)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), look.px(5), look.px(5))
        painter.fillPath(outline, look.color("accentSoft" if current else "surface"))
        painter.setPen(QPen(look.color("focus" if focused else "accent" if current else "line"), 2 if focused else 1))
        painter.drawPath(outline)
        side = look.px(_SIDE)
        self._write(painter, box.adjusted(side, look.px(6), -side, -look.px(6)), visit, self._decision_of(visit))
        painter.restore()

    def _write(self, painter: QPainter, box: QRectF, visit: MeetingVisit, decision: Decision | None) -> None:
        line = theme().px(_LINE)
        grade = draw_grade(painter, QRectF(box.left(), box.top(), line, line), visit.primary_class)
        intent = draw_words(painter, _line(box, 0), visit.intent, "text2", 12, right=True)
        name = _line(box, 0).adjusted(grade + theme().px(6), 0, -intent - theme().px(6), 0)
        draw_words(painter, name, visit.customer, bold=True)
        words = f"{visit.start_at:%H:%M}　第 {visit.visit_round} 次　{visit.failures or visit.result}"
        draw_words(painter, _line(box, 1), words, "warn" if visit.result_code == _UNMET else "text2", 12)
        room = QRectF(box.left(), box.top() + 2 * line, box.width(), 2 * line)
        painter.setFont(theme().font(12))
        painter.setPen(theme().color("text"))
        painter.drawText(room, _WRAPPED, _shortened(visit.situation, QFontMetrics(painter.font()), room.width()))
        if decision is not None:
            mark = QRectF(box.left(), box.top() + 4 * line + theme().px(3), theme().px(14), theme().px(14))
            draw_glyph(painter, mark, "check-circle-fill", "ok")
            said = f"{decision.text}　{decision.owner} {decision.due_on:%m-%d}"
            draw_words(painter, _line(box, 4).adjusted(theme().px(18), 0, 0, 0), said, "ok", 12)
        else:
            draw_words(painter, _line(box, 4), "还没有决定", "text3", 12)


_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft


def _line(box: QRectF, number: int) -> QRectF:
    return QRectF(box.left(), box.top() + number * theme().px(_LINE), box.width(), theme().px(_LINE))


def _shortened(text: str, metrics: QFontMetrics, width: float) -> str:
    """As much as two lines hold."""
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(2 * width - metrics.maxWidth()))
