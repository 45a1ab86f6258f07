"""What a visit counts as and when the next is due (rules R04, R05)."""

from __future__ import annotations

from datetime import date, time

import pytest

from app.calendar import WorkCalendar, shipped_calendar_days
from app.visits.rules import minutes_between, next_visit_on

CALENDAR = WorkCalendar({day: kind for day, kind, _ in shipped_calendar_days()})


@pytest.mark.parametrize(
    ("visited", "intent", "grade", "own", "due"),
    [
        ("2026-11-20", "signed", "A", None, "2026-11-27"),
        ("2026-11-16", "medium", "B", None, "2026-11-30"),
        ("2026-11-19", "signed", "C", None, "2026-12-21"),  # a Saturday moves to Monday
        ("2026-09-24", "medium", "A", None, "2026-10-08"),  # into the National Day week
        ("2026-11-16", "rejected", "B", None, "2027-02-15"),  # 90 days: Sunday the 14th, then Monday
        ("2026-11-16", "medium", "B", 3, "2026-11-19"),
        ("2026-11-16", "rejected", "B", 3, "2027-02-15"),
    ],
)
def test_the_next_visit_follows_the_cadence(visited: str, intent: str, grade: str, own: int | None, due: str) -> None:
    day = next_visit_on(date.fromisoformat(visited), intent, grade, CALENDAR, own)
    assert day == date.fromisoformat(due)


def test_the_length_of_a_visit() -> None:
    assert minutes_between(time(9, 40), time(10, 20)) == 40
