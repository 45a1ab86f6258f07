"""What customers said, by kind: rows of customer and words; the empty last row of a kind is not saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.choices import options
from app.forms.model import Choice, Field, Kind
from app.sweep.daily import FeedbackInput
from ui.forms.editing import Look
from ui.forms.focus import focus_on
from ui.forms.line_editor import LineEditor
from ui.forms.search_editor import SearchEditor
from ui.theme import theme
from ui.widgets.layout import label

KIND_LIST = "daily_feedback_kind"
_WHOM = Field(name="customer_id", label="客户", kind=Kind.REFERENCE)
_WORDS = Field(name="content", label="内容", max_length=200)
_LABEL, _CUSTOMER, _ROW, _LINE, _GAP = 106, 190, 30, 18, 6


class _Row:
    """One line: customer, words, and below them what is wrong."""

    def __init__(self, kind: str, customers: Callable[[], Sequence[Choice]]) -> None:
        self.kind = kind
        self.customer_id = self.words = ""
        self.whom, self.said = SearchEditor(_WHOM, customers), LineEditor(_WORDS)
        self.whom.setPlaceholderText("哪家客户")
        self.said.setPlaceholderText("说了什么")
        self.problem = label("", "aux", "danger")
        self.problem.hide()

    @property
    def is_empty(self) -> bool:
        return not self.words.strip()

    def show(self) -> None:
        state = "error" if not self.problem.isHidden() else ""
        self.whom.show_look(Look(self.customer_id))
        self.said.show_look(Look(self.words, state=state))


class FeedbackRows(QWidget):
    """A block of a FormView. `grown` when it needs another height, `passed` (+1, -1) when Enter leaves it."""

    wide = True
    grown = Signal()
    passed = Signal(int)

    def __init__(self, customers: Sequence[tuple[int, str]]) -> None:
        super().__init__()
        self._customers = [Choice(str(number), name) for number, name in customers]
        self._kinds = options(KIND_LIST)
        self._heads: Mapping[str, QLabel] = {kind.code: label(kind.label) for kind in self._kinds}
        self._rows: list[_Row] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme().px(_GAP))
        self._grid.setColumnMinimumWidth(0, theme().px(_LABEL) - theme().px(_GAP))
        self._grid.setColumnMinimumWidth(1, theme().px(_CUSTOMER))
        self._grid.setColumnStretch(2, 1)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.show_lines(())

    def show_lines(self, lines: Sequence[FeedbackInput]) -> None:
        """Show stored lines, and an empty row of each kind after them."""
        for row in self._rows:
            self._drop(row)
        self._rows = []
        for kind in self._kinds:
            for line in lines:
                if line.kind == kind.code:
                    row = self._added(kind.code)
                    row.customer_id, row.words = str(line.customer_id or ""), line.content
                    row.show()
            self._added(kind.code)
        self._place()

    def lines(self) -> tuple[FeedbackInput, ...]:
        """What is in the rows, empty ones left out."""
        for row in self._rows:
            row.whom.give()
            row.said.give()
        return tuple(
            FeedbackInput(row.kind, row.words.strip(), int(row.customer_id) if row.customer_id.isdecimal() else None)
            for row in self._rows
            if not row.is_empty
        )

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Write reasons under the lines; `feedback.1` names the second line that is not empty."""
        filled = [row for row in self._rows if not row.is_empty]
        for number, row in enumerate(filled):
            text = problems.get(f"feedback.{number}", "")
            row.problem.setText(text)
            row.problem.setVisible(bool(text))
            row.show()
        self.grown.emit()

    def height_for(self, width: int) -> int:
        """How high the rows are."""
        px = theme().px
        messages = sum(not row.problem.isHidden() for row in self._rows)
        return len(self._rows) * px(_ROW + _GAP) + messages * px(_LINE + _GAP)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        focus_on(self._rows[0].whom)

    def _added(self, kind: str) -> _Row:
        row = _Row(kind, lambda: self._customers)
        name = next(choice.label for choice in self._kinds if choice.code == kind)
        row.whom.setAccessibleName(f"{name}，客户")
        row.said.setAccessibleName(f"{name}，内容")
        for editor in (row.whom, row.said):
            editor.says.given.connect(partial(self._given, row, editor))
            editor.says.moved.connect(partial(self._moved, editor))
        self._rows.append(row)
        return row

    def _given(self, row: _Row, editor: QWidget, given: object) -> None:
        if editor is row.whom:
            row.customer_id = str(given) if any(choice.code == given for choice in self._customers) else ""
        else:
            row.words = str(given)
        row.show()
        last = [each for each in self._rows if each.kind == row.kind][-1]
        if not last.is_empty:
            self._rows.remove(added := self._added(row.kind))
            self._rows.insert(self._rows.index(last) + 1, added)
            self._place()
            self.grown.emit()

    def _moved(self, editor: LineEditor | SearchEditor, by: int) -> None:
        editor.give()
        stops: list[QWidget] = [each for row in self._rows for each in (row.whom, row.said)]
        place = stops.index(editor) + by
        if 0 <= place < len(stops):
            focus_on(stops[place])
        else:
            self.passed.emit(by)

    def _place(self) -> None:
        shown = ""
        before: QWidget | None = None
        for number, row in enumerate(self._rows):
            if row.kind != shown:
                self._grid.addWidget(self._heads[row.kind], 2 * number, 0)
                shown = row.kind
            self._grid.addWidget(row.whom, 2 * number, 1)
            self._grid.addWidget(row.said, 2 * number, 2)
            self._grid.addWidget(row.problem, 2 * number + 1, 2)
            for editor in (row.whom, row.said):
                editor.show()  # at once: Enter goes there before the layout has come round to it
                if before is not None:
                    QWidget.setTabOrder(before, editor)
                before = editor

    def _drop(self, row: _Row) -> None:
        for part in (row.whom, row.said, row.problem):
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()
