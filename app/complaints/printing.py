"""Printing complaints: one on its 投诉处理单 (RP09), those of a period in the 投诉台账 (RP10)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.attachments.previews import photo_pages
from app.choices import codes_of, label_of, labels_of
from app.complaints.detail import entries
from app.complaints.figures import Case, kind_counts, last_months, period_figures, product_lines
from app.complaints.improvements import improvements_of
from app.complaints.rows import ComplaintFilter, ComplaintRow, matching, row_query, rows_of
from app.complaints.scope import seen
from app.context import App
from app.db.records import BranchOffice, ComplaintLog, Department, Employee, MarketArea
from app.errors import Invalid, NotFound
from app.letterhead import heading
from app.people.names import user_name
from app.people.work_days import work_calendar
from app.reports.complaint import complaint_report as build_complaint
from app.reports.complaint_data import ComplaintData, HandlingStep, LedgerData, LedgerLine, MonthFigures
from app.reports.complaint_ledger import ledger_report as build_ledger
from app.reports.model import Report

_UNACCEPTED = ("registered", "rejected")
_SOLVED = ("resolved", "closed")
_ENDED = ("closed", "withdrawn", "rejected")


def complaint_report(
    app: App, complaint: int | str, *, purpose: str = "", masked: bool = True, photos: bool = False
) -> Report:
    """The 投诉处理单 of a complaint, by its id or number; `photos` adds its pictures.

    Only who handles it, or may print whole numbers, prints it unmasked (承办版). Raises NotFound, Forbidden.
    """
    app.need("complaint.view")
    app.need("export.masked")
    with app.reading() as session:
        record = seen(app, session, _id_of(session, complaint))
        if not masked and record.handler_id != (app.user.employee_id or 0):
            app.need("export.full")
        data = _complaint_data(app, session, record, purpose=purpose, masked=masked)
    pages = photo_pages(app, ComplaintLog.__tablename__, record.id, masked=masked) if photos else ()
    return build_complaint(replace(data, photos=pages))


def _id_of(session: Session, complaint: int | str) -> int:
    if isinstance(complaint, int):
        return complaint
    query = select(ComplaintLog.id).where(ComplaintLog.complaint_no == complaint.strip().upper())
    found = session.scalar(query.where(ComplaintLog.deleted_at.is_(None)))
    if found is None:
        raise NotFound(f"没有投诉 {complaint}。请核对投诉号，例如 TS-LZ-202611-001。")
    return found


def _complaint_data(app: App, session: Session, record: ComplaintLog, *, purpose: str, masked: bool) -> ComplaintData:
    found = session.execute(row_query([ComplaintLog.id == record.id]))
    calendar = work_calendar(session)
    row = rows_of(session, found, app.now(), calendar)[0]
    waits = calendar.work_minutes(record.waiting_since, app.now()) if record.waiting_since else 0
    department = session.get(Department, record.handler_department_id) if record.handler_department_id else None
    return ComplaintData(
        heading=heading(app, session, record.branch_id, purpose=purpose, masked=masked),
        complaint_no=record.complaint_no,
        accepted=record.state not in _UNACCEPTED,
        resolved=record.state in _SOLVED,
        ended=record.state in _ENDED,
        received_at=record.received_at,
        channel=label_of("complaint_channel", record.channel),
        receiver=session.get_one(Employee, record.receiver_id).name,
        customer=row.customer_name,
        customer_short_name=row.customer,
        complainant=record.complainant,
        phone=record.complainant_phone or "",
        owner=row.owner,
        kind=row.kind,
        severity=row.severity,
        product=record.product_note or "",
        batch_no=record.batch_no or "",
        involved_amount=record.involved_amount,
        description=record.description,
        demand=record.demand,
        department=department.name if department else "",
        handler=row.handler,
        response_due_at=row.response_due_at,
        responded_at=row.responded_at,
        late_response="超时" if row.responded_in_time is False else "",
        resolve_due_at=row.resolve_due_at,
        resolved_at=row.resolved_at,
        late_resolve=_late(row),
        waiting_minutes=record.waiting_minutes + waits,
        reject_reason=record.reject_reason or "",
        steps=tuple(
            HandlingStep(entry.at, entry.who, entry.title, entry.text, entry.is_contact)
            for entry in entries(session, record)
        ),
        is_valid=label_of("yes_no_partial", record.is_valid),
        cause_kind=label_of("cause_kind", record.cause_kind),
        cause_analysis=record.cause_analysis or "",
        responsible=record.responsible or "",
        remedies=labels_of("remedy", record.remedies),
        resolution=record.resolution or "",
        remedy_amount=record.remedy_amount,
        remedy_approver=user_name(session, record.remedy_approver_id),
        remedy_approved_on=record.remedy_approved_at.date() if record.remedy_approved_at else None,
        improvements=tuple(i.imp_no for i in improvements_of(session, ComplaintLog.__tablename__, record.id)),
        confirmed=label_of("confirm_state", record.customer_confirmed),
        confirmed_by=record.confirmed_by or "",
        confirmed_on=record.confirmed_on,
        satisfaction=record.satisfaction,
        reopen_count=record.reopen_count,
        closed_by=user_name(session, record.closed_by_id),
        closed_on=record.closed_at.date() if record.closed_at else None,
    )


def _late(row: ComplaintRow) -> str:
    """超时 for what was done late, 逾期 n 天 for what still is not done (reports.md §0)."""
    if row.resolved_in_time is not False:
        return ""
    return "超时" if row.resolved_at else f"逾期 {row.days_late} 天"


def ledger_report(
    app: App,
    first: date,
    last: date | None = None,
    *,
    branch_id: int | None = None,
    purpose: str = "",
    masked: bool = True,
) -> Report:
    """The 投诉台账 of the days from first to last, or (last left out) of the month first lies in.

    It is that of an office, or of all the signed-in user may see. Raises Invalid when the days are the wrong way round.
    """
    app.need("complaint.view")
    app.need("export.masked" if masked else "export.full")
    if last is None:
        first, last = first.replace(day=1), first.replace(day=monthrange(first.year, first.month)[1])
    if last < first:
        raise Invalid("止日不能早于起日，没有做出台账。请改日期。", {"last": "止日不能早于起日"})
    with app.reading() as session:
        return build_ledger(_ledger_data(app, session, (first, last), branch_id, purpose=purpose, masked=masked))


def _ledger_data(
    app: App, session: Session, period: tuple[date, date], branch_id: int | None, *, purpose: str, masked: bool
) -> LedgerData:
    first, last = period
    months = last_months(last)
    branch = session.get(BranchOffice, branch_id) if branch_id is not None else None
    found = _since(app, session, min(months[0][0], first), last, branch_id)
    cases = [_case(record, row) for record, row, _ in found]
    in_period = [item for item in found if first <= item[0].received_at.date() <= last]
    came = [_case(record, row) for record, row, _ in in_period]
    severities, kinds = codes_of("complaint_severity"), codes_of("complaint_kind")
    counts = kind_counts(came, kinds, severities)
    return LedgerData(
        heading=heading(app, session, branch_id, purpose=purpose, masked=masked),
        number=f"TZ-{branch.code if branch else 'ALL'}-{first:%Y%m%d}-{last:%Y%m%d}",
        first=first,
        last=last,
        lines=tuple(_line(*item) for item in in_period),
        figures=period_figures(cases, first, last, app.now()),
        severities=tuple(label_of("complaint_severity", code) for code in severities),
        kinds=tuple((label_of("complaint_kind", code), row) for code, row in zip(kinds, counts, strict=True)),
        months=tuple(
            MonthFigures(f"{start:%Y-%m}", period_figures(cases, start, end, app.now())) for start, end in months
        ),
        products=product_lines(came),
    )


_Found = tuple[ComplaintLog, ComplaintRow, str]


def _since(app: App, session: Session, first: date, last: date, branch_id: int | None) -> list[_Found]:
    """What came, was answered, resolved or ran out in these days, the latest first, with the customer's market."""
    start, end = datetime.combine(first, time()), datetime.combine(last + timedelta(days=1), time())
    conditions = [
        *matching(app, ComplaintFilter(branch_id=branch_id, received_to=end)),
        or_(
            ComplaintLog.received_at >= start,
            ComplaintLog.responded_at >= start,
            ComplaintLog.resolved_at >= start,
            ComplaintLog.resolve_due_at >= start,
        ),
    ]
    return _found(app, session, conditions)


def _found(app: App, session: Session, conditions: Sequence[ColumnElement[bool]]) -> list[_Found]:
    query = row_query(conditions).order_by(ComplaintLog.received_at.desc(), ComplaintLog.id.desc())
    found = session.execute(query).all()
    rows = rows_of(session, found, app.now(), work_calendar(session))
    markets = dict(session.execute(select(MarketArea.id, MarketArea.name)).tuples().all())
    return [
        (record, row, markets.get(customer.market_area_id, ""))
        for (record, customer, *_), row in zip(found, rows, strict=True)
    ]


def ledger_lines(app: App, session: Session, customer_ids: Sequence[int]) -> list[LedgerLine]:
    """The ledger's lines of these customers' complaints, as far as the signed-in user sees them, the latest first."""
    conditions = [*matching(app, ComplaintFilter()), ComplaintLog.customer_id.in_(customer_ids)]
    return [_line(*item) for item in _found(app, session, conditions)]


def _case(record: ComplaintLog, row: ComplaintRow) -> Case:
    return Case(
        kind=record.kind,
        severity=record.severity,
        state=record.state,
        received_at=record.received_at,
        response_due_at=record.response_due_at,
        responded_at=record.responded_at,
        resolve_due_at=row.resolve_due_at,
        resolved_at=record.resolved_at,
        is_valid=record.is_valid or "",
        satisfaction=record.satisfaction,
        remedy_amount=record.remedy_amount,
        product=record.product_note or "",
        batch_no=record.batch_no or "",
    )


def _line(record: ComplaintLog, row: ComplaintRow, market: str) -> LedgerLine:
    return LedgerLine(
        complaint_no=row.complaint_no,
        received_at=row.received_at,
        customer_no=row.customer_no,
        customer=row.customer_name,
        market=market,
        channel=label_of("complaint_channel", record.channel),
        kind=row.kind,
        severity=row.severity,
        product_batch=" ".join(part for part in (record.product_note, record.batch_no) if part),
        description=row.description,
        demand=row.demand,
        involved_amount=record.involved_amount,
        handler=row.handler,
        response_due_at=row.response_due_at,
        responded_at=row.responded_at,
        response=_met(row.responded_in_time),
        resolve_due_at=row.resolve_due_at,
        resolved_at=row.resolved_at,
        resolve=_met(row.resolved_in_time),
        state=row.state,
        is_valid=label_of("yes_no_partial", record.is_valid),
        cause=label_of("cause_kind", record.cause_kind),
        remedies=labels_of("remedy", record.remedies),
        remedy_amount=record.remedy_amount if record.resolved_at else None,
        confirmed=label_of("confirm_state", record.customer_confirmed),
        satisfaction=row.satisfaction,
        closed_on=record.closed_at.date() if record.closed_at else None,
        days_late=row.days_late,
        owner=row.owner,
        overdue=_overdue(row),
    )


def _overdue(row: ComplaintRow) -> str:
    if row.overdue == "response":
        return "响应逾期"
    return f"逾期 {row.days_late} 天" if row.overdue else ""


def _met(in_time: bool | None) -> str:
    return {True: "按时", False: "超时", None: "未"}[in_time]
