"""Ending complaints: resolved, confirmed by the customer and closed, or taken up again (rule R09)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.complaints.handling import REMEDY_TO_APPROVE
from app.complaints.limits import resolve_due
from app.complaints.states import may_be_unreachable
from app.complaints.steps import Case, asked, checked, refuse, standing_of, step
from app.context import App
from app.db.records import ComplaintLog
from app.db.saving import write
from app.forms.model import Field

_RESOLVED = (
    "is_valid",
    "cause_kind",
    "cause_analysis",
    "responsible",
    "remedies",
    "resolution",
    "remedy_amount",
)
_CLOSED = ("customer_confirmed", "confirmed_by", "confirmed_on", "satisfaction", "content")


def resolve_fields() -> tuple[Field, ...]:
    """What the handler says about how it was resolved, in printed order."""
    return asked(_RESOLVED, needed=frozenset(_RESOLVED) - {"remedy_amount"})


def resolve(app: App, complaint_id: int, row_version: int, values: Mapping[str, Any], *, uid: str = "") -> None:
    """Offer the customer a solution: whether it is true, why, who is to blame, what is done; resolved from now.

    Raises Invalid for a compensation above the limit that the supervisor has not approved.
    """
    with step(app, complaint_id, row_version, "resolve", uid) as case:
        cleaned = checked(resolve_fields(), values)
        amount = cleaned["remedy_amount"] or Decimal(0)
        refuse(_unapproved(case.complaint, amount))
        write(case.complaint, cleaned | {"remedy_amount": amount, "resolved_at": app.now()})
        case.done(cleaned["resolution"][:500])


def _unapproved(complaint: ComplaintLog, amount: Decimal) -> dict[str, str]:
    approved = complaint.remedy_amount if complaint.remedy_approver_id else None
    if amount <= REMEDY_TO_APPROVE or (approved is not None and amount <= approved):
        return {}
    so_far = f"，已批 {approved:,.2f} 元" if approved is not None else ""
    return {"remedy_amount": f"补偿超过 {REMEDY_TO_APPROVE:,} 元要主管先批{so_far}，请先报批补偿"}


def close_fields() -> tuple[Field, ...]:
    """What is asked when a complaint is closed."""
    return asked(_CLOSED, needed=("customer_confirmed",), words="结案说明")


def close(app: App, complaint_id: int, row_version: int, values: Mapping[str, Any], *, uid: str = "") -> None:
    """Close what the customer agreed with, or what nobody could be reached about.

    `values` holds customer_confirmed agreed with confirmed_by and satisfaction (1–5), or unreachable with the
    explanation in content; confirmed_on is today unless told. Raises Invalid for whatever is missing.
    """
    with step(app, complaint_id, row_version, "close", uid) as case:
        cleaned = checked(close_fields(), values)
        cleaned["confirmed_on"] = cleaned["confirmed_on"] or app.today()
        refuse(_unconfirmed(case, cleaned))
        content = cleaned.pop("content") or _confirmation(cleaned)
        write(case.complaint, cleaned)
        case.end()
        case.done(content, contact=cleaned["customer_confirmed"] == "agreed")


def _unconfirmed(case: Case, cleaned: Mapping[str, Any]) -> dict[str, str]:
    problems, complaint = {}, case.complaint
    match cleaned["customer_confirmed"]:
        case "agreed":
            for name, label in (("confirmed_by", "确认人"), ("satisfaction", "满意度")):
                if not cleaned[name]:
                    problems[name] = f"{label}没有填"
        case "unreachable":
            if not cleaned["content"]:
                problems["content"] = "联系不上的要写明怎么联系的"
            if reason := may_be_unreachable(standing_of(case.session, complaint), case.app.now(), case.calendar):
                problems["customer_confirmed"] = reason
        case _:
            problems["customer_confirmed"] = "客户不认可的不能结案，请用“客户不认可”退回处理"
    if cleaned["confirmed_on"] > case.app.today():
        problems["confirmed_on"] = "确认日期不能晚于今天"
    elif complaint.resolved_at and cleaned["confirmed_on"] < complaint.resolved_at.date():
        problems["confirmed_on"] = "确认日期不能早于解决日"
    return problems


def _confirmation(cleaned: Mapping[str, Any]) -> str:
    return f"{cleaned['confirmed_by']}认可处理结果，满意度 {cleaned['satisfaction']}"


def disagree(app: App, complaint_id: int, row_version: int, content: str, *, uid: str = "") -> None:
    """The customer does not agree: back to work, with half the days as the new limit (rule R09)."""
    _take_up_again(app, complaint_id, row_version, "disagree", content, "客户不认可什么", uid)


def reopen(app: App, complaint_id: int, row_version: int, content: str, *, uid: str = "") -> None:
    """The same problem has come up again within 30 days of closing: back to work, with half the days."""
    _take_up_again(app, complaint_id, row_version, "reopen", content, "重开的理由", uid)


def _take_up_again(
    app: App, complaint_id: int, row_version: int, code: str, content: str, words: str, uid: str
) -> None:
    with step(app, complaint_id, row_version, code, uid) as case:
        cleaned = checked(asked(("content",), needed=("content",), words=words), {"content": content})
        complaint = case.complaint
        complaint.reopen_count += 1
        complaint.resolved_at = complaint.closed_at = complaint.closed_by_id = None
        complaint.confirmed_by = complaint.confirmed_on = complaint.satisfaction = None
        complaint.customer_confirmed = "disagreed" if code == "disagree" else None
        complaint.resolve_due_at = resolve_due(app.now(), complaint.severity, case.calendar, reopened=True)
        case.done(cleaned["content"], contact=True)


def withdraw(app: App, complaint_id: int, row_version: int, content: str, *, uid: str = "") -> None:
    """The customer takes the complaint back; says how."""
    with step(app, complaint_id, row_version, "withdraw", uid) as case:
        cleaned = checked(asked(("content",), needed=("content",), words="撤诉说明"), {"content": content})
        case.end_wait()
        case.end()
        case.done(cleaned["content"], contact=True)
