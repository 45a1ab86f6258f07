"""When a customer is to be visited again, and how that stands today (rule R04)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.calendar import WorkCalendar
from app.customers.states import NEAR_DAYS
from app.visits.rules import FIRST_CONTACT_DAYS, visit_interval


class Urgency(StrEnum):
    """How a customer stands on a day, with rule R04's words."""

    NORMAL = "normal"
    NEAR = "near"
    OVERDUE = "overdue"
    SEVERE = "severe"

    @property
    def label(self) -> str:
        """正常, 临近, 逾期 or 严重逾期."""
        return _LABELS[self]


_LABELS = {
    Urgency.NORMAL: "正常",
    Urgency.NEAR: "临近",
    Urgency.OVERDUE: "逾期",
    Urgency.SEVERE: "严重逾期",
}


@dataclass(frozen=True, slots=True)
class Due:
    """The day a customer is due, and the days from one visit to the next it follows from."""

    on: date
    interval: int

    def days_overdue(self, today: date) -> int:
        """How long the day has passed, 0 when it has not."""
        return max((today - self.on).days, 0)

    def urgency(self, today: date) -> Urgency:
        """Overdue by more than a whole interval is severe."""
        if late := self.days_overdue(today):
            return Urgency.SEVERE if late > self.interval else Urgency.OVERDUE
        return Urgency.NEAR if today >= self.on - timedelta(days=NEAR_DAYS) else Urgency.NORMAL


def due_of(
    last_met_on: date | None,
    found_on: date,
    *,
    intent_level: str,
    primary_class: str,
    custom_days: int | None,
    calendar: WorkCalendar,
) -> Due:
    """When a customer is due, from the last effective visit or, never met, from the day it was found.

    One never met is due after 7 days whatever its class, after 90 when it refused; how late is severe goes by its
    class all the same (rule R04's first example).
    """
    interval = visit_interval(intent_level, primary_class, custom_days)
    first = last_met_on is None and intent_level != "rejected"
    days = timedelta(days=FIRST_CONTACT_DAYS if first else interval)
    return Due(calendar.on_or_after((last_met_on or found_on) + days), interval)
