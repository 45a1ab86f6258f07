"""Which sheets to show and print: date, office, reps, and how they are laid out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QWidget

from ui.pages.reports.rep_list import RepList
from ui.pages.reports.sheets import Conditions, Period, RepRow
from ui.shell.actions import Action
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.choices import Chip
from ui.widgets.dates import DateField
from ui.widgets.layout import column, frame, label, row

PURPOSES = ("办事处存档", "公司备案", "拜访准备")
"""What complete phone numbers may be printed for (rule R22)."""


class ConditionsPanel(QWidget):
    """`changed` when other sheets are wanted, `period_changed` when another day or office is, and other reps."""

    changed = Signal()
    period_changed = Signal()

    def __init__(self, today: Callable[[], date], *, may_show_phones: bool) -> None:
        super().__init__()
        self._today = today
        self.period = Period.day(today())
        self.date = DateField(today, today())
        self.date.setAccessibleName("日期")
        self.branch = QComboBox()
        self.branch.setAccessibleName("办事处")
        self.reps = RepList()
        self.whole_phones = QCheckBox("显示完整手机号")
        self.purpose = QComboBox()
        self.purpose.setAccessibleName("用途")
        self.purpose.addItems(PURPOSES)
        self.report = label("", "sub")
        self._steps: list[tuple[Action, Button]] = []
        self._step_places = QGridLayout()
        self._chips = self._make_chips()
        self._branches: list[tuple[int, str]] = []
        self._lay_out(may_show_phones)
        self._connect()
        self._show_period()

    def show_branches(self, branches: Sequence[tuple[int, str]], current: int | None) -> None:
        """Offer the offices; the signed-in user's own is chosen."""
        if list(branches) == self._branches:
            return
        self._branches = list(branches)
        self.branch.blockSignals(True)
        self.branch.clear()
        self.branch.addItems([name for _, name in branches])
        ids = [branch_id for branch_id, _ in branches]
        self.branch.setCurrentIndex(ids.index(current) if current in ids else 0)
        self.branch.blockSignals(False)

    def show_reps(self, reps: Sequence[RepRow]) -> None:
        """Show the reps of the period."""
        self.reps.show_reps(reps)

    def set_period(self, period: Period) -> None:
        """Go to another day or week."""
        if period != self.period:
            self.period = period
            self._show_period()
            self.period_changed.emit()

    def show_steps(self, actions: Sequence[Action]) -> None:
        """What can be done with the current rep's report; a button shows while its action is possible."""
        self._step_places.setSpacing(theme().px(6))
        for action in actions:
            word = action.text.strip("…")[:2]
            button = Button(word, action.slot, icon=action.icon, key=action.key, small=True, parent=self)
            self._steps.append((action, button))
        self.show_current("")

    def show_current(self, text: str) -> None:
        """Say what the current rep's report is."""
        self.report.setText(text)
        for _, button in self._steps:
            self._step_places.removeWidget(button)
            button.hide()
        possible = [button for action, button in self._steps if not action.why_not()]
        for number, button in enumerate(possible):
            self._step_places.addWidget(button, number // 2, number % 2)
            button.show()

    @property
    def branch_id(self) -> int | None:
        """The chosen office."""
        number = self.branch.currentIndex()
        return self._branches[number][0] if 0 <= number < len(self._branches) else None

    def wanted(self) -> Conditions:
        """What is asked for now."""
        return Conditions(
            self.period,
            self.branch_id,
            self.reps.ticked_ids(),
            masked=not self.whole_phones.isChecked(),
            purpose=self.purpose.currentText(),
        )

    def step(self, steps: int) -> None:
        """‹ and ›: a day, or a week, back or on."""
        self.set_period(self.period.moved(steps))

    def _make_chips(self) -> list[tuple[Chip, Callable[[], Period]]]:
        wanted: list[tuple[str, Callable[[], Period]]] = [
            ("今天", lambda: Period.day(self._today())),
            ("昨天", lambda: Period.day(self._today() - timedelta(days=1))),
            ("本周", lambda: Period.week(self._today())),
        ]
        return [(Chip(text), period) for text, period in wanted]

    def _lay_out(self, may_show_phones: bool) -> None:
        before = Button(icon="caret-left", tip="前一天或前一周", clicked=lambda: self.step(-1))
        after = Button(icon="caret-right", tip="后一天或后一周", clicked=lambda: self.step(1))
        dates = row(None, before, self.date, after)
        dates.setStretch(1, 1)
        box = frame("panel")
        column(box, self.reps, margins=(1, 1, 1, 1))
        column(
            self,
            *(label("条件", "head"), 2, label("日期", "sub"), dates),
            *(row(None, *(chip for chip, _ in self._chips), None), 4),
            *(label("办事处", "sub"), self.branch, 4),
            *(label("业务员", "sub"), box, self.report, self._step_places, 4),
            *(label("版式", "sub"), label("每人另起一页，末页留签字栏", "aux"), self.whole_phones),
            *(label("用途", "sub"), self.purpose, None),
            gap=6,
            margins=(14, 12, 14, 8),
        )
        self.whole_phones.setVisible(may_show_phones)

    def _connect(self) -> None:
        self.date.changed.connect(self._date_typed)
        self.branch.currentIndexChanged.connect(self.period_changed)
        self.reps.ticked.connect(self.changed)
        self.whole_phones.toggled.connect(self.changed)
        self.purpose.currentIndexChanged.connect(self.changed)
        for chip, period in self._chips:
            chip.clicked.connect(lambda _=False, wanted=period: self._choose(wanted()))

    def _choose(self, period: Period) -> None:
        self.set_period(period)
        self._show_period()

    def _date_typed(self, day: date | None) -> None:
        if day is None:
            self.date.set_value(self.period.first)
        elif (self.period.weekly and day != self.period.first) or not self.period.weekly:
            self.set_period(Period.day(day))

    def _show_period(self) -> None:
        self.date.blockSignals(True)
        self.date.set_value(self.period.first)
        self.date.blockSignals(False)
        for chip, period in self._chips:
            chip.setChecked(period() == self.period)
