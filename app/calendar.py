"""The work calendar of rule R10: working days, and the next one."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.paths import SHIPPED_DATA

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Monday to Friday, but for the exceptions: date to `holiday`, `workday` or `closed`."""

    exceptions: Mapping[date, str] = field(default_factory=dict)

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


def shipped_calendar_days() -> list[tuple[date, str, str]]:
    """The statutory arrangement that ships with the program: date, kind, name."""
    with (SHIPPED_DATA / "calendar.csv").open(encoding="utf-8", newline="") as file:
        return [(date.fromisoformat(row["date"]), row["kind"], row["name"]) for row in csv.DictReader(file)]
