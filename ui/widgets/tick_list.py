"""Ticking some of many by keys: Space ticks, ↑↓ move the cursor; in a list that may be ordered Ctrl+↑↓ move the line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from ui.icons import icon
from ui.keys import ENTER
from ui.theme import theme
from ui.widgets.fields import LineEdit
from ui.widgets.layout import column, label

_VALUE = int(Qt.ItemDataRole.UserRole)
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
_WIDTH, _HEIGHT = 250, 330
_FEW = 5
"""So many choices need no field to look for one."""

Choices = Sequence[tuple[Any, str]]
"""Values and what they are called."""


class TickList(QListWidget):
    """`ticked` comes when a tick changed; with `ordered` lines change places too, and then `ticked` comes as well."""

    ticked = Signal()

    def __init__(self, *, ordered: bool = False) -> None:
        super().__init__()
        self._ordered = ordered
        self._on: set[Any] = set()
        self.setProperty("kind", "bare")
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(theme().px(16), theme().px(16)))
        self.itemClicked.connect(self._toggle)

    def show_choices(self, choices: Choices, on: Collection[Any]) -> None:
        """Show these, with the ticked ones."""
        self.clear()
        self._on = set(on)
        for value, text in choices:
            item = QListWidgetItem(text)
            item.setData(_VALUE, value)
            self.addItem(item)
            self._draw(item)
        self.setCurrentRow(0)

    def values(self) -> tuple[Any, ...]:
        """The ticked values, top down."""
        return tuple(value for value in self.all_values() if value in self._on)

    def all_values(self) -> tuple[Any, ...]:
        """Every value, top down."""
        return tuple(self.item(number).data(_VALUE) for number in range(self.count()))

    def narrow(self, keep: Callable[[str], bool]) -> None:
        """Show only the lines whose text is wanted."""
        for number in range(self.count()):
            self.item(number).setHidden(not keep(self.item(number).text()))
        shown = [number for number in range(self.count()) if not self.item(number).isHidden()]
        self.setCurrentRow(shown[0] if shown else -1)

    def step(self, by: int) -> None:
        """Move the cursor among the lines that show."""
        shown = [number for number in range(self.count()) if not self.item(number).isHidden()]
        if shown:
            here = shown.index(self.currentRow()) if self.currentRow() in shown else 0
            self.setCurrentRow(shown[max(0, min(len(shown) - 1, here + by))])

    def toggle_current(self) -> None:
        """Tick the line under the cursor, or no more."""
        if item := self.currentItem():
            self._toggle(item)

    def current_value(self) -> Any:
        """The value under the cursor, None without one."""
        item = self.currentItem()
        return item.data(_VALUE) if item else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, Ctrl+↑↓ move the line."""
        step, held = _STEPS.get(Qt.Key(event.key()), 0), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Space:
            self.toggle_current()
        elif step and held and self._ordered:
            self.move_current(step)
        else:
            super().keyPressEvent(event)

    def move_current(self, by: int) -> None:
        """Let the line under the cursor change places."""
        here = self.currentRow()
        there = max(0, min(self.count() - 1, here + by))
        if here >= 0 and there != here:
            self.insertItem(there, self.takeItem(here))
            self.setCurrentRow(there)
            self.ticked.emit()

    def _toggle(self, item: QListWidgetItem) -> None:
        self._on ^= {item.data(_VALUE)}
        self._draw(item)
        self.ticked.emit()

    def _draw(self, item: QListWidgetItem) -> None:
        on = item.data(_VALUE) in self._on
        item.setIcon(icon("check-square-fill" if on else "square", "link" if on else "ctl"))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}，{'已选' if on else '没选'}")


class TickPopup(QFrame):
    """A list to tick below a button. Space ticks, Enter takes what is ticked, or else the line under the cursor; Delete
    takes none, Esc leaves it as it was. Letters look for a line by its words or their initials.
    """

    taken = Signal(object)

    def __init__(self, choices: Choices, on: Collection[Any], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "popup")
        self.list = TickList()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.show_choices(choices, on)
        self.field = _LookFor(self)
        self.field.setVisible(len(choices) > _FEW)
        keys = label("空格勾选，Enter 用上，Delete 不限", "aux")
        column(self, self.field, self.list, keys, gap=6, margins=(8, 8, 8, 6))
        self.setFixedWidth(theme().px(_WIDTH))
        lines = theme().px(31) * min(max(1, len(choices)), 9)
        self.list.setFixedHeight(min(theme().px(_HEIGHT), lines + 4))
        self.field.textChanged.connect(self._look_for)
        self.list.ticked.connect(self._note)
        self._changed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def open_below(self, anchor: QWidget) -> None:
        """Show it under the button it belongs to, inside its window."""
        place = anchor.mapToGlobal(QPoint(0, anchor.height() + 2))
        window = anchor.window()
        most = window.mapToGlobal(QPoint(window.width(), 0)).x() - self.width()
        self.move(min(place.x(), most), place.y())
        self.show()
        (self if self.field.isHidden() else self.field).setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the list, wherever the focus is."""
        if not self.take_key(event):
            super().keyPressEvent(event)

    def take_key(self, event: QKeyEvent) -> bool:
        """Whether a key meant the list."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.list.step(_STEPS[key])
        elif key == Qt.Key.Key_Space:
            self.list.toggle_current()
        elif key in ENTER:
            self._take()
        elif key == Qt.Key.Key_Delete:
            self._close_with(())
        else:
            return False
        return True

    def _note(self) -> None:
        self._changed = True

    def _take(self) -> None:
        current = self.list.current_value()
        if self._changed or current is None:
            self._close_with(self.list.values())
        else:
            self._close_with((current,))

    def _close_with(self, values: tuple[Any, ...]) -> None:
        self.close()
        self.taken.emit(values)

    def _look_for(self, text: str) -> None:
        from app.hits import hits

        wanted = "".join(text.split())
        self.list.narrow(lambda line: not wanted or bool(hits(line, wanted)))


class _LookFor(LineEdit):
    """The field of the popup; it keeps the keys that are text."""

    def __init__(self, popup: TickPopup) -> None:
        super().__init__(placeholder="打首字母找", parent=popup)
        self._popup = popup

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moving and ticking keys mean the list."""
        own = event.key() == Qt.Key.Key_Delete and self.text()
        if own or not self._popup.take_key(event):
            super().keyPressEvent(event)
