"""The evening meeting: everybody's day side by side, and each decision carried on once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest
from sqlalchemy import select

from app.db.records import Customer, DiscussionNote, Employee, FollowUp, Visit, VisitPlan, VisitPlanItem
from app.db.verify import verify
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.meetings.evening import Evening, evening
from app.meetings.follow_ups import cancel_follow_up, finish_follow_up, list_follow_ups
from app.meetings.saving import DecisionInput, MeetingInput, SavedMeeting, save_meeting
from app.sweep.daily import DailyInput, daily_data, save_daily, submit_daily
from tests.support.office import MONDAY, Office
from tests.support.statements import statements_of

TUESDAY, THURSDAY, FRIDAY = date(2026, 11, 17), date(2026, 11, 19), date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _monday_evening(office: Office) -> None:
    office.clock.now = datetime(2026, 11, 16, 20, 0)


def read(office: Office) -> Evening:
    return evening(office.clerk, MONDAY, 1)


def decision(office: Office, customer_id: int, visit_id: int | None = None) -> DecisionInput:
    return DecisionInput(customer_id, "带对比报价再访", office.employee("E01"), THURSDAY, visit_id=visit_id)


def meeting(office: Office, *decisions: DecisionInput) -> MeetingInput:
    people = (office.employee("E01"), office.employee("E06"))
    return MeetingInput(time(19, 30), "办事处", people, office.employee("E06"), "账期", "统一按 30 天答复。", decisions)


def save(office: Office, *decisions: DecisionInput, version: int = 0) -> SavedMeeting:
    return save_meeting(office.clerk, MONDAY, 1, meeting(office, *decisions), version)


def items(office: Office) -> list[VisitPlanItem]:
    with office.app.reading() as session:
        kept = VisitPlanItem.deleted_at.is_(None)
        return list(session.scalars(select(VisitPlanItem).where(kept).order_by(VisitPlanItem.id)))


def test_the_days_visits_stand_side_by_side(office: Office) -> None:
    customer_id = office.add_customer(short_name="桁岳五金")
    visit_id = office.visit(customer_id)
    found = read(office)
    assert [(rep.name, rep.daily_state, len(rep.visits)) for rep in found.reps] == [
        ("程砚舟", "未写", 1),
        ("罗以南", "未写", 0),
    ]
    visit = found.reps[0].visits[0]
    assert (visit.visit_id, visit.customer, visit.intent, visit.result) == (visit_id, "桁岳五金", "有兴趣", "有进展")
    assert (visit.sheet_id, visit.completeness_pct) == (None, None)
    assert (found.note.note_id, found.note.start_at, found.note.place) == (None, time(19, 30), "办事处")
    assert [name for _, name in found.people] == ["程砚舟", "罗以南", "沈其岚", "温可"]


def test_a_decision_becomes_follow_up_next_visit_plan_and_report(office: Office) -> None:
    customer_id = office.add_customer(short_name="桁岳五金")
    visit_id = office.visit(customer_id)
    save_daily(office.rep, office.employee(), MONDAY, DailyInput(problems="样板不够用"))
    saved = save(office, decision(office, customer_id, visit_id))
    follow_up = office.read(FollowUp, saved.follow_up_ids[0])
    assert (follow_up.title, follow_up.due_on, follow_up.source_entity, follow_up.source_id) == (
        "带对比报价再访",
        THURSDAY,
        "discussion_note",
        saved.note_id,
    )
    assert office.read(Visit, visit_id).next_visit_on == THURSDAY
    assert office.read(Customer, customer_id).next_visit_due_on == THURSDAY
    (item,) = items(office)
    assert (item.id, item.customer_id, item.plan_date, item.goal_text) == (
        saved.plan_item_ids[0],
        customer_id,
        THURSDAY,
        "带对比报价再访",
    )
    assert office.read(VisitPlan, item.plan_id).owner_id == office.employee("E01")
    submit_daily(office.rep, office.employee(), MONDAY)
    said = daily_data(office.clerk, office.employee(), MONDAY).discussion
    assert said is not None
    assert (said.conclusions, said.decisions) == ("统一按 30 天答复。", ("桁岳五金：带对比报价再访（程砚舟 11-19）",))
    assert [row.title for row in read(office).decisions] == ["带对比报价再访"]
    assert verify(office.app.db).problems == ()


def test_saving_again_carries_nothing_twice(office: Office) -> None:
    customer_id = office.add_customer()
    first = save(office, decision(office, customer_id))
    again = replace(decision(office, customer_id), follow_up_id=first.follow_up_ids[0])
    entries = verify(office.app.db).entries
    second = save(office, again, version=first.row_version)
    assert (second.follow_up_ids, second.plan_item_ids) == (first.follow_up_ids, first.plan_item_ids)
    assert verify(office.app.db).entries == entries
    assert len(items(office)) == 1


def test_a_changed_decision_moves_its_visit(office: Office) -> None:
    customer_id = office.add_customer()
    first = save(office, decision(office, customer_id))
    moved = replace(
        decision(office, customer_id), due_on=FRIDAY, text="请主任同去", follow_up_id=first.follow_up_ids[0]
    )
    save(office, moved, version=first.row_version)
    (item,) = items(office)
    assert (item.plan_date, item.goal_text) == (FRIDAY, "请主任同去")
    assert office.read(FollowUp, first.follow_up_ids[0]).title == "请主任同去"


def test_a_dropped_decision_takes_follow_up_and_visit_along(office: Office) -> None:
    first = save(office, decision(office, office.add_customer()))
    save(office, version=first.row_version)
    assert items(office) == []
    assert read(office).decisions == ()
    assert list_follow_ups(office.clerk, every_state=True) == []


def test_a_decision_that_is_no_visit_plans_none(office: Office) -> None:
    customer_id = office.add_customer()
    saved = save(office, replace(decision(office, customer_id), kind="quote", text="发报价单"))
    assert (saved.plan_item_ids, saved.not_planned, items(office)) == ((None,), (), [])
    assert office.read(Customer, customer_id).next_visit_due_on != THURSDAY


def test_a_visit_planned_for_the_day_already_is_the_one(office: Office) -> None:
    customer_id = office.add_customer()
    first = save(office, decision(office, customer_id))
    other = replace(decision(office, customer_id), text="另约时间")
    again = replace(decision(office, customer_id), follow_up_id=first.follow_up_ids[0])
    saved = save(office, again, other, version=first.row_version)
    assert saved.plan_item_ids == (first.plan_item_ids[0], first.plan_item_ids[0])


def test_a_meeting_typed_late_says_which_visits_could_not_be_planned(office: Office) -> None:
    customer_id = office.add_customer()
    office.clock.now = datetime(2026, 11, 20, 20, 0)
    saved = save(office, decision(office, customer_id))
    assert saved.not_planned == ("11-19 已经过去，“带对比报价再访”没有排进计划",)
    assert len(saved.follow_up_ids) == 1


def test_a_reported_visit_keeps_its_date_and_the_customer_gets_the_new_one(office: Office) -> None:
    customer_id = office.add_customer()
    visit_id = office.visit(customer_id)
    submit_daily(office.rep, office.employee(), MONDAY)
    save(office, decision(office, customer_id, visit_id))
    assert office.read(Visit, visit_id).next_visit_on == date(2026, 11, 30)
    assert office.read(Customer, customer_id).next_visit_due_on == THURSDAY


def test_everything_wrong_is_named_at_once(office: Office) -> None:
    customer_id = office.add_customer()
    office.change(Employee, office.employee("E02"), {"left_on": TUESDAY})
    bad = replace(
        meeting(
            office,
            replace(decision(office, customer_id), due_on=MONDAY),
            replace(decision(office, customer_id), text=" "),
            replace(decision(office, customer_id), text="长" * 61),
            replace(decision(office, 9999)),
            replace(decision(office, customer_id), owner_id=office.employee("E02")),
            replace(decision(office, customer_id), kind="gossip"),
        ),
        attendee_ids=(),
        place="长" * 41,
    )
    with pytest.raises(Invalid) as refused:
        save_meeting(office.clerk, MONDAY, 1, bad)
    assert set(refused.value.problems) == {"place", "attendee_ids", *(f"decisions.{n}" for n in range(6))}
    with office.app.reading() as session:
        assert session.scalars(select(DiscussionNote.id)).all() == []


def test_an_evening_to_come_or_without_office_is_refused(office: Office) -> None:
    with pytest.raises(Invalid, match="还没到"):
        save_meeting(office.clerk, TUESDAY, 1, meeting(office))
    with pytest.raises(NotFound):
        evening(office.clerk, MONDAY, 9999)


def test_two_people_do_not_overwrite_each_other(office: Office) -> None:
    first = save(office)
    with pytest.raises(Conflict):
        save(office, version=0)
    save_meeting(office.clerk, MONDAY, 1, replace(meeting(office), topics="别的"), first.row_version)
    with pytest.raises(Conflict):
        save(office, version=first.row_version)


def test_reps_look_on_and_the_clerk_writes(office: Office) -> None:
    assert evening(office.rep, MONDAY, 1).day == MONDAY
    with pytest.raises(Forbidden, match=r"daily\.enter_other"):
        save_meeting(office.rep, MONDAY, 1, meeting(office))


def test_a_follow_up_is_done_with_a_result(office: Office) -> None:
    customer_id = office.add_customer()
    save(office, decision(office, customer_id))
    office.clock.now = datetime(2026, 11, 21, 9, 0)
    (row,) = list_follow_ups(office.rep, owner_id=office.employee("E01"))
    assert (row.title, row.owner, row.days_over, row.from_meeting) == ("带对比报价再访", "程砚舟", 2, True)
    with pytest.raises(Invalid, match="办结要写明结果"):
        finish_follow_up(office.rep, row.id, row.row_version, " ")
    finish_follow_up(office.rep, row.id, row.row_version, "客户同意试单")
    assert list_follow_ups(office.rep) == []
    (done,) = list_follow_ups(office.rep, customer_id=customer_id, every_state=True)
    assert (done.state, done.done_on, done.result, done.days_over) == ("已办", date(2026, 11, 21), "客户同意试单", 0)
    with pytest.raises(Conflict, match="现在是“已办”"):
        cancel_follow_up(office.rep, row.id, done.row_version, "不用了")


def test_reps_close_their_own_follow_ups(office: Office) -> None:
    save(office, decision(office, office.add_customer()))
    (row,) = list_follow_ups(office.clerk)
    with pytest.raises(Forbidden):
        finish_follow_up(office.as_("luoyn"), row.id, row.row_version, "办了")
    cancel_follow_up(office.clerk, row.id, row.row_version, "客户关店")
    (gone,) = list_follow_ups(office.clerk, every_state=True, due_until=THURSDAY)
    assert (gone.state, gone.result) == ("取消", "客户关店")


def test_what_was_due_before_is_shown(office: Office) -> None:
    save(office, decision(office, office.add_customer()))
    office.clock.now = datetime(2026, 11, 19, 20, 0)
    later = evening(office.clerk, THURSDAY, 1)
    assert [row.title for row in later.due] == ["带对比报价再访"]
    assert later.decisions == ()


def test_a_long_evening_is_read_in_as_few_statements(office: Office) -> None:
    office.visit(office.add_customer())
    short = statements_of(office, lambda: read(office))
    for hour, name in enumerate(("同远五金", "华南电料", "鸿运建材"), 10):
        office.visit(office.add_customer(name), start_at=time(hour, 0), end_at=time(hour, 30))
    assert statements_of(office, lambda: read(office)) == short
