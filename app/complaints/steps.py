"""One step of a complaint: who may take it, the change, and the line in its record, in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.calendar import WorkCalendar
from app.choices import codes_of
from app.complaints.scope import seen
from app.complaints.states import RULES, Rule, Standing, why_not, wrong_state
from app.context import App
from app.db.records import ComplaintAction, ComplaintLog, Employee
from app.db.saving import check_version, existing
from app.errors import Conflict, Forbidden, Invalid
from app.forms.clean import clean
from app.forms.model import Field
from app.people.work_days import work_calendar

KEPT = "内容还在窗口里，没有丢。"
UNTOUCHED = "没有做任何改动。"
_CONTENT = next(field for field in ComplaintAction.fields() if field.name == "content")


@dataclass(frozen=True, slots=True)
class Case:
    """A complaint under way in a transaction."""

    app: App
    session: Session
    complaint: ComplaintLog
    rule: Rule
    calendar: WorkCalendar

    def done(self, content: str, *, contact: bool = False, at: datetime | None = None) -> None:
        """Go to the move's state and add the line that says so; `at` is when it happened, now unless told."""
        before, after = self.complaint.state, self.rule.to_state
        if after is not None:
            self.complaint.state = after
        add_action(
            self.app,
            self.session,
            self.complaint,
            content,
            at=at,
            contact=contact,
            ways=(before, after) if after else (None, None),
        )

    def end(self) -> None:
        """Nothing is left to do: note when and by whom it was closed, turned down or taken back."""
        self.complaint.closed_at, self.complaint.closed_by_id = self.app.now(), actor(self.app)

    def end_wait(self) -> None:
        """Stop waiting, if it waits; the limit to resolve moves by the working minutes waited."""
        complaint, now = self.complaint, self.app.now()
        if complaint.waiting_since is None:
            return
        waited = self.calendar.work_minutes(complaint.waiting_since, now)
        complaint.waiting_minutes += waited
        complaint.resolve_due_at = self.calendar.add_work_minutes(complaint.resolve_due_at, waited)
        complaint.waiting_since = None


def add_action(
    app: App,
    session: Session,
    complaint: ComplaintLog,
    content: str,
    *,
    at: datetime | None = None,
    contact: bool = False,
    ways: tuple[str | None, str | None] = (None, None),
) -> None:
    """Write one line of the record. The first word with the customer is the answer (rule R09)."""
    moment = at or app.now()
    session.add(
        ComplaintAction(
            complaint_id=complaint.id,
            at=moment,
            actor_id=actor(app),
            from_state=ways[0],
            to_state=ways[1],
            content=content,
            is_customer_contact=contact,
        )
    )
    if contact and complaint.responded_at is None:
        complaint.responded_at = moment


def actor(app: App) -> int:
    """Who acts; raises Forbidden for the office's own jobs, which nobody could ask later."""
    if app.user.user_id is None:
        raise Forbidden(f"投诉要由登录的人办理，{UNTOUCHED}请先登录。")
    return app.user.user_id


@contextmanager
def step(app: App, complaint_id: int, row_version: int, code: str, uid: str) -> Iterator[Case]:
    """Take one step; raises Forbidden or Conflict before anything is changed."""
    rule = RULES[code]
    app.need("complaint.view")
    with app.transaction(f"投诉{rule.verb}"[:60], uid=uid) as session:
        complaint = seen(app, session, complaint_id)
        standing = standing_of(session, complaint)
        if wrong := wrong_state(standing, rule):
            raise Conflict(f"{wrong}。{UNTOUCHED}请刷新后再看。")
        check_version(complaint, row_version)
        if reason := why_not(app, standing, rule):
            raise Forbidden(f"{reason}。投诉 {complaint.complaint_no} 没有改动。")
        yield Case(app, session, complaint, rule, work_calendar(session))


def standing_of(session: Session, complaint: ComplaintLog) -> Standing:
    """How a complaint stands now."""
    handler = session.get(Employee, complaint.handler_id) if complaint.handler_id else None
    contacts = 0
    if complaint.resolved_at is not None:
        query = select(func.count()).where(
            ComplaintAction.complaint_id == complaint.id,
            ComplaintAction.is_customer_contact,
            ComplaintAction.at > complaint.resolved_at,
            ComplaintAction.deleted_at.is_(None),
        )
        contacts = session.scalar(query) or 0
    return Standing(
        state=complaint.state,
        receiver_id=complaint.receiver_id,
        handler_id=complaint.handler_id,
        handler=handler.name if handler else "",
        resolved_at=complaint.resolved_at,
        closed_at=complaint.closed_at,
        contacts=contacts,
    )


def moves_of(
    session: Session, complaint_ids: Collection[int]
) -> dict[int, list[tuple[datetime, str | None, str | None]]]:
    """When each complaint went from which state to which, in order; in one statement, none for no complaint."""
    moves: dict[int, list[tuple[datetime, str | None, str | None]]] = {each: [] for each in complaint_ids}
    if not moves:
        return moves
    query = (
        select(ComplaintAction)
        .where(
            ComplaintAction.complaint_id.in_(moves),
            ComplaintAction.to_state.is_not(None),
            ComplaintAction.deleted_at.is_(None),
        )
        .order_by(ComplaintAction.at, ComplaintAction.id)
    )
    for action in session.scalars(query):
        moves[action.complaint_id].append((action.at, action.from_state, action.to_state))
    return moves


def asked(names: Iterable[str], *, needed: Iterable[str] = (), words: str = "") -> tuple[Field, ...]:
    """Declared fields for a step, those `needed` required there; `content` stands for the step's own words."""
    required = frozenset(needed)
    fields = [replace(f, required=f.name in required) for f in ComplaintLog.fields() if f.name in frozenset(names)]
    content = replace(_CONTENT, label=words or _CONTENT.label, required="content" in required)
    return (*fields, content) if "content" in frozenset(names) else tuple(fields)


def checked(
    fields: Sequence[Field], values: Mapping[str, Any], more: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The step's values, typed; Invalid names every problem by field, `more` among them (field to sentence)."""
    problems = {name: sentence for name, sentence in (more or {}).items() if sentence}
    cleaned: dict[str, Any] = {}
    try:
        cleaned = clean(fields, {field.name: values.get(field.name) for field in fields}, codes_of)
    except Invalid as error:
        problems = error.problems | problems
    refuse(problems)
    return cleaned


def refuse(problems: Mapping[str, str]) -> None:
    """Raise Invalid when there are problems, field to sentence."""
    if problems:
        raise Invalid(f"有 {len(problems)} 项要改：{'；'.join(problems.values())}。{KEPT}", problems)


def active_employee(session: Session, employee_id: int, field: str) -> Employee:
    """Somebody who still works here; raises Invalid otherwise."""
    person = existing(session, Employee, employee_id, f"选的人已不在名单里，没有写入。{KEPT}")
    if person.status != "active":
        refuse({field: f"{person.name}已不在岗，请另选一人"})
    return person


def moment_problem(at: datetime | None, since: datetime, now: datetime, label: str) -> str:
    """Why a moment typed in cannot be; empty when it can."""
    if at is None:
        return ""
    if at > now:
        return f"{label}不能晚于现在"
    return f"{label}不能早于接诉时间" if at < since else ""
