"""A field of the plan editor: its name at the left, its editor, and below what is wrong with what was typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from app.forms.model import Field
from app.forms.typed import read
from ui.forms.editing import Look
from ui.forms.editors import AnyEditor
from ui.theme import set_state, theme
from ui.widgets.layout import Part, column, label, row

NAME_WIDTH = 62


class Typed(QObject):
    """One value and its editor. `changed` comes when a person gave another one."""

    changed = Signal()

    def __init__(self, field: Field, editor: AnyEditor, today: Callable[[], date]) -> None:
        super().__init__(editor)
        self.field, self.editor, self.value = field, editor, ""
        self._today, self._unread, self.problem = today, "", ""
        editor.setAccessibleName(f"{field.label}{'，必填' if field.required else ''}")
        editor.says.given.connect(self._given)

    def show(self, value: str) -> None:
        """Show a value as `clean` takes it."""
        self.value, self._unread, self.problem = value, "", ""
        self._draw()

    def show_problem(self, problem: str) -> None:
        """Say what is wrong with it; with an empty text only what could not be read stays wrong."""
        self.problem = problem or (self.problem if self._unread else "")
        self._draw()

    @property
    def is_unread(self) -> bool:
        """Whether what stands there could not be read."""
        return bool(self._unread)

    def typed(self) -> str:
        """The value, with what is being typed; what could not be read as it was typed."""
        self.editor.give()
        return self._unread or self.value

    def _given(self, given: object) -> None:
        text = " ".join(given) if isinstance(given, tuple) else str(given)
        before = (self.value, self._unread)
        self._unread, self.problem = "", ""
        try:
            self.value = read(self.field, text, self._today())
        except ValueError as problem:
            self._unread, self.problem = text, str(problem)
        self._draw()
        if before != (self.value, self._unread):
            self.changed.emit()

    def _draw(self) -> None:
        state = "error" if self.problem else ""
        self.editor.show_look(Look(self.value, self._unread, state=state, tip=self.problem))


class Line(QWidget):
    """A name, what belongs to it, and a line for problems."""

    def __init__(self, name: str, *parts: Part, required: bool = False, stretch: int = 0) -> None:
        super().__init__()
        self.message: QLabel = label("", "aux", "danger", wrap=True)
        self.message.hide()
        title = row(None, label(name, "sub"), *([label("*", "", "danger")] if required else []), None, gap=2)
        box = QWidget()
        box.setFixedWidth(theme().px(NAME_WIDTH))
        column(box, title, None, margins=(0, 5, 0, 0))
        content = column(None, row(None, *parts, gap=3), self.message, gap=2)
        whole = row(self, box, content, gap=0)
        whole.setStretch(1, 1)
        whole.setAlignment(box, Qt.AlignmentFlag.AlignTop)

    def say(self, text: str, tone: str = "danger") -> None:
        """Write a problem below, or a warning in amber; an empty text takes it away."""
        set_state(self.message, tone=tone)
        self.message.setText(text)
        self.message.setVisible(bool(text))
