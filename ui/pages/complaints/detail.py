"""One complaint beside the board: its limit, what is known, what was done, and the next word about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from ui.pages.complaints.facts import Facts
from ui.pages.complaints.limit_strip import LimitPart, LimitStrip
from ui.pages.complaints.note_box import NoteBox
from ui.pages.complaints.timeline import Step, Timeline
from ui.theme import set_state, theme
from ui.widgets.button import Button
from ui.widgets.frames import EmptyState
from ui.widgets.layout import column, label, row, rule, scrolled
from ui.widgets.marks import tag

WIDTH = 420
_LEAST_RECORD = 96
_UNBOUNDED = (1 << 24) - 1  # Qt takes this width for none at all


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the panel says of a complaint; `facts` stand in pairs."""

    id: int
    number: str
    state: str
    tone: str
    title: str
    limit: Sequence[LimitPart]
    facts: Sequence[tuple[str, str]]
    steps: Sequence[Step]


class ComplaintPanel(QFrame):
    """`print_wanted` and `close_wanted` come from the buttons of the head; everything else from `box`. The record is the
    first page of `content`, what may stand in its place is added there.
    """

    print_wanted = Signal()
    close_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "side")
        self.take_page(alone=False)
        self.shown: Shown | None = None
        self.number, self.state = label("", "aux"), tag("")
        self.title = label("", "title", wrap=True)
        self.limit, self.facts, self.timeline, self.box = LimitStrip(), Facts(), Timeline(), NoteBox()
        self.content = QStackedWidget()
        self.empty = EmptyState("headset", "没有选中投诉", "在看板上选一件，或按 Ctrl+N 登记。")
        self._lay_out()
        self.clear()

    def show_complaint(self, shown: Shown) -> None:
        """Show another complaint, or the same one read anew; a note being written stays."""
        other = self.shown is None or self.shown.id != shown.id
        changed = self.shown is None or list(self.shown.steps) != list(shown.steps)
        self.shown = shown
        self.number.setText(shown.number)
        self.state.setText(shown.state)
        set_state(self.state, tone=shown.tone)
        self.title.setText(shown.title)
        self.limit.show_parts(shown.limit)
        self.facts.show_facts(shown.facts)
        if other or changed:
            self.timeline.show_steps(shown.steps)
        self.empty.hide()
        self.content.show()

    def take_page(self, *, alone: bool) -> None:
        """Stand beside the board, or take the page for itself where both do not fit."""
        self.setMinimumWidth(theme().px(WIDTH))
        self.setMaximumWidth(_UNBOUNDED if alone else theme().px(WIDTH))

    def clear(self) -> None:
        """Nothing is chosen."""
        self.shown = None
        self.content.hide()
        self.empty.show()

    def _lay_out(self) -> None:
        printer = Button(icon="printer", kind="quiet", small=True, tip="打印投诉处理单（Ctrl+P）")
        printer.clicked.connect(self.print_wanted)
        close = Button(icon="x", kind="quiet", small=True, tip="收起（Ctrl+\\）")
        close.clicked.connect(self.close_wanted)
        head, course = QWidget(), QWidget()
        line = row(None, self.number, self.state, None, printer, close, gap=8)
        column(head, line, self.title, self.limit, 2, self.facts, gap=8, margins=(14, 10, 14, 10))
        column(course, label("处理记录", "head"), self.timeline, gap=6, margins=(14, 8, 10, 0))
        self.timeline.setMinimumHeight(theme().px(_LEAST_RECORD))
        upper, record = QWidget(), QWidget()
        column(upper, head, rule(), course, gap=0).setStretch(2, 1)
        column(record, scrolled(upper), self.box, gap=0).setStretch(0, 1)
        self.content.addWidget(record)
        column(self, self.content, self.empty, gap=0)
