"""Visits are assigned, moved, taken out, put back, and noted as missed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from app.db.records import Customer, PlanCarryItem, VisitPlan, VisitPlanItem, VisitPlanParticipant
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.planning.arranging import ItemInput, edit
from app.planning.company import Companion
from app.planning.items import assign, miss, move, remove
from app.planning.opening import open_item
from app.undoing import undo
from app.visits.reading import open_visit
from app.visits.records import VisitInput, edit_visit
from tests.app.planning.planned import MONDAY, TODAY, TUESDAY, WEDNESDAY, WEEK, approve, item, leave, plan_of, planned
from tests.support.office import Office

SATURDAY, NEXT_MONDAY = WEEK[5], WEEK[0] + timedelta(days=7)


def test_the_first_visit_makes_the_reps_plan_of_the_week(office: Office) -> None:
    first = planned(office)
    plan = plan_of(office, first)
    assert (plan.plan_no, plan.kind, plan.state) == ("FJ-LZ-20261120-01", "week", "draft")
    assert (plan.title, plan.start_on, plan.end_on) == ("程砚舟 2026 年第 48 周拜访计划", MONDAY, WEEK[4])
    with office.app.reading() as session:
        lead = session.scalars(select(VisitPlanParticipant)).one()
        assert (lead.employee_id, lead.duty, lead.item_id) == (office.employee(), "lead", None)
        assert len(session.scalars(select(PlanCarryItem)).all()) == 7
    second = planned(office, "砾川电缆批发部", TUESDAY)
    assert item(office, second).plan_id == plan.id
    assert [item(office, i).seq for i in (first, second)] == [1, 2]


def test_a_visit_begins_with_what_the_rules_suggest(office: Office) -> None:
    found = item(office, planned(office))
    assert (found.plan_start, found.plan_minutes, found.place) == (time(9), 40, "B 区 2 排 17 号")
    assert (found.visit_mode, found.visit_round, found.four_step) == ("sweep", 1, "s1")
    assert (found.purposes, found.goal_text) == (("survey",), "递名片、看店面，填好调查表第一部分")


def test_each_takes_the_next_free_time_and_none_when_the_day_is_full(office: Office) -> None:
    starts = [item(office, planned(office, f"商行{n}")).plan_start for n in range(9)]
    assert starts == [time(h) for h in (9, 10, 11, 13, 14, 15, 16, 17)] + [None]


def test_a_visit_goes_where_it_is_put_even_onto_another(office: Office) -> None:
    planned(office)
    assert item(office, planned(office, "砾川电缆批发部", start=time(9, 10))).plan_start == time(9, 10)


def test_today_only_times_to_come_are_free(office: Office) -> None:
    office.clock.now = datetime(2026, 11, 20, 10, 5)
    assert item(office, planned(office, day=TODAY)).plan_start == time(10, 10)


def test_visits_planned_before_count_for_the_number_of_the_next(office: Office) -> None:
    customer_id = office.add_customer()
    rep = office.employee()
    first, second = (assign(office.rep, customer_id, rep, day) for day in (MONDAY, WEDNESDAY))
    assert [item(office, i).visit_round for i in (first, second)] == [1, 2]


def test_a_shop_not_on_record_is_planned_by_name_and_place(office: Office) -> None:
    item_id = assign(office.rep, None, office.employee(), MONDAY, prospect_name="新开五金店", place="机电路 3 号")
    found = item(office, item_id)
    assert (found.customer_id, found.prospect_name, found.place, found.four_step) == (
        None, "新开五金店", "机电路 3 号", "s1",
    )  # fmt: skip
    with pytest.raises(Invalid) as caught:
        assign(office.rep, None, office.employee(), MONDAY, prospect_name="  ")
    assert set(caught.value.problems) == {"prospect_name", "place"}


def test_a_saturday_makes_the_plan_longer(office: Office) -> None:
    assert plan_of(office, planned(office, day=SATURDAY)).end_on == SATURDAY


@pytest.mark.parametrize("day", [date(2026, 11, 19), date(2020, 1, 1)])
def test_days_gone_by_take_nothing(office: Office, day: date) -> None:
    with pytest.raises(Invalid) as caught:
        planned(office, day=day)
    assert "plan_date" in caught.value.problems
    moved = planned(office, "砾川电缆批发部")
    with pytest.raises(Invalid):
        move(office.rep, [moved], day, office.employee())
    assert item(office, moved).plan_date == MONDAY


def test_nobody_plans_for_who_has_left_or_for_others_without_the_right(office: Office) -> None:
    customer_id = office.add_customer()
    leave(office, "E02")
    with pytest.raises(Invalid, match="罗以南 已离职"):
        assign(office.clerk, customer_id, office.employee("E02"), MONDAY)
    with pytest.raises(Forbidden):
        assign(office.as_("luoyn"), customer_id, office.employee(), MONDAY)
    with pytest.raises(Invalid, match="办事处"):
        assign(office.clerk, customer_id, office.employee("E10"), MONDAY)
    with pytest.raises(NotFound):
        assign(office.clerk, customer_id, 9999, MONDAY)
    with pytest.raises(NotFound):
        assign(office.clerk, 9999, office.employee(), MONDAY)
    office.change(Customer, customer_id, {"deleted_at": office.clock.now})
    with pytest.raises(NotFound, match="桁岳五金"):
        assign(office.clerk, customer_id, office.employee(), MONDAY)


def test_in_a_draft_a_visit_simply_moves(office: Office) -> None:
    item_id = planned(office, start=time(10))
    assert move(office.rep, [item_id], WEDNESDAY, office.employee()) == (item_id,)
    found = item(office, item_id)
    assert (found.plan_date, found.plan_start, found.state, found.moved_from_id) == (
        WEDNESDAY, time(10), "planned", None,
    )  # fmt: skip


def test_where_its_time_is_taken_it_takes_the_next(office: Office) -> None:
    planned(office, "砾川电缆批发部", TUESDAY)
    item_id = planned(office)
    move(office.rep, [item_id], TUESDAY, office.employee())
    assert item(office, item_id).plan_start == time(10)
    move(office.rep, [item_id], TUESDAY, office.employee(), time(16, 20))
    assert item(office, item_id).plan_start == time(16, 20)


def test_another_reps_visit_goes_onto_his_plan_with_its_company(office: Office) -> None:
    item_id = planned(office)
    chief = Companion(office.employee("E05"), "沈其岚", "superior")
    edit(office.rep, item_id, item(office, item_id).row_version, ItemInput({}, company=[chief]))
    other = office.employee("E02")
    assert move(office.clerk, [item_id], TUESDAY, other) == (item_id,)
    plan = plan_of(office, item_id)
    assert (plan.owner_id, plan.plan_no) == (other, "FJ-LZ-20261120-02")
    assert [person.name for person in open_item(office.clerk, item_id).company] == ["罗以南", "沈其岚"]


def test_in_an_approved_plan_the_old_one_stays_as_moved(office: Office) -> None:
    item_id = planned(office)
    plan_id = approve(office, item_id)
    [again] = move(office.rep, [item_id], SATURDAY, office.employee())
    assert item(office, item_id).state == "moved"
    found = item(office, again)
    assert (found.plan_id, found.plan_date, found.state, found.moved_from_id) == (
        plan_id, SATURDAY, "planned", item_id,
    )  # fmt: skip
    assert found.goal_text == item(office, item_id).goal_text
    assert office.read(VisitPlan, plan_id).end_on == SATURDAY
    with pytest.raises(Invalid, match="改期"):
        move(office.rep, [item_id], TUESDAY, office.employee())
    assert move(office.rep, [again], SATURDAY, office.employee(), time(15)) == (again,)


def test_a_visit_whose_day_has_passed_stays_behind_to_be_explained(office: Office) -> None:
    item_id = planned(office)
    approve(office, item_id)
    office.clock.forward(days=5)
    [again] = move(office.rep, [item_id], WEEK[4], office.employee())
    assert (item(office, item_id).state, item(office, again).moved_from_id) == ("planned", item_id)


def test_what_a_rep_adds_to_an_approved_week_needs_approval_of_its_own(office: Office) -> None:
    approve(office, planned(office))
    own = plan_of(office, planned(office, "砾川电缆批发部"))
    assert (own.state, own.title) == ("draft", "程砚舟 2026 年第 48 周补充计划")
    office.change(VisitPlan, own.id, {"state": "approved"})
    chiefs = assign(office.chief, office.add_customer("苇杭电料商行"), office.employee(), TUESDAY)
    assert plan_of(office, chiefs).state == "approved"


def test_a_visit_next_week_goes_onto_next_weeks_plan(office: Office) -> None:
    item_id = planned(office)
    move(office.rep, [item_id], NEXT_MONDAY, office.employee())
    assert plan_of(office, item_id).title.endswith("第 49 周拜访计划")


def test_a_made_visit_neither_moves_nor_goes(office: Office) -> None:
    item_id = planned(office, day=TODAY)
    office.visit(item(office, item_id).customer_id or 0, plan_item_id=item_id, visit_date=TODAY)
    for act in (
        lambda: move(office.rep, [item_id], MONDAY, office.employee()),
        lambda: remove(office.rep, [item_id]),
        lambda: miss(office.rep, item_id, "weather"),
    ):
        with pytest.raises(Invalid, match="已经登记"):
            act()


def test_all_or_nothing_is_moved(office: Office) -> None:
    item_id = planned(office)
    with pytest.raises(NotFound):
        move(office.rep, [item_id, 9999], TUESDAY, office.employee())
    assert item(office, item_id).plan_date == MONDAY


def test_a_draft_forgets_what_is_taken_out_and_can_have_it_back(office: Office) -> None:
    item_id = planned(office)
    remove(office.rep, [item_id], uid="taken out")
    assert item(office, item_id).deleted_at is not None
    with pytest.raises(NotFound):
        remove(office.rep, [item_id])
    undo(office.rep, "taken out")
    assert (item(office, item_id).deleted_at, item(office, item_id).state) == (None, "planned")


def test_an_approved_plan_keeps_what_is_called_off(office: Office) -> None:
    item_id = planned(office)
    approve(office, item_id)
    remove(office.rep, [item_id], uid="called off")
    assert (item(office, item_id).state, item(office, item_id).deleted_at) == ("cancelled", None)
    undo(office.rep, "called off")
    office.clock.forward(days=7)
    with pytest.raises(Invalid, match="未访原因"):
        remove(office.rep, [item_id])


def test_why_a_visit_was_not_made_is_said_afterwards(office: Office) -> None:
    item_id = planned(office)
    with pytest.raises(Invalid) as caught:
        miss(office.rep, item_id, "tea")
    assert set(caught.value.problems) == {"plan_date", "miss_reason"}
    office.clock.forward(days=3)
    miss(office.rep, item_id, "owner_absent")
    assert (item(office, item_id).state, item(office, item_id).miss_reason) == ("missed", "owner_absent")


def test_an_approved_plan_says_how_far_it_has_come(office: Office) -> None:
    first, second = planned(office), planned(office, "永栎电料商行", TUESDAY)
    approve(office, first)
    office.clock.forward(days=4)
    made = office.visit(item(office, first).customer_id, visit_date=MONDAY, plan_item_id=first)
    assert plan_of(office, first).state == "doing"
    miss(office.rep, second, "owner_absent")
    assert plan_of(office, first).state == "done"
    later = move(office.chief, [second], WEEK[4], office.employee(), uid="once more")
    assert plan_of(office, later[0]).id == plan_of(office, first).id
    assert plan_of(office, first).state == "doing"
    undo(office.chief, "once more")
    assert plan_of(office, first).state == "done"
    visit = open_visit(office.clerk, made)
    edit_visit(office.clerk, made, visit.row_version, VisitInput({**visit.values, "plan_item_id": None}))
    assert (item(office, first).state, plan_of(office, first).state) == ("planned", "doing")


def test_a_move_onto_a_new_plan_is_undone_whole(office: Office) -> None:
    item_id = assign(office.clerk, office.add_customer(), office.employee("E02"), TUESDAY)
    former = plan_of(office, item_id).id
    move(office.clerk, [item_id], MONDAY, office.employee(), uid="to another rep")
    assert plan_of(office, item_id).id != former
    undo(office.clerk, "to another rep")
    assert (plan_of(office, item_id).id, item(office, item_id).plan_date) == (former, TUESDAY)


def test_a_cancelled_plan_takes_no_changes(office: Office) -> None:
    item_id = planned(office)
    office.change(VisitPlan, plan_of(office, item_id).id, {"state": "cancelled"})
    with pytest.raises(Invalid, match="已取消"):
        move(office.rep, [item_id], TUESDAY, office.employee())
    assert plan_of(office, planned(office, "砾川电缆批发部")).plan_no == "FJ-LZ-20261120-02"


def test_every_step_can_be_undone_and_done_again(office: Office) -> None:
    item_id = planned(office, uid="planned")
    approve(office, item_id)
    [again] = move(office.rep, [item_id], TUESDAY, office.employee(), uid="moved")
    redo = undo(office.rep, "moved")
    assert item(office, item_id).state == "planned"
    assert item(office, again).deleted_at is not None
    undo(office.rep, redo)
    assert item(office, item_id).state == "moved"
    assert item(office, again).deleted_at is None
    remove(office.rep, [again], uid="removed")
    undo(office.rep, "removed")
    assert item(office, again).state == "planned"


def test_taking_back_the_first_visit_takes_its_plan_along(office: Office) -> None:
    item_id = planned(office, uid="planned")
    undo(office.rep, "planned")
    with office.app.reading() as session:
        assert session.scalars(select(VisitPlan.id).where(VisitPlan.deleted_at.is_(None))).all() == []
        assert session.get_one(VisitPlanItem, item_id).deleted_at is not None


def test_what_was_changed_since_is_not_undone(office: Office) -> None:
    item_id = planned(office, uid="planned")
    move(office.rep, [item_id], TUESDAY, office.employee(), uid="moved")
    office.change(VisitPlanItem, item_id, {"plan_date": WEDNESDAY})
    with pytest.raises(Conflict):
        undo(office.rep, "moved")
