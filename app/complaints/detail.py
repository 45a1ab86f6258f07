"""One complaint: what is known, what was done step by step, what can be done next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.complaints.improvements import ImprovementRow, improvements_of
from app.complaints.rows import ComplaintRow, row_query, rows_of
from app.complaints.scope import seen
from app.complaints.states import Move, moves_for
from app.complaints.steps import standing_of
from app.context import App
from app.db.journal import note_view
from app.db.records import ComplaintAction, ComplaintLog, Department, Employee, User
from app.errors import Forbidden
from app.people.names import user_name
from app.people.work_days import work_calendar
from app.security.masking import masked_phone

_TITLES = {
    "accepted": "受理",
    "rejected": "不予受理",
    "waiting": "等待客户",
    "resolved": "给出方案",
    "closed": "结案",
    "withdrawn": "客户撤诉",
    "registered": "登记",
}
_BACK_TO_WORK = {"accepted": "开始处理", "waiting": "继续处理", "resolved": "客户不认可", "closed": "重开"}
SYSTEM = "系统"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record: when, what kind of step, by whom, in which words.

    `is_contact` marks a word with the customer, `is_overrun` what the clock did (超时), which nobody wrote.
    """

    at: datetime
    title: str
    who: str
    text: str
    is_contact: bool = False
    is_overrun: bool = False
    from_state: str = ""
    to_state: str = ""


@dataclass(frozen=True, slots=True)
class ComplaintDetail:
    """One complaint whole; `values` are its fields by name with a masked phone, `moves` what can be done now."""

    row: ComplaintRow
    values: dict[str, Any]
    department: str
    receiver: str
    remedy_approver: str
    phone_may_be_shown: bool
    timeline: tuple[Entry, ...]
    moves: tuple[Move, ...]
    improvements: tuple[ImprovementRow, ...]


def read_complaint(app: App, complaint_id: int) -> ComplaintDetail:
    """One complaint; raises NotFound when it is gone, Forbidden when it is outside the user's range."""
    app.need("complaint.view")
    with app.reading() as session:
        complaint = seen(app, session, complaint_id)
        found = session.execute(row_query([ComplaintLog.id == complaint_id]))
        row = rows_of(session, found, app.now(), work_calendar(session))[0]
        values = {field.name: getattr(complaint, field.name) for field in ComplaintLog.fields()}
        values["complainant_phone"] = masked_phone(complaint.complainant_phone or "") or None
        receiver = session.get_one(Employee, complaint.receiver_id)
        department = complaint.handler_department_id and session.get(Department, complaint.handler_department_id)
        return ComplaintDetail(
            row=row,
            values=values,
            department=department.name if department else "",
            receiver=receiver.name,
            remedy_approver=user_name(session, complaint.remedy_approver_id),
            phone_may_be_shown=_sees_phone(app, complaint),
            timeline=tuple(sorted([*entries(session, complaint), *_overruns(row, app.now())], key=lambda e: e.at)),
            moves=tuple(moves_for(app, standing_of(session, complaint))),
            improvements=tuple(improvements_of(session, ComplaintLog.__tablename__, complaint_id)),
        )


def entries(session: Session, complaint: ComplaintLog) -> list[Entry]:
    """What was done, in order."""
    query = (
        select(ComplaintAction, Employee.name)
        .join(User, User.id == ComplaintAction.actor_id)
        .join(Employee, Employee.id == User.employee_id)
        .where(ComplaintAction.complaint_id == complaint.id, ComplaintAction.deleted_at.is_(None))
        .order_by(ComplaintAction.at, ComplaintAction.id)
    )
    return [
        Entry(
            action.at,
            _title(action),
            name,
            action.content,
            action.is_customer_contact,
            from_state=action.from_state or "",
            to_state=action.to_state or "",
        )
        for action, name in session.execute(query)
    ]


def _title(action: ComplaintAction) -> str:
    if action.to_state == "processing":
        return _BACK_TO_WORK[action.from_state or ""]
    if action.to_state:
        return _TITLES[action.to_state]
    return "联系客户" if action.is_customer_contact else "处理"


def _overruns(row: ComplaintRow, now: datetime) -> Iterator[Entry]:
    """The moments a limit ran out."""
    reminded = f"，提醒{row.handler}和主管" if row.handler else "，提醒主管"
    limits = (
        (row.responded_in_time, row.response_due_at, "响应"),
        (row.resolved_in_time, row.resolve_due_at, "解决"),
    )
    for in_time, due, words in limits:
        if in_time is False and due <= now:
            yield Entry(due, "超时", SYSTEM, f"已过应{words}时间{reminded}。", is_overrun=True)


def full_phone(app: App, complaint_id: int) -> str:
    """The complainant's whole number; who looked is journalled (rule R22)."""
    app.need("complaint.view")
    with app.transaction("显示完整电话") as session:
        complaint = seen(app, session, complaint_id)
        if not _sees_phone(app, complaint):
            raise Forbidden("完整电话只有承办人和内勤、主管能看。请找承办人联系客户。")
        note_view(session, complaint)
        return complaint.complainant_phone or ""


def _sees_phone(app: App, complaint: ComplaintLog) -> bool:
    """Who handles the complaint sees the number, and who sees all of the office's."""
    is_handler = complaint.handler_id is not None and complaint.handler_id == app.user.employee_id
    return is_handler or app.may("contact.view_full")
