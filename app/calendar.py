"""The work calendar of rule R10: working days, and time counted in working minutes."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from app.paths import SHIPPED_DATA

_ONE_DAY = timedelta(days=1)

Segments = tuple[tuple[time, time], ...]
"""The parts of a working day in order, each from and to."""

WORK_SEGMENTS: Segments = ((time(9), time(12)), (time(13), time(18)))
"""The parameter work_segments' default."""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Monday to Friday, but for the exceptions: date to `holiday`, `workday` or `closed`."""

    exceptions: Mapping[date, str] = field(default_factory=dict)
    segments: Segments = WORK_SEGMENTS

    def is_workday(self, day: date) -> bool:
        """Whether the office works that day."""
        kind = self.exceptions.get(day)
        return kind == "workday" or (kind is None and day.weekday() < 5)

    def next_workday(self, day: date) -> date:
        """The first working day after the given one."""
        return self.on_or_after(day + _ONE_DAY)

    def on_or_after(self, day: date) -> date:
        """The day itself when it is a working day, else the next one (rule R10's 顺延)."""
        while not self.is_workday(day):
            day += _ONE_DAY
        return day

    def before(self, day: date) -> date:
        """The last working day before the given one."""
        day -= _ONE_DAY
        while not self.is_workday(day):
            day -= _ONE_DAY
        return day

    def nth_workday(self, day: date, count: int) -> date:
        """The `count`th working day after the given one, which does not count itself."""
        for _ in range(count):
            day = self.next_workday(day)
        return day

    @property
    def day_minutes(self) -> int:
        """How many working minutes a working day has (480)."""
        return sum(60 * (end.hour - start.hour) + end.minute - start.minute for start, end in self.segments)

    @property
    def day_end(self) -> time:
        """When a working day ends (18:00)."""
        return self.segments[-1][1]

    def add_work_minutes(self, moment: datetime, minutes: int) -> datetime:
        """The moment that many working minutes later; using up a segment exactly ends at its end. 0 changes nothing."""
        left, day = timedelta(minutes=max(minutes, 0)), moment.date()
        while left:
            for start, end in self._open(day, moment):
                if end - start >= left:
                    return start + left
                left -= end - start
            day = self.next_workday(day)
        return moment

    def work_minutes(self, first: datetime, last: datetime) -> int:
        """The working minutes between two moments; 0 when the last is not later."""
        if last <= first:
            return 0
        whole = timedelta(minutes=self._workdays(first.date(), last.date()) * self.day_minutes)
        return (whole + self._worked(last) - self._worked(first)) // timedelta(minutes=1)

    def _worked(self, moment: datetime) -> timedelta:
        """The working time of a moment's day that has gone by."""
        left = sum((end - start for start, end in self._open(moment.date(), moment)), timedelta())
        return timedelta(minutes=self.day_minutes * self.is_workday(moment.date())) - left

    def _workdays(self, first: date, until: date) -> int:
        """The working days from the first, the last one left out, without going through them one by one."""
        changed = (day for day in self.exceptions if first <= day < until)
        return (
            _weekdays_before(until)
            - _weekdays_before(first)
            + sum(self.is_workday(day) - (day.weekday() < 5) for day in changed)
        )

    def _open(self, day: date, since: datetime) -> list[tuple[datetime, datetime]]:
        """What of a day's working time lies after a moment."""
        if not self.is_workday(day):
            return []
        whole = [(datetime.combine(day, start), datetime.combine(day, end)) for start, end in self.segments]
        return [(max(start, since), end) for start, end in whole if end > since]


def _weekdays_before(day: date) -> int:
    """Mondays to Fridays since the first of all days, which was a Monday."""
    weeks, rest = divmod(day.toordinal() - 1, 7)
    return 5 * weeks + min(rest, 5)


def shipped_calendar_days() -> list[tuple[date, str, str]]:
    """The statutory arrangement that ships with the program: date, kind, name."""
    with (SHIPPED_DATA / "calendar.csv").open(encoding="utf-8", newline="") as file:
        return [(date.fromisoformat(row["date"]), row["kind"], row["name"]) for row in csv.DictReader(file)]
