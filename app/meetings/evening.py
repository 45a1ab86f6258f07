"""The day's visits of all reps side by side, with what was planned, what is due and what was decided (rule R08)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import label_of, labels_of
from app.context import App
from app.customers.sheets import in_force
from app.db.records import (
    BranchOffice,
    Customer,
    DailySweepReport,
    DiscussionNote,
    Employee,
    FollowUp,
    SurveySheet,
    Visit,
    VisitPlan,
    VisitPlanItem,
)
from app.db.saving import existing
from app.meetings.follow_ups import OPEN_STATES, FollowUpRow, rows_of, select_rows
from app.visits.counting import approved, counted, still_meant
from app.visits.rules import minutes_between

USUAL_START, USUAL_PLACE = time(19, 30), "办事处"


@dataclass(frozen=True, slots=True)
class MeetingVisit:
    """One visit of the day with its customer's newest sheet (`sheet_id` None without one)."""

    visit_id: int
    visit_no: str
    customer_id: int
    customer: str
    primary_class: str
    start_at: time
    minutes: int
    visit_round: int
    four_step: str
    intent: str
    intent_code: str
    result: str
    result_code: str
    failures: str
    situation: str
    countermeasure: str
    next_step: str
    next_visit_on: date | None
    sheet_id: int | None
    sheet_no: str
    completeness_pct: Decimal | None
    missing_required: int


@dataclass(frozen=True, slots=True)
class RepEvening:
    """A rep's day: planned visits, those not made with the reason, those made, and the daily report's state."""

    employee_id: int
    emp_no: str
    name: str
    planned: int
    missed: tuple[str, ...]
    visits: tuple[MeetingVisit, ...]
    daily_state: str


@dataclass(frozen=True, slots=True)
class MeetingNote:
    """What was written down of the meeting; `note_id` None and the usual time and people before anything was."""

    note_id: int | None
    start_at: time | None
    place: str
    attendee_ids: tuple[int, ...]
    recorder_id: int | None
    topics: str
    conclusions: str
    row_version: int


@dataclass(frozen=True, slots=True)
class Evening:
    """One evening of an office: `people` may attend (id, name), `decisions` were taken this evening, `due` are the
    follow-ups still open that were due by then."""

    day: date
    branch_id: int
    branch: str
    note: MeetingNote
    people: tuple[tuple[int, str], ...]
    reps: tuple[RepEvening, ...]
    decisions: tuple[FollowUpRow, ...]
    due: tuple[FollowUpRow, ...]


def evening(app: App, day: date, branch_id: int) -> Evening:
    """Read an evening; the number of statements does not depend on how many visits there were."""
    app.need("daily.edit")
    with app.reading() as session:
        branch = existing(session, BranchOffice, branch_id, "没有这个办事处，没有会议可开。请重选办事处。")
        staff = session.scalars(
            select(Employee)
            .where(Employee.branch_id == branch_id, Employee.status == "active", Employee.deleted_at.is_(None))
            .order_by(Employee.emp_no)
        ).all()
        note = find_note(session, day, branch_id)
        ours = select_rows().where(Customer.branch_id == branch_id)
        mine = (FollowUp.source_entity == DiscussionNote.__tablename__) & (
            FollowUp.source_id == (note.id if note else 0)
        )
        due = ours.where(FollowUp.due_on <= day, FollowUp.state.in_(OPEN_STATES), ~mine)
        return Evening(
            day,
            branch_id,
            branch.name,
            _note(app, note, [person.id for person in staff]),
            tuple((person.id, person.name) for person in staff),
            _reps(session, day, branch_id, staff),
            tuple(rows_of(session, ours.where(mine), app.today())),
            tuple(rows_of(session, due, app.today())),
        )


def find_note(session: Session, day: date, branch_id: int) -> DiscussionNote | None:
    """The note of the office's meeting that evening."""
    query = select(DiscussionNote).where(
        DiscussionNote.discussed_on == day, DiscussionNote.branch_id == branch_id, DiscussionNote.deleted_at.is_(None)
    )
    return session.scalar(query.order_by(DiscussionNote.id).limit(1))


def _note(app: App, note: DiscussionNote | None, everybody: list[int]) -> MeetingNote:
    if note is None:
        return MeetingNote(None, USUAL_START, USUAL_PLACE, tuple(everybody), app.user.employee_id, "", "", 0)
    return MeetingNote(
        note.id,
        note.start_at,
        note.place or "",
        tuple(note.attendee_ids),
        note.recorder_id,
        note.topics,
        note.conclusions,
        note.row_version,
    )


def _reps(session: Session, day: date, branch_id: int, staff: Collection[Employee]) -> tuple[RepEvening, ...]:
    """The reps of the office, and whoever else of it made a visit."""
    visits = _visits(session, day, branch_id)
    planned, missed = _planned(session, day, branch_id)
    query = select(DailySweepReport.employee_id, DailySweepReport.state).where(
        DailySweepReport.report_date == day, DailySweepReport.deleted_at.is_(None)
    )
    states = {row.employee_id: label_of("report_state", row.state) for row in session.execute(query)}
    return tuple(
        RepEvening(
            person.id,
            person.emp_no,
            person.name,
            planned.get(person.id, 0),
            tuple(missed.get(person.id, ())),
            tuple(visits.get(person.id, ())),
            states.get(person.id, "未写"),
        )
        for person in staff
        if person.position == "rep" or person.id in visits
    )


def _visits(session: Session, day: date, branch_id: int) -> Mapping[int, list[MeetingVisit]]:
    query = (
        select(Visit, Customer)
        .join(Customer, Customer.id == Visit.customer_id)
        .join(Employee, Employee.id == Visit.employee_id)
        .where(Visit.visit_date == day, counted(), Employee.branch_id == branch_id)
        .order_by(Visit.employee_id, Visit.start_at, Visit.id)
    )
    found = session.execute(query).all()
    sheets = _newest_sheets(session, [customer.id for _, customer in found])
    by_rep: dict[int, list[MeetingVisit]] = defaultdict(list)
    for visit, customer in found:
        by_rep[visit.employee_id].append(_visit(visit, customer, sheets.get(customer.id)))
    return by_rep


def _newest_sheets(session: Session, customer_ids: list[int]) -> dict[int, SurveySheet]:
    query = select(SurveySheet).where(SurveySheet.customer_id.in_(customer_ids), in_force())
    return {sheet.customer_id: sheet for sheet in session.scalars(query.order_by(SurveySheet.round_no))}


def _visit(visit: Visit, customer: Customer, sheet: SurveySheet | None) -> MeetingVisit:
    return MeetingVisit(
        visit.id,
        visit.visit_no,
        customer.id,
        customer.short_name,
        customer.primary_class,
        visit.start_at,
        minutes_between(visit.start_at, visit.end_at),
        visit.visit_round,
        visit.four_step,
        label_of("intent_level", visit.intent_level),
        visit.intent_level,
        label_of("visit_result", visit.result),
        visit.result,
        labels_of("failure_reason", visit.failure_reasons),
        visit.situation or "",
        visit.countermeasure or "",
        visit.next_step or "",
        visit.next_visit_on,
        sheet.id if sheet else None,
        sheet.sheet_no if sheet else "",
        sheet.completeness_pct if sheet else None,
        sheet.missing_required if sheet else 0,
    )


def _planned(session: Session, day: date, branch_id: int) -> tuple[dict[int, int], dict[int, list[str]]]:
    """By rep: how many visits were planned, and the ones not made with their reasons."""
    query = (
        select(VisitPlan.owner_id, VisitPlanItem.state, VisitPlanItem.miss_reason, Customer.short_name)
        .join(VisitPlan, VisitPlan.id == VisitPlanItem.plan_id)
        .join(Employee, Employee.id == VisitPlan.owner_id)
        .outerjoin(Customer, Customer.id == VisitPlanItem.customer_id)
        .where(VisitPlanItem.plan_date == day, Employee.branch_id == branch_id, approved(), still_meant())
        .order_by(VisitPlanItem.seq)
    )
    counts: dict[int, int] = defaultdict(int)
    missed: dict[int, list[str]] = defaultdict(list)
    for row in session.execute(query):
        counts[row.owner_id] += 1
        if row.state != "visited":
            reason = label_of("miss_reason", row.miss_reason) or "未登记"
            missed[row.owner_id].append(f"{row.short_name or '待建档客户'}（{reason}）")
    return counts, missed
