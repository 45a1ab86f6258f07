"""The summary's life: drafted, written on, submitted and frozen, returned, reviewed, archived (rule R18, RP03)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import codes_of, label_of
from app.context import App
from app.db.records import BranchOffice, Employee, WeeklySummary
from app.db.saving import check_version, existing, write
from app.errors import Forbidden, Invalid
from app.forms.clean import clean
from app.forms.model import Field
from app.people.work_days import work_calendar
from app.reports.model import Report
from app.reports.weekly import weekly_report
from app.reports.weekly_data import WeeklyData, WeeklyTexts
from app.sweep.papers import PaperKind, archive, begin_issue, freeze, give_back, is_issued, need_open, review
from app.sweep.snapshot import thawed
from app.sweep.weekly.gather import TEXT_NAMES, all_tables, gather, is_late, scope_of, signed
from app.sweep.weekly.material import not_left_by, read_material
from app.sweep.weekly.period import Period, Scope
from app.sweep.weekly.prose import draft_prose

_WEEKLY = PaperKind(WeeklySummary, "周总结", lambda summary: summary.summary_no)
_OTHERS_RIGHTS = ("weekly.print", "weekly.review")
"""Who may write an office's summary, or a colleague's: the clerk and the supervisor (rule R22)."""


@dataclass(frozen=True, slots=True)
class WeeklyStatus:
    """One summary of a period in a list: the office's (without employee) or a rep's.

    `state` is the label, or 未交, 漏交 (its time has passed) where nothing was handed in yet.
    """

    scope: Scope
    emp_no: str
    name: str
    summary_id: int | None
    summary_no: str
    state: str
    state_code: str
    submitted_at: datetime | None
    is_late: bool
    row_version: int


@dataclass(frozen=True, slots=True)
class OpenWeekly:
    """A summary to write on: the texts as written, or as drafted where nothing is; `drafts` has every draft.

    `row_version` is 0 as long as nothing was saved; `closed` says why it may only be read, empty when it may be edited.
    """

    texts: WeeklyTexts
    drafts: WeeklyTexts
    written: frozenset[str]
    summary_id: int | None
    row_version: int
    closed: str


def weekly_fields() -> tuple[Field, ...]:
    """The prose blocks with labels and lengths, in printed order."""
    by_name = {field.name: field for field in WeeklySummary.fields()}
    return tuple(by_name[name] for name in TEXT_NAMES)


def list_weekly(app: App, period: Period, branch_id: int) -> list[WeeklyStatus]:
    """The office's summary of the period, then its reps' by employee number."""
    app.need("weekly.edit")
    with app.reading() as session:
        branch = session.get_one(BranchOffice, branch_id)
        reps = session.scalars(
            select(Employee)
            .where(Employee.branch_id == branch_id, Employee.position == "rep", Employee.deleted_at.is_(None))
            .where(not_left_by(period.start_on))
            .order_by(Employee.emp_no)
        ).all()
        rows = [_status(app, session, Scope(branch_id, period), "", branch.name)]
        return rows + [_status(app, session, Scope(branch_id, period, rep.id), rep.emp_no, rep.name) for rep in reps]


def _status(app: App, session: Session, scope: Scope, emp_no: str, name: str) -> WeeklyStatus:
    summary = _find(session, scope)
    handed_in = summary is not None and summary.submitted_at is not None
    if summary is not None and (handed_in or summary.state != "draft"):
        state = label_of("report_state", summary.state)
    else:
        state = "漏交" if app.now() > scope.period.deadline(work_calendar(session)) else "未交"
    return WeeklyStatus(
        scope,
        emp_no,
        name,
        summary.id if summary else None,
        summary.summary_no if summary else "",
        state,
        summary.state if summary else "",
        summary.submitted_at if summary else None,
        is_late(session, summary) if summary else False,
        summary.row_version if summary else 0,
    )


def read_weekly(app: App, scope: Scope) -> OpenWeekly:
    """What has been written on the summary so far, and the drafts for the rest."""
    app.need("weekly.edit")
    with app.reading() as session:
        summary = _find(session, scope) or _new_summary(session, scope)
        drafts = _drafts(app, session, scope)
        written = {name: text for name in TEXT_NAMES if (text := getattr(summary, name))}
        closed = (
            "" if summary.state in ("draft", "returned") else f"{label_of('report_state', summary.state)}，不能再改。"
        )
        return OpenWeekly(
            replace(drafts, **written), drafts, frozenset(written), summary.id, summary.row_version or 0, closed
        )


def _drafts(app: App, session: Session, scope: Scope) -> WeeklyTexts:
    material = read_material(session, scope, app.now())
    tables = {table.key: table for table in all_tables(session, material)}
    return draft_prose(material, tables.__getitem__)


def save_weekly(app: App, scope: Scope, texts: WeeklyTexts, row_version: int = 0, *, uid: str = "") -> int:
    """Keep what is written on a summary that is not handed in; returns its id. An empty block goes back to its draft.

    Raises Invalid for texts that are too long, Conflict when it is handed in or was changed since `row_version` (0 for
    one nobody had written on).
    """
    app.need("weekly.edit")
    with app.transaction("填写周总结", uid=uid) as session:
        read = row_version if _find(session, scope) else None
        return _write(app, session, scope, texts, read).id


def submit_weekly(
    app: App, scope: Scope, texts: WeeklyTexts | None = None, row_version: int = 0, *, uid: str = ""
) -> int:
    """Hand the summary in: figures and texts are frozen with the records behind them; returns its id."""
    app.need("weekly.edit")
    with app.transaction("提交周总结", uid=uid) as session:
        summary = (
            _open(app, session, scope) if texts is None else _write(app, session, scope, texts, row_version or None)
        )
        submit_in(session, summary, app.now(), app.user.user_id)
        return summary.id


def submit_in(session: Session, summary: WeeklySummary, at: datetime, user_id: int | None) -> None:
    """Freeze and hand in a summary that is still open, within a transaction."""
    period = scope_of(summary).period
    if at.date() < period.start_on:
        raise Invalid(f"{period.name}还没开始，不能提交周总结。写的内容都还在。", {"start_on": "这一期还没开始"})
    begin_issue(summary, at)
    summary.submitted_by_id = user_id
    data = freeze(summary, gather(session, summary, at), weekly_report)
    markets = (row.cells[0].part for row in data.table("markets").rows if row.cells[0].text in data.market_areas)
    summary.market_area_ids = [part.ids[0] for part in markets if part]
    write(summary, asdict(data.texts))


def return_weekly(app: App, summary_id: int, opinion: str) -> None:
    """Give a summary back for correction. The opinion is required."""
    app.need("weekly.review")
    give_back(app, _WEEKLY, summary_id, opinion)


def review_weekly(app: App, summary_id: int, opinion: str = "") -> None:
    """Sign a summary as the head of the office."""
    app.need("weekly.review")
    review(app, _WEEKLY, summary_id, review_opinion=opinion)


def archive_weekly(app: App, summary_id: int) -> None:
    """File a reviewed summary in the office: the clerk's, who prints it (rule R22)."""
    app.need("weekly.print")
    archive(app, _WEEKLY, summary_id)


def weekly_data(app: App, scope: Scope, *, purpose: str = "") -> WeeklyData:
    """What the summary says: frozen data once handed in, else how things stand. It holds no phone numbers to mask."""
    app.need("weekly.edit")
    with app.reading() as session:
        summary = _find(session, scope) or _new_summary(session, scope)
        if summary.snapshot and is_issued(summary):
            data = signed(session, summary, thawed(summary.snapshot, WeeklyData))
        else:
            data = gather(session, summary, app.now())
    return replace(data, printed_by=app.user.name, printed_at=app.now(), purpose=purpose)


def weekly_reports(app: App, scopes: Sequence[Scope], *, purpose: str = "") -> list[Report]:
    """The printed summaries of several scopes, in the order given."""
    app.need("export.masked")
    return [weekly_report(weekly_data(app, scope, purpose=purpose)) for scope in scopes]


def find_scope(app: App, summary_id: int) -> Scope:
    """Whose summary of what a stored one is; raises NotFound when it is gone."""
    app.need("weekly.edit")
    with app.reading() as session:
        return scope_of(existing(session, WeeklySummary, summary_id, "这张周总结已不在了。请刷新列表。"))


def _find(session: Session, scope: Scope) -> WeeklySummary | None:
    whose = (
        WeeklySummary.employee_id.is_(None)
        if scope.employee_id is None
        else WeeklySummary.employee_id == scope.employee_id
    )
    return session.scalar(
        select(WeeklySummary).where(
            WeeklySummary.branch_id == scope.branch_id,
            whose,
            WeeklySummary.period_kind == scope.period.kind,
            WeeklySummary.start_on == scope.period.start_on,
            WeeklySummary.deleted_at.is_(None),
        )
    )


def _new_summary(session: Session, scope: Scope) -> WeeklySummary:
    branch = existing(session, BranchOffice, scope.branch_id, "没有这个办事处，没有周总结。没有做任何改动。")
    period, employee = scope.period, _rep(session, scope)
    number = "-".join(part for part in ("ZZ", branch.code, period.code, employee.emp_no if employee else "") if part)
    week = period.start_on.isocalendar() if period.kind == "week" else None
    return WeeklySummary(
        summary_no=number,
        scope="rep" if employee else "branch",
        branch_id=branch.id,
        employee_id=scope.employee_id,
        period_kind=period.kind,
        iso_year=week.year if week else None,
        iso_week=week.week if week else None,
        start_on=period.start_on,
        end_on=period.end_on,
        stage_name=period.stage_name or None,
        state="draft",
        issue_no=0,
    )


def _rep(session: Session, scope: Scope) -> Employee | None:
    """The rep of the scope; raises Invalid when that person had left before the period, or is of another office."""
    if scope.employee_id is None:
        return None
    rep = existing(session, Employee, scope.employee_id, "这名员工已不在了，没有周总结。没有做任何改动。")
    if rep.branch_id != scope.branch_id:
        raise Invalid(f"{rep.name}不属于这个办事处，没有周总结。没有做任何改动。", {"employee_id": "不是本处的业务员"})
    if rep.left_on and rep.left_on < scope.period.start_on:
        raise Invalid(
            f"{rep.name}已于 {rep.left_on} 离职，{scope.period.name}没有周总结。没有做任何改动。",
            {"employee_id": "这名员工那时已离职"},
        )
    return rep


def _open(app: App, session: Session, scope: Scope) -> WeeklySummary:
    if scope.employee_id is None or scope.employee_id != app.user.employee_id:
        _need_any(app)
    app.need_office(scope.branch_id)
    summary = _find(session, scope)
    if summary is None:
        summary = _new_summary(session, scope)
        session.add(summary)
        session.flush()
    need_open(_WEEKLY, summary)
    return summary


def _need_any(app: App) -> None:
    if not any(app.may(right) for right in _OTHERS_RIGHTS):
        raise Forbidden(
            f"账号 {app.user.username} 只能写自己的周总结（{'、'.join(_OTHERS_RIGHTS)}），没有做任何改动。请找内勤或主管办理。"
        )


def _write(app: App, session: Session, scope: Scope, texts: WeeklyTexts, read: int | None) -> WeeklySummary:
    """Keep the texts; `read` is the version they were written on, None where none is asked for."""
    given: dict[str, Any] = clean(weekly_fields(), asdict(texts), codes_of)
    summary = _open(app, session, scope)
    if read is not None:
        check_version(summary, read)
    write(summary, given)
    session.flush()
    return summary
