"""Plans: handed in, approved or returned, and read for lists and forms."""

from __future__ import annotations

from datetime import date, time

import pytest

from app.db.records import VisitPlan
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.planning.lists import list_planned, open_plan
from app.planning.plans import edit_plan, move_plan
from tests.app.planning.planned import plan_of
from tests.support.office import MONDAY, Office

FRIDAY = date(2026, 11, 20)


def plan(office: Office) -> int:
    """The plan of a week in which one visit is planned."""
    return plan_of(office, office.planned(office.add_customer())).id


def test_planned_visits_are_listed_by_day_and_start(office: Office) -> None:
    first, second = office.add_customer(), office.add_customer("砾川电缆批发部")
    office.planned(second, FRIDAY)
    office.planned(second, start=time(10, 20))
    item_id = office.planned(first, start=time(9, 0), goal="掌握基本信息")
    rows = list_planned(office.rep, MONDAY, FRIDAY)
    assert [(row.customer, row.plan_date, row.plan_start) for row in rows] == [
        ("桁岳五金机电经营部", MONDAY, time(9, 0)),
        ("砾川电缆批发部", MONDAY, time(10, 20)),
        ("砾川电缆批发部", FRIDAY, time(9, 0)),
    ]
    assert (rows[0].item_id, rows[0].goal, rows[0].four_step, rows[0].people) == (
        item_id,
        "掌握基本信息",
        "s1",
        "程砚舟",
    )


def test_a_plan_spans_at_most_a_month_and_ends_after_it_starts(office: Office) -> None:
    plan_id = plan(office)
    seen = office.read(VisitPlan, plan_id).row_version
    for end_on, words in ((date(2026, 11, 15), "止日"), (date(2026, 12, 17), "31 天")):
        with pytest.raises(Invalid) as caught:
            edit_plan(office.rep, plan_id, seen, {"end_on": end_on})
        assert words in caught.value.problems["end_on"]


def test_a_plan_that_is_gone_is_not_found(office: Office) -> None:
    for act in (
        lambda: move_plan(office.clerk, 9999, "submitted"),
        lambda: open_plan(office.clerk, 9999),
        lambda: edit_plan(office.clerk, 9999, 1, {}),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_plan_is_handed_in_returned_and_approved(office: Office) -> None:
    plan_id = plan(office)
    move_plan(office.rep, plan_id, "submitted")
    with pytest.raises(Invalid, match="意见"):
        move_plan(office.chief, plan_id, "returned", " ")
    move_plan(office.chief, plan_id, "returned", "先走河西")
    assert open_plan(office.rep, plan_id).state == "退回"
    move_plan(office.rep, plan_id, "submitted")
    move_plan(office.chief, plan_id, "approved")
    stored = office.read(VisitPlan, plan_id)
    assert (stored.state, stored.approved_on, stored.approver_id) == ("approved", FRIDAY, office.chief.user.user_id)


def test_a_step_out_of_turn_is_refused(office: Office) -> None:
    plan_id = plan(office)
    with pytest.raises(Conflict, match="草稿"):
        move_plan(office.chief, plan_id, "approved")
    move_plan(office.rep, plan_id, "cancelled")
    with pytest.raises(Conflict, match="取消"):
        move_plan(office.rep, plan_id, "submitted")


def test_reps_do_not_approve(office: Office) -> None:
    plan_id = plan(office)
    move_plan(office.rep, plan_id, "submitted")
    with pytest.raises(Forbidden, match=r"plan\.approve"):
        move_plan(office.rep, plan_id, "approved")


def test_a_done_visit_shows_in_its_plan(office: Office) -> None:
    customer_id = office.add_customer()
    office.planned(customer_id)
    [row] = list_planned(office.rep, MONDAY, FRIDAY, employee_id=office.employee())
    visit_id = office.visit(customer_id, plan_item_id=row.item_id)
    [row] = list_planned(office.rep, MONDAY, FRIDAY)
    assert (row.visit_id, row.state) == (visit_id, "visited")
