"""What somebody owes a customer by a day: listed, done, called off (records.md FollowUp)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from app.choices import codes_of, label_of
from app.context import App
from app.db.records import Customer, DiscussionNote, Employee, FollowUp
from app.db.saving import check_version, existing
from app.errors import Conflict, Invalid
from app.forms.clean import clean

OPEN_STATES = ("open", "doing")


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """A follow-up as lists show it; `days_over` counts from the day after it was due, 0 while it is not."""

    id: int
    customer_id: int
    customer: str
    kind: str
    kind_code: str
    title: str
    due_on: date
    owner_id: int
    owner: str
    from_meeting: bool
    state: str
    state_code: str
    done_on: date | None
    result: str
    days_over: int
    row_version: int


def list_follow_ups(
    app: App,
    *,
    branch_id: int | None = None,
    owner_id: int | None = None,
    customer_id: int | None = None,
    due_until: date | None = None,
    every_state: bool = False,
    limit: int = 500,
) -> list[FollowUpRow]:
    """Follow-ups by due day: those still open, or of every state."""
    app.need("visit.edit")
    wanted: list[ColumnElement[bool]] = [] if every_state else [FollowUp.state.in_(OPEN_STATES)]
    if branch_id is not None:
        wanted.append(Customer.branch_id == branch_id)
    if owner_id is not None:
        wanted.append(FollowUp.owner_id == owner_id)
    if customer_id is not None:
        wanted.append(FollowUp.customer_id == customer_id)
    if due_until is not None:
        wanted.append(FollowUp.due_on <= due_until)
    with app.reading() as session:
        return rows_of(session, select_rows().where(*wanted).limit(limit), app.today())


def select_rows() -> Select[Any]:
    """Follow-ups with their customer's and owner's names, by due day."""
    return (
        select(FollowUp, Customer.short_name, Employee.name)
        .join(Customer, Customer.id == FollowUp.customer_id)
        .join(Employee, Employee.id == FollowUp.owner_id)
        .where(FollowUp.deleted_at.is_(None))
        .order_by(FollowUp.due_on, FollowUp.id)
    )


def rows_of(session: Session, query: Select[Any], today: date) -> list[FollowUpRow]:
    """What a query of `select_rows` finds, as rows."""
    return [_row(found, customer, owner, today) for found, customer, owner in session.execute(query)]


def _row(found: FollowUp, customer: str, owner: str, today: date) -> FollowUpRow:
    over = (today - found.due_on).days if found.state in OPEN_STATES else 0
    return FollowUpRow(
        found.id,
        found.customer_id,
        customer,
        label_of("followup_kind", found.kind),
        found.kind,
        found.title,
        found.due_on,
        found.owner_id,
        owner,
        found.source_entity == DiscussionNote.__tablename__,
        label_of("task_state", found.state),
        found.state,
        found.done_on,
        found.result or "",
        max(over, 0),
        found.row_version,
    )


def finish_follow_up(app: App, follow_up_id: int, row_version: int, result: str, *, uid: str = "") -> None:
    """Note that it was done today, and what came of it. The result is required."""
    _close(app, follow_up_id, row_version, "done", result, uid)


def cancel_follow_up(app: App, follow_up_id: int, row_version: int, reason: str, *, uid: str = "") -> None:
    """Call it off, and say why."""
    _close(app, follow_up_id, row_version, "cancelled", reason, uid)


def _close(app: App, follow_up_id: int, row_version: int, state: str, result: str, uid: str) -> None:
    app.need("visit.edit")
    operation = "办结跟进事项" if state == "done" else "取消跟进事项"
    given = clean([f for f in FollowUp.fields() if f.name == "result"], {"result": result}, codes_of)["result"]
    if not given:
        raise Invalid(f"{operation[:2]}要写明结果或原因。跟进事项没有变动。", {"result": "请填结果"})
    with app.transaction(operation, uid=uid) as session:
        found = existing(session, FollowUp, follow_up_id, "这件跟进事项已不在了，没有做任何改动。请刷新列表。")
        check_version(found, row_version)
        if found.state not in OPEN_STATES:
            state_now = label_of("task_state", found.state)
            raise Conflict(f"“{found.title}”现在是“{state_now}”，没有做任何改动。请刷新列表。")
        if found.owner_id != app.user.employee_id:
            app.need("visit.enter_other")
        found.state, found.result, found.done_on = state, given, app.today()
