"""The visits of a plan being made: rows of day, time, customer and goal; the empty last row is not saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from app.forms.model import Field, Kind
from app.forms.typed import read
from app.planning.plans import PlanItemInput
from ui.forms.editing import Look, Voice, step_of
from ui.forms.focus import focus_on
from ui.forms.line_editor import DateEditor, LineEditor
from ui.keys import typed_text
from ui.pages.visits.choose_customer import ChooseCustomer
from ui.shell.desk import Desk
from ui.theme import theme
from ui.widgets.fields import LineEdit
from ui.widgets.layout import label

_DAY = Field(name="plan_date", label="日期", kind=Kind.DATE)
_TIME = Field(name="plan_start", label="时间", kind=Kind.TIME)
_GOAL = Field(name="goal_text", label="目标", max_length=100)
_WIDTHS = (126, 66, 150)
_ROW, _HEAD, _GAP = 30, 22, 6


class CustomerCell(LineEdit):
    """Shows a customer; typing in it, or Enter while it is empty, opens the search."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(placeholder="打字找客户")
        self._desk = desk
        self.says = Voice(self)
        self.customer_id = 0
        self.setAccessibleName("客户")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step, typed = step_of(event), typed_text(event)
        if step and (self.customer_id or step < 0):
            self.says.moved.emit(step)
        elif step or (typed and typed != "\t"):
            self.search(typed if not step else "")
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.take(0, "")
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: object) -> None:
        text = event.commitString()  # type: ignore[attr-defined]
        if text:
            self.search(text)

    def search(self, typed: str) -> None:
        """Open the search, beginning with what was typed."""
        dialog = ChooseCustomer(self._desk, typed, self.window())

        def taken() -> None:
            if dialog.chosen is not None:
                self.take(dialog.chosen.id, dialog.chosen.name)
                self.says.moved.emit(1)

        dialog.accepted.connect(taken)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take(self, customer_id: int, name: str) -> None:
        """Show a customer, or none."""
        self.customer_id = customer_id
        self.setText(name)
        self.setCursorPosition(0)
        self.setToolTip(name)
        self.says.given.emit(name)


class _Row:
    def __init__(self, desk: Desk, today: Callable[[], date], day: str) -> None:
        self.texts = {"plan_date": day, "plan_start": "", "goal_text": ""}
        self.day, self.start, self.goal = DateEditor(_DAY, today), LineEditor(_TIME), LineEditor(_GOAL)
        self.whom = CustomerCell(desk)
        self.editors: tuple[DateEditor | LineEditor | CustomerCell, ...] = (self.day, self.start, self.whom, self.goal)
        self.day.setFixedWidth(theme().px(_WIDTHS[0]))
        self.start.setFixedWidth(theme().px(_WIDTHS[1]))
        for editor in (self.day, self.start, self.goal):
            editor.setAccessibleName(editor.field.label)
            self.show(editor)

    def show(self, editor: LineEditor, problem: str = "") -> None:
        editor.show_look(Look(self.texts[editor.field.name], state="error" if problem else "", tip=problem))


class PlanRows(QWidget):
    """A block of a FormView. `grown` when it needs another height, `passed` (+1, -1) when Enter leaves it."""

    wide = True
    grown = Signal()
    passed = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._first_day = ""
        self._rows: list[_Row] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme().px(_GAP))
        for place, (title, width) in enumerate(zip(("日期", "时间", "客户", "目标"), (*_WIDTHS, 90), strict=True)):
            self._grid.addWidget(label(title, "aux"), 0, place)
            self._grid.setColumnMinimumWidth(place, theme().px(width))
        self._grid.setColumnStretch(2, 1)
        self._grid.setColumnStretch(3, 1)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._add()

    def begin_on(self, day: str) -> None:
        """The plan's first day, which the first row begins with."""
        self._first_day = day
        first = self._rows[0]
        if not first.whom.customer_id:
            first.texts["plan_date"] = day
            first.show(first.day)

    def items(self) -> list[PlanItemInput]:
        """The rows with a customer. Raises ValueError for one without a day."""
        for row in self._rows:
            for editor in (row.day, row.start, row.goal):
                editor.give()
        return [self._item(row) for row in self._rows if row.whom.customer_id]

    def height_for(self, width: int) -> int:
        """Head and rows."""
        return theme().px(_HEAD) + len(self._rows) * theme().px(_ROW + _GAP)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        focus_on(self._rows[0].day)

    def _item(self, row: _Row) -> PlanItemInput:
        if not row.texts["plan_date"]:
            row.show(row.day, "请填日期")
            raise ValueError(f"「{row.whom.text()}」没有填日期。内容还在窗口里，没有丢。")
        start = row.texts["plan_start"]
        return PlanItemInput(
            plan_date=date.fromisoformat(row.texts["plan_date"]),
            customer_id=row.whom.customer_id,
            plan_start=time.fromisoformat(start) if start else None,
            goal_text=row.texts["goal_text"],
        )

    def _add(self) -> None:
        before = self._rows[-1].texts["plan_date"] if self._rows else self._first_day
        row = _Row(self._desk, self._desk.app.today, before)
        for place, editor in enumerate(row.editors):
            editor.says.moved.connect(partial(self._moved, editor))
            editor.says.given.connect(partial(self._given, row, editor))
            self._grid.addWidget(editor, len(self._rows) + 1, place)
            editor.show()  # at once: Enter goes there before the layout has come round to it
        self._rows.append(row)
        self.grown.emit()

    def _given(self, row: _Row, editor: DateEditor | LineEditor | CustomerCell, given: object) -> None:
        if isinstance(editor, LineEditor):
            try:
                row.texts[editor.field.name] = read(editor.field, str(given), self._desk.app.today())
                row.show(editor)
            except ValueError as problem:
                editor.set_state("error", message=str(problem))
        if self._rows[-1].whom.customer_id:
            self._add()

    def _moved(self, editor: QWidget, by: int) -> None:
        stops = [each for row in self._rows for each in row.editors]
        place = stops.index(editor) + by  # type: ignore[arg-type]
        past_end = place >= len(stops) or (by > 0 and editor is self._rows[-1].day and len(self._rows) > 1)
        if past_end or place < 0:
            self.passed.emit(by)
        else:
            focus_on(stops[place])
