"""Reading what a daily report says out of the database (reports RP01, rule R18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.choices import label_of, options
from app.customers.sheets import in_force
from app.db.records import (
    BranchOffice,
    Company,
    Customer,
    DailyFeedbackLine,
    DailySweepLine,
    DailySweepReport,
    DiscussionNote,
    Employee,
    FollowUp,
    SurveySheet,
    Visit,
    VisitPlan,
    VisitPlanItem,
)
from app.people.work_days import work_calendar
from app.reports.daily import tomorrow_text
from app.reports.daily_data import DailyData, DailyFeedback, Discussion, PlannedVisit
from app.sweep.figures import PlanFacts, daily_deadline, daily_figures
from app.sweep.lines import line_of, quoted_by
from app.sweep.papers import signatures
from app.visits.counting import approved, counted, still_meant


def gather(session: Session, report: DailySweepReport) -> DailyData:
    """Everything the report of this rep and day says as things stand now, not yet frozen."""
    employee = session.get_one(Employee, report.employee_id)
    visits = reported_visits(session, report)
    quoted = quoted_by(session, visits)
    day = report.report_date
    company = session.scalar(select(Company).limit(1))
    of_the_day = [v for v in visits if v.visit_date == day]
    data = DailyData(
        company=company.name if company else "",
        office=session.get_one(BranchOffice, report.branch_id).name,
        employee_no=employee.emp_no,
        employee_name=employee.name,
        report_date=day,
        report_no=report.report_no,
        state=label_of("report_state", report.state),
        is_draft=report.submitted_at is None,
        weather=report.weather or "",
        market_areas=tuple(market.name for market in quoted.markets_of(visits)),
        submitted_at=report.submitted_at,
        is_late=is_late(session, report),
        figures=daily_figures(
            [quoted.facts_of(v) for v in of_the_day],
            _plan_facts(session, report),
            new_customers=_new_customers(session, report),
            new_sheets=_sheets(session, report, SurveySheet.first_visit_on == day),
            completed_sheets=_sheets(session, report, SurveySheet.filled_on == day),
        ),
        lines=tuple(line_of(quoted, visit, seq, day) for seq, visit in enumerate(visits, 1)),
        feedback=_feedback(session, report),
        problems=report.problems or "",
        discussion=_discussion(session, report),
        tomorrow_plan=report.tomorrow_plan or tomorrow_text(planned_next(session, report)),
        issue=max(report.issue_no, 1),
        footer_text=company.report_footer if company else "",
    )
    return signed(session, report, data)


def signed(session: Session, report: DailySweepReport, data: DailyData) -> DailyData:
    """The data with its state, reviewer and archiver as they are now; a frozen report takes these from here too."""
    return replace(data, **signatures(session, report))


def is_late(session: Session, report: DailySweepReport) -> bool:
    """Whether it was handed in after 10:00 of the next working day (rule R18)."""
    if report.submitted_at is None:
        return False
    return report.submitted_at > daily_deadline(report.report_date, work_calendar(session))


def reported_visits(session: Session, report: DailySweepReport) -> list[Visit]:
    """The day's counted visits by start, then visits of days already reported that were recorded later (补报)."""
    lines = select(DailySweepLine.visit_id).where(DailySweepLine.deleted_at.is_(None))
    mine = Visit.id.in_(lines.where(DailySweepLine.report_id == report.id))
    free = Visit.id.not_in(lines) & counted()
    handed_in = select(DailySweepReport.report_date).where(
        DailySweepReport.employee_id == report.employee_id,
        DailySweepReport.submitted_at.is_not(None),
        DailySweepReport.state != "returned",
        DailySweepReport.deleted_at.is_(None),
    )
    late = (Visit.visit_date < report.report_date) & Visit.visit_date.in_(handed_in)
    query = select(Visit).where(
        Visit.employee_id == report.employee_id, mine | free & ((Visit.visit_date == report.report_date) | late)
    )
    found = session.scalars(query.order_by(Visit.visit_date, Visit.start_at, Visit.id)).all()
    return sorted(found, key=lambda v: v.visit_date != report.report_date)


def _plan_facts(session: Session, report: DailySweepReport) -> list[PlanFacts]:
    query = (
        select(VisitPlanItem.plan_date, VisitPlanItem.state, func.min(Visit.visit_date))
        .join(VisitPlan, VisitPlan.id == VisitPlanItem.plan_id)
        .outerjoin(Visit, (Visit.plan_item_id == VisitPlanItem.id) & counted())
        .where(VisitPlan.owner_id == report.employee_id, VisitPlanItem.plan_date == report.report_date, approved())
        .group_by(VisitPlanItem.id, VisitPlanItem.plan_date, VisitPlanItem.state)
    )
    return [PlanFacts(*row) for row in session.execute(query)]


def _new_customers(session: Session, report: DailySweepReport) -> int:
    query = select(func.count()).where(
        Customer.found_on == report.report_date,
        Customer.owner_id == report.employee_id,
        Customer.deleted_at.is_(None),
    )
    return session.scalar(query) or 0


def _sheets(session: Session, report: DailySweepReport, condition: ColumnElement[bool]) -> int:
    query = select(func.count()).where(SurveySheet.surveyor_id == report.employee_id, in_force(), condition)
    return session.scalar(query) or 0


def _feedback(session: Session, report: DailySweepReport) -> tuple[DailyFeedback, ...]:
    query = (
        select(DailyFeedbackLine.kind, DailyFeedbackLine.content, Customer.short_name)
        .outerjoin(Customer, Customer.id == DailyFeedbackLine.customer_id)
        .where(DailyFeedbackLine.report_id == report.id, DailyFeedbackLine.deleted_at.is_(None))
        .order_by(DailyFeedbackLine.id)
    )
    order = [option.code for option in options("daily_feedback_kind")]
    rows = [
        DailyFeedback(kind=kind, content=content, customer=name or "") for kind, content, name in session.execute(query)
    ]
    return tuple(sorted(rows, key=lambda row: order.index(row.kind)))


def _discussion(session: Session, report: DailySweepReport) -> Discussion | None:
    note = session.get(DiscussionNote, report.discussion_id) if report.discussion_id else None
    if note is None:
        return None
    names = session.execute(select(Employee.id, Employee.name).where(Employee.id.in_(note.attendee_ids)))
    by_id = {row.id: row.name for row in names}
    return Discussion(
        discussed_on=note.discussed_on,
        conclusions=note.conclusions,
        topics=note.topics,
        start_at=note.start_at,
        place=note.place or "",
        attendees=tuple(by_id[i] for i in note.attendee_ids if i in by_id),
        decisions=_decisions(session, note, report.employee_id),
    )


def _decisions(session: Session, note: DiscussionNote, employee_id: int) -> tuple[str, ...]:
    """What was decided about the rep's customers, or given to the rep to do, by due day."""
    query = (
        select(FollowUp, Customer.short_name, Employee.name)
        .join(Customer, Customer.id == FollowUp.customer_id)
        .join(Employee, Employee.id == FollowUp.owner_id)
        .where(FollowUp.source_entity == DiscussionNote.__tablename__, FollowUp.source_id == note.id)
        .where((Customer.owner_id == employee_id) | (FollowUp.owner_id == employee_id))
        .where(FollowUp.deleted_at.is_(None), FollowUp.state != "cancelled")
        .order_by(FollowUp.due_on, FollowUp.id)
    )
    return tuple(
        f"{customer}：{decision.title.rstrip('。；')}（{owner} {decision.due_on:%m-%d}）"
        for decision, customer, owner in session.execute(query)
    )


def planned_next(session: Session, report: DailySweepReport) -> Sequence[PlannedVisit]:
    """The visits planned for the rep's next working day."""
    next_day: date = work_calendar(session).next_workday(report.report_date)
    query = (
        select(VisitPlanItem, Customer.short_name)
        .join(VisitPlan, VisitPlan.id == VisitPlanItem.plan_id)
        .outerjoin(Customer, Customer.id == VisitPlanItem.customer_id)
        .where(VisitPlan.owner_id == report.employee_id, VisitPlanItem.plan_date == next_day, approved(), still_meant())
        .order_by(VisitPlanItem.seq)
    )
    return [
        PlannedVisit(
            plan_date=item.plan_date,
            customer=name or item.prospect_name or "",
            start_at=item.plan_start,
            goal=item.goal_text,
        )
        for item, name in session.execute(query)
    ]
