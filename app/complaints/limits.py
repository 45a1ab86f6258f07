"""The time limits of rule R09: when a complaint must be answered and resolved, what is left, and whom to remind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from app.calendar import WorkCalendar
from app.customers.states import OPEN_COMPLAINTS

OPEN_STATES = OPEN_COMPLAINTS
"""States in which a complaint is not finished (未结)."""

RUNNING_STATES = ("registered", "accepted", "processing", "waiting")
"""States in which it is not resolved yet, so that a limit runs."""

CONFIRM_DAYS = 5
"""Working days after which a customer nobody can reach no longer keeps a complaint open (rule R09)."""

REOPEN_DAYS = 30
"""Days after closing within which the same problem opens it again (rule R09)."""

_WARNED_MINUTES = 60
_LONG_OVER_DAYS = 2


@dataclass(frozen=True, slots=True)
class Limit:
    """Working hours to the answer and working days to the solution."""

    response_hours: int
    resolve_days: int


LIMITS: Mapping[str, Limit] = {
    "critical": Limit(2, 2),
    "major": Limit(4, 5),
    "normal": Limit(8, 7),
    "minor": Limit(16, 10),
}
"""The parameter complaint_limits' default, by severity (rule R09's table)."""


class Kind(StrEnum):
    """Which of the two limits is meant."""

    RESPONSE = "response"
    RESOLVE = "resolve"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How far a complaint has come.

    `begun_at` is when the limit to resolve began: received, or reopened last; `waited` the working minutes of ended
    waits since then. `resolve_due_at` includes them, but not the wait that runs since `waiting_since`.
    """

    severity: str
    state: str
    registered_at: datetime
    received_at: datetime
    response_due_at: datetime
    responded_at: datetime | None
    resolve_due_at: datetime
    resolved_at: datetime | None
    begun_at: datetime
    waited: int = 0
    waiting_since: datetime | None = None


class Timed(Protocol):
    """What tells whether a limit was over: a `Course`, or the record itself."""

    @property
    def response_due_at(self) -> datetime: ...
    @property
    def responded_at(self) -> datetime | None: ...
    @property
    def resolve_due_at(self) -> datetime: ...
    @property
    def resolved_at(self) -> datetime | None: ...
    @property
    def waiting_since(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Clock:
    """The limit that runs: `left` working minutes (below 0 once it is over), `share` (0–1) of it that is used.

    `due_at` moves on while the complaint waits for the customer (`paused`); `near` from the first reminder on.
    """

    kind: Kind
    due_at: datetime
    left: int
    share: float
    is_over: bool
    near: bool
    paused: bool


class Audience(StrEnum):
    """Whom a reminder is for."""

    HANDLER = "handler"
    SUPERVISOR = "supervisor"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Call:
    """One reminder that has come due: `code` is critical, or soon, over, long behind response_ or resolve_."""

    at: datetime
    code: str
    audience: Audience
    due_at: datetime


def response_due(received_at: datetime, severity: str, calendar: WorkCalendar) -> datetime:
    """By when the customer must have been called: so many working minutes after the complaint came."""
    return calendar.add_work_minutes(received_at, LIMITS[severity].response_hours * 60)


def resolve_due(
    begun_at: datetime, severity: str, calendar: WorkCalendar, *, reopened: bool = False, waited: int = 0
) -> datetime:
    """By when it must be resolved: the end of the Nth working day after the day it came, that day not counted.

    Once reopened it is half the days, rounded up, from the reopening; waits push it on by their working minutes.
    """
    days = LIMITS[severity].resolve_days
    last = calendar.nth_workday(begun_at.date(), -(-days // 2) if reopened else days)
    return calendar.add_work_minutes(datetime.combine(last, calendar.day_end), waited)


def running_due(course: Course, now: datetime, calendar: WorkCalendar) -> datetime:
    """By when it must be resolved, the wait that runs counted up to now."""
    if course.waiting_since is None:
        return course.resolve_due_at
    return calendar.add_work_minutes(course.resolve_due_at, calendar.work_minutes(course.waiting_since, now))


def overdue(course: Course, now: datetime) -> Kind | None:
    """The limit that is over and not met; None when there is none, or nothing runs any more."""
    return exceeded(course, now) if course.state in RUNNING_STATES else None


def exceeded(timed: Timed, at: datetime) -> Kind | None:
    """The limit that was over and not met at a moment, the one to resolve before the one to answer; None without.

    A complaint that waits is over only when it was so before the wait began.
    """
    if _undone(timed.resolved_at, at) and timed.resolve_due_at < min(timed.waiting_since or at, at):
        return Kind.RESOLVE
    return Kind.RESPONSE if _undone(timed.responded_at, at) and timed.response_due_at < at else None


def _undone(done: datetime | None, at: datetime) -> bool:
    return done is None or done > at


def running(course: Course, now: datetime, calendar: WorkCalendar) -> Clock | None:
    """The limit that runs now: to answer until that is done, then to resolve; None for what is resolved or finished."""
    if course.state not in RUNNING_STATES:
        return None
    over = overdue(course, now)
    if over is Kind.RESPONSE or (course.responded_at is None and over is None):
        return _response_clock(course, now, calendar)
    due, paused = running_due(course, now, calendar), course.waiting_since is not None
    left = _left(due, now, calendar)
    whole = calendar.work_minutes(course.begun_at, course.resolve_due_at) - course.waited
    near = not paused and now >= _day_before(due, calendar)
    return Clock(Kind.RESOLVE, due, left, _used(left, whole), over is not None, near or over is not None, paused)


def _response_clock(course: Course, now: datetime, calendar: WorkCalendar) -> Clock:
    due, whole = course.response_due_at, LIMITS[course.severity].response_hours * 60
    left, over = _left(due, now, calendar), due < now
    near = now >= _hour_before(course, calendar)
    return Clock(Kind.RESPONSE, due, left, _used(left, whole), over, near, paused=False)


def _left(due: datetime, now: datetime, calendar: WorkCalendar) -> int:
    return calendar.work_minutes(now, due) or -calendar.work_minutes(due, now)


def _used(left: int, whole: int) -> float:
    return min(max(1 - left / whole, 0.0), 1.0) if whole > 0 else 1.0


def _hour_before(course: Course, calendar: WorkCalendar) -> datetime:
    minutes = LIMITS[course.severity].response_hours * 60 - _WARNED_MINUTES
    return calendar.add_work_minutes(course.received_at, minutes)


def _day_before(due: datetime, calendar: WorkCalendar) -> datetime:
    return datetime.combine(calendar.before(due.date()), due.time())


def calls_due(course: Course, now: datetime, calendar: WorkCalendar) -> tuple[Call, ...]:
    """The reminders that have come due by now and are not settled, earliest first.

    To the handler an hour before the answer and a working day before the solution are due; over to the supervisor;
    over by more than two working days to the head of the office; critical ones to the supervisor at once (rule R09).
    """
    if course.state not in RUNNING_STATES:
        return ()
    return tuple(sorted((call for call in _calls(course, now, calendar) if call.at <= now), key=lambda call: call.at))


def _calls(course: Course, now: datetime, calendar: WorkCalendar) -> Iterator[Call]:
    if course.severity == "critical":
        yield Call(course.registered_at, "critical", Audience.SUPERVISOR, course.response_due_at)
    if course.responded_at is None:
        yield from _about(Kind.RESPONSE, _hour_before(course, calendar), course.response_due_at, now, calendar)
    if course.waiting_since is None:
        due = course.resolve_due_at
        yield from _about(Kind.RESOLVE, _day_before(due, calendar), due, now, calendar)


def _about(kind: Kind, soon: datetime, due: datetime, now: datetime, calendar: WorkCalendar) -> Iterator[Call]:
    """The reminders about a limit that hold now."""
    if now <= due:
        yield Call(soon, f"{kind}_soon", Audience.HANDLER, due)
        return
    yield Call(due, f"{kind}_over", Audience.SUPERVISOR, due)
    yield Call(
        calendar.add_work_minutes(due, _LONG_OVER_DAYS * calendar.day_minutes), f"{kind}_long", Audience.HEAD, due
    )


def met(due: datetime, done: datetime | None, now: datetime) -> bool | None:
    """Whether a limit was met; None while it still can be. Done late is 超时完成."""
    if done is not None:
        return done <= due
    return False if now > due else None


def days_late(due: datetime, done: datetime | None, now: datetime) -> int:
    """By how many days, begun ones counted, a limit was or is exceeded; 0 when it was not."""
    return max(-((due - (done or now)) // timedelta(days=1)), 0)


def waited_since(
    begun_at: datetime, moves: Iterable[tuple[datetime, str | None, str | None]], calendar: WorkCalendar
) -> int:
    """The working minutes of the waits that ended since then, out of a complaint's steps: when, from, to; in order."""
    total, since = 0, None
    for at, before, after in moves:
        if after == "waiting" and at >= begun_at:
            since = at
        elif before == "waiting" and after and since is not None:
            total, since = total + calendar.work_minutes(since, at), None
    return total


def last_reopening(moves: Sequence[tuple[datetime, str | None, str | None]]) -> datetime | None:
    """When a complaint was last taken up again, out of its steps in order; None when it never was."""
    return next((at for at, before, after in reversed(moves) if after == "processing" and before in _RESTED), None)


_RESTED = ("resolved", "closed")
