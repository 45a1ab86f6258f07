"""A form over plain record fields: sections, stars, the reason under a field that cannot be taken, Enter to go on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.choices import options
from app.forms.model import Choice, Field, Kind
from app.forms.typed import read
from ui.forms.code_editor import CodeEditor
from ui.forms.editing import Look
from ui.forms.editors import AnyEditor, make_editor
from ui.forms.field_box import FieldBox
from ui.forms.focus import focus_on
from ui.forms.section_panel import SectionPanel
from ui.widgets.layout import column

Options = Callable[[], Sequence[Choice]]


class FormView(QWidget):
    """The fields of one record, in `sections` of (title, field names); fields named in none come last, untitled.

    `references` gives the options of fields without a choice list, by field name. `changed`
    carries a field's name, `finished` comes with Enter in the last field. `widgets` stand among the fields under names
    of their own; they are Blocks, and call `arrange` and `step` when they need another height or are left by Enter. `wide` fields take a whole row, as long texts do.
    `notes` stand under fields nothing is wrong with; those in `shut` show their value and take none.
    """

    changed = Signal(str)
    finished = Signal()

    def __init__(
        self,
        fields: Sequence[Field],
        *,
        today: Callable[[], date],
        sections: Sequence[tuple[str, Sequence[str]]] = (),
        references: Mapping[str, Options] | None = None,
        widgets: Mapping[str, QWidget] | None = None,
        wide: Sequence[str] = (),
        notes: Mapping[str, str] | None = None,
        shut: Collection[str] = (),
    ) -> None:
        super().__init__()
        self._today = today
        self._notes, self._shut = dict(notes or {}), frozenset(shut)
        self._references = dict(references or {})
        self._fields = {field.name: field for field in fields}
        self._values: dict[str, str] = {}
        self._unread: dict[str, str] = {}
        self._problems: dict[str, str] = {}
        self._wide = frozenset(wide)
        self._boxes: dict[str, FieldBox] = {}
        self._widgets = dict(widgets or {})
        self._closed = False
        self.is_changed = False
        named = {name for _, names in sections for name in names}
        rest = [name for name in self._fields if name not in named]
        parts = [*sections, ("", rest)] if rest else list(sections)
        self._order = [name for _, names in parts for name in names]
        self._panels = [self._panel(title, names) for title, names in parts]
        column(self, *self._panels, None, gap=8)

    def set_values(self, values: Mapping[str, Any], *, closed: bool = False) -> None:
        """Show a record's values; nothing counts as changed then. A closed form can only be read."""
        self._values = {name: _text_of(values.get(name)) for name in self._fields}
        self._unread, self._problems = {}, {}
        self._closed, self.is_changed = closed, False
        for name, box in self._boxes.items():
            if isinstance(box.editor, CodeEditor):
                box.editor.setEnabled(not closed and name not in self._shut)
            else:
                box.editor.setReadOnly(closed)
            self._show(name)
        self.arrange()

    def set_value(self, name: str, value: Any) -> None:
        """Show another value in one field."""
        self._values[name] = _text_of(value)
        self._unread.pop(name, None)
        self._show(name)

    def value(self, name: str) -> str:
        """One field's value as text: codes separated by spaces, dates as 2026-11-25, "" for none."""
        return self._values.get(name, "")

    def values(self) -> dict[str, Any]:
        """Every field's value as `clean` takes it; what could not be read is there as it was typed."""
        self.take()
        return {name: self._typed_value(field) for name, field in self._fields.items()}

    def take(self) -> None:
        """Take in what is being typed and was not left yet."""
        for box in self._boxes.values():
            box.editor.give()

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Write the reasons under their fields and go to the first of them; those of other names are passed over."""
        self._problems = {name: text for name, text in problems.items() if name in self._boxes}
        for name in self._boxes:
            self._show(name)
        self.arrange()
        first = next((name for name in self._boxes if name in self._problems), None)
        if first:
            self.focus_field(first)

    def set_required(self, names: Sequence[str]) -> None:
        """Which fields have the star now."""
        for name, box in self._boxes.items():
            box.set_required(name in names)

    def show_field(self, name: str, shown: bool) -> None:
        """Show or hide a field that depends on another."""
        box = self._boxes[name]
        if box.isHidden() == shown:
            box.setVisible(shown)
            self.arrange()

    def focus_field(self, name: str) -> None:
        """Put the cursor into a field."""
        focus_on(self._stop(name))

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        self.focus_field(self._order[0])

    def step(self, name: str, by: int) -> None:
        """Go on from a field to the next one (by = 1) or back (-1)."""
        order = [each for each in self._order if self._takes_focus(each)]
        place = order.index(name) + by
        if place >= len(order):
            self.take()
            self.finished.emit()
        elif place >= 0:
            self.focus_field(order[place])

    def arrange(self) -> None:
        """Place every field anew, after one has changed its height."""
        for panel in self._panels:
            panel.arrange()

    def editor(self, name: str) -> AnyEditor:
        """A field's editor."""
        return self._boxes[name].editor

    def message(self, name: str) -> str:
        """What is said under a field."""
        return self._boxes[name].message

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.arrange()

    def _panel(self, title: str, names: Sequence[str]) -> SectionPanel:
        panel = SectionPanel("", title)
        for name in names:
            panel.add(self._widgets[name] if name in self._widgets else self._box(self._fields[name]))
        return panel

    def _box(self, field: Field) -> FieldBox:
        wide = field.kind is Kind.LONG_TEXT or field.name in self._wide
        editor = make_editor(field, self._options(field), today=self._today)
        editor.setDisabled(field.name in self._shut)
        box = FieldBox("", field.label, editor, required=field.required, wide=wide)
        editor.says.given.connect(partial(self._given, field))
        editor.says.moved.connect(partial(self.step, field.name))
        self._boxes[field.name] = box
        return box

    def _options(self, field: Field) -> Options:
        if field.name in self._references:
            return self._references[field.name]
        return partial(options, field.choices) if field.choices else tuple

    def _given(self, field: Field, given: object) -> None:
        if self._closed:
            self._show(field.name)
            return
        text = " ".join(given) if isinstance(given, tuple) else str(given)
        self._problems.pop(field.name, None)
        self._unread.pop(field.name, None)
        try:
            self._values[field.name] = read(field, text, self._today())
        except ValueError as problem:
            self._unread[field.name] = text
            self._problems[field.name] = str(problem)
        self.is_changed = True
        self._show(field.name)
        self.arrange()
        self.changed.emit(field.name)

    def _stop(self, name: str) -> QWidget:
        return self._widgets[name] if name in self._widgets else self._boxes[name].editor

    def _takes_focus(self, name: str) -> bool:
        block = self._widgets.get(name) or self._boxes[name]
        return not block.isHidden() and self._stop(name).isEnabled()

    def _show(self, name: str) -> None:
        box, problem = self._boxes.get(name), self._problems.get(name, "")
        if box is not None:
            unread = self._unread.get(name, "")
            state = "error" if problem else ""
            box.editor.show_look(Look(self._values.get(name, ""), unread, state=state, tip=problem))
            if problem or name not in self._notes:
                box.set_message(problem)
            else:
                box.set_message(self._notes[name], "text2")

    def _typed_value(self, field: Field) -> Any:
        text = self._unread.get(field.name, self._values.get(field.name, ""))
        match field.kind:
            case Kind.MANY:
                return tuple(text.split())
            case Kind.BOOL:
                return text == "1"
            case _:
                return text


def _text_of(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case tuple():
            return " ".join(value)
        case _:
            return str(value)
