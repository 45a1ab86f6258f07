"""Which complaints a person sees (rule R22): a rep the own ones, an office those of the office, head office all."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from app.context import App
from app.db.records import ComplaintLog, Customer
from app.db.saving import existing
from app.errors import Forbidden

GONE = "这件投诉已不在了，没有做任何改动。请刷新列表。"
_OFFICE_ROLES = frozenset({"rep", "clerk", "supervisor", "service"})


def visible(app: App) -> ColumnElement[bool]:
    """The condition on ComplaintLog joined with Customer that holds for what the signed-in user may see."""
    user = app.user
    if user.role == "rep":
        return or_(
            Customer.owner_id == user.employee_id,
            ComplaintLog.receiver_id == user.employee_id,
            ComplaintLog.handler_id == user.employee_id,
        )
    if user.role in _OFFICE_ROLES:
        return or_(ComplaintLog.branch_id == user.branch_id, ComplaintLog.handler_id == user.employee_id)
    if user.role == "legal":
        return (ComplaintLog.involved_amount > 0) | (ComplaintLog.remedy_amount > 0)
    return true()


def seen(app: App, session: Session, complaint_id: int) -> ComplaintLog:
    """The complaint, if the signed-in user may see it; raises NotFound when it is gone, Forbidden otherwise."""
    known = existing(session, ComplaintLog, complaint_id, GONE)
    query = select(ComplaintLog.id).join(Customer, Customer.id == ComplaintLog.customer_id)
    if session.scalar(query.where(ComplaintLog.id == complaint_id, visible(app))) is None:
        raise Forbidden(f"投诉 {known.complaint_no} 不在账号 {app.user.username} 的范围里，不能查看或办理。")
    return known
