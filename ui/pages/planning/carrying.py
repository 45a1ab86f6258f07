"""要带的: what the rep takes along, ticked when it lies ready; another thing is typed below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from app.planning.opening import Thing
from ui.forms.editing import Voice, step_of
from ui.keys import keeps_key
from ui.widgets.fields import LineEdit
from ui.widgets.layout import column


class CarryList(QWidget):
    """Space ticks, Delete takes out. `changed` comes with either, and with a new thing."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.things: list[Thing] = []
        self._rows = column(None, gap=0)
        self._closed = False
        self.new = NewThing()
        self.new.named.connect(self._add)
        column(self, self._rows, self.new, gap=4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_things(self, things: Sequence[Thing], *, closed: bool = False) -> None:
        """Show these; closed they can only be read."""
        self._closed = closed
        self.new.setVisible(not closed)
        self.new.clear()
        self._fill(things)

    def take(self) -> None:
        """Take in what is typed and was not entered yet."""
        if name := self.new.text().strip():
            self.new.clear()
            self._add(name)

    def _fill(self, things: Sequence[Thing]) -> None:
        self.things = list(things)
        while (old := self._rows.takeAt(0)) is not None:
            if part := old.widget():
                part.hide()
                part.deleteLater()
        for place, thing in enumerate(self.things):
            box = _Box(thing)
            box.setEnabled(not self._closed)
            box.toggled.connect(lambda ready, place=place: self._tick(place, ready))
            box.removed.connect(lambda place=place: self._remove(place))
            self._rows.addWidget(box)
        self.updateGeometry()

    def _tick(self, place: int, ready: bool) -> None:
        self.things[place] = replace(self.things[place], is_ready=ready)
        self.changed.emit()

    def _remove(self, place: int) -> None:
        self._fill([thing for n, thing in enumerate(self.things) if n != place])
        self.new.setFocus(Qt.FocusReason.TabFocusReason)
        self.changed.emit()

    def _add(self, name: str) -> None:
        if all(thing.name != name for thing in self.things):
            self._fill([*self.things, Thing(name)])
            self.changed.emit()


class NewThing(LineEdit):
    """Enter adds what is typed; empty, it goes on."""

    named = Signal(str)

    def __init__(self) -> None:
        super().__init__(placeholder="加一样，回车")
        self.says = Voice(self)
        self.setAccessibleName("加一样要带的")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter."""
        step, name = step_of(event), self.text().strip()
        if step > 0 and name:
            self.clear()
            self.named.emit(name)
        elif step:
            self.says.moved.emit(step)
        else:
            super().keyPressEvent(event)


class _Box(QCheckBox):
    removed = Signal()

    def __init__(self, thing: Thing) -> None:
        super().__init__(f"{thing.name}　×{thing.qty}" if thing.qty > 1 else thing.name)
        self.setChecked(thing.is_ready)
        self.setToolTip(thing.name)

    def event(self, event: QEvent) -> bool:
        """Delete is for this thing, not for the visit."""
        return keeps_key(event, Qt.Key.Key_Delete) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes it out."""
        if event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            super().keyPressEvent(event)
