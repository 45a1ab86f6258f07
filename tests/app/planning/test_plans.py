"""Plans: made, handed in, approved or returned."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select

from app.db.records import Customer, VisitPlan
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.planning.lists import list_planned, list_plans, open_plan
from app.planning.plans import PlanItemInput, create_plan, move_plan
from tests.support.office import MONDAY, Office

FRIDAY = date(2026, 11, 20)


def week(office: Office, **values: Any) -> dict[str, Any]:
    return {"title": "第 47 周", "owner_id": office.employee(), "start_on": MONDAY, "end_on": FRIDAY, **values}


def plan(office: Office, *items: PlanItemInput, **values: Any) -> int:
    return create_plan(office.clerk, week(office, **values), items)


def refused(office: Office, *items: PlanItemInput, **values: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        plan(office, *items, **values)
    with office.app.reading() as session:
        assert session.scalars(select(VisitPlan.id)).all() == []
    return caught.value.problems


def test_a_plan_keeps_its_visits_in_order(office: Office) -> None:
    first, second = office.add_customer(), office.add_customer("砾川电缆批发部")
    office.visit(second)
    plan_id = plan(office, PlanItemInput(MONDAY, first, time(9, 0), "掌握基本信息"), PlanItemInput(FRIDAY, second))
    rows = list_planned(office.rep, MONDAY, FRIDAY)
    assert [(r.customer, r.four_step, r.goal, r.plan_start) for r in rows] == [
        ("桁岳五金机电经营部", "s1", "掌握基本信息", time(9, 0)),
        ("砾川电缆批发部", "s1", "", None),
    ]
    assert open_plan(office.rep, plan_id).plan_no == "FJ-LZ-20261120-01"
    [row] = list_plans(office.rep)
    assert (row.owner, row.items, row.visited, row.state) == ("程砚舟", 2, 0, "草稿")


def test_the_end_comes_after_the_start(office: Office) -> None:
    assert "止日" in refused(office, end_on=date(2026, 11, 15))["end_on"]
    assert "31 天" in refused(office, end_on=date(2026, 12, 17))["end_on"]


def test_visits_lie_within_the_plan(office: Office) -> None:
    customer_id = office.add_customer()
    assert "plan_date" in refused(office, PlanItemInput(date(2026, 11, 23), customer_id))


@pytest.mark.parametrize(
    ("more", "field"), [({"goal_text": "长" * 101}, "goal_text"), ({"purposes": ("tea",)}, "purposes")]
)
def test_a_planned_visit_is_checked_like_any_record(office: Office, more: dict[str, Any], field: str) -> None:
    customer_id = office.add_customer()
    assert field in refused(office, PlanItemInput(MONDAY, customer_id, **more))


@pytest.mark.parametrize("name", ["title", "owner_id", "start_on", "end_on"])
def test_what_a_plan_needs_is_named(office: Office, name: str) -> None:
    assert "没有填" in refused(office, **{name: None})[name]


def test_an_employee_of_head_office_plans_no_visits(office: Office) -> None:
    assert "owner_id" in refused(office, owner_id=office.employee("E10"))


def test_who_or_what_is_gone_is_named(office: Office) -> None:
    with pytest.raises(NotFound):
        plan(office, owner_id=9999)
    with pytest.raises(NotFound):
        plan(office, PlanItemInput(MONDAY, 9999))
    with pytest.raises(NotFound):
        move_plan(office.clerk, 9999, "submitted")
    customer_id = office.add_customer()
    office.change(Customer, customer_id, {"deleted_at": office.clock.now})
    with pytest.raises(NotFound, match="桁岳五金"):
        plan(office, PlanItemInput(MONDAY, customer_id))


def test_reps_plan_for_themselves(office: Office) -> None:
    assert create_plan(office.rep, week(office), [])
    with pytest.raises(Forbidden):
        create_plan(office.as_("luoyn"), week(office), [])


def test_a_plan_is_handed_in_returned_and_approved(office: Office) -> None:
    plan_id = plan(office, PlanItemInput(MONDAY, office.add_customer()))
    move_plan(office.rep, plan_id, "submitted")
    with pytest.raises(Invalid, match="意见"):
        move_plan(office.chief, plan_id, "returned", " ")
    move_plan(office.chief, plan_id, "returned", "先走河西")
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
    plan_id = plan(office, PlanItemInput(MONDAY, office.add_customer()))
    move_plan(office.rep, plan_id, "submitted")
    with pytest.raises(Forbidden, match=r"plan\.approve"):
        move_plan(office.rep, plan_id, "approved")


def test_a_done_visit_shows_in_its_plan(office: Office) -> None:
    customer_id = office.add_customer()
    plan(office, PlanItemInput(MONDAY, customer_id))
    [row] = list_planned(office.rep, MONDAY, FRIDAY, employee_id=office.employee())
    visit_id = office.visit(customer_id, plan_item_id=row.item_id)
    [row] = list_planned(office.rep, MONDAY, FRIDAY)
    assert (row.visit_id, row.state) == (visit_id, "visited")
    assert [p.visited for p in list_plans(office.rep, owner_id=office.employee())] == [1]
