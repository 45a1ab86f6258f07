"""The daily sweep report's life: draft, submitted and frozen, returned, reviewed, archived (rule R18, report RP01)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.choices import codes_of, label_of
from app.context import App
from app.db.base import Record
from app.db.records import (
    BranchOffice,
    DailyFeedbackLine,
    DailySweepLine,
    DailySweepReport,
    DiscussionNote,
    Employee,
    Visit,
)
from app.errors import Invalid, NotFound
from app.forms.clean import clean
from app.forms.model import Field
from app.people.work_days import work_calendar
from app.reports.daily import daily_report
from app.reports.daily_data import DailyData
from app.reports.model import Report
from app.sweep.figures import daily_deadline
from app.sweep.gather import gather, is_late, reported_visits, signed
from app.sweep.lines import quoted_by
from app.sweep.papers import PaperKind, archive, begin_issue, freeze, give_back, is_issued, need_open, review
from app.sweep.snapshot import thawed
from app.visits.counting import counted

_TEXTS = ("weather", "problems", "self_comment", "tomorrow_plan")
_FEEDBACK = ("kind", "content", "customer_id")
_DAILY = PaperKind(DailySweepReport, "日报", lambda report: report.report_no)


@dataclass(frozen=True, slots=True)
class FeedbackInput:
    """One feedback line to keep: kind (need_change, product, competitor), text, and the customer it came from."""

    kind: str
    content: str
    customer_id: int | None = None


@dataclass(frozen=True, slots=True)
class DailyInput:
    """What a person writes on a day's report."""

    weather: str = ""
    problems: str = ""
    self_comment: str = ""
    tomorrow_plan: str = ""
    feedback: tuple[FeedbackInput, ...] = ()
    discussion_id: int | None = None


@dataclass(frozen=True, slots=True)
class DailyStatus:
    """One rep's day in a list: `state` is the label, or 未交, 漏交 or 无需 when there is no report."""

    employee_id: int
    emp_no: str
    name: str
    report_id: int | None
    state: str
    state_code: str
    visits: int
    submitted_at: datetime | None
    is_late: bool
    row_version: int


def daily_fields() -> tuple[Field, ...]:
    """The fields a person fills on a report, in printed order."""
    return tuple(f for f in DailySweepReport.fields() if f.name in _TEXTS)


def list_daily(app: App, day: date, branch_id: int | None = None) -> list[DailyStatus]:
    """Every rep's report of the day, by employee number."""
    app.need("daily.edit")
    with app.reading() as session:
        reps = select(Employee).where(Employee.position == "rep", Employee.deleted_at.is_(None))
        if branch_id is not None:
            reps = reps.where(Employee.branch_id == branch_id)
        return [_status(app, session, rep, day) for rep in session.scalars(reps.order_by(Employee.emp_no))]


def _status(app: App, session: Session, rep: Employee, day: date) -> DailyStatus:
    report = _find(session, rep.id, day)
    visits = session.scalar(
        select(func.count()).select_from(Visit).where(Visit.employee_id == rep.id, Visit.visit_date == day, counted())
    )
    handed_in = report is not None and (report.submitted_at is not None or report.state == "exempt")
    state = label_of("report_state", report.state) if report and handed_in else _missing(app, session, day)
    return DailyStatus(
        rep.id,
        rep.emp_no,
        rep.name,
        report.id if report else None,
        state,
        report.state if report else "",
        visits or 0,
        report.submitted_at if report else None,
        is_late(session, report) if report else False,
        report.row_version if report else 0,
    )


def _missing(app: App, session: Session, day: date) -> str:
    calendar = work_calendar(session)
    if not calendar.is_workday(day):
        return "无需"
    return "漏交" if app.now() > daily_deadline(day, calendar) else "未交"


def read_daily(app: App, employee_id: int, day: date) -> DailyInput:
    """What has been written on the report so far; empty when nothing has."""
    app.need("daily.edit")
    with app.reading() as session:
        report = _find(session, employee_id, day)
        if report is None:
            return DailyInput(discussion_id=_discussion_of(session, employee_id, day))
        lines = _feedback_lines(session, report)
        return DailyInput(
            report.weather or "",
            report.problems or "",
            report.self_comment or "",
            report.tomorrow_plan or "",
            tuple(FeedbackInput(line.kind, line.content, line.customer_id) for line in lines),
            report.discussion_id or _discussion_of(session, employee_id, day),
        )


def save_daily(app: App, employee_id: int, day: date, written: DailyInput) -> int:
    """Keep what is written on a report that is not handed in; returns the report's id.

    Raises Conflict when it is handed in already, Invalid for texts that are too long or a day still to come.
    """
    app.need("daily.edit")
    with app.transaction("填写日报") as session:
        return _write(app, session, employee_id, day, written).id


def submit_daily(app: App, employee_id: int, day: date, written: DailyInput | None = None) -> int:
    """Hand the report in: lines and figures are frozen, its visits locked; returns the report's id."""
    app.need("daily.edit")
    with app.transaction("提交日报") as session:
        if written is None:
            report = _open_report(app, session, employee_id, day)
        else:
            report = _write(app, session, employee_id, day, written)
        submit_in(session, report, app.now())
        return report.id


def submit_in(session: Session, report: DailySweepReport, at: datetime) -> None:
    """Freeze and hand in a report that is still open, within a transaction."""
    visits = reported_visits(session, report)
    if not visits and not report.problems:
        raise Invalid(
            "当日没有拜访，请先填“当日问题”说明原因再提交。填写的内容都还在。", {"problems": "当日无拜访，请说明原因"}
        )
    begin_issue(report, at)
    report.review_score = None
    report.discussion_id = report.discussion_id or _discussion_of(session, report.employee_id, report.report_date)
    data = freeze(report, gather(session, report), daily_report)
    report.market_area_ids = [market.id for market in quoted_by(session, visits).markets_of(visits)]
    for visit, line in zip(visits, data.lines, strict=True):
        visit.state = "reported"
        session.add(
            DailySweepLine(
                report_id=report.id,
                seq=line.seq,
                visit_id=visit.id,
                situation=line.situation,
                countermeasure=line.countermeasure,
                row_snapshot=(report.snapshot or {})["lines"][line.seq - 1],
            )
        )


def return_daily(app: App, report_id: int, opinion: str) -> None:
    """Give a report back for correction; its visits may be edited again. The opinion is required."""
    app.need("daily.review")
    give_back(app, _DAILY, report_id, opinion, lambda session, report: _free_visits(app, session, report))


def _free_visits(app: App, session: Session, report: DailySweepReport) -> None:
    for line in session.scalars(
        select(DailySweepLine).where(DailySweepLine.report_id == report.id, DailySweepLine.deleted_at.is_(None))
    ):
        line.deleted_at = app.now()
        session.get_one(Visit, line.visit_id).state = "confirmed"


def review_daily(app: App, report_id: int, opinion: str = "", score: int | None = None) -> None:
    """Sign a report as its reviewer; `score` is 1 to 5."""
    app.need("daily.review")
    review(app, _DAILY, report_id, review_opinion=opinion, review_score=score)


def archive_daily(app: App, report_id: int) -> None:
    """File a reviewed report in the office."""
    app.need("daily.archive")
    archive(app, _DAILY, report_id)


def daily_data(app: App, employee_id: int, day: date, *, purpose: str = "", masked: bool = True) -> DailyData:
    """What the report prints: frozen data once handed in, else a draft of how things stand."""
    app.need("daily.edit")
    app.need("export.masked" if masked else "export.full")
    with app.reading() as session:
        report = _find(session, employee_id, day) or _new_report(session, employee_id, day)
        if report.snapshot and is_issued(report):
            data = signed(session, report, thawed(report.snapshot, DailyData))
        else:
            data = gather(session, report)
    return replace(data, printed_by=app.user.name, printed_at=app.now(), purpose=purpose, masked=masked)


def daily_reports(
    app: App, day: date, employee_ids: Iterable[int], *, purpose: str = "", masked: bool = True
) -> Sequence[Report]:
    """The printed reports of several reps, in the order given."""
    return [daily_report(daily_data(app, e, day, purpose=purpose, masked=masked)) for e in employee_ids]


def _find(session: Session, employee_id: int, day: date) -> DailySweepReport | None:
    return session.scalar(
        select(DailySweepReport).where(
            DailySweepReport.employee_id == employee_id,
            DailySweepReport.report_date == day,
            DailySweepReport.deleted_at.is_(None),
        )
    )


def _new_report(session: Session, employee_id: int, day: date) -> DailySweepReport:
    employee = session.get(Employee, employee_id)
    if employee is None or employee.branch_id is None:
        raise NotFound("这名员工不属于任何办事处，没有日报。没有做任何改动。")
    branch = session.get_one(BranchOffice, employee.branch_id)
    return DailySweepReport(
        report_no=report_number(branch, day, employee),
        employee_id=employee.id,
        report_date=day,
        branch_id=branch.id,
        state="draft",
        issue_no=0,
    )


def report_number(branch: BranchOffice, day: date, employee: Employee) -> str:
    """The number of a rep's report of a day (rule R24)."""
    return f"RB-{branch.code}-{day:%Y%m%d}-{employee.emp_no}"


def _open_report(app: App, session: Session, employee_id: int, day: date) -> DailySweepReport:
    if day > app.today():
        raise Invalid(f"{day:%Y-%m-%d} 还没到，不能写这天的日报。没有做任何改动。", {"report_date": "不能晚于今天"})
    if employee_id != app.user.employee_id:
        app.need("daily.enter_other")
    report = _find(session, employee_id, day)
    if report is None:
        report = _new_report(session, employee_id, day)
        session.add(report)
        session.flush()
    app.need_office(report.branch_id)
    need_open(_DAILY, report)
    return report


def _write(app: App, session: Session, employee_id: int, day: date, written: DailyInput) -> DailySweepReport:
    report = _open_report(app, session, employee_id, day)
    texts, kept = _checked(written)
    for name, text in texts.items():
        setattr(report, name, text)
    report.discussion_id = written.discussion_id
    old = _feedback_lines(session, report)
    if [{name: getattr(line, name) for name in _FEEDBACK} for line in old] != kept:
        for line in old:
            line.deleted_at = app.now()
        for new in kept:
            session.add(DailyFeedbackLine(report_id=report.id, **new))
    session.flush()
    return report


def _checked(written: DailyInput) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What is written, cleaned: the report's texts and its feedback lines; every problem at once."""
    problems: dict[str, str] = {}

    def checked(names: Collection[str], of: type[Record], values: DailyInput | FeedbackInput) -> dict[str, Any]:
        given = {name: getattr(values, name) for name in names}
        return clean([f for f in of.fields() if f.name in names], given, codes_of)

    texts, lines = {}, []
    try:
        texts = checked(_TEXTS, DailySweepReport, written)
    except Invalid as error:
        problems |= error.problems
    for number, line in enumerate(written.feedback):
        try:
            lines += [checked(_FEEDBACK, DailyFeedbackLine, line)] if line.content.strip() else []
        except Invalid as error:
            problems[f"feedback.{number}"] = "；".join(error.problems.values())
    if problems:
        raise Invalid("；".join(problems.values()) + "。内容还在窗口里，没有丢。", problems)
    return texts, [{name: line[name] for name in _FEEDBACK} for line in lines]


def _feedback_lines(session: Session, report: DailySweepReport) -> Sequence[DailyFeedbackLine]:
    query = select(DailyFeedbackLine).where(
        DailyFeedbackLine.report_id == report.id, DailyFeedbackLine.deleted_at.is_(None)
    )
    return session.scalars(query.order_by(DailyFeedbackLine.id)).all()


def _discussion_of(session: Session, employee_id: int, day: date) -> int | None:
    notes = session.scalars(
        select(DiscussionNote).where(DiscussionNote.discussed_on == day, DiscussionNote.deleted_at.is_(None))
    )
    return next((note.id for note in notes if employee_id in note.attendee_ids), None)
