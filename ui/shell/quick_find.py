"""Ctrl+K: one field over pages, commands and customers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.hits import hits
from app.tasks import Task
from ui.icons import icon
from ui.jobs import Jobs
from ui.keys import ENTER
from ui.theme import theme
from ui.widgets.fields import SearchField
from ui.widgets.layout import column, label
from ui.widgets.paint import draw_words

SHOWN = 12
_DETAIL = int(Qt.ItemDataRole.UserRole)
_TEXT_LEFT = 34


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A hit: what it says, in grey what it is, and what choosing it does."""

    text: str
    detail: str
    icon: str
    run: Callable[[], object]


Finder = Callable[[str], Sequence[Found]]
"""Given what was typed (never empty), the hits, best first."""


class QuickFind(QDialog):
    """`instant` finders answer at once; `slow` ones (the database) run in the pool."""

    def __init__(self, parent: QWidget, jobs: Jobs, instant: Sequence[Finder], slow: Sequence[Finder]) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("快速查找")
        self.setObjectName("popup")
        self._jobs, self._instant, self._slow = jobs, instant, slow
        self._hits: list[Found] = []
        self.field = SearchField("找客户、跳转、执行命令")
        self.list = QListWidget()
        self.list.setProperty("kind", "bare")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self._drawn = _HitDelegate(self.list)
        self.list.setItemDelegate(self._drawn)
        self.list.setIconSize(QSize(theme().px(16), theme().px(16)))
        self._nothing = label("没有找到。少打一个字试试。", "sub")
        column(self, self.field, self.list, self._nothing, gap=8, margins=(12, 12, 12, 12))
        self.field.searched.connect(self._search)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(lambda _item: self._choose())
        self.setFixedSize(theme().px(560), theme().px(470))
        corner = parent.mapToGlobal(parent.rect().topLeft())
        self.move(corner.x() + (parent.width() - self.width()) // 2, corner.y() + theme().px(60))
        self._search("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """↑↓ move in the hits and Enter chooses, while the field keeps the focus."""
        if not (isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress):
            return False
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        move = step.get(Qt.Key(event.key()), 0)
        if move:
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + move)))
        elif event.key() in ENTER:
            self._search_now()
            self._choose()
        return bool(move) or event.key() in ENTER

    def _search_now(self) -> None:
        if self.field.text().strip() != self._text:
            self._search(self.field.text())

    def _search(self, text: str) -> None:
        self._text = self._drawn.marked = text.strip()
        self._hits = [hit for find in self._instant for hit in find(self._text)]
        self._show()
        if self._text:
            self._read(self._text)
        else:
            self._jobs.forget(self, "hits")

    def _read(self, text: str) -> None:
        def work(task: Task) -> Sequence[Found]:
            found = [hit for find in self._slow for hit in find(text)]
            for hit in found:
                hits(hit.text, text)  # found here once, so that drawing only looks them up
            return found

        def done(found: Sequence[Found]) -> None:
            self._hits = [*found, *self._hits]
            self._show()

        self._jobs.reread(self, "hits", work, done)

    def _show(self) -> None:
        self.list.clear()
        for hit in self._hits[:SHOWN]:
            item = QListWidgetItem(icon(hit.icon), hit.text)
            item.setData(_DETAIL, hit.detail)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._nothing.setVisible(bool(self._text) and not self._hits)

    def _choose(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._hits):
            hit = self._hits[row]
            self.accept()
            hit.run()


class _HitDelegate(QStyledItemDelegate):
    """What was typed marked in the hit, and what the hit is, in grey at the right."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.marked = ""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        text, own.text = own.text, ""
        style = own.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, own, painter, own.widget)
        look = theme()
        painter.save()
        room = QRectF(option.rect).adjusted(look.px(_TEXT_LEFT), 0, -look.px(10), 0)
        detail = draw_words(painter, room, index.data(_DETAIL), "text3", 12, right=True)
        room.adjust(0, 0, -detail - look.px(10), 0)
        metrics = QFontMetrics(look.font())
        for start, end in hits(text, self.marked):
            left = room.left() + metrics.horizontalAdvance(text[:start])
            width = min(metrics.horizontalAdvance(text[start:end]), room.right() - left)
            place = QRectF(left, room.center().y() - metrics.height() / 2, width, metrics.height())
            painter.fillRect(place, look.color("mark"))
        draw_words(painter, room, text)
        painter.restore()


def matching(text: str, hits: Sequence[Found]) -> list[Found]:
    """Those whose text, or whose pinyin initials, hold what was typed; all of them for an empty text."""
    wanted = text.lower()
    return [hit for hit in hits if wanted in hit.text.lower() or _initials_hold(hit.text, wanted)]


def _initials_hold(text: str, wanted: str) -> bool:
    if not wanted.isascii():
        return False
    from app.pinyin import pinyin_initials

    return wanted in pinyin_initials(text)
