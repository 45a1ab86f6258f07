"""Weeks and stages: their days, names, numbers and deadlines (rules R18, R24)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from app.calendar import WorkCalendar, shipped_calendar_days
from app.errors import Invalid
from app.sweep.weekly.period import LONGEST_STAGE_DAYS, stage, week_named, week_of

CALENDAR = WorkCalendar({day: kind for day, kind, _ in shipped_calendar_days()})


def test_a_week_runs_from_monday_to_sunday() -> None:
    for day in (date(2026, 11, 16), date(2026, 11, 18), date(2026, 11, 22)):
        week = week_of(day)
        assert (week.start_on, week.end_on, week.code) == (date(2026, 11, 16), date(2026, 11, 22), "2026W47")
    assert len(week.days) == 7


@pytest.mark.parametrize(
    ("text", "monday"),
    [("2026-W47", date(2026, 11, 16)), ("2026w5", date(2026, 1, 26)), ("2026-W53", date(2026, 12, 28))],
)
def test_a_week_is_named_by_year_and_number(text: str, monday: date) -> None:
    assert week_named(text).start_on == monday


@pytest.mark.parametrize("text", ["", "47", "2026-W54", "2025-W53", "2026-W00", "2026-11-16", "0000-W01"])
def test_what_is_no_week_is_refused_in_words(text: str) -> None:
    with pytest.raises(Invalid, match="请写成 2026-W47 这样"):
        week_named(text)


def test_the_year_of_a_week_is_that_of_its_thursday() -> None:
    week = week_of(date(2027, 1, 1))
    assert (week.code, week.name) == ("2026W53", "2026 年第 53 周 12月28日–1月3日")


@pytest.mark.parametrize(
    ("day", "deadline"),
    [
        (date(2026, 11, 18), datetime(2026, 11, 23, 12, 0)),
        (date(2026, 9, 28), datetime(2026, 10, 8, 12, 0)),  # over the National Day week
        (date(2026, 2, 9), datetime(2026, 2, 24, 12, 0)),  # over the Spring Festival
    ],
)
def test_a_summary_is_due_at_noon_of_the_next_weeks_first_working_day(day: date, deadline: datetime) -> None:
    assert week_of(day).deadline(CALENDAR) == deadline


def test_a_stage_that_ends_midweek_is_due_the_week_after() -> None:
    first = stage("第一阶段普查", date(2026, 11, 2), date(2026, 11, 18))
    assert first.deadline(CALENDAR) == datetime(2026, 11, 23, 12, 0)
    assert (first.code, first.next_monday) == ("S20261102", date(2026, 11, 23))


def test_the_longest_stage_is_taken() -> None:
    assert len(stage("两个月", date(2026, 10, 1), date(2026, 12, 1)).days) == LONGEST_STAGE_DAYS


@pytest.mark.parametrize(
    ("name", "last", "fields"),
    [
        ("第一阶段", date(2026, 9, 30), {"end_on"}),
        ("第一阶段", date(2026, 12, 2), {"end_on"}),
        (" ", date(2026, 10, 2), {"stage_name"}),
        ("长" * 21, date(2026, 9, 1), {"stage_name", "end_on"}),
    ],
)
def test_everything_wrong_with_a_stage_is_named(name: str, last: date, fields: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        stage(name, date(2026, 10, 1), last)
    assert set(refused.value.problems) == fields
