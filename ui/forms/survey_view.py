"""A survey sheet on screen: its sections one below the other in paper order, typed wholly by keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ui.forms.editors import AnyEditor
from ui.forms.survey_section import SurveySection
from ui.theme import theme

if TYPE_CHECKING:
    from app.surveys.entry import Entry

_CONTEXT_ROWS = 42
_NUMBER = re.compile(r"([A-Za-z]*)\D*?(\d+)")


class SurveyView(QScrollArea):
    """Draws an `Entry`. `focused` carries the path the cursor is at, `edited` the paths an edit changed, `typing` comes
    with every key before that."""

    focused = Signal(str)
    edited = Signal(object)
    typing = Signal()

    def __init__(self, entry: Entry, keep_file: Callable[[Path], str]) -> None:
        super().__init__()
        self.entry = entry
        self.keep_file = keep_file
        self.current = ""
        self._only: frozenset[str] | None = None
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._content = content = QWidget()
        content.setObjectName("scrolled")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, theme().px(8))
        self._column.setSpacing(theme().px(8))
        self.sections = [SurveySection(self, section) for section in entry.sections]
        for section in self.sections:
            self._column.addWidget(section.panel)
        self._column.addStretch(1)
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        self._building = QTimer(self, interval=0)
        self._building.timeout.connect(self._build_next)
        self._building.start()

    # what the page calls

    def go_to(self, path: str) -> bool:
        """Put the cursor into a field (a table's path: its first cell); False when it is not asked now."""
        section = self.section_of(path)
        if section is None:
            return False
        section.build()
        editor = section.editor(path)
        if editor is None:
            return False
        self.focus_editor(section, editor)
        if editor.says.path != self.current:
            self.note_focus(editor.says.path)  # the window is not active: no focus event came
        return True

    def step(self, by: int) -> bool:
        """To the next or previous field; False at the end of the sheet."""
        order = self.order()
        if self.current in order and (place := order.index(self.current) + by) >= 0:
            return self._step_into(order, place, by)
        return bool(order) and self.go_to(order[0 if by > 0 else -1])

    def _step_into(self, order: list[str], place: int, by: int) -> bool:
        if by > 0 and (opened := self._next_row()):
            return self.go_to(opened)
        return place < len(order) and self.go_to(order[place])

    def step_among(self, paths: Iterable[str], by: int) -> bool:
        """To the next or previous of these fields, seen from the cursor, round the end."""
        targets = [path for path in paths if self.section_of(path)]
        if not targets:
            return False
        order = {path: place for place, path in enumerate(self.all_paths())}
        here = order.get(self.current, -1)
        ranked = sorted(targets, key=lambda path: order.get(self._first_cell(path), 0))
        later = [path for path in ranked if order.get(self._first_cell(path), 0) > here]
        before = [path for path in ranked if order.get(self._first_cell(path), 0) < here]
        chosen = (later or ranked)[0] if by > 0 else (before or ranked)[-1]
        return self.go_to(chosen)

    def go_to_number(self, typed: str) -> bool:
        """To the question with this printed number: C10, c10, c-10 or 310 do."""
        found = _NUMBER.search(typed.strip())
        if not found:
            return False
        wanted = f"{found[1].upper()}{int(found[2]):02d}"
        for section in self.sections:
            for item in section.items:
                if item.number == wanted:
                    return self.go_to(item.parts[0].path if item.table is None else item.path)
        return False

    def go_to_section(self, index: int) -> bool:
        """To the first field of a section."""
        if not 0 <= index < len(self.sections):
            return False
        self.sections[index].build()
        return any(self.go_to(path) for path in self.sections[index].order())

    def show_only(self, paths: frozenset[str] | None) -> None:
        """Show only the questions at these paths (and the one being typed), or all of them again."""
        self._only = paths
        for section in self.sections:
            section.show_wanted()
        if self.current:
            self.go_to(self.current)

    def wanted(self, item_path: str, parts: Iterable[str]) -> bool:
        """Whether a question is to be shown."""
        if self._only is None:
            return True
        return item_path in self._only or any(part in self._only or part == self.current for part in parts)

    def commit(self) -> None:
        """Take what is being typed."""
        if (editor := self.current_editor()) is not None:
            editor.give()

    def pending(self) -> tuple[str, str] | None:
        """What is being typed and where; None when there is nothing."""
        editor = self.current_editor()
        text = editor.pending() if editor is not None else None
        return None if text is None else (self.current, text)

    def refresh(self) -> None:
        """Show everything anew, after an undo or a change of rows."""
        for section in self.sections:
            section.refresh()

    def finish_building(self) -> None:
        """Make all sections now."""
        self._building.stop()
        for section in self.sections:
            section.build()

    def edit(self, change: Callable[[], frozenset[str]]) -> None:
        """Let a change happen to the entry and show what came of it."""
        self.take_changes(change())

    def remove_row(self, row_path: str) -> None:
        """Take a table's row out."""
        self.entry.remove_row(row_path)
        section = self.section_of(row_path)
        assert section is not None
        section.refresh()
        table = row_path.rpartition("[")[0]
        self.go_to(f"{row_path}/{self.current.rpartition('/')[2]}") or self.go_to(table)
        self.edited.emit(frozenset({table}))

    def leave_table(self) -> bool:
        """On to the first field after the table the cursor is in."""
        table = self.current.partition("[")[0]
        order = self.order()
        later = [path for path in order[order.index(self.current) :] if not path.startswith(table + "[")]
        return bool(later) and self.go_to(later[0])

    def undo(self) -> bool:
        """Take the last edit back and go there."""
        self.commit()
        path = self.entry.undo()
        if not path:
            return False
        self.refresh()
        self.go_to(path)
        self.edited.emit(frozenset({path}))
        return True

    # what sections call

    def given(self, path: str, value: str | tuple[str, ...]) -> None:
        """A field was left with something typed, or an option was picked."""
        entry = self.entry
        self.edit(lambda: entry.type(path, value) if isinstance(value, str) else entry.answer(path, value))

    def take_changes(self, changed: frozenset[str]) -> None:
        """Show what changed: those fields, what became or is no longer asked, warnings."""
        if changed:
            for section in self.sections:
                section.take_changes(changed)
            self.edited.emit(changed)

    def note_focus(self, path: str) -> None:
        """A field got the focus."""
        self.current = path
        self.focused.emit(path)

    def focus_editor(self, section: SurveySection, editor: AnyEditor) -> None:
        """Give a field the focus with a row of context above and below."""
        editor.setFocus(Qt.FocusReason.TabFocusReason)
        self.reveal(section, editor)

    def reveal(self, section: SurveySection, editor: AnyEditor) -> None:
        """Scroll until a field is in sight."""
        section.reveal(editor)
        self._settle_height()
        top = editor.mapTo(self._content, editor.rect().topLeft()).y()
        margin = theme().px(_CONTEXT_ROWS)
        bar, shown = self.verticalScrollBar(), self.viewport().height()
        if top - margin < bar.value():
            bar.setValue(top - margin)
        elif top + editor.height() + margin > bar.value() + shown:
            bar.setValue(top + editor.height() + margin - shown)

    def _settle_height(self) -> None:
        """Sections that grew just now make the scroll bar longer at once, not with the next event."""
        self._column.activate()
        self._content.resize(self._content.width(), max(self.viewport().height(), self._column.sizeHint().height()))

    # order

    def order(self) -> list[str]:
        """The fields that can be typed in now, in paper order."""
        for section in self.sections:
            section.build()
        return [path for section in self.sections for path in section.order()]

    def all_paths(self) -> list[str]:
        """The same with those that are not shown now."""
        for section in self.sections:
            section.build()
        return [path for section in self.sections for path in section.order(hidden=True)]

    def section_of(self, path: str) -> SurveySection | None:
        """The section a path belongs to."""
        return next((section for section in self.sections if section.holds(path)), None)

    def current_editor(self) -> AnyEditor | None:
        """The field the cursor is in."""
        section = self.section_of(self.current) if self.current else None
        return section.editor(self.current) if section is not None and section.built else None

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes as Enter does, past the last field out of the form."""
        return self.step(1 if forward else -1) or super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Z, where the field had nothing of its own to take back."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        else:
            event.ignore()

    def _first_cell(self, path: str) -> str:
        section = self.section_of(path)
        return section.first_cell(path) if section is not None else path

    def _next_row(self) -> str:
        """After the last cell of the last row, once something is in it, a new row begins."""
        section = self.section_of(self.current)
        return section.open_row_after(self.current) if section is not None else ""

    def _build_next(self) -> None:
        waiting = [section for section in self.sections if not section.built]
        if waiting:
            waiting[0].build()
        else:
            self._building.stop()
            self._reveal_current()

    def _reveal_current(self) -> None:
        """Sections built above the cursor have pushed it out of sight."""
        section, editor = self.section_of(self.current) if self.current else None, self.current_editor()
        if section is not None and editor is not None:
            self.reveal(section, editor)
