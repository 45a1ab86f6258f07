"""Which summary the conditions name."""

from __future__ import annotations

from app.sweep.weekly.period import Period, Scope, stage, week_of
from ui.pages.reports.period import STAGE
from ui.pages.reports.wanted import Wanted


def period_of(wanted: Wanted) -> Period:
    """The week or stage; raises Invalid for a stage without a name or longer than there may be."""
    if wanted.period.kind == STAGE:
        return stage(wanted.period.name, wanted.period.first, wanted.period.last)
    return week_of(wanted.period.first)


def scope_of(wanted: Wanted) -> Scope:
    """The summary that is wanted; an office has been chosen."""
    assert wanted.branch_id is not None, "the report says what is missing otherwise"
    return Scope(wanted.branch_id, period_of(wanted), wanted.employee_id)
