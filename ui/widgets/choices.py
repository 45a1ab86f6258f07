"""Choosing one of few in sight: segments, and chips for filters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QMenu, QSizePolicy, QWidget

from ui.keys import ENTER
from ui.theme import set_state, theme
from ui.widgets.button import Button
from ui.widgets.layout import row
from ui.widgets.tick_list import TickPopup

_TOLD = 2


class Segment(QFrame):
    """One of a few views; ← and → change it. `chosen` carries the index. The focus goes to the current one.

    The kind is segment, tab for many views in little width (underlined, without a frame), or chip.
    """

    chosen = Signal(int)

    def __init__(self, texts: Sequence[str], parent: QWidget | None = None, *, kind: str = "segment") -> None:
        super().__init__(parent)
        self._kind = kind
        self.setProperty("kind", kind)
        self._group = QButtonGroup(self)
        self._buttons = [self._button(index, text) for index, text in enumerate(texts)]
        row(self, *self._buttons, gap=6 if kind == "chip" else 0)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._group.idToggled.connect(self._toggled)
        self.set_current(0)

    @property
    def current(self) -> int:
        """Index of the current one."""
        return self._group.checkedId()

    def set_current(self, index: int) -> None:
        """Make another one current."""
        self._buttons[index].setChecked(True)

    def texts(self) -> list[str]:
        """How they are worded now."""
        return [button.text() for button in self._buttons]

    def set_text(self, index: int, text: str) -> None:
        """Word one of them anew, e.g. with a count."""
        self._buttons[index].setText(text)
        self._buttons[index].updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← and → go to the neighbour."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and 0 <= self.current + step < len(self._buttons):
            self.set_current(self.current + step)
            self._buttons[self.current].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _button(self, index: int, text: str) -> Button:
        button = Button(text, kind=self._kind)
        button.setCheckable(True)
        self._group.addButton(button, index)
        return button

    def _toggled(self, index: int, checked: bool) -> None:
        for number, button in enumerate(self._buttons):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if number == self.current else Qt.FocusPolicy.ClickFocus)
        if checked:
            self.setFocusProxy(self._buttons[index])
            self.chosen.emit(index)


class Chip(Button):
    """A filter: `toggled` when it is switched on or off; with `remove` it is on and has a × that takes it away."""

    def __init__(self, text: str, *, remove: Callable[[], object] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(text, remove, kind="chip", parent=parent)
        self.setCheckable(remove is None)
        if remove:
            self.setProperty("active", True)
            self.set_trailing("x")


class FilterChip(Button):
    """A filter by one of many: 类别 with an arrow, or 类别：交货延误 with a × once one is chosen.

    Click, Space or Enter open the list; × and Delete take the filter away. `chosen` carries the value, None for all.
    """

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, self.open_list, kind="chip", parent=parent)
        self._name = name
        self._choices: Sequence[tuple[Any, str]] = ()
        self._every = ""
        self.value: Any = None
        self._show()

    def set_choices(self, choices: Sequence[tuple[Any, str]], every: str = "") -> None:
        """What there is to choose: values and texts. A chosen one that is gone stays until it is taken away.

        `every` is what the chip says while nothing is chosen, e.g. 全部 5 人.
        """
        self._choices, self._every = choices, every
        self._show()

    def choose(self, value: Any) -> None:
        """Filter by a value, by None not at all."""
        if value != self.value:
            self.value = value
            self._show()
            self.chosen.emit(value)

    def open_list(self) -> None:
        """Show the list below the chip."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for value, text in [(None, "全部"), *self._choices]:
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(value == self.value)
            action.triggered.connect(lambda _checked=False, value=value: self.choose(value))
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the filter away, Enter opens the list."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.choose(None)
        elif event.key() in ENTER:
            self.click()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the × takes the filter away."""
        if self.value is not None and event.position().x() > self.width() - theme().px(26):
            self.setDown(False)
            self.choose(None)
        else:
            super().mouseReleaseEvent(event)

    def told(self) -> str:
        """What is chosen, in words."""
        return next((text for value, text in self._choices if value == self.value), "")

    def _show(self) -> None:
        on = self.value is not None
        chosen = self.told() if on else self._every
        self.setText(f"{self._name}：{chosen}" if on or chosen else self._name)
        self.setAccessibleName(self.text())
        set_state(self, active=on)
        self.set_trailing("x" if on else "caret-down")


class ManyChip(FilterChip):
    """A filter by any of many: 状态：在开发、已合作. Its value is a tuple of values, None for all."""

    def told(self) -> str:
        """Two of what is chosen, or how many it is."""
        chosen = [text for value, text in self._choices if value in self.value]
        return "、".join(chosen) if 0 < len(chosen) <= _TOLD else f"{len(self.value)} 项"

    def open_list(self) -> None:
        """Show the list to tick below the chip."""
        self.open_below(self)

    def open_below(self, anchor: QWidget) -> None:
        """Show the list below something else, where the chip itself is not in sight."""
        popup = TickPopup(self._choices, self.value or (), anchor)
        popup.taken.connect(lambda values: self.choose(values or None))
        popup.open_below(anchor)
