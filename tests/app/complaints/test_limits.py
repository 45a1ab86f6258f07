"""Rule R09's limits: its worked examples, waiting, reopening, shares and reminders."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calendar import WorkCalendar, shipped_calendar_days
from app.complaints.limits import (
    LIMITS,
    Audience,
    Course,
    Kind,
    calls_due,
    days_late,
    last_reopening,
    met,
    overdue,
    resolve_due,
    response_due,
    running,
    running_due,
    waited_since,
)

SHIPPED = WorkCalendar({day: kind for day, kind, _ in shipped_calendar_days()})


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}")


@pytest.mark.parametrize(
    ("received", "severity", "answer", "solution"),
    [
        ("11-20 16:30", "major", "11-23 11:30", "11-27 18:00"),
        ("11-20 11:30", "critical", "11-20 14:30", "11-24 18:00"),
        ("09-30 17:00", "normal", "10-08 17:00", "10-15 18:00"),
        ("11-21 10:00", "normal", "11-23 18:00", "12-01 18:00"),
        ("02-13 17:30", "minor", "02-24 17:30", "03-05 18:00"),
    ],
)
def test_the_worked_examples_of_the_rule(received: str, severity: str, answer: str, solution: str) -> None:
    assert response_due(at(received), severity, SHIPPED) == at(answer)
    assert resolve_due(at(received), severity, SHIPPED) == at(solution)


def test_the_table_of_the_rule() -> None:
    assert {name: (limit.response_hours, limit.resolve_days) for name, limit in LIMITS.items()} == {
        "critical": (2, 2),
        "major": (4, 5),
        "normal": (8, 7),
        "minor": (16, 10),
    }


@pytest.mark.parametrize(("severity", "days"), [("critical", 1), ("major", 3), ("normal", 4), ("minor", 5)])
def test_reopened_has_half_the_days_rounded_up(severity: str, days: int) -> None:
    due = resolve_due(at("11-16 10:00"), severity, SHIPPED, reopened=True)
    assert due == datetime.combine(SHIPPED.nth_workday(at("11-16 10:00").date(), days), SHIPPED.day_end)


def course(**changes: object) -> Course:
    """A normal complaint of Monday 11-16 10:00, answered at 10:30."""
    known = Course(
        severity="normal",
        state="processing",
        registered_at=at("11-16 10:05"),
        received_at=at("11-16 10:00"),
        response_due_at=at("11-17 10:00"),
        responded_at=at("11-16 10:30"),
        resolve_due_at=at("11-25 18:00"),
        resolved_at=None,
        begun_at=at("11-16 10:00"),
    )
    return replace(known, **changes)  # type: ignore[arg-type]


UNANSWERED = course(state="registered", responded_at=None)


def test_until_it_is_answered_the_answer_runs() -> None:
    clock = running(UNANSWERED, at("11-16 15:00"), SHIPPED)
    assert clock is not None
    assert (clock.kind, clock.due_at, clock.left, clock.share) == (Kind.RESPONSE, at("11-17 10:00"), 240, 0.5)
    assert (clock.is_over, clock.near, clock.paused) == (False, False, False)


def test_then_the_solution_runs() -> None:
    clock = running(course(), at("11-18 10:00"), SHIPPED)
    assert clock is not None
    # 420 minutes of the first day and seven whole days are there; two times 480 are gone.
    assert (clock.kind, clock.left) == (Kind.RESOLVE, 420 + 7 * 480 - 960)
    assert clock.share == pytest.approx(960 / (420 + 7 * 480))


def test_over_it_says_by_how_much() -> None:
    clock = running(course(), at("11-26 10:30"), SHIPPED)
    assert clock is not None
    assert (clock.left, clock.share, clock.is_over, clock.near) == (-90, 1.0, True, True)


def test_near_begins_with_the_first_reminder() -> None:
    def near(of: Course, now: str) -> bool:
        clock = running(of, at(now), SHIPPED)
        assert clock is not None
        return clock.near

    assert [near(UNANSWERED, now) for now in ("11-16 17:59", "11-16 18:00", "11-17 09:30")] == [False, True, True]
    assert [near(course(), now) for now in ("11-24 17:59", "11-24 18:00")] == [False, True]


@pytest.mark.parametrize("state", ["resolved", "closed", "rejected", "withdrawn"])
def test_nothing_runs_once_it_is_resolved(state: str) -> None:
    done = course(state=state)
    assert running(done, at("12-30 10:00"), SHIPPED) is None
    assert overdue(done, at("12-30 10:00")) is None
    assert calls_due(done, at("12-30 10:00"), SHIPPED) == ()


WAITING = course(state="waiting", waiting_since=at("11-18 15:00"))


def test_while_it_waits_the_limit_moves_on_and_the_bar_stands_still() -> None:
    before = running(course(), at("11-18 15:00"), SHIPPED)
    for now, due in (("11-18 15:00", "11-25 18:00"), ("11-18 18:00", "11-26 12:00"), ("11-19 10:00", "11-26 14:00")):
        clock = running(WAITING, at(now), SHIPPED)
        assert before is not None
        assert clock is not None
        assert (clock.due_at, clock.paused, clock.near) == (at(due), True, False)
        assert clock.left == before.left
        assert clock.share == before.share


def test_waiting_does_not_move_the_answer() -> None:
    unanswered = replace(WAITING, responded_at=None)
    assert overdue(unanswered, at("11-18 16:00")) is Kind.RESPONSE


def test_waiting_does_not_make_late_what_is_not_nor_heal_what_is() -> None:
    assert overdue(WAITING, at("12-30 10:00")) is None
    late = replace(WAITING, resolve_due_at=at("11-18 12:00"))
    assert overdue(late, at("12-30 10:00")) is Kind.RESOLVE


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_what_was_waited_is_given_back_to_the_minute(work: int, wait: int) -> None:
    since = SHIPPED.add_work_minutes(at("11-16 10:00"), work)
    now = SHIPPED.add_work_minutes(since, wait)
    waiting = course(state="waiting", waiting_since=since, resolve_due_at=at("12-31 18:00"))
    due = running_due(waiting, now, SHIPPED)
    assert SHIPPED.work_minutes(now, due) == SHIPPED.work_minutes(since, at("12-31 18:00"))


def test_the_solution_being_over_counts_more_than_the_answer() -> None:
    assert overdue(UNANSWERED, at("11-17 10:00")) is None
    assert overdue(UNANSWERED, at("11-17 10:01")) is Kind.RESPONSE
    assert overdue(UNANSWERED, at("11-25 18:01")) is Kind.RESOLVE


def codes(of: Course, now: str) -> list[tuple[str, Audience, datetime]]:
    return [(call.code, call.audience, call.at) for call in calls_due(of, at(now), SHIPPED)]


def test_an_hour_before_the_answer_the_handler_is_told() -> None:
    assert codes(UNANSWERED, "11-16 17:59") == []
    assert codes(UNANSWERED, "11-16 18:00") == [("response_soon", Audience.HANDLER, at("11-16 18:00"))]


def test_a_working_day_before_the_solution_the_handler_is_told() -> None:
    over_the_weekend = course(resolve_due_at=at("11-23 18:00"))
    assert codes(over_the_weekend, "11-20 17:59") == []
    assert codes(over_the_weekend, "11-20 18:00") == [("resolve_soon", Audience.HANDLER, at("11-20 18:00"))]


def test_over_the_supervisor_is_told_and_after_two_working_days_the_head() -> None:
    assert codes(course(), "11-25 18:01") == [("resolve_over", Audience.SUPERVISOR, at("11-25 18:00"))]
    assert [code for code, *_ in codes(course(), "11-27 17:59")] == ["resolve_over"]
    assert codes(course(), "11-27 18:00")[-1] == ("resolve_long", Audience.HEAD, at("11-27 18:00"))


def test_a_critical_one_is_told_at_once() -> None:
    critical = replace(UNANSWERED, severity="critical", response_due_at=at("11-16 12:00"))
    assert codes(critical, "11-16 10:05")[0] == ("critical", Audience.SUPERVISOR, at("11-16 10:05"))


def test_nobody_is_pressed_while_the_customer_is_waited_for() -> None:
    assert codes(WAITING, "12-30 10:00") == []


def test_in_time_late_and_open() -> None:
    due = at("11-16 18:00")
    assert met(due, due, at("11-20 09:00")) is True
    assert met(due, at("11-16 18:01"), at("11-20 09:00")) is False
    assert met(due, None, at("11-16 18:01")) is False
    assert met(due, None, due) is None


@pytest.mark.parametrize(
    ("done", "days"),
    [("11-16 18:00", 0), ("11-16 18:01", 1), ("11-17 16:00", 1), ("11-17 18:01", 2), ("11-10 09:00", 0)],
)
def test_days_late_are_begun_ones(done: str, days: int) -> None:
    assert days_late(at("11-16 18:00"), at(done), at("11-30 09:00")) == days


def test_waits_are_found_in_the_steps_since_the_limit_began() -> None:
    steps = [
        (at("11-16 11:00"), "processing", "waiting"),
        (at("11-16 14:00"), "waiting", "processing"),
        (at("11-17 09:00"), "processing", "resolved"),
        (at("11-17 10:00"), "resolved", "processing"),
        (at("11-17 11:00"), "processing", "waiting"),
        (at("11-17 11:30"), "waiting", "processing"),
        (at("11-17 15:00"), "processing", "waiting"),
    ]
    assert waited_since(at("11-16 10:00"), steps, SHIPPED) == 120 + 30
    assert last_reopening(steps) == at("11-17 10:00")
    assert waited_since(at("11-17 10:00"), steps, SHIPPED) == 30
    assert last_reopening(steps[:3]) is None
