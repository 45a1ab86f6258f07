"""Time counted in working minutes (rule R10)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calendar import WorkCalendar, shipped_calendar_days

SHIPPED = WorkCalendar({day: kind for day, kind, _ in shipped_calendar_days()})

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.none()).map(
    lambda moment: moment.replace(microsecond=0)
)
MINUTES = st.integers(0, 6000)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}")


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("11-16 09:00", 180, "11-16 12:00"),  # a segment used up exactly ends at its end
        ("11-16 09:00", 181, "11-16 13:01"),
        ("11-16 09:00", 480, "11-16 18:00"),
        ("11-16 09:00", 481, "11-17 09:01"),
        ("11-16 12:20", 30, "11-16 13:30"),  # nothing runs at noon
        ("11-16 07:00", 1, "11-16 09:01"),
        ("11-16 18:00", 1, "11-17 09:01"),
        ("11-20 20:00", 60, "11-23 10:00"),
        ("11-22 10:00", 0, "11-22 10:00"),
        ("09-30 17:00", 480, "10-08 17:00"),  # the national holidays
        ("10-09 17:00", 120, "10-10 10:00"),  # a Saturday worked
    ],
)
def test_adding_working_minutes(start: str, minutes: int, end: str) -> None:
    assert SHIPPED.add_work_minutes(at(start), minutes) == at(end)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("11-16 11:30", "11-16 13:30", 60),
        ("11-20 17:30", "11-23 09:10", 40),
        ("11-21 09:00", "11-22 18:00", 0),
        ("11-17 09:00", "11-16 09:00", 0),
        ("11-16 09:00", "11-20 18:00", 2400),
    ],
)
def test_counting_working_minutes(start: str, end: str, minutes: int) -> None:
    assert SHIPPED.work_minutes(at(start), at(end)) == minutes


def test_a_holiday_is_stepped_over_both_ways() -> None:
    assert SHIPPED.nth_workday(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert SHIPPED.nth_workday(date(2026, 9, 30), 0) == date(2026, 9, 30)
    assert SHIPPED.before(date(2026, 10, 8)) == date(2026, 9, 30)
    assert SHIPPED.before(date(2026, 11, 23)) == date(2026, 11, 20)


@given(MOMENTS, MINUTES, MINUTES)
def test_adding_twice_is_adding_the_sum(moment: datetime, first: int, second: int) -> None:
    twice = SHIPPED.add_work_minutes(SHIPPED.add_work_minutes(moment, first), second)
    assert twice == SHIPPED.add_work_minutes(moment, first + second)


@given(MOMENTS, st.integers(0, 100_000), MINUTES)
def test_a_later_start_never_ends_earlier(moment: datetime, later: int, minutes: int) -> None:
    other = moment + timedelta(seconds=later)
    assert SHIPPED.add_work_minutes(moment, minutes) <= SHIPPED.add_work_minutes(other, minutes)


@given(MOMENTS, st.integers(1, 6000), st.integers(1, 6000))
def test_more_minutes_end_later(moment: datetime, minutes: int, more: int) -> None:
    end = SHIPPED.add_work_minutes(moment, minutes)
    assert moment < end < SHIPPED.add_work_minutes(moment, minutes + more)


@given(MOMENTS, MINUTES)
def test_what_was_added_is_counted_again(moment: datetime, minutes: int) -> None:
    assert SHIPPED.work_minutes(moment, SHIPPED.add_work_minutes(moment, minutes)) == minutes


@given(MOMENTS, st.integers(1, 6000))
def test_the_end_lies_in_working_time(moment: datetime, minutes: int) -> None:
    end = SHIPPED.add_work_minutes(moment, minutes)
    assert SHIPPED.is_workday(end.date())
    assert any(start < end.time() <= stop for start, stop in SHIPPED.segments)


@given(MOMENTS, st.integers(0, 600_000))
def test_long_spans_are_counted_like_their_days(moment: datetime, minutes: int) -> None:
    first = moment.replace(second=0)
    last = first + timedelta(minutes=minutes)
    days = [first.date() + timedelta(n) for n in range((last.date() - first.date()).days)]
    stops = [first, *(datetime.combine(day, time.max).replace(microsecond=0) for day in days), last]
    assert SHIPPED.work_minutes(first, last) == sum(SHIPPED.work_minutes(*span) for span in pairwise(stops))
