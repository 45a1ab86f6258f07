"""Filling an empty database with the sample office."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.calendar import WorkCalendar, shipped_calendar_days
from app.context import App
from app.db.base import Record
from app.db.records import (
    BranchOffice,
    Contact,
    Customer,
    DailySweepReport,
    Employee,
    SurveyForm,
    SurveySheet,
    Visit,
    VisitPlanItem,
)
from app.errors import Conflict
from app.people.accounts import OFFICE_JOB
from app.sample.archive import add_customers
from app.sample.complaints import add_complaints
from app.sample.desk import Desk, uid_of
from app.sample.evenings import discuss, hand_in, handed_in_at, note_missed, write_reports
from app.sample.office import set_up_office
from app.sample.plans import add_plans
from app.sample.sheets import add_old_sheets, grow_sheets, open_sheets
from app.sample.visits import add_visits
from app.sample.week import DEMO_NOW, TYPED_AT, earlier_calls, week_calls, weekday
from app.sample.wishes import add_needs, add_obstacles
from app.surveys.forms import default_form_folder, publish_form

OPERATION = "建立样例办事处"


@dataclass(frozen=True, slots=True)
class SampleCounts:
    """What was written, to tell the person who asked for it."""

    employees: int
    customers: int
    contacts: int
    plan_items: int
    visits: int
    sheets: int
    daily_reports: int


def fill_sample(app: App, *, password: str = "") -> SampleCounts:
    """Write the whole sample office in one transaction, as it stands on Friday 2026-11-20 at 22:00.

    Accounts get the password; without one they ask for none. Raises Conflict when the database holds an office already.
    Source: sample-data.md.
    """
    app.need("user.manage")
    standing = replace(app, user=OFFICE_JOB, clock=lambda: DEMO_NOW)
    with standing.transaction(OPERATION, uid=uid_of("Operation", OPERATION)) as session:
        _refuse_unless_empty(session)
        desk = Desk(session, WorkCalendar({day: kind for day, kind, _ in shipped_calendar_days()}))
        set_up_office(desk, password)
        add_customers(desk)
        _survey_and_visit(desk)
        add_complaints(desk)
        desk.keep_series()
        session.flush()
        return _counts(session)


def _refuse_unless_empty(session: Session) -> None:
    name = session.scalar(select(BranchOffice.name).limit(1))
    if name is not None:
        raise Conflict(
            f"这个库里已有数据（{name}），没有改动它。样例办事处只能建在空库里，请换一个新的数据库文件再试。"
        )


def _survey_and_visit(desk: Desk) -> None:
    form = publish_form(desk.session, default_form_folder())
    form.uid = uid_of("SurveyForm", f"{form.form_id}-{form.version}")
    add_old_sheets(desk, form)
    open_sheets(desk, form)
    grow_sheets(desk, form, add_visits(desk, earlier_calls()))
    add_plans(desk)
    _live_through_the_week(desk, form)
    add_needs(desk)
    add_obstacles(desk)


def _live_through_the_week(desk: Desk, form: SurveyForm) -> None:
    """Day by day, so that a report says what was known when it was handed in; a late one comes the next day."""
    waiting: list[tuple[datetime, DailySweepReport]] = []
    for day in range(5):
        waiting = _hand_in(desk, waiting, datetime.combine(weekday(day), TYPED_AT))
        made = add_visits(desk, [call for call in week_calls() if call.on == weekday(day)])
        note_missed(desk, day)
        grow_sheets(desk, form, made)
        for emp_no, report in write_reports(desk, day, made, discuss(desk, day)).items():
            if at := handed_in_at(weekday(day), emp_no):
                waiting.append((at, report))
        waiting = _hand_in(desk, waiting, datetime.combine(weekday(day), DEMO_NOW.time()))


def _hand_in(
    desk: Desk, waiting: list[tuple[datetime, DailySweepReport]], until: datetime
) -> list[tuple[datetime, DailySweepReport]]:
    """Hand in the reports that have come by then; returns those still to come."""
    for at, report in waiting:
        if at <= until:
            hand_in(desk, report, at)
    return [(at, report) for at, report in waiting if at > until]


def _counts(session: Session) -> SampleCounts:
    def count(record: type[Record]) -> int:
        return session.scalar(select(func.count()).select_from(record)) or 0

    handed_in = select(func.count()).select_from(DailySweepReport).where(DailySweepReport.submitted_at.is_not(None))
    return SampleCounts(
        employees=count(Employee),
        customers=count(Customer),
        contacts=count(Contact),
        plan_items=count(VisitPlanItem),
        visits=count(Visit),
        sheets=count(SurveySheet),
        daily_reports=session.scalar(handed_in) or 0,
    )
