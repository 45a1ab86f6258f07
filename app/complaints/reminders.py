"""Whom to remind of which complaint now (rule R09, R23 N07): for the tray, and the badge beside 投诉."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.complaints.limits import RUNNING_STATES, Audience, Call, calls_due
from app.complaints.rows import ComplaintFilter, ComplaintRow, courses_of, matching, row_of, row_query
from app.context import App
from app.db.records import BranchOffice, ComplaintLog
from app.people.work_days import work_calendar

_HORIZON = timedelta(days=30)
"""Longer than any holiday between a reminder and the limit it is about."""

_WORDS = {
    "critical": "紧急投诉，请马上安排",
    "response_soon": "不到 1 个工作小时就到应响应时间",
    "response_over": "响应已超时",
    "response_long": "响应超时已过 2 个工作日",
    "resolve_soon": "不到 1 个工作日就到应解决时间",
    "resolve_over": "解决已超时",
    "resolve_long": "解决超时已过 2 个工作日",
}


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to say now. `key` is the same every time it is said again; `urgent` when a limit is over or the
    complaint is critical.
    """

    key: str
    at: datetime
    code: str
    complaint_id: int
    complaint_no: str
    title: str
    text: str
    due_at: datetime
    urgent: bool


def due_reminders(app: App, since: datetime | None = None) -> list[Reminder]:
    """What the signed-in person is to be reminded of now, earliest first; only what came due after `since`, if given."""
    app.need("complaint.view")
    now = app.now()
    conditions = [
        *matching(app, ComplaintFilter(states=RUNNING_STATES)),
        (ComplaintLog.response_due_at <= now + _HORIZON) | (ComplaintLog.resolve_due_at <= now + _HORIZON),
    ]
    with app.reading() as session:
        calendar = work_calendar(session)
        heads = dict(session.execute(select(BranchOffice.id, BranchOffice.head_id)).tuples().all())
        reminders = []
        found = session.execute(row_query(conditions)).all()
        courses = courses_of(session, [complaint for complaint, *_ in found], calendar)
        for complaint, customer, handler, owner in found:
            course = courses[complaint.id]
            calls = _loudest(
                call for call in calls_due(course, now, calendar) if _is_for(app, complaint, call.audience, heads)
            )
            if calls:
                row = row_of(complaint, customer, (handler or "", owner), course, now, calendar)
                reminders += [_reminder(row, call) for call in calls if since is None or call.at > since]
    return sorted(reminders, key=lambda reminder: (reminder.at, reminder.complaint_id))


def _loudest(calls: Iterable[Call]) -> list[Call]:
    """Who is both supervisor and head hears of a limit once."""
    by_code = {call.code: call for call in calls}
    return [call for code, call in by_code.items() if code.replace("_over", "_long") not in by_code.keys() - {code}]


def _is_for(app: App, complaint: ComplaintLog, audience: Audience, heads: dict[int, int | None]) -> bool:
    """Before anybody handles a complaint, its handler's reminders go to those who accept complaints."""
    employee_id = app.user.employee_id
    match audience:
        case Audience.HANDLER if complaint.handler_id is None:
            return app.may("complaint.accept")
        case Audience.HANDLER:
            return complaint.handler_id == employee_id
        case Audience.SUPERVISOR:
            return app.may("complaint.approve")
        case Audience.HEAD:
            return heads.get(complaint.branch_id) == employee_id


def _reminder(row: ComplaintRow, call: Call) -> Reminder:
    return Reminder(
        key=f"{row.id}-{call.code}-{call.due_at:%Y%m%d%H%M}",
        at=call.at,
        code=call.code,
        complaint_id=row.id,
        complaint_no=row.complaint_no,
        title=f"{row.customer}：{_WORDS[call.code]}",
        text=f"{row.complaint_no}　{row.kind}　{row.summary[:40]}　应于 {call.due_at:%m-%d %H:%M} 前完成",
        due_at=call.due_at,
        urgent=not call.code.endswith("_soon"),
    )
