"""The work calendar that ships, day by day (rule R10)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.calendar import WorkCalendar, shipped_calendar_days

SHIPPED = WorkCalendar({day: kind for day, kind, _ in shipped_calendar_days()})


def days(first: str, last: str) -> list[date]:
    start, end = date.fromisoformat(f"2026-{first}"), date.fromisoformat(f"2026-{last}")
    return [start + timedelta(n) for n in range((end - start).days + 1)]


HOLIDAYS = [
    *days("01-01", "01-03"),
    *days("02-15", "02-23"),
    *days("04-04", "04-06"),
    *days("05-01", "05-05"),
    *days("06-19", "06-21"),
    *days("09-25", "09-27"),
    *days("10-01", "10-07"),
]
WORKED = [date(2026, *md) for md in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))]


def test_the_exceptions_of_2026_are_those_of_the_rule() -> None:
    kinds = {day: kind for day, kind, _ in shipped_calendar_days() if day.year == 2026}
    assert kinds == dict.fromkeys(HOLIDAYS, "holiday") | dict.fromkeys(WORKED, "workday")


def test_every_day_of_2026() -> None:
    for day in days("01-01", "12-31"):
        expected = day in WORKED or (day.weekday() < 5 and day not in HOLIDAYS)
        assert SHIPPED.is_workday(day) is expected, day


@pytest.mark.parametrize(
    ("day", "following"),
    [
        ("2026-11-20", "2026-11-23"),
        ("2026-11-19", "2026-11-20"),
        ("2026-02-13", "2026-02-14"),
        ("2026-02-14", "2026-02-24"),
        ("2026-09-30", "2026-10-08"),
        ("2026-10-09", "2026-10-10"),
        ("2026-12-31", "2027-01-01"),
    ],
)
def test_the_next_working_day(day: str, following: str) -> None:
    assert SHIPPED.next_workday(date.fromisoformat(day)) == date.fromisoformat(following)


def test_a_due_day_moves_to_a_working_day() -> None:
    assert SHIPPED.on_or_after(date(2026, 12, 19)) == date(2026, 12, 21)
    assert SHIPPED.on_or_after(date(2026, 12, 21)) == date(2026, 12, 21)


def test_a_closed_day_is_no_working_day() -> None:
    assert not WorkCalendar({date(2026, 11, 20): "closed"}).is_workday(date(2026, 11, 20))
