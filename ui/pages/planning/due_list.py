"""到期未排: who should be visited and is not planned, the most overdue first; Enter or dragging plans them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ui.icons import draw_glyph
from ui.keys import ENTER, typed_step
from ui.pages.planning.due_rows import ROW_ROLE, DueLine, DueRows, Group, Head, Index, More, words
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.frames import EmptyState
from ui.widgets.layout import column, label, row, rule
from ui.widgets.marks import GradeBadge, key_cap
from ui.widgets.paint import draw_focus, draw_grade, draw_words

_HEAD_LINES, _FEWEST = 4, 5


class DueView(QListView):
    """↑↓ choose, Enter plans (`planned`), ← and → change the day of the grid (`day_moved`), t, + and − its week
    (`turned`, 0 for the week of today); `chosen` carries a DueLine or None."""

    chosen = Signal(object)
    planned = Signal()
    day_moved = Signal(int)
    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.rows = DueRows(self)
        self._groups: Sequence[Group] = ()
        self.setModel(self.rows)
        self.setItemDelegate(_LineDelegate(self))
        self.setProperty("kind", "bare")
        self.setAccessibleName("到期未排")
        self.setUniformItemSizes(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._open_group)
        self.doubleClicked.connect(lambda index: self._act(index))

    @property
    def current(self) -> DueLine | None:
        """The customer chosen."""
        line = self.currentIndex().data(ROW_ROLE) if self.currentIndex().isValid() else None
        return line if isinstance(line, DueLine) else None

    def lines(self) -> list[DueLine]:
        """Everybody, also those who do not show yet."""
        return [line for group in self._groups for line in group.lines]

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show other customers; the chosen one stays, else the one that stands there now."""
        before, place = self.current, max(self.currentIndex().row(), 0)
        self._groups = groups
        self.rows.show(groups, self._most())
        row = self.rows.row_of(before.customer_id) if before else -1
        self._select(row if row >= 0 else place)

    def choose(self, customer_id: int) -> None:
        """Put the cursor on a customer who shows."""
        self._select(self.rows.row_of(customer_id))

    def await_customer(self, customer_id: int) -> None:
        """Take the keys for a customer who may be still to be read: until then Enter plans nobody else."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setCurrentIndex(self.rows.index(self.rows.row_of(customer_id)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter plans, ← and → go over the days, t, + and − turn to other weeks."""
        days = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in ENTER:
            self._act(self.currentIndex())
        elif plain and days:
            self.day_moved.emit(days)
        elif (by := typed_step(event)) is not None:
            self.turned.emit(by)
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Say who is chosen."""
        super().currentChanged(current, previous)
        self.chosen.emit(self.current)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming by keyboard, somebody is chosen."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self._select(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines, and the focus as a border inside."""
        super().paintEvent(event)
        draw_focus(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many of each group as fit."""
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height() and self._groups:
            self.show_groups(self._groups)

    def _most(self) -> int:
        groups = [group for group in self._groups if group.lines]
        room = self.viewport().height() // theme().row_height - 2 * len(groups)
        first = len(groups[0].lines) if len(groups) > 1 else 0
        return max(_FEWEST, room - first if first < room // 2 else room // max(1, len(groups)))

    def _act(self, index: Index) -> None:
        line = index.data(ROW_ROLE) if index.isValid() else None
        if isinstance(line, DueLine):
            self.planned.emit()
        elif isinstance(line, More):
            self._open_group(index)

    def _open_group(self, index: Index) -> None:
        line = index.data(ROW_ROLE)
        if isinstance(line, More):
            place = index.row()
            self.rows.open(line.group)
            self._select(place)

    def _select(self, place: int) -> None:
        """The customer at a place, or the nearest one."""
        customers = [n for n, line in enumerate(self.rows.lines) if isinstance(line, DueLine)]
        if customers:
            self.setCurrentIndex(self.rows.index(min(customers, key=lambda n: (n < place, abs(n - place)))))
        else:
            self.chosen.emit(None)


class DuePanel(QFrame):
    """The list with its head: how many there are, 自动排, and what the grades mean."""

    def __init__(self, cadences: Sequence[tuple[str, str]], fill: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("kind", "left")
        self.view = DueView()
        self.count = label("", "sub")
        self.fill = Button("自动排", fill, icon="magic-wand")
        self.empty = EmptyState("calendar-check", "没有到期未排的客户", "到期的都排好了。换一周，或换个业务员看看。")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.empty)
        head = row(None, label("到期未排", "head"), self.count, None, self.fill, gap=6, margins=(12, 0, 12, 0))
        marks = [row(None, GradeBadge(grade), label(text, "aux"), gap=4) for grade, text in cadences]
        legend = row(None, *marks, None, gap=8, margins=(12, 0, 8, 0))
        hint = row(
            None,
            label("拖进格子，或按", "aux"),
            key_cap("Enter"),
            label("指派", "aux"),
            None,
            gap=4,
            margins=(12, 0, 8, 0),
        )
        column(self, head, legend, rule(), self.stack, hint, gap=8, margins=(0, 9, 0, 10)).setStretch(3, 1)

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show who is due."""
        total = sum(len(group.lines) for group in groups)
        self.count.setText(f"{total:,} 家")
        self.view.show_groups(groups)
        self.stack.setCurrentWidget(self.view if total else self.empty)


class _LineDelegate(QStyledItemDelegate):
    """Heads, customers with handle, grade, name and day, and 再显示 n 家."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One height for all."""
        return QSize(theme().px(120), theme().row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line."""
        line, rect = index.data(ROW_ROLE), QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if (selected or hovered) and not isinstance(line, Head):
            painter.fillRect(rect, theme().color("selected" if selected else "hover"))
        if isinstance(line, DueLine):
            self._paint_customer(painter, rect, line, selected)
        elif isinstance(line, Head):
            self._paint_head(painter, rect, line)
        else:
            draw_words(painter, rect.adjusted(theme().px(26), 0, 0, 0), words(line), "link", 12)
        painter.restore()

    def _paint_head(self, painter: QPainter, rect: QRectF, line: Head) -> None:
        look = theme()
        inner = rect.adjusted(look.px(12), 0, 0, 0)
        width = draw_words(painter, inner, line.title, "danger" if line.late else "text2", 12, bold=True)
        draw_words(painter, inner.adjusted(width + look.px(6), 0, 0, 0), f"{line.count:,}", "text3", 12)

    def _paint_customer(self, painter: QPainter, rect: QRectF, line: DueLine, selected: bool) -> None:
        look = theme()
        if selected:
            painter.fillRect(QRectF(rect.left(), rect.top(), 2, rect.height()), look.color("link"))
        handle = QRectF(rect.left() + look.px(6), rect.center().y() - look.px(7), look.px(14), look.px(14))
        draw_glyph(painter, handle, "dots-six-vertical", "text3")
        grade = rect.adjusted(look.px(26), 0, 0, 0)
        left = look.px(26) + draw_grade(painter, grade, line.grade) + look.px(6)
        token = "danger" if line.late else "text2"
        room = draw_words(painter, rect.adjusted(0, 0, -look.px(12), 0), line.when, token, 12, right=True)
        draw_words(painter, rect.adjusted(left, 0, -room - look.px(16), 0), line.name)
