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
        total, day = timedelta(), first.date()
        while day <= last.date():
            total += sum(
                (max(min(end, last) - start, timedelta()) for start, end in self._open(day, first)), timedelta()
            )
            day += _ONE_DAY
        return total // timedelta(minutes=1)

    def _open(self, day: date, since: datetime) -> list[tuple[datetime, datetime]]:
        """What of a day's working time lies after a moment."""
        if not self.is_workday(day):
            return []
        whole = [(datetime.combine(day, start), datetime.combine(day, end)) for start, end in self.segments]
        return [(max(start, since), end) for start, end in whole if end > since]


def shipped_calendar_days() -> list[tuple[date, str, str]]:
    """The statutory arrangement that ships with the program: date, kind, name."""
    with (SHIPPED_DATA / "calendar.csv").open(encoding="utf-8", newline="") as file:
        return [(date.fromisoformat(row["date"]), row["kind"], row["name"]) for row in csv.DictReader(file)]
