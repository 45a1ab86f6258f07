"""What a visit counts as, and when the next one is due (rules R04, R05, R18)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time, timedelta

from app.calendar import WorkCalendar
from app.customers.states import SIGNED_STAGES

EFFECTIVE_RESULTS = frozenset({"good", "partial", "none"})
"""Results of an effective visit: the person in charge was met (records.md §13.4)."""

COUNTED_STATES = ("confirmed", "reported")
"""Visit states that reports count (rule R18)."""

APPROVED_PLAN_STATES = ("approved", "doing", "done")
"""Plan states whose visits reports count as planned (rule R18)."""

DROPPED_ITEM_STATES = ("cancelled", "moved")
"""States of a planned visit that is no longer to be made on its day (rule R18)."""

VISIT_INTERVAL_DAYS = {"A": 7, "B": 14, "C": 30}
"""Days between visits by primary class (rule R04)."""

REJECTED_INTERVAL_DAYS = 90
"""Days after which a customer who refused may be visited again (rule R04.5)."""

FIRST_CONTACT_DAYS = 7
"""Days within which a customer found is to be visited for the first time (rule R04.2)."""


def plan_state(item_states: Collection[str]) -> str:
    """The state of an approved plan by those of its visits: 执行中 from the first one settled, 已完成 after the last."""
    if not {"visited", "missed"} & set(item_states):
        return "approved"
    return "doing" if "planned" in item_states else "done"


def minutes_between(start: time, end: time) -> int:
    """The length of a visit in minutes."""
    return (end.hour - start.hour) * 60 + end.minute - start.minute


def suggested_step(stage: str, effective_before: int) -> str:
    """The four-step code for the next visit: s1 to s4 by effective visits so far, or maintain once signed."""
    return "maintain" if stage in SIGNED_STAGES else f"s{min(effective_before + 1, 4)}"


def visit_interval(intent_level: str, primary_class: str, custom_days: int | None = None) -> int:
    """Days from one visit to the next: 90 after a refusal, else the customer's own, else the class's (rule R04)."""
    return REJECTED_INTERVAL_DAYS if intent_level == "rejected" else custom_days or VISIT_INTERVAL_DAYS[primary_class]


def next_visit_on(
    visited_on: date, intent_level: str, primary_class: str, calendar: WorkCalendar, custom_days: int | None = None
) -> date:
    """When the customer is due again after a visit, moved to a working day."""
    days = visit_interval(intent_level, primary_class, custom_days)
    return calendar.on_or_after(visited_on + timedelta(days=days))
