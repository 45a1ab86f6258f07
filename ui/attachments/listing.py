"""The list of a record's files: a thumbnail, the kind and caption, the name and size, a mark on sensitive ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.attachments.records import AttachmentRow
from ui.attachments.thumbnails import Thumbnails
from ui.icons import draw_glyph
from ui.keys import ENTER
from ui.shell.desk import Desk
from ui.tables.model import ROW_ROLE, Index
from ui.theme import theme
from ui.widgets.paint import draw_words

_HEIGHT, _SIDE, _GAP = 56, 44, 8
_GLYPHS = {"application/pdf": "file-pdf", "image/jpeg": "image", "image/png": "image"}
_SENSITIVE = "敏感"


class AttachmentList(QListView):
    """`chosen` carries the current row or None, `opened` comes with Enter or a double click."""

    chosen = Signal(object)
    opened = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.thumbnails = Thumbnails(desk, self)
        self.thumbnails.arrived.connect(self.viewport().update)
        self._rows = _Rows(self.thumbnails, self)
        self.setModel(self._rows)
        self.setItemDelegate(_Delegate(self.thumbnails, self))
        self.setProperty("kind", "bare")
        self.setAccessibleName("附件")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        self.doubleClicked.connect(lambda _: self.opened.emit())

    @property
    def rows(self) -> Sequence[AttachmentRow]:
        """What is listed."""
        return self._rows.rows

    @property
    def current(self) -> AttachmentRow | None:
        """The row with the cursor."""
        place = self.currentIndex().row()
        return self.rows[place] if 0 <= place < len(self.rows) else None

    def show_rows(self, rows: Sequence[AttachmentRow], wanted: int | None = None) -> None:
        """List other files; the cursor goes to the one with this id, else it stays on its file, or near its place."""
        before, place = self.current, self.currentIndex().row()
        wanted = wanted if wanted is not None else before.id if before else None
        self._rows.show(rows)
        places = [number for number, row in enumerate(rows) if row.id == wanted]
        target = places[0] if places else min(max(place, 0), len(rows) - 1)
        self.setCurrentIndex(self._rows.index(target, 0))
        self.chosen.emit(self.current)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Say which one it is now."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the picture."""
        if event.key() in ENTER and self.current is not None:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, and the focus as a border inside."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(theme().color("focus"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))


class _Rows(QAbstractListModel):
    def __init__(self, thumbnails: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: Sequence[AttachmentRow] = ()
        self._thumbnails = thumbnails

    def show(self, rows: Sequence[AttachmentRow]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return "　".join((row.told, foot_of(row), *([_SENSITIVE] if row.is_sensitive else ())))
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._thumbnails.problem(row.file) or f"{row.told}\n{foot_of(row)}"
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, thumbnails: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme().px(200), theme().px(_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, rect = theme(), QRectF(option.rect)
        row = cast("AttachmentRow", index.data(ROW_ROLE))
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        _paint_back(painter, rect, option)
        place = QRectF(rect.left() + look.px(_GAP + 2), rect.top() + look.px(6), look.px(_SIDE), look.px(_SIDE))
        self._paint_thumbnail(painter, place, row)
        words = rect.adjusted(look.px(_GAP * 2 + _SIDE + 4), look.px(8), -look.px(_GAP), 0)
        line = QRectF(words.left(), words.top(), words.width(), look.px(20))
        if row.is_sensitive:
            line.setWidth(line.width() - _paint_sensitive(painter, line) - look.px(_GAP))
        draw_words(painter, line, row.told, "text", bold=True)
        draw_words(painter, QRectF(words.left(), line.bottom(), words.width(), look.px(20)), foot_of(row), "text2", 12)
        painter.restore()

    def _paint_thumbnail(self, painter: QPainter, place: QRectF, row: AttachmentRow) -> None:
        look, image = theme(), self._thumbnails.image(row.file)
        if image.isNull():
            painter.setPen(QPen(look.color("line2"), 1))
            painter.setBrush(look.color("subtle"))
            painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), look.px(4), look.px(4))
            side = look.px(24)
            glyph = QRectF(0, 0, side, side)
            glyph.moveCenter(place.center())
            broken = self._thumbnails.problem(row.file)
            name = "warning-circle-fill" if broken else _GLYPHS.get(row.file.mime, "file-text")
            draw_glyph(painter, glyph, name, "danger" if broken else "text3")
        else:
            shown = _fitted(image, place)
            painter.drawImage(shown, image)
            painter.setPen(QPen(look.color("line2"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(shown.adjusted(0.5, 0.5, -0.5, -0.5))


def foot_of(row: AttachmentRow) -> str:
    """The file itself: its name and size."""
    return f"{row.file.file_name}　{size_words(row.file.size)}"


def size_words(size: int) -> str:
    """Bytes in words, e.g. 1.4 MB."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} KB"


def _paint_back(painter: QPainter, rect: QRectF, option: QStyleOptionViewItem) -> None:
    look = theme()
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(rect, look.color("selected"))
        painter.fillRect(QRectF(rect.left(), rect.top(), look.px(2), rect.height()), look.color("accent"))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, look.color("hover"))
    painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), QColor(look.color("grid")))


def _paint_sensitive(painter: QPainter, line: QRectF) -> int:
    """The mark at the right; returns its width."""
    look = theme()
    side, width = look.px(14), look.px(14 + 4 + 26)
    left = line.right() - width
    draw_glyph(painter, QRectF(left, line.center().y() - side / 2, side, side), "lock", "warn")
    draw_words(painter, QRectF(left + look.px(18), line.top(), look.px(28), line.height()), _SENSITIVE, "warn", 12)
    return width


def _fitted(image: QImage, place: QRectF) -> QRectF:
    """Where the image stands in its place, whole and in its own shape."""
    size = image.size().scaled(place.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
    shown = QRectF(0, 0, size.width(), size.height())
    shown.moveCenter(place.center())
    return QRectF(round(shown.left()), round(shown.top()), size.width(), size.height())
