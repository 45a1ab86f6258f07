"""When a customer is due, and how that stands (rule R04, with its own examples)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calendar import WorkCalendar, shipped_calendar_days
from app.planning.cadence import Due, Urgency, due_of

CALENDAR = WorkCalendar({day: kind for day, kind, _ in shipped_calendar_days()})
TODAY = date(2026, 11, 20)


def due(met: str | None = None, found: str = "2026-11-02", grade: str = "B", **more: object) -> Due:
    values = {"intent_level": "none", "custom_days": None, **more}
    last = date.fromisoformat(met) if met else None
    return due_of(last, date.fromisoformat(found), primary_class=grade, calendar=CALENDAR, **values)  # type: ignore[arg-type]


def test_a_customer_found_and_never_met_is_due_after_seven_days() -> None:
    found = due()
    assert (found.on, found.days_overdue(TODAY), found.urgency(TODAY)) == (date(2026, 11, 9), 11, Urgency.OVERDUE)


def test_a_key_customer_is_due_a_week_after_the_visit() -> None:
    assert due("2026-11-20", grade="A").on == date(2026, 11, 27)


def test_a_due_day_on_a_saturday_moves_to_monday() -> None:
    assert due("2026-11-19", grade="C").on == date(2026, 12, 21)


@pytest.mark.parametrize(
    ("more", "on"),
    [
        ({"met": "2026-11-10", "custom_days": 3}, "2026-11-13"),
        ({"custom_days": 30}, "2026-11-09"),  # the first contact waits for nobody's own interval
        ({"met": "2026-08-20", "intent_level": "rejected"}, "2026-11-18"),
        ({"found": "2026-08-20", "intent_level": "rejected"}, "2026-11-18"),
        ({"met": "2026-09-24", "grade": "A"}, "2026-10-08"),
    ],
)
def test_own_intervals_refusals_and_holidays(more: dict[str, object], on: str) -> None:
    assert due(**more).on == date.fromisoformat(on)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("today", "urgency", "label"),
    [
        ("2026-11-20", Urgency.NORMAL, "正常"),
        ("2026-11-21", Urgency.NEAR, "临近"),
        ("2026-11-23", Urgency.NEAR, "临近"),
        ("2026-11-24", Urgency.OVERDUE, "逾期"),
        ("2026-12-07", Urgency.OVERDUE, "逾期"),
        ("2026-12-08", Urgency.SEVERE, "严重逾期"),
    ],
)
def test_the_four_states_change_on_their_days(today: str, urgency: Urgency, label: str) -> None:
    found = due("2026-11-09")
    assert (found.on, found.interval) == (date(2026, 11, 23), 14)
    assert found.urgency(date.fromisoformat(today)) is urgency
    assert urgency.label == label


@given(
    met=st.none() | st.dates(date(2026, 1, 5), date(2026, 11, 20)),
    grade=st.sampled_from("ABC"),
    intent=st.sampled_from(["rejected", "none", "signed"]),
    own=st.none() | st.integers(1, 365),
)
def test_a_due_day_is_a_working_day_and_never_before_its_interval(
    met: date | None, grade: str, intent: str, own: int | None
) -> None:
    found = due(met.isoformat() if met else None, grade=grade, intent_level=intent, custom_days=own)
    assert CALENDAR.is_workday(found.on)
    days = found.interval if met or intent == "rejected" else 7
    assert found.on >= (met or date(2026, 11, 2)) + timedelta(days=days)
