"""The days a report is about: one day, a week, a month, or a stage of the office's own choosing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ui.widgets.dates import month_later

DAY, WEEK, MONTH, STAGE = "day", "week", "month", "stage"
KINDS = {DAY: "日", WEEK: "周", MONTH: "月", STAGE: "阶段"}


@dataclass(frozen=True, slots=True)
class Period:
    """Days from first to last, both included; ‹ and › go on by what `kind` says, a stage by its own length.

    Only a stage has a `name`.
    """

    first: date
    last: date
    kind: str = DAY
    name: str = ""

    @classmethod
    def day(cls, day: date) -> Period:
        """One day."""
        return cls(day, day)

    @classmethod
    def week(cls, day: date) -> Period:
        """The week from Monday that holds a day."""
        monday = day - timedelta(days=day.weekday())
        return cls(monday, monday + timedelta(days=6), WEEK)

    @classmethod
    def month(cls, day: date) -> Period:
        """The month that holds a day."""
        first = day.replace(day=1)
        return cls(first, month_later(first, 1) - timedelta(days=1), MONTH)

    @classmethod
    def stage(cls, first: date, last: date, name: str = "") -> Period:
        """From one day to another; without a name it is called after its month."""
        return cls(first, last, STAGE, name or f"{first.month}月调查")

    def as_kind(self, kind: str, today: date) -> Period:
        """The period of another kind that lies here: around today when today lies in this one, else its first day."""
        if kind == self.kind:
            return self
        day = today if self.first <= today <= self.last else self.first
        match kind:
            case "day":
                return Period.day(day)
            case "week":
                return Period.week(day)
            case "month":
                return Period.month(day)
            case _:
                return Period.stage(self.first, self.last)

    def moved(self, steps: int) -> Period:
        """The period some days, weeks, months or stages later."""
        if self.kind == MONTH:
            return Period.month(month_later(self.first, steps))
        by = timedelta(days=steps * ((self.last - self.first).days + 1))
        if self.kind == STAGE:
            return Period.stage(self.first + by, self.last + by)
        return Period(self.first + by, self.last + by, self.kind)

    def days(self) -> list[date]:
        """Every day of it."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    @property
    def is_one_day(self) -> bool:
        """Whether it is about one day only."""
        return self.kind == DAY

    def words(self) -> str:
        """What it is called: 第 47 周 11-16 至 11-22; empty for a day, which its date says already."""
        span = f"{self.first:%m-%d} 至 {self.last:%m-%d}"
        match self.kind:
            case "day":
                return ""
            case "week":
                return f"{self.first.isocalendar().year} 年第 {self.first.isocalendar().week} 周　{span}"
            case "month":
                return f"{self.first.year} 年 {self.first.month} 月　{span}"
            case _:
                return f"{self.first:%Y-%m-%d} 至 {self.last:%Y-%m-%d}　{len(self.days())} 天"
