"""The visits an evening meeting decides on, put on the reps' plans, moved or taken off again with the decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.context import App
from app.db.records import VisitPlan, VisitPlanItem
from app.planning.items import Spot, relocate, take_out
from app.planning.placing import Wanted, put_in
from app.planning.weeks import meant


@dataclass(frozen=True, slots=True)
class Decided:
    """A visit that was decided on: whom, by whom, when, for what; `start` when it is to have a certain time."""

    customer_id: int
    owner_id: int
    day: date
    goal: str
    start: time | None = None


def plan_visit(app: App, session: Session, decided: Decided, before: Decided | None) -> int | None:
    """Put the visit on the rep's plan, within a transaction; returns the planned visit's id, None for a day gone by.

    A visit of that customer the rep has planned for the day already is the one; the one planned for the decision as it
    was before is moved.
    """
    if decided.day < app.today():
        return None
    if known := _planned(session, decided):
        return known.id
    if before and (old := _planned_for(session, before)):
        plan = session.get_one(VisitPlan, old.plan_id)
        old.goal_text = decided.goal
        return relocate(app, session, old, plan, Spot(decided.day, decided.owner_id, decided.start)).id
    wanted = Wanted(
        owner_id=decided.owner_id,
        day=decided.day,
        customer_id=decided.customer_id,
        start=decided.start,
        goal=decided.goal,
    )
    return put_in(app, session, wanted).id


def drop_visit(app: App, session: Session, before: Decided) -> None:
    """Take off what was planned for a decision that is dropped, unless its day has come."""
    if before.day >= app.today() and (old := _planned_for(session, before)):
        take_out(app, session, old)


def _planned_for(session: Session, decided: Decided) -> VisitPlanItem | None:
    """The visit planned for this decision and nothing else: it has its words for a goal."""
    known = _planned(session, decided)
    return known if known and known.goal_text == decided.goal else None


def _planned(session: Session, decided: Decided) -> VisitPlanItem | None:
    query = (
        select(VisitPlanItem)
        .join(VisitPlan, VisitPlan.id == VisitPlanItem.plan_id)
        .where(VisitPlan.owner_id == decided.owner_id, VisitPlanItem.plan_date == decided.day)
        .where(VisitPlanItem.customer_id == decided.customer_id, VisitPlanItem.state == "planned", meant())
    )
    return session.scalar(query.order_by(VisitPlanItem.id).limit(1))
