"""How each report is built from what is wanted; all of these run in the background."""

from __future__ import annotations

from collections.abc import Sequence

from app.complaints.printing import complaint_report, ledger_report
from app.context import App
from app.reports.model import Report
from app.surveys.printing import blank_reports
from app.sweep.branch_day import branch_day_reports
from app.sweep.weekly.summary import weekly_reports
from app.tasks import Task
from ui.pages.reports.wanted import Wanted
from ui.pages.reports.weekly.scope import scope_of


def branch_day(app: App, wanted: Wanted, task: Task) -> Sequence[Report]:
    """办事处日汇总."""
    assert wanted.branch_id is not None, "the report says what is missing otherwise"
    return branch_day_reports(app, wanted.period.first, wanted.branch_id, purpose=wanted.purpose_words)


def weekly(app: App, wanted: Wanted, task: Task) -> Sequence[Report]:
    """客户调查阶段（周）总结表."""
    return weekly_reports(app, [scope_of(wanted)], purpose=wanted.purpose_words)


def blank(app: App, wanted: Wanted, task: Task) -> Sequence[Report]:
    """Blank survey sheets, or one made out for each chosen customer."""
    return blank_reports(app, wanted.form_id, wanted.copies, wanted.customer_ids, purpose=wanted.purpose_words)


def complaint(app: App, wanted: Wanted, task: Task) -> Sequence[Report]:
    """投诉处理单."""
    assert wanted.complaint_id is not None, "the report says what is missing otherwise"
    return [complaint_report(app, wanted.complaint_id, purpose=wanted.purpose_words, masked=wanted.masked)]


def complaints(app: App, wanted: Wanted, task: Task) -> Sequence[Report]:
    """投诉台账."""
    period = wanted.period
    return [
        ledger_report(
            app,
            period.first,
            period.last,
            branch_id=wanted.branch_id,
            purpose=wanted.purpose_words,
            masked=wanted.masked,
        )
    ]
