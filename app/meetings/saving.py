"""Saving an evening meeting: what was said, and each decision carried once into follow-up, visit, plan and report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import codes_of
from app.context import App
from app.db.records import Customer, DailySweepReport, DiscussionNote, Employee, FollowUp, Visit
from app.db.saving import check_version, existing, write
from app.errors import Invalid
from app.forms.clean import clean
from app.meetings.evening import find_note
from app.meetings.fields import NOTE
from app.meetings.follow_ups import OPEN_STATES
from app.meetings.planning import Decided, drop_visit, plan_visit

_FOLLOW_UP_FIELDS = ("customer_id", "kind", "title", "due_on", "owner_id")
_OPEN_REPORTS = ("draft", "returned")
VISIT = "visit"


@dataclass(frozen=True, slots=True)
class DecisionInput:
    """One decision about a customer: what is to be done, by whom and until when; a visit decides the next visit date.

    `visit_id` is the visit of the day it was taken over, `follow_up_id` the follow-up it was saved as before.
    """

    customer_id: int
    text: str
    owner_id: int
    due_on: date
    kind: str = VISIT
    visit_id: int | None = None
    follow_up_id: int | None = None
    start_at: time | None = None


@dataclass(frozen=True, slots=True)
class MeetingInput:
    """What is written down of a meeting; decisions left out since the last saving are called off."""

    start_at: time | None
    place: str
    attendee_ids: tuple[int, ...]
    recorder_id: int
    topics: str
    conclusions: str
    decisions: tuple[DecisionInput, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedMeeting:
    """What saving made: the note, and of each decision in the order given its follow-up and its planned visit (None
    where nothing was planned); `not_planned` says in words which visits could not be."""

    note_id: int
    row_version: int
    follow_up_ids: tuple[int, ...]
    plan_item_ids: tuple[int | None, ...]
    not_planned: tuple[str, ...] = ()


def save_meeting(
    app: App, day: date, branch_id: int, given: MeetingInput, row_version: int = 0, *, uid: str = ""
) -> SavedMeeting:
    """Save an evening's meeting with its decisions, follow-ups and planned visits, all or nothing.

    Raises Invalid naming every problem by field (`decisions.0` for the first decision), Conflict when somebody else
    saved it since `row_version` was read.
    """
    app.need("daily.enter_other")
    app.need_office(branch_id)
    if day > app.today():
        raise Invalid(f"{day:%Y-%m-%d} 还没到，不能记这天的讨论。没有做任何改动。", {"discussed_on": "不能晚于今天"})
    with app.transaction("记录晚间讨论", uid=uid) as session:
        values, decisions = _checked(session, day, branch_id, given)
        note = _write_note(app, session, day, branch_id, given, values, row_version)
        follow_ups, planned = _write_decisions(app, session, note, given.decisions, decisions)
        _carry_into_visits(session, given.decisions)
        _carry_into_reports(session, note)
        session.flush()
        not_planned = tuple(
            f"{found.due_on:%m-%d} 已经过去，“{found.title}”没有排进计划"
            for found, item in zip(follow_ups, planned, strict=True)
            if found.kind == VISIT and item is None
        )
        return SavedMeeting(note.id, note.row_version, tuple(found.id for found in follow_ups), planned, not_planned)


def _checked(
    session: Session, day: date, branch_id: int, given: MeetingInput
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The note's and the decisions' cleaned values; every problem at once."""
    problems: dict[str, str] = {}
    values: dict[str, Any] = {}
    decisions: list[dict[str, Any]] = []
    said = [f for f in DiscussionNote.fields() if f.name in NOTE]
    try:
        values = clean(said, {name: getattr(given, name) for name in NOTE}, codes_of)
    except Invalid as error:
        problems |= error.problems
    if not given.attendee_ids:
        problems["attendee_ids"] = "参加人至少一位"
    people = set(session.scalars(select(Employee.id).where(Employee.deleted_at.is_(None))))
    if not {*given.attendee_ids, given.recorder_id} <= people:
        problems["attendee_ids"] = "参加人或记录人已不在名单里，请重选"
    for number, decision in enumerate(given.decisions):
        try:
            decisions.append(_checked_decision(session, day, branch_id, decision))
        except Invalid as error:
            problems[f"decisions.{number}"] = "；".join(error.problems.values())
    if problems:
        raise Invalid("；".join(problems.values()) + "。内容还在窗口里，没有丢。", problems)
    return values, decisions


def _checked_decision(session: Session, day: date, branch_id: int, decision: DecisionInput) -> dict[str, Any]:
    asked = [f for f in FollowUp.fields() if f.name in _FOLLOW_UP_FIELDS]
    values = clean(
        asked, {n: decision.text if n == "title" else getattr(decision, n) for n in _FOLLOW_UP_FIELDS}, codes_of
    )
    customer, owner = session.get(Customer, values["customer_id"]), session.get(Employee, values["owner_id"])
    if customer is None or customer.deleted_at or customer.branch_id != branch_id:
        raise Invalid("", {"customer_id": "这家客户已不在本处，请去掉这条决定"})
    if owner is None or owner.deleted_at or (owner.left_on and owner.left_on <= values["due_on"]):
        raise Invalid("", {"owner_id": f"{customer.short_name}的责任人到时已不在，请重选"})
    if values["due_on"] <= day:
        raise Invalid("", {"due_on": f"{customer.short_name}的下次日期要晚于 {day:%m-%d}"})
    visit = session.get(Visit, decision.visit_id) if decision.visit_id else None
    if visit and visit.customer_id != customer.id:
        raise Invalid("", {"visit_id": f"{customer.short_name}的决定对应的拜访是另一家的"})
    return values


def _write_note(
    app: App,
    session: Session,
    day: date,
    branch_id: int,
    given: MeetingInput,
    values: dict[str, Any],
    row_version: int,
) -> DiscussionNote:
    note = find_note(session, day, branch_id)
    if note is None:
        note = DiscussionNote(branch_id=branch_id, discussed_on=day, attendee_ids=[], recorder_id=given.recorder_id)
        session.add(note)
    else:
        check_version(note, row_version)
    people = list(dict.fromkeys(given.attendee_ids))
    markets = sorted({customer.market_area_id for customer in _customers(session, given.decisions)})
    kept = {"market_area_ids": sorted({*(note.market_area_ids or []), *markets}) or None}
    write(note, {**values, **kept, "attendee_ids": people, "recorder_id": given.recorder_id})
    session.flush()
    return note


def _customers(session: Session, decisions: Sequence[DecisionInput]) -> list[Customer]:
    wanted = {decision.customer_id for decision in decisions}
    return list(session.scalars(select(Customer).where(Customer.id.in_(wanted))))


def _write_decisions(
    app: App,
    session: Session,
    note: DiscussionNote,
    given: Sequence[DecisionInput],
    decisions: Sequence[dict[str, Any]],
) -> tuple[list[FollowUp], tuple[int | None, ...]]:
    """Each decision's follow-up (the one it was saved as before, or a new one) and planned visit; those left out go."""
    source = DiscussionNote.__tablename__
    query = select(FollowUp).where(
        FollowUp.source_entity == source, FollowUp.source_id == note.id, FollowUp.deleted_at.is_(None)
    )
    known = {found.id: found for found in session.scalars(query)}
    kept: list[FollowUp] = []
    planned: list[int | None] = []
    for decision, values in zip(given, decisions, strict=True):
        found = known.pop(decision.follow_up_id or 0, None)
        before = _decided(found) if found else None
        if found is None:
            found = FollowUp(**values, source_entity=source, source_id=note.id, state="open")
            session.add(found)
        elif found.state in OPEN_STATES:
            write(found, values)
        kept.append(found)
        planned.append(_plan(app, session, found, before, decision.start_at))
    for gone in known.values():
        if gone.state in OPEN_STATES:
            gone.deleted_at = app.now()
            if was := _decided(gone):
                drop_visit(app, session, was)
    session.flush()
    return kept, tuple(planned)


def _decided(found: FollowUp) -> Decided | None:
    """The visit a follow-up calls for; None for other ways, and once it is done."""
    if found.kind != VISIT or found.state not in OPEN_STATES:
        return None
    return Decided(found.customer_id, found.owner_id, found.due_on, found.title)


def _plan(app: App, session: Session, found: FollowUp, before: Decided | None, start: time | None) -> int | None:
    decided = _decided(found)
    if decided is None:
        if before:
            drop_visit(app, session, before)
        return None
    return plan_visit(app, session, replace(decided, start=start), before)


def _carry_into_visits(session: Session, decisions: Sequence[DecisionInput]) -> None:
    """The next visit's date goes to the customer, and to the visit itself unless a daily report has locked it."""
    for decision in decisions:
        if decision.kind != VISIT:
            continue
        existing(session, Customer, decision.customer_id, "这家客户已不在了。").next_visit_due_on = decision.due_on
        visit = session.get(Visit, decision.visit_id) if decision.visit_id else None
        if visit is not None and visit.state != "reported":
            visit.next_visit_on = decision.due_on


def _carry_into_reports(session: Session, note: DiscussionNote) -> None:
    """The day's reports of those who attended that are still open take the meeting along."""
    query = select(DailySweepReport).where(
        DailySweepReport.report_date == note.discussed_on,
        DailySweepReport.employee_id.in_(note.attendee_ids),
        DailySweepReport.state.in_(_OPEN_REPORTS),
        DailySweepReport.deleted_at.is_(None),
    )
    for report in session.scalars(query):
        report.discussion_id = note.id
