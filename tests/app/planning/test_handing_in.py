"""What a plan needs before it is handed in (rule R05), and who may let it pass."""

from __future__ import annotations

import pytest

from app.db.records import AuditEntry, Customer, MarketArea, VisitPlan, VisitPlanItem
from app.errors import Conflict, Forbidden, Invalid
from app.planning.arranging import ItemInput, edit
from app.planning.company import Companion
from app.planning.handing_in import check_plan
from app.planning.items import assign, remove
from app.planning.lists import list_planned, open_plan
from app.planning.plans import edit_plan, head_fields, move_plan
from tests.app.planning.planned import MONDAY, TODAY, TUESDAY, WEEK, approve, item, plan_of, planned
from tests.support.office import Office


def tiered(office: Office, visits: int = 1) -> int:
    """A planned visit to a customer visited in tiers, who has had some already."""
    customer_id = office.add_customer(visit_program="tiered")
    for number in range(visits):
        office.visit(customer_id, visit_date=WEEK[number].replace(day=10 + number), visit_round=number + 1)
    return assign(office.rep, customer_id, office.employee(), MONDAY)


def bring_along(office: Office, item_id: int, emp_no: str, duty: str) -> None:
    person = Companion(office.employee(emp_no), "", duty)
    edit(office.rep, item_id, item(office, item_id).row_version, ItemInput({}, company=[person]))


def test_handing_in_fills_what_was_left_empty(office: Office) -> None:
    planned(office, "下午", TUESDAY)
    item_id = planned(office, "上午")
    office.change(VisitPlanItem, item_id, {"goal_text": "", "purposes": ()})
    move_plan(office.rep, plan_of(office, item_id).id, "submitted")
    plan = plan_of(office, item_id)
    assert (plan.state, plan.route_note) == ("submitted", "上午、下午")
    assert plan.goal == "访问 2 家次：递名片、看店面，填好调查表第一部分"
    assert (item(office, item_id).goal_text, item(office, item_id).purposes) == (
        "递名片、看店面，填好调查表第一部分", ("survey",),
    )  # fmt: skip


def test_the_number_of_a_visit_is_the_one_it_has_by_then(office: Office) -> None:
    item_id = planned(office)
    office.visit(item(office, item_id).customer_id or 0, visit_date=TODAY)
    assert item(office, item_id).visit_round == 1
    move_plan(office.rep, plan_of(office, item_id).id, "submitted")
    assert item(office, item_id).visit_round == 2


def test_a_plan_without_visits_is_not_handed_in(office: Office) -> None:
    item_id = planned(office)
    plan_id = plan_of(office, item_id).id
    remove(office.rep, [item_id])
    with pytest.raises(Invalid, match="还没有要去的客户"):
        move_plan(office.rep, plan_id, "submitted")
    with pytest.raises(Invalid, match="还没有要去的客户"):
        move_plan(office.chief, plan_id, "submitted", waiver="就这样")


def test_a_second_tiered_visit_alone_is_barred_and_a_supervisor_may_let_it_pass(office: Office) -> None:
    item_id = tiered(office)
    plan_id = plan_of(office, item_id).id
    with pytest.raises(Invalid, match="上级访问") as caught:
        move_plan(office.rep, plan_id, "submitted")
    assert list(caught.value.problems) == [f"items.{item_id}"]
    assert "主管写明理由放行" in str(caught.value)
    assert plan_of(office, item_id).state == "draft"
    with pytest.raises(Forbidden):
        move_plan(office.rep, plan_id, "submitted", waiver="主任出差")
    move_plan(office.chief, plan_id, "submitted", waiver="主任出差")
    assert (plan_of(office, item_id).state, plan_of(office, item_id).approve_opinion) == ("submitted", "放行：主任出差")
    with office.app.reading() as session:
        assert "主任出差" in {entry.reason for entry in session.query(AuditEntry)}


@pytest.mark.parametrize(("emp_no", "duty"), [("E05", "superior"), ("E02", "assist")])
def test_with_a_superior_or_company_it_passes(office: Office, emp_no: str, duty: str) -> None:
    item_id = tiered(office)
    bring_along(office, item_id, emp_no, duty)
    move_plan(office.rep, plan_of(office, item_id).id, "submitted")
    assert plan_of(office, item_id).state == "submitted"


def test_the_first_tiered_visit_passes_and_the_third_only_gets_a_hint(office: Office) -> None:
    assert check_plan(office.rep, plan_of(office, tiered(office, 0)).id).barred == {}


def test_the_third_gets_a_hint(office: Office) -> None:
    item_id = tiered(office, 2)
    bring_along(office, item_id, "E02", "assist")
    found = check_plan(office.rep, plan_of(office, item_id).id)
    assert (found.missing, found.barred) == ({}, {})
    assert found.hints == ("11-23 桁岳五金机电经营部：第 3 次最好带技术支持",)


def test_a_check_changes_nothing(office: Office) -> None:
    item_id = planned(office)
    before = plan_of(office, item_id)
    check_plan(office.rep, before.id)
    assert (plan_of(office, item_id).goal, plan_of(office, item_id).row_version) == ("", before.row_version)


def test_a_sweep_plan_needs_market_route_and_briefing(office: Office) -> None:
    plan = plan_of(office, planned(office))
    edit_plan(office.rep, plan.id, plan.row_version, {"kind": "sweep", "market_area_id": None})
    assert set(check_plan(office.rep, plan.id).missing) == {"market_area_id", "route_note", "market_briefed"}
    with pytest.raises(Invalid, match="扫街计划要写拜访路线"):
        move_plan(office.rep, plan.id, "submitted")
    seen = office.read(VisitPlan, plan.id).row_version
    whole = {"market_area_id": office.market(), "route_note": "A 区到 D 区", "market_briefed": True}
    edit_plan(office.rep, plan.id, seen, whole)
    move_plan(office.rep, plan.id, "submitted")


def test_the_head_changes_until_it_is_approved(office: Office) -> None:
    item_id = planned(office)
    plan = plan_of(office, item_id)
    edit_plan(office.rep, plan.id, plan.row_version, {"goal": "补齐调查表", "lodging": "砚桥旅舍", "title": "河西一周"})
    assert (plan_of(office, item_id).goal, plan_of(office, item_id).title) == ("补齐调查表", "河西一周")
    assert {"kind", "goal", "market_briefed"} <= {field.name for field in head_fields()}
    with pytest.raises(Conflict):
        edit_plan(office.rep, plan.id, plan.row_version, {"goal": "别的"})
    with pytest.raises(Invalid) as caught:
        edit_plan(office.rep, plan.id, plan.row_version + 1, {"start_on": TUESDAY})
    assert "plan_date" in caught.value.problems
    with pytest.raises(Invalid) as caught:
        edit_plan(office.rep, plan.id, plan.row_version + 1, {"end_on": TODAY})
    assert "end_on" in caught.value.problems
    approve(office, item_id)
    with pytest.raises(Conflict, match="已批准"):
        edit_plan(office.rep, plan.id, plan.row_version + 2, {"goal": "别的"})


def test_a_plan_with_visits_made_is_not_cancelled(office: Office) -> None:
    item_id = planned(office, day=TODAY)
    plan_id = approve(office, item_id)
    with pytest.raises(Forbidden):
        move_plan(office.rep, plan_id, "cancelled")
    office.visit(item(office, item_id).customer_id or 0, plan_item_id=item_id, visit_date=TODAY)
    with pytest.raises(Conflict, match="已有 1 家"):
        move_plan(office.chief, plan_id, "cancelled")


def test_others_do_not_hand_in_a_reps_plan_without_the_right(office: Office) -> None:
    plan_id = plan_of(office, planned(office)).id
    with pytest.raises(Forbidden):
        move_plan(office.as_("luoyn"), plan_id, "submitted")
    move_plan(office.clerk, plan_id, "submitted")


def test_lists_name_who_comes_along(office: Office) -> None:
    item_id = planned(office)
    bring_along(office, item_id, "E05", "superior")
    [row] = list_planned(office.rep, MONDAY, MONDAY)
    assert row.people == "程砚舟、沈其岚"
    found = open_plan(office.rep, plan_of(office, item_id).id)
    assert (found.values["kind"], found.row_version) == ("week", plan_of(office, item_id).row_version)


def test_the_lodging_and_market_are_the_reps_markets(office: Office) -> None:
    values = {"owner_id": office.employee(), "lodging_advice": "砚桥旅舍"}
    office.change(MarketArea, office.market(), values)
    plan = plan_of(office, planned(office))
    assert (plan.market_area_id, plan.lodging) == (office.market(), "砚桥旅舍")


def test_a_customer_of_the_plan_who_was_deleted_does_not_stop_it(office: Office) -> None:
    item_id = planned(office)
    office.change(Customer, item(office, item_id).customer_id or 0, {"deleted_at": office.clock.now})
    assert check_plan(office.rep, plan_of(office, item_id).id).missing == {}
