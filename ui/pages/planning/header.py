"""The head of the planner: which week or day, which view, whose plans."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.people.offices import EmployeeRow
from ui.widgets.button import Button
from ui.widgets.choices import FilterChip, Segment
from ui.widgets.dates import WEEKDAYS
from ui.widgets.layout import label

WEEK, DAY, LIST = range(3)
VIEWS = ("周", "日", "列表")


class PeriodHead(QObject):
    """‹ 11月23日 – 11月28日 第 48 周 › 本周; `changed` carries the first day of the week, or the day."""

    changed = Signal()

    def __init__(self, today: Callable[[], date], parent: QObject) -> None:
        super().__init__(parent)
        self._today = today
        self.weekly, self.day = True, today()
        self.before = Button(icon="caret-left", kind="quiet", tip="前一周（Alt+PgUp）", clicked=lambda: self.step(-1))
        self.after = Button(icon="caret-right", kind="quiet", tip="后一周（Alt+PgDn）", clicked=lambda: self.step(1))
        self.now = Button("本周", self.go_to_now, tip="回到今天（t）")
        self.words, self.week = label("", "head"), label("", "sub")
        self.week.setProperty("spare", True)
        self._show()

    def widgets(self) -> Sequence[QWidget]:
        """What stands in the header."""
        return [self.before, self.words, self.week, self.after, self.now]

    @property
    def first(self) -> date:
        """Monday of the week, or the day."""
        return self.day - timedelta(days=self.day.weekday()) if self.weekly else self.day

    def show(self, day: date, *, weekly: bool) -> None:
        """Another week or day."""
        before = (self.first, self.weekly)
        self.day, self.weekly = day, weekly
        self._show()
        if before != (self.first, self.weekly):
            self.changed.emit()

    def step(self, by: int) -> None:
        """The next or previous week or day."""
        self.show(self.day + timedelta(days=by * (7 if self.weekly else 1)), weekly=self.weekly)

    def go_to_now(self) -> None:
        """This week, or today."""
        self.show(self._today(), weekly=self.weekly)

    def _show(self) -> None:
        first, last = self.first, self.first + timedelta(days=5)
        span = f"{first.month}月{first.day}日 – {last.month}月{last.day}日"
        self.words.setText(span if self.weekly else f"{first.month}月{first.day}日 周{WEEKDAYS[first.weekday()]}")
        self.week.setText(f"第 {first.isocalendar().week} 周")
        self.now.setText("本周" if self.weekly else "今天")
        self.now.updateGeometry()


class RepChip(FilterChip):
    """Whose plans: all reps or one; `chosen` carries the employee id, None for all."""

    def __init__(self) -> None:
        super().__init__("业务员")
        self._names: dict[int, str] = {}

    def show_reps(self, reps: Sequence[EmployeeRow]) -> None:
        """Offer these."""
        self._names = {rep.id: rep.name for rep in reps}
        self.set_choices(list(self._names.items()), f"全部 {len(reps)} 人")

    @property
    def words(self) -> str:
        """The rep's name, empty for all."""
        return self._names.get(self.value, "")


def view_segment(current: int) -> Segment:
    """周 · 日 · 列表, which is one module on two pages."""
    segment = Segment(VIEWS)
    segment.set_current(current)
    segment.setAccessibleName("怎么看")
    return segment
