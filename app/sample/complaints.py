"""The sample office's complaints with what was done about each, and its older ones (sample-data.md §4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal

from app.choices import label_of
from app.complaints.limits import resolve_due, response_due
from app.db.records import ComplaintAction, ComplaintLog
from app.sample.desk import Desk
from app.sample.tables import rows, yes

_Step = dict[str, str]


def add_complaints(desk: Desk) -> None:
    """Write every complaint as it stands on the Friday evening."""
    steps: dict[str, list[_Step]] = {}
    for row in rows("complaint_steps"):
        steps.setdefault(row["投诉号"], []).append(row)
    for row in rows("complaints"):
        complaint = _add_complaint(desk, row, steps.get(row["投诉号"], []))
        desk.session.flush()
        _add_steps(desk, complaint, row, steps.get(row["投诉号"], []))
    desk.session.flush()


def _add_complaint(desk: Desk, row: _Step, steps: Sequence[_Step]) -> ComplaintLog:
    received_at, severity = datetime.fromisoformat(row["接诉时间"]), row["程度"]
    customer, contact = desk.customers[int(row["客户"])], desk.contacts[int(row["客户"])]
    number = desk.number(row["投诉号"][:-3], 3)
    handler = desk.employees[row["承办人"]] if row["承办人"] else None
    complaint = ComplaintLog(
        complaint_no=number,
        branch_id=desk.office.id,
        customer_id=customer.id,
        complainant=contact.name,
        complainant_phone=contact.mobile,
        received_at=received_at,
        channel=row["渠道"],
        receiver_id=desk.employees[row["接诉人"]].id,
        kind=row["类别"],
        severity=severity,
        product_note=row["产品"] or None,
        batch_no=row["批号"] or None,
        description=row["内容"],
        demand=row["诉求"],
        involved_amount=_money(row["涉及金额"]),
        handler_id=handler.id if handler else None,
        handler_department_id=handler.department_id if handler else None,
        response_due_at=response_due(received_at, severity, desk.calendar),
        responded_at=_when(steps, lambda step: yes(step["联系客户"])),
        resolve_due_at=resolve_due(received_at, severity, desk.calendar),
        resolved_at=_when(steps, lambda step: step["新状态"] == "resolved"),
        waiting_since=_when(steps, lambda step: step["新状态"] == "waiting"),
        state=row["状态"],
        is_valid=row["属实"] or None,
        cause_kind=row["原因"] or None,
        cause_analysis=row["原因分析"] or None,
        responsible=row["责任方"] or None,
        remedies=tuple(row["处理方式"].split()),
        resolution=row["处理结果"] or None,
        remedy_amount=_money(row["补偿"]),
    )
    if closed_at := _when(steps, lambda step: step["新状态"] == "closed"):
        complaint.closed_at, complaint.closed_by_id = closed_at, desk.users[steps[-1]["经办"]].id
        complaint.customer_confirmed, complaint.confirmed_by = "agreed", contact.name
        complaint.confirmed_on, complaint.satisfaction = closed_at.date(), int(row["满意度"])
    return desk.add(complaint, number)


def _add_steps(desk: Desk, complaint: ComplaintLog, row: _Step, steps: Sequence[_Step]) -> None:
    words = f"{label_of('complaint_channel', complaint.channel)}：{complaint.description}"
    registered = {"时间": row["接诉时间"], "经办": row["接诉人"], "原状态": "", "新状态": "registered"}
    for number, step in enumerate([{**registered, "联系客户": "否", "内容": words}, *steps], 1):
        action = ComplaintAction(
            complaint_id=complaint.id,
            at=datetime.fromisoformat(step["时间"]),
            actor_id=desk.users[step["经办"]].id,
            from_state=step["原状态"] or None,
            to_state=step["新状态"] or None,
            content=step["内容"],
            is_customer_contact=yes(step["联系客户"]),
        )
        desk.add(action, f"{complaint.complaint_no}-{number:02d}")


def _when(steps: Sequence[_Step], wanted: Callable[[_Step], bool]) -> datetime | None:
    """When the first such step was taken."""
    return next((datetime.fromisoformat(step["时间"]) for step in steps if wanted(step)), None)


def _money(cell: str) -> Decimal | None:
    return Decimal(cell) if cell else None
