"""Sections 8 and 9 of the summary: complaints, feedback, and what is planned for the week after (rules R09, R18)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import options
from app.complaints.limits import exceeded
from app.db.records import (
    ComplaintLog,
    Customer,
    DailyFeedbackLine,
    DailySweepReport,
    Employee,
    VisitPlan,
    VisitPlanItem,
)
from app.reports.traced import Refs, count, refs, words
from app.reports.weekly_data import WeeklyRow, WeeklyTable
from app.sweep.weekly.material import Material, ours, whose
from app.visits.counting import approved, still_meant

MOST_FEEDBACK = 5
"""Of each kind."""
_WEEK = range(7)


def complaints_table(session: Session, material: Material) -> WeeklyTable:
    """Registered, closed, finished late in the period, and past a limit and unfinished at its end (rule R09)."""
    period, until = material.scope.period, material.until
    query = (
        select(ComplaintLog)
        .join(Customer, Customer.id == ComplaintLog.customer_id)
        .where(ComplaintLog.deleted_at.is_(None), ComplaintLog.received_at <= until, ours(material.scope))
        .where(ComplaintLog.closed_at.is_(None) | (ComplaintLog.closed_at >= period.start_on))
        .order_by(ComplaintLog.complaint_no)
    )
    found = session.scalars(query).all()
    registered = [c.id for c in found if c.received_at.date() >= period.start_on]
    closed = [c.id for c in found if c.closed_at and c.closed_at <= until and c.state == "closed"]
    overdue = [c.id for c in found if _overdue(c, material.until)]
    late = [c.id for c in found if _finished_late(c, material)]
    if not (registered or closed or overdue or late):
        return WeeklyTable(key="complaints")
    cells = tuple(count(refs("complaint_log", ids)) for ids in (registered, closed, overdue, late))
    return WeeklyTable(key="complaints", rows=(WeeklyRow("all", cells),))


def _overdue(complaint: ComplaintLog, until: datetime) -> bool:
    """Still open by then, and past its time to be answered or resolved."""
    is_open = complaint.closed_at is None or complaint.closed_at > until
    return is_open and exceeded(complaint, until) is not None


def _finished_late(complaint: ComplaintLog, material: Material) -> bool:
    """Answered or resolved in the period, after its time."""
    period, until = material.scope.period, material.until
    steps = (
        (complaint.responded_at, complaint.response_due_at),
        (complaint.resolved_at, complaint.resolve_due_at),
    )
    return any(done and period.start_on <= done.date() and done <= until and done > due for done, due in steps)


def feedback_table(session: Session, material: Material) -> WeeklyTable:
    """The first five of each kind in the period's daily reports, by day."""
    period = material.scope.period
    query = (
        select(DailyFeedbackLine, DailySweepReport.report_date, Customer.short_name)
        .join(DailySweepReport, DailySweepReport.id == DailyFeedbackLine.report_id)
        .join(Employee, Employee.id == DailySweepReport.employee_id)
        .outerjoin(Customer, Customer.id == DailyFeedbackLine.customer_id)
        .where(DailySweepReport.report_date.between(period.start_on, period.end_on), whose(material.scope))
        .where(DailyFeedbackLine.deleted_at.is_(None), DailySweepReport.deleted_at.is_(None))
        .order_by(DailySweepReport.report_date, Employee.emp_no, DailyFeedbackLine.id)
    )
    said = session.execute(query).all()
    rows: list[WeeklyRow] = []
    for option in options("daily_feedback_kind"):
        of_kind = [row for row in said if row[0].kind == option.code]
        for line, day, customer in of_kind[:MOST_FEEDBACK]:
            itself = refs("daily_feedback_line", [line.id])
            cells = (
                words(option.label),
                words(customer or "", itself),
                words(day.isoformat()),
                words(line.content, itself),
            )
            rows.append(WeeklyRow(str(line.id), cells))
    return WeeklyTable(key="feedback", rows=tuple(rows))


def next_days_table(session: Session, material: Material) -> WeeklyTable:
    """Each rep's planned visits of the week after the period, Monday to Sunday, of whatever plan is not called off."""
    monday = material.scope.period.next_monday
    query = (
        select(VisitPlanItem.id, VisitPlanItem.plan_date, VisitPlan.owner_id)
        .join(VisitPlan, VisitPlan.id == VisitPlanItem.plan_id)
        .join(Employee, Employee.id == VisitPlan.owner_id)
        .where(VisitPlanItem.plan_date.between(monday, monday + timedelta(days=6)), whose(material.scope))
        .where(approved() | VisitPlan.state.in_(("draft", "submitted", "returned")), still_meant())
        .where(VisitPlan.deleted_at.is_(None), VisitPlanItem.deleted_at.is_(None))
        .order_by(VisitPlanItem.plan_date, VisitPlanItem.id)
    )
    items = [(row.id, (row.plan_date - monday).days, row.owner_id) for row in session.execute(query)]
    if not items:
        return WeeklyTable(key="next_days")
    rows = [
        _next_row(rep.emp_no, rep.name, [(i, day) for i, day, owner in items if owner == rep.id])
        for rep in material.reps
    ]
    return WeeklyTable(
        key="next_days", rows=tuple(rows), total=_next_row("total", "合计", [(i, d) for i, d, _ in items])
    )


def _next_row(key: str, name: str, items: list[tuple[int, int]]) -> WeeklyRow:
    def of(wanted: int | None) -> Refs:
        return refs("visit_plan_item", (item for item, day in items if wanted in (None, day)))

    return WeeklyRow(key, (words(name), *(count(of(day)) for day in _WEEK), count(of(None))))
