"""Visits and plans are read whole, for the forms they are shown in."""

from __future__ import annotations

from datetime import date

import pytest

from app.db.records import Customer, Visit
from app.errors import NotFound
from app.people.offices import list_colleagues
from app.visits.reading import open_visit, rhythm_of
from app.visits.records import VisitInput, record_visit
from tests.support.office import MONDAY, Office


def test_a_visit_is_read_as_it_was_entered(office: Office) -> None:
    customer_id = office.add_customer()
    contact_id = office.add_contact(customer_id)
    helper = office.employee("E02")
    values = office.visit_values(customer_id, met_contact_id=contact_id)
    entered = VisitInput(values, {helper: "tech"}, frozenset({"greet", "arrange"}))
    found = open_visit(office.rep, record_visit(office.rep, entered))
    assert (found.participants, found.steps) == ({helper: "tech"}, {"greet", "arrange"})
    assert found.contacts == ((contact_id, "谢予川"),)
    assert {name: found.values[name] for name in ("customer_id", "situation")} == {
        "customer_id": customer_id, "situation": values["situation"],
    }  # fmt: skip
    assert found.closed == ""


def test_a_reported_visit_says_why_it_is_closed(office: Office) -> None:
    visit_id = office.visit(office.add_customer())
    office.change(Visit, visit_id, {"state": "reported"})
    assert (
        open_visit(office.rep, visit_id).closed == "这次拜访已进日报，只能看。要改请先由主管退回日报，存了档的退不回。"
    )


def test_what_is_gone_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        open_visit(office.rep, 99)


def test_the_next_visit_follows_class_and_intent(office: Office) -> None:
    customer_id = office.add_customer()
    office.change(Customer, customer_id, {"primary_class": "B"})
    rhythm = rhythm_of(office.rep, customer_id)
    assert rhythm.next_on(MONDAY, "medium") == date(2026, 11, 30)
    assert rhythm.next_on(MONDAY, "rejected") == date(2027, 2, 15)  # day 90 is a Sunday


def test_colleagues_are_the_offices_own_and_head_offices(office: Office) -> None:
    branch_id = office.rep.user.branch_id
    assert office.employee("E02") in {row.id for row in list_colleagues(office.rep, branch_id)}
    assert {row.branch_id for row in list_colleagues(office.rep, branch_id)} <= {branch_id, None}
