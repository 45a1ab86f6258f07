"""The day's figures as rule R18 defines them, from plain values."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from app.calendar import WorkCalendar
from app.customers.states import INTERESTED, UNSIGNED
from app.reports.daily import DailyFigures
from app.visits.rules import DROPPED_ITEM_STATES, EFFECTIVE_RESULTS, minutes_between

DAILY_DEADLINE = time(10, 0)
_RATE_DIGITS = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What the figures need of one counted visit; `lifecycle_status` is the customer's."""

    customer_id: int
    start_at: time | None
    end_at: time | None
    result: str
    intent_level: str
    lifecycle_status: str


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What the figures need of one planned visit; `visited_on` is the date of the visit made from it, if any."""

    plan_date: date
    state: str
    visited_on: date | None = None


def daily_figures(
    visits: Sequence[VisitFacts],
    plan: Collection[PlanFacts],
    *,
    new_customers: int,
    new_sheets: int,
    completed_sheets: int,
) -> DailyFigures:
    """The twelve figures of the report; `plan` holds approved plans' items of the period, `visits` the counted ones.

    Rates are fractions of 1 with 4 decimals, None where the denominator is 0. Source: rule R18, reports RP01.
    """
    due = [item for item in plan if item.state not in DROPPED_ITEM_STATES]
    done = sum(item.state == "visited" and item.visited_on == item.plan_date for item in due)
    last_word = {v.customer_id: v for v in visits if v.lifecycle_status in UNSIGNED}
    interested = sum(v.intent_level in INTERESTED for v in last_word.values())
    return DailyFigures(
        planned=len(due),
        done=done,
        done_rate=rate(done, len(due)),
        visited=len(visits),
        unplanned=max(len(visits) - done, 0),
        effective_rate=rate(sum(v.result in EFFECTIVE_RESULTS for v in visits), len(visits)),
        new_customers=new_customers,
        new_sheets=new_sheets,
        completed_sheets=completed_sheets,
        interested=interested,
        interest_rate=rate(interested, len(last_word)),
        unmet=sum(v.result == "none" for v in visits),
        mean_minutes=mean_minutes(visits),
    )


def rate(part: int, whole: int) -> Decimal | None:
    """A fraction of 1, rounded half up to 4 decimals; None when there is nothing to divide by."""
    return (Decimal(part) / whole).quantize(_RATE_DIGITS, ROUND_HALF_UP) if whole else None


def mean_minutes(visits: Sequence[VisitFacts]) -> Decimal | None:
    """The mean length in minutes, 1 decimal, of the visits whose start and end are known."""
    lengths = [minutes_between(v.start_at, v.end_at) for v in visits if v.start_at and v.end_at]
    return (Decimal(sum(lengths)) / len(lengths)).quantize(Decimal("0.1"), ROUND_HALF_UP) if lengths else None


def daily_deadline(report_date: date, calendar: WorkCalendar) -> datetime:
    """Until when a daily report is on time: 10:00 of the next day, or of the next working day (rule R18)."""
    return datetime.combine(calendar.on_or_after(report_date + timedelta(days=1)), DAILY_DEADLINE)
