"""Handling complaints: accepted or rejected, worked on, waiting for the customer, handed over (rule R09)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from app.complaints.steps import active_employee, asked, checked, moment_problem, refuse, step
from app.context import App
from app.db.records import Department
from app.db.saving import existing

REMEDY_TO_APPROVE = Decimal(2000)
"""The parameter remedy_approve_amount: what costs more needs the supervisor (rule R09)."""


def accept(
    app: App,
    complaint_id: int,
    row_version: int,
    *,
    handler_id: int | None,
    content: str,
    handler_department_id: int | None = None,
    contacted_at: datetime | None = None,
    uid: str = "",
) -> None:
    """Accept a complaint: who handles it, and what the first word with the customer was.

    `contacted_at` is when that was, now unless told; it is the answer. The department is the handler's unless told.
    """
    with step(app, complaint_id, row_version, "accept", uid) as case:
        names = ("handler_id", "handler_department_id", "content")
        fields = asked(names, needed=("handler_id", "content"), words="首次联系客户的记录")
        given = {"handler_id": handler_id, "handler_department_id": handler_department_id, "content": content}
        wrong = moment_problem(contacted_at, case.complaint.received_at, app.now(), "首次联系的时间")
        cleaned = checked(fields, given, {"contacted_at": wrong})
        handler = active_employee(case.session, cleaned["handler_id"], "handler_id")
        department_id = cleaned["handler_department_id"] or handler.department_id
        existing(case.session, Department, department_id, "选的部门已不在名单里，没有写入。内容还在窗口里，没有丢。")
        case.complaint.handler_id, case.complaint.handler_department_id = handler.id, department_id
        case.done(cleaned["content"], contact=True, at=contacted_at)


def reject(app: App, complaint_id: int, row_version: int, *, reject_reason: str, content: str, uid: str = "") -> None:
    """Turn a complaint down, with the reason and how the customer was told."""
    with step(app, complaint_id, row_version, "reject", uid) as case:
        fields = asked(("reject_reason", "content"), needed=("reject_reason", "content"), words="告知客户的记录")
        cleaned = checked(fields, {"reject_reason": reject_reason, "content": content})
        case.complaint.reject_reason = cleaned["reject_reason"]
        case.end()
        case.done(cleaned["content"], contact=True)


def start(app: App, complaint_id: int, row_version: int, content: str, *, uid: str = "") -> None:
    """Begin to work on it."""
    with step(app, complaint_id, row_version, "start", uid) as case:
        case.done(_words(content, "处理记录"))


def wait(app: App, complaint_id: int, row_version: int, content: str, *, uid: str = "") -> None:
    """Wait for the customer, saying for what; the limit to resolve stands still from now."""
    with step(app, complaint_id, row_version, "wait", uid) as case:
        case.complaint.waiting_since = app.now()
        case.done(_words(content, "等什么"))


def resume(app: App, complaint_id: int, row_version: int, content: str, *, uid: str = "") -> None:
    """Go on; the limit to resolve moves by the working minutes waited."""
    with step(app, complaint_id, row_version, "resume", uid) as case:
        words = _words(content, "处理记录")
        case.end_wait()
        case.done(words)


def note(
    app: App,
    complaint_id: int,
    row_version: int,
    content: str,
    *,
    is_customer_contact: bool = False,
    at: datetime | None = None,
    uid: str = "",
) -> None:
    """Write down what was done; the first word with the customer counts as the answer. `at` is when it was."""
    with step(app, complaint_id, row_version, "note", uid) as case:
        wrong = moment_problem(at, case.complaint.received_at, app.now(), "时间")
        fields = asked(("content",), needed=("content",), words="处理记录")
        cleaned = checked(fields, {"content": content}, {"at": wrong})
        case.done(cleaned["content"], contact=is_customer_contact, at=at)


def hand_over(
    app: App, complaint_id: int, row_version: int, *, handler_id: int | None, content: str, uid: str = ""
) -> None:
    """Give it to somebody else, with the reason; limits go on as they are."""
    with step(app, complaint_id, row_version, "hand_over", uid) as case:
        fields = asked(("handler_id", "content"), needed=("handler_id", "content"), words="转办的理由")
        cleaned = checked(fields, {"handler_id": handler_id, "content": content})
        handler = active_employee(case.session, cleaned["handler_id"], "handler_id")
        if handler.id == case.complaint.handler_id:
            refuse({"handler_id": f"承办人本来就是{handler.name}"})
        case.complaint.handler_id, case.complaint.handler_department_id = handler.id, handler.department_id
        case.done(f"转给{handler.name}：{cleaned['content']}"[:500])


def propose_remedy(app: App, complaint_id: int, row_version: int, *, amount: Any, content: str, uid: str = "") -> None:
    """Ask for a compensation in 元 above the limit, with the reason; the supervisor approves it."""
    with step(app, complaint_id, row_version, "propose_remedy", uid) as case:
        cleaned = _remedy(amount, content, "报批补偿的理由")
        if cleaned["remedy_amount"] <= REMEDY_TO_APPROVE:
            refuse({"remedy_amount": f"{REMEDY_TO_APPROVE:,} 元以内不用报批，给出方案时直接填"})
        _set_remedy(case.complaint, cleaned["remedy_amount"], None, None)
        case.done(f"报批补偿 {cleaned['remedy_amount']:,.2f} 元：{cleaned['content']}"[:500])


def approve_remedy(app: App, complaint_id: int, row_version: int, *, amount: Any, content: str, uid: str = "") -> None:
    """Approve a compensation of so many 元; what is paid in the end may be less, not more."""
    with step(app, complaint_id, row_version, "approve_remedy", uid) as case:
        cleaned = _remedy(amount, content, "审批意见")
        _set_remedy(case.complaint, cleaned["remedy_amount"], app.user.user_id, app.now())
        case.done(f"同意补偿 {cleaned['remedy_amount']:,.2f} 元：{cleaned['content']}"[:500])


def _remedy(amount: Any, content: str, words: str) -> dict[str, Any]:
    names = ("remedy_amount", "content")
    return checked(asked(names, needed=names, words=words), {"remedy_amount": amount, "content": content})


def _set_remedy(complaint: Any, amount: Decimal, approver_id: int | None, at: datetime | None) -> None:
    complaint.remedy_amount, complaint.remedy_approver_id, complaint.remedy_approved_at = amount, approver_id, at


def _words(content: str, label: str) -> str:
    fields = asked(("content",), needed=("content",), words=label)
    words: str = checked(fields, {"content": content})["content"]
    return words
