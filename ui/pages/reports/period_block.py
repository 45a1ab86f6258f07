"""Which day, week, month or stage a report is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from ui.pages.reports.block import Block
from ui.pages.reports.kind import ReportKind
from ui.pages.reports.period import DAY, KINDS, STAGE, Period
from ui.pages.reports.wanted import Wanted
from ui.shell.targets import ReportTarget
from ui.widgets.button import Button
from ui.widgets.choices import Chip
from ui.widgets.dates import DateField
from ui.widgets.fields import LineEdit
from ui.widgets.layout import column, label, row


class PeriodBlock(Block):
    """‹ date ›, and chips for what is wanted most; typing a date goes to what holds it."""

    rereads = True
    pane = True

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._kinds: Sequence[str] = (DAY,)
        self._offered: Sequence[str] = ()
        self.period = Period.day(today())
        self.date = DateField(today, today())
        self.date.setAccessibleName("日期")
        self.until = DateField(today, today())
        self.until.setAccessibleName("止于")
        self._until_row = QWidget()
        row(self._until_row, label("至", "sub"), self.until).setStretch(1, 1)
        self.stage_name = LineEdit(placeholder="阶段名称")
        self.stage_name.setAccessibleName("阶段名称")
        self.stage_name.left.connect(self._named)
        self.stage_name.returnPressed.connect(self._named)
        self._words = label("", "aux")
        self._chips = {text: (Chip(text), period) for text, period in self._shortcuts().items()}
        self._title = label("日期", "sub")
        before = Button(icon="caret-left", tip="前一个（Alt+PgUp）", clicked=lambda: self.step(-1))
        after = Button(icon="caret-right", tip="后一个（Alt+PgDn）", clicked=lambda: self.step(1))
        dates = row(None, before, self.date, after)
        dates.setStretch(1, 1)
        chips = row(None, *(chip for chip, _ in self._chips.values()), None)
        column(
            self, self._title, dates, self._until_row, self.stage_name, self._words, chips, gap=6, margins=(0, 0, 0, 6)
        )
        self.date.changed.connect(self._typed)
        self.until.changed.connect(self._typed_until)
        for chip, period in self._chips.values():
            chip.clicked.connect(lambda _=False, wanted=period: self._choose(wanted()))
        self._show()

    def fit(self, kind: ReportKind) -> None:
        """Offer the kinds of periods the report knows, the usual one first; the period becomes one of them."""
        if kind.periods:
            self._kinds, self._offered = kind.periods, kind.shortcuts
            if self.period.kind not in kind.periods:
                self.period = self.period.as_kind(kind.periods[0], self._today())
            self._show()

    def set_period(self, period: Period) -> None:
        """Go to another day, week, month or stage."""
        if period != self.period:
            self.period = period
            self._show()
            self.changed.emit()

    def step(self, steps: int) -> None:
        """‹ and ›."""
        self.set_period(self.period.moved(steps))

    def apply(self, wanted: Wanted) -> Wanted:
        """Put the period in."""
        return replace(wanted, period=self.period)

    def take(self, target: ReportTarget) -> None:
        """Go to what holds the target's day."""
        if target.day:
            kind = self._kinds[0] if self.period.kind == STAGE else self.period.kind
            self.period = Period.day(target.day).as_kind(kind, target.day)
            self._show()

    def stops(self) -> Sequence[QWidget]:
        """The date."""
        return [self.date]

    def _shortcuts(self) -> dict[str, Callable[[], Period]]:
        def days_on(days: int) -> date:
            return self._today() + timedelta(days=days)

        return {
            "今天": lambda: Period.day(self._today()),
            "昨天": lambda: Period.day(days_on(-1)),
            "明天": lambda: Period.day(days_on(1)),
            "上周": lambda: Period.week(days_on(-7)),
            "本周": lambda: Period.week(self._today()),
            "下周": lambda: Period.week(days_on(7)),
            "阶段": lambda: self.period.as_kind(STAGE, self._today()),
            "本月": lambda: Period.month(self._today()),
            "上月": lambda: Period.month(self._today().replace(day=1) - timedelta(days=1)),
        }

    def _choose(self, period: Period) -> None:
        self.set_period(period)
        self._show()

    def _typed(self, day: date | None) -> None:
        if day is None:
            self._show()
        elif self.period.kind == STAGE:
            self.set_period(Period.stage(day, max(day, self.period.last), self.period.name))
        else:
            kind = self.period.kind if DAY not in self._kinds or day == self.period.first else DAY
            self.set_period(Period.day(day).as_kind(kind, day))
            self._show()

    def _typed_until(self, day: date | None) -> None:
        if day is not None and self.period.kind == STAGE:
            self.set_period(Period.stage(min(day, self.period.first), day, self.period.name))
        self._show()

    def _named(self) -> None:
        if self.stage_name.text().strip() and self.period.kind == STAGE:
            self.set_period(replace(self.period, name=self.stage_name.text().strip()))
        self._show()

    def _show(self) -> None:
        for field, day in ((self.date, self.period.first), (self.until, self.period.last)):
            field.blockSignals(True)
            field.set_value(day)
            field.blockSignals(False)
        self._until_row.setVisible(self.period.kind == STAGE)
        self.stage_name.setVisible(self.period.kind == STAGE)
        self.stage_name.setText(self.period.name)
        self._title.setText("日期" if DAY in self._kinds else "、".join(KINDS[kind] for kind in self._kinds))
        self._words.setText(self.period.words())
        self._words.setVisible(bool(self.period.words()))
        for text, (chip, period) in self._chips.items():
            chip.setVisible(text in self._offered)
            chip.setChecked(text in self._offered and period() == self.period)
