"""A visit as its form begins: every value of the record, and what may be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.calendar import WorkCalendar
from app.context import App
from app.db.records import Customer, Visit, VisitParticipant, VisitStep
from app.db.saving import existing
from app.people.work_days import work_calendar
from app.visits.records import competitors, contacts_of, visit_fields
from app.visits.rules import next_visit_on


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """A stored visit to correct. `values` are the form's fields; `participants` maps the others to their duties.

    `closed` says why it may only be looked at, empty when it may be changed.
    """

    id: int
    visit_no: str
    row_version: int
    values: dict[str, Any]
    participants: dict[int, str]
    steps: frozenset[str]
    customer: str
    contacts: tuple[tuple[int, str], ...]
    brands: tuple[tuple[int, str], ...]
    closed: str


def open_visit(app: App, visit_id: int) -> OpenVisit:
    """One visit with all that was entered; raises NotFound when it is gone."""
    app.need("visit.edit")
    with app.reading() as session:
        visit = existing(session, Visit, visit_id, "这条拜访已不在了。请刷新列表。")
        people = session.execute(
            select(VisitParticipant.employee_id, VisitParticipant.duty)
            .where(VisitParticipant.visit_id == visit_id)
            .order_by(VisitParticipant.id)
        )
        steps = session.scalars(select(VisitStep.step).where(VisitStep.visit_id == visit_id, VisitStep.is_done))
        return OpenVisit(
            id=visit.id,
            visit_no=visit.visit_no,
            row_version=visit.row_version,
            values={field.name: getattr(visit, field.name) for field in visit_fields()},
            participants={row.employee_id: row.duty for row in people if row.employee_id != visit.employee_id},
            steps=frozenset(steps),
            customer=session.get_one(Customer, visit.customer_id).name,
            contacts=contacts_of(session, visit.customer_id),
            brands=competitors(session),
            closed="这次拜访已进日报，只能看。要改请先由主管退回日报，存了档的退不回。"
            if visit.state == "reported"
            else "",
        )


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a customer is visited: what rule R04 needs besides the visit, read once for a whole form."""

    primary_class: str
    own_days: int | None
    calendar: WorkCalendar

    def next_on(self, visited_on: date, intent_level: str) -> date:
        """When the customer is due again after a visit on that day with that intent (rule R04)."""
        return next_visit_on(visited_on, intent_level, self.primary_class, self.calendar, self.own_days)


def rhythm_of(app: App, customer_id: int) -> Rhythm:
    """The rhythm of a customer on record."""
    app.need("visit.edit")
    with app.reading() as session:
        customer = session.get_one(Customer, customer_id)
        return Rhythm(customer.primary_class, customer.custom_visit_days, work_calendar(session))
