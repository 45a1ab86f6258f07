"""Step 2, 对应与检查: the columns at the left; what does not fit and what is there already at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QWidget

from ui.jobs import Jobs
from ui.pages.importing.conflicts import ClashTable
from ui.pages.importing.detail import ColumnDetail
from ui.pages.importing.mapping import MappingTable
from ui.pages.importing.placing import PlacingRow
from ui.pages.importing.problems import ProblemTable
from ui.pages.importing.twins import TwinTable
from ui.shell.actions import Hint
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.choices import Segment
from ui.widgets.frames import EmptyState, Panel
from ui.widgets.layout import column, frame, label, row
from ui.widgets.marks import tag

SIDE, SHARE = 592, 0.46
"""Width of the left part, and how much of the page it takes at most, at larger text."""
TWINS, CLASHES = range(2)
_MOVING = Hint("Alt+1–3", "换步骤")
_COLUMN_HINTS = (_MOVING, Hint("Enter", "改导入到哪"), Hint("Delete", "不导入"))
_PROBLEM_HINTS = (_MOVING, Hint("Alt+A", "用建议"), Hint("F2", "改"), Hint("Delete", "跳过这一行"))
_TWIN_HINTS = (
    _MOVING,
    Hint("1 2 3 4", "合并、都保留、跳过、更新"),
    Hint("F9", "并排对比"),
    Hint("Alt+G", "没定的都…"),
)
_CLASH_HINTS = (_MOVING, Hint("1", "用表里的"), Hint("2", "留现在的"))


class CheckView(QWidget):
    """The parts and where they stand; `auto_wanted`, `accept_all_wanted`, `rejects_wanted`, `compare_wanted` and
    `rest_wanted` are its buttons."""

    auto_wanted = Signal()
    accept_all_wanted = Signal()
    rejects_wanted = Signal()
    compare_wanted = Signal()
    rest_wanted = Signal()

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._counts = (0, 0)
        self.mapping, self.detail, self.placing = MappingTable(), ColumnDetail(), PlacingRow()
        self.problems, self.twins, self.clashes = ProblemTable(jobs), TwinTable(jobs), ClashTable(jobs)
        row(self, self._left(), self._right(), gap=12, margins=(12, 0, 12, 12)).setStretch(1, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The lists at the right keep their room."""
        super().resizeEvent(event)
        self.left.setFixedWidth(min(theme().px(SIDE), round(self.width() * SHARE)))

    def _left(self) -> Panel:
        self.sheet = QComboBox()
        self.sheet.setAccessibleName("看哪一张表的列")
        self.auto = Button("自动对应", self.auto_wanted.emit, icon="magic-wand", small=True)
        self.left = Panel("对应列", "", (self.sheet, self.auto), padding=0, gap=0)
        self.left.add(self.mapping, self.placing, self.detail)
        self.left.body.setStretch(0, 1)
        return self.left

    def _right(self) -> QWidget:
        right = QWidget()
        column(right, self._problem_panel(), self._twin_panel(), gap=12)
        return right

    def _problem_panel(self) -> Panel:
        self.problem_tag = tag("", "warn")
        self.accept_all = Button("建议全部采用", self.accept_all_wanted.emit, icon="check", small=True)
        self.rejects = Button("导出问题行", self.rejects_wanted.emit, icon="file-arrow-down", kind="quiet", small=True)
        self.no_problems = EmptyState("check-circle", "没有看不懂的行", "每一行都能写进档案。")
        panel = Panel("有问题的行", "", (self.accept_all, self.rejects), padding=0)
        _beside_title(panel, self.problem_tag)
        return panel.add(self.problems, self.no_problems)

    def _twin_panel(self) -> Panel:
        self.tabs = Segment(("重复的客户", "两边都改过"), kind="tab")
        self.tabs.chosen.connect(self._show_tab)
        self.compare = Button("并排对比", self.compare_wanted.emit, icon="columns", key="F9", small=True)
        self.rest = Button("没定的都……", self.rest_wanted.emit, key="Alt+G", small=True)
        self.told = label("合并补空，不盖旧值", "sub")
        self.no_twins = EmptyState("users-three", "没有重复的客户", "和档案、和表里别的行都不像。")
        self.stack = QStackedWidget()
        for part in (self.twins, self.clashes, self.no_twins):
            self.stack.addWidget(part)
        panel = Panel(padding=0, gap=0)
        head = frame("head")
        head.setFixedHeight(theme().px(38))
        row(head, self.tabs, self.told, None, self.rest, self.compare, gap=8, margins=(6, 0, 8, 0))
        return panel.add(head, self.stack)

    def hints(self) -> Sequence[Hint]:
        """What the keys do where the focus is."""
        if self.problems.hasFocus():
            return _PROBLEM_HINTS
        if self.twins.hasFocus():
            return _TWIN_HINTS
        if self.clashes.hasFocus():
            return _CLASH_HINTS
        return _COLUMN_HINTS

    @property
    def panes(self) -> Sequence[QWidget]:
        """The parts F6 goes through; where there are two lists to decide, ← and → on their tabs change them."""
        tabs = (self.tabs,) if all(self._counts) else ()
        return [self.mapping, self.problems, *tabs, self.decisions, self.placing, self.detail]

    @property
    def decisions(self) -> QWidget:
        """The list of what is to be decided that is in sight."""
        return (self.twins, self.clashes)[self.tabs.current]

    def show_found(self, problems: int, twins: int, clashes: int) -> None:
        """How many of each there are; lists without any give way to a sentence."""
        self.problem_tag.setText(f"{problems:,}")
        self.problem_tag.setVisible(bool(problems))
        self.problems.setVisible(bool(problems))
        self.no_problems.setVisible(not problems)
        self.tabs.set_text(TWINS, f"重复的客户 {twins:,}" if twins else "重复的客户")
        self.tabs.set_text(CLASHES, f"两边都改过 {clashes:,}" if clashes else "两边都改过")
        self._counts = (twins, clashes)
        if clashes and not twins:
            self.tabs.set_current(CLASHES)
        self._show_tab(self.tabs.current)

    def _show_tab(self, number: int) -> None:
        table = (self.twins, self.clashes)[number]
        words = (
            ("没有重复的客户", "和档案、和表里别的行都不像。"),
            ("没有两边都改过的", "导出过的档案表改好再导回来，两边都改过的格子在这里选。"),
        )
        self.no_twins.say(*words[number])
        self.stack.setCurrentWidget(table if self._counts[number] else self.no_twins)
        for button in (self.compare, self.rest):
            button.setVisible(number == TWINS)
        self.told.setText(("合并补空，不盖旧值", "1 用表里的　2 留现在的")[number])


def _beside_title(panel: Panel, part: QWidget) -> None:
    head = panel.title.parentWidget()
    layout = head.layout() if head else None
    if isinstance(layout, QHBoxLayout):
        layout.insertWidget(1, part)
