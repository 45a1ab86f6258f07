"""The day's figures, worked by hand (rule R18)."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from app.calendar import WorkCalendar, shipped_calendar_days
from app.sweep.figures import PlanFacts, VisitFacts, daily_deadline, daily_figures, mean_minutes, rate

CALENDAR = WorkCalendar({day: kind for day, kind, _ in shipped_calendar_days()})
MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)


def visit(customer: int, **more: Any) -> VisitFacts:
    facts = {
        "customer_id": customer,
        "start_at": time(9, 0),
        "end_at": time(9, 30),
        "result": "partial",
        "intent_level": "weak",
        "lifecycle_status": "potential",
    }
    return VisitFacts(**{**facts, **more})


def figures(visits: list[VisitFacts], plan: list[PlanFacts]) -> Any:
    return daily_figures(visits, plan, new_customers=1, new_sheets=2, completed_sheets=3)


def test_a_day_worked_by_hand() -> None:
    visits = [
        visit(1, intent_level="strong", end_at=time(9, 37)),
        visit(2, result="none", intent_level="none", end_at=time(9, 44)),
        visit(3, result="good", lifecycle_status="active", intent_level="signed", end_at=time(9, 30)),
        visit(4, result="not_met", intent_level="medium", end_at=time(9, 1)),
    ]
    plan = [
        PlanFacts(MONDAY, "visited", MONDAY),
        PlanFacts(MONDAY, "visited", MONDAY),
        PlanFacts(MONDAY, "visited", TUESDAY),  # made up for the day after
        PlanFacts(MONDAY, "missed"),
        PlanFacts(MONDAY, "cancelled"),
        PlanFacts(MONDAY, "moved"),
    ]
    day = figures(visits, plan)
    assert (day.planned, day.done, day.done_rate) == (4, 2, Decimal("0.5000"))
    assert (day.visited, day.unplanned) == (4, 2)
    assert day.effective_rate == Decimal("0.7500")  # 3 of 4 met the person in charge
    assert (day.interested, day.interest_rate) == (2, Decimal("0.6667"))  # 1 and 4, of 1, 2 and 4
    assert day.unmet == 1
    assert day.mean_minutes == Decimal("28.0")  # 37 + 44 + 30 + 1 = 112, of 4
    assert (day.new_customers, day.new_sheets, day.completed_sheets) == (1, 2, 3)


def test_a_day_of_nothing_has_no_rates() -> None:
    day = figures([], [])
    assert (day.planned, day.done, day.visited, day.unplanned, day.interested, day.unmet) == (0, 0, 0, 0, 0, 0)
    assert (day.done_rate, day.effective_rate, day.interest_rate, day.mean_minutes) == (None, None, None, None)


def test_a_plan_nobody_kept() -> None:
    assert figures([], [PlanFacts(MONDAY, "planned")]).done_rate == Decimal("0.0000")


def test_a_customer_counts_once_with_its_last_word() -> None:
    twice = [visit(1, intent_level="medium"), visit(1, intent_level="none", start_at=time(15, 0), end_at=time(15, 30))]
    day = figures(twice, [])
    assert (day.visited, day.interested, day.interest_rate) == (2, 0, Decimal("0.0000"))


def test_signed_customers_are_not_asked_for_interest() -> None:
    day = figures([visit(1, lifecycle_status="active", intent_level="strong")], [])
    assert (day.interested, day.interest_rate) == (0, None)


def test_a_plan_kept_by_a_colleague_leaves_no_negative_count() -> None:
    day = figures([], [PlanFacts(MONDAY, "visited", MONDAY)])
    assert (day.done, day.unplanned) == (1, 0)


@pytest.mark.parametrize(("part", "whole", "expected"), [(1, 3, "0.3333"), (2, 3, "0.6667"), (1, 16, "0.0625")])
def test_rates_are_rounded_half_up(part: int, whole: int, expected: str) -> None:
    assert rate(part, whole) == Decimal(expected)


def test_mean_minutes_leave_out_what_has_no_end() -> None:
    assert mean_minutes([visit(1), visit(2, end_at=None), visit(3, end_at=time(9, 45))]) == Decimal("37.5")
    assert mean_minutes([visit(1, end_at=None)]) is None


@pytest.mark.parametrize(
    ("day", "deadline"),
    [
        ("2026-11-16", datetime(2026, 11, 17, 10, 0)),
        ("2026-11-20", datetime(2026, 11, 23, 10, 0)),  # Friday, Monday
        ("2026-11-21", datetime(2026, 11, 23, 10, 0)),
        ("2026-09-30", datetime(2026, 10, 8, 10, 0)),  # over the National Day week
        ("2026-02-13", datetime(2026, 2, 14, 10, 0)),  # a Saturday that is worked
    ],
)
def test_a_report_is_due_on_the_next_working_day(day: str, deadline: datetime) -> None:
    assert daily_deadline(date.fromisoformat(day), CALENDAR) == deadline
