"""One section of the sheet: makes its fields when they are first needed and keeps them in step with the entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from app.forms.model import Field, Kind
from ui.forms.editing import Look
from ui.forms.editors import AnyEditor, make_editor
from ui.forms.field_box import FieldBox, short_label
from ui.forms.row_grid import RowGrid
from ui.forms.section_panel import Caption, SectionPanel
from ui.forms.told import told_words, value_words

if TYPE_CHECKING:
    from app.forms.live import NodeState
    from app.surveys.items import Item, Section
    from ui.forms.survey_view import SurveyView

_ROW = re.compile(r"\[\d+\]")
_ONLY_AFTER_ANSWER = re.compile(r"\$\{\w+\}\s*!=\s*''")


class SurveySection:
    """A section's panel and fields."""

    def __init__(self, view: SurveyView, section: Section) -> None:
        self._view, self._entry = view, view.entry
        self.items = section.items
        self._notes = section.notes
        self.panel = SectionPanel(section.letter, section.label)
        self.built = False
        self._boxes: dict[str, FieldBox] = {}
        self._grids: dict[str, RowGrid] = {}
        self._captions: dict[str, Caption] = {}
        self._owned = {item.path for item in section.items} | {p.path for item in section.items for p in item.parts}

    # making

    def build(self) -> None:
        """Make the fields, once."""
        if self.built:
            return
        self.built = True
        for item in self.items:
            if item.table is not None:
                self._add_grid(item)
            else:
                self._add_boxes(item)
        self.show_wanted()
        self.refresh()

    def _add_boxes(self, item: Item) -> None:
        unconditional = [part for part in item.parts if not part.relevant]
        captioned = len(unconditional) > 1
        if captioned:
            self._captions[item.path] = Caption(item.number, item.label, required=item.required)
            self.panel.add(self._captions[item.path])
        for place, part in enumerate(item.parts):
            named_by_item = place == 0 and not captioned
            label = item.label if named_by_item else part.label
            box = FieldBox(
                item.number if named_by_item else "", short_label(label, part.unit), self._make_editor(part.path, part),
                wide=part.kind is Kind.LONG_TEXT, indent=bool(item.number),
            )  # fmt: skip
            self._boxes[part.path] = box
            self.panel.add(box)

    def _add_grid(self, item: Item) -> None:
        grid = RowGrid(item.number, item.label, item.path, item.required, self._make_editor)
        grid.removing.connect(self._view.remove_row)
        self._grids[item.path] = grid
        self.panel.add(grid)

    def _make_editor(self, path: str, field: Field) -> AnyEditor:
        view, entry = self._view, self._entry
        editor = make_editor(
            field, lambda: entry.filling.options(path), today=lambda: entry.today, keep_file=view.keep_file
        )
        editor.says.path = path
        editor.says.focused.connect(lambda: view.note_focus(path))
        editor.says.given.connect(lambda value: view.given(path, value))
        editor.says.moved.connect(view.step)
        editor.says.typing.connect(view.typing)
        return editor

    # looking up

    def holds(self, path: str) -> bool:
        """Whether a path is one of this section's."""
        return _ROW.sub("", path) in self._owned

    def editor(self, path: str) -> AnyEditor | None:
        """The field at a path, where it is asked now; for a table its first cell."""
        cell = self._cell(self.first_cell(path))
        if cell is not None:
            return cell if cell.isEnabled() else None
        box = self._boxes.get(path) or self._first_box(path)
        return box.editor if box is not None and not box.isHidden() else None

    def _first_box(self, item_path: str) -> FieldBox | None:
        parts = next((item.parts for item in self.items if item.path == item_path), ())
        return next((self._boxes[part.path] for part in parts if part.path in self._boxes), None)

    def _cell(self, path: str) -> AnyEditor | None:
        return next((grid.cells[path] for grid in self._grids.values() if path in grid.cells), None)

    def first_cell(self, path: str) -> str:
        """A table's first cell in its first empty row (else its first), any other path as it is."""
        grid = self._grids.get(path)
        if grid is None:
            return path
        order = grid.order()
        empty = [p for p in order if self._entry.is_empty_row(p[: p.index("]", len(path)) + 1])]
        return (empty or order or [path])[0]

    def order(self, *, hidden: bool = False) -> list[str]:
        """The fields to type, in paper order; with `hidden` those not shown now too."""
        found: list[str] = []
        for item in self.items:
            grid = self._grids.get(item.path)
            if grid is not None:
                found += grid.order() if hidden or not grid.isHidden() else ()
            else:
                found += [p.path for p in item.parts if hidden or not self._boxes[p.path].isHidden()]
        return found

    def open_row_after(self, path: str) -> str:
        """A new row, when the path is the last cell of a table's last row and something is in it."""
        for table, grid in self._grids.items():
            order = grid.order()
            if order and order[-1] == path and not self._entry.is_empty_row(path[: path.index("]", len(table)) + 1]):
                row = self._entry.add_row(table)
                self._show_grid(grid)
                self.panel.arrange()
                return next(p for p in grid.order() if p.startswith(row + "/"))
        return ""

    def reveal(self, editor: AnyEditor) -> None:
        """Scroll a table sideways to its cell."""
        for grid in self._grids.values():
            for path, cell in grid.cells.items():
                if cell is editor:
                    grid.reveal(path)

    # showing

    def refresh(self) -> None:
        """Show everything as the entry has it."""
        if not self.built:
            return
        for grid in self._grids.values():
            self._show_grid(grid)
        for path in self._boxes:
            self._show_box(path)
        self.show_wanted()

    def take_changes(self, changed: frozenset[str]) -> None:
        """Show what changed, and only that."""
        if not self.built:
            return
        moved = False
        for path in self._touched(changed):
            moved |= self._show_box(path)
        for table, grid in self._grids.items():
            if any(path.startswith(table) for path in changed):
                moved |= self._show_grid(grid)
        if moved or any(path in self._owned for path in changed):
            self.show_wanted(arrange=moved)

    def _touched(self, changed: frozenset[str]) -> Iterator[str]:
        for path in self._boxes:
            if path in changed or not changed.isdisjoint(self._notes.get(path, ())):
                yield path

    def show_wanted(self, *, arrange: bool = True) -> None:
        """Show what is asked now (and missing, where only that is wanted), hide the rest."""
        view, state = self._view, self._entry.filling.state
        for item in self.items if self.built else ():
            wanted = state(item.path).relevant and view.wanted(item.path, (part.path for part in item.parts))
            if item.path in self._grids:
                arrange |= self.panel.show_block(self._grids[item.path], wanted)
                continue
            if item.path in self._captions:
                arrange |= self.panel.show_block(self._captions[item.path], wanted)
            for part in item.parts:
                shown = wanted and state(part.path).relevant
                arrange |= self.panel.show_block(self._boxes[part.path], shown)
        if arrange:
            self.panel.arrange()
        self.panel.setVisible(not self.built or bool(self.order()))

    def _show_box(self, path: str) -> bool:
        box = self._boxes[path]
        problem, warnings = self._entry.problem(path), self._warnings(path)
        box.set_required(self._entry.filling.state(path).required)
        box.editor.show_look(self._look(path, problem, warnings))
        return box.set_message(problem or "；".join(warnings), "danger" if problem else "warn")

    def _show_grid(self, grid: RowGrid) -> bool:
        entry, table = self._entry, grid.path
        if not entry.filling.rows(table):
            entry.add_row(table)
        rows = entry.filling.rows(table)
        states = {path: state for path, state in entry.filling.states() if path.startswith(f"{table}[")}
        fields = [field for field in self._fields_of(table) if _asked(field, table, rows, states)]
        disabled = frozenset(path for path, state in states.items() if not state.relevant)
        moved = grid.show_rows(rows, fields, disabled)
        messages: list[tuple[str, str]] = []
        for path, cell in grid.cells.items():
            problem, warnings = entry.problem(path), entry.warnings(path)
            cell.show_look(self._look(path, problem, warnings))
            where = f"第 {path[len(table) + 1 :].partition(']')[0]} 行{entry.field_at(path).label}"
            messages += (
                [(f"{where}：{problem}", "danger")] if problem else [(f"{where}：{w}", "warn") for w in warnings]
            )
        for path, state in states.items():
            if state.kind == "note" and state.relevant:
                messages.append((f"第 {path[len(table) + 1 :].partition(']')[0]} 行：{state.label}", "warn"))
        return grid.set_messages(messages, "没问到" if table in entry.not_asked else "") or moved

    def _fields_of(self, table: str) -> Iterable[Field]:
        return next(item.parts for item in self.items if item.path == table)

    def _warnings(self, path: str) -> list[str]:
        notes = (self._entry.filling.state(note) for note in self._notes.get(path, ()))
        return [*(note.label for note in notes if note.relevant), *self._entry.warnings(path)]

    def _look(self, path: str, problem: str, warnings: Iterable[str]) -> Look:
        entry = self._entry
        unread = entry.unread.get(path)
        asked_not = path in entry.not_asked
        state = "error" if problem else "warn" if warnings else "unasked" if asked_not else ""
        return Look(entry.value(path), unread.text if unread else "", state, entry.fill(path), self._tip(path))

    def _tip(self, path: str) -> str:
        earlier = self._entry.earlier(path)
        if earlier is None:
            return ""
        field = self._entry.field_at(path)
        return f"{told_words(self._entry, earlier)}：{value_words(field, earlier.value, self._entry.filling.options(path))}"


def _asked(field: Field, table: str, rows: int, states: Mapping[str, NodeState]) -> bool:
    """Whether a table shows a column: always, unless it is only asked after a certain answer that no row gives."""
    if not field.relevant or _ONLY_AFTER_ANSWER.fullmatch(field.relevant.strip()):
        return True
    cells = (states.get(field.path.replace(table, f"{table}[{row}]", 1)) for row in range(1, rows + 1))
    return any(cell is not None and cell.relevant for cell in cells)
