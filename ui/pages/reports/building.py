"""How each report is built from what is wanted; all of these run in the background."""

from __future__ import annotations

from collections.abc import Sequence

from app.complaints.printing import complaint_report, ledger_report
from app.context import App
from app.customers.printing import customer_report
from app.planning.printing import plan_reports
from app.reports.model import Report
from app.roster.printing import market_roster, refill_sheets
from app.surveys.printing import blank_reports, sheet_report
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


def sheet(app: App, wanted: Wanted, task: Task) -> Sequence[Report]:
    """A filled survey sheet."""
    assert wanted.sheet_id is not None, "the report says what is missing otherwise"
    purpose = wanted.purpose_words
    return [sheet_report(app, wanted.sheet_id, purpose=purpose, masked=wanted.masked, photos=wanted.photos)]


def roster(app: App, wanted: Wanted, task: Task) -> Sequence[Report]:
    """扫街花名册."""
    assert wanted.market_id is not None, "the report says what is missing otherwise"
    return [market_roster(app, wanted.market_id, purpose=wanted.purpose_words)]


def refill(app: App, wanted: Wanted, task: Task) -> Sequence[Report]:
    """补访单 of a day's round."""
    return refill_sheets(
        app, wanted.period.first, owner_id=wanted.employee_id, market=wanted.market_id, purpose=wanted.purpose_words
    )


def customers(app: App, wanted: Wanted, task: Task) -> Sequence[Report]:
    """客户档案单页, one for each chosen customer; outside always masked."""
    reports = []
    masked = wanted.masked or wanted.external
    for number, customer_id in enumerate(wanted.customer_ids):
        task.step(number, len(wanted.customer_ids), "客户档案")
        reports.append(
            customer_report(
                app,
                customer_id,
                wanted.external,
                purpose=wanted.purpose_words,
                masked=masked,
                photos=wanted.photos,
            )
        )
    return reports


def plan(app: App, wanted: Wanted, task: Task) -> Sequence[Report]:
    """拜访计划表 of a week."""
    return plan_reports(
        app,
        first=wanted.period.first,
        employee_id=wanted.employee_id,
        branch_id=wanted.branch_id,
        actual=wanted.actual,
        purpose=wanted.purpose_words,
        masked=wanted.masked,
    )


def complaint(app: App, wanted: Wanted, task: Task) -> Sequence[Report]:
    """投诉处理单."""
    assert wanted.complaint_id is not None, "the report says what is missing otherwise"
    purpose = wanted.purpose_words
    return [complaint_report(app, wanted.complaint_id, purpose=purpose, masked=wanted.masked, photos=wanted.photos)]


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
