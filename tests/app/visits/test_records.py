"""A visit is recorded once, checked whole, and carried over to plan, customer and sheet."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select

from app.db.records import (
    Brand,
    Customer,
    Employee,
    SurveyForm,
    SurveySheet,
    Visit,
    VisitParticipant,
    VisitPlanItem,
    VisitStep,
)
from app.db.verify import verify
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.planning.beginning import start_visit
from app.visits.reading import open_visit
from app.visits.records import VisitInput, edit_visit, list_visits, record_visit
from tests.support.office import MONDAY, Office

TUESDAY = date(2026, 11, 17)


def problems(office: Office, customer_id: int, **values: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        office.visit(customer_id, **values)
    return caught.value.problems


def test_a_visit_is_numbered_confirmed_and_signed(office: Office) -> None:
    customer_id = office.add_customer()
    visit = office.read(Visit, office.visit(customer_id))
    assert (visit.visit_no, visit.state) == ("BF-LZ-20261116-001", "confirmed")
    assert visit.entered_by_id == office.clerk.user.user_id
    second = office.visit(customer_id, start_at=time(10, 20), end_at=time(11, 0), visit_round=2)
    assert office.read(Visit, second).visit_no == "BF-LZ-20261116-002"
    assert office.read(Visit, office.visit(customer_id, visit_date=TUESDAY)).visit_no == "BF-LZ-20261117-001"
    assert verify(office.app.db).problems == ()


def test_the_customer_follows_its_latest_visit(office: Office) -> None:
    customer_id = office.add_customer()
    office.visit(customer_id)
    customer = office.read(Customer, customer_id)
    assert (customer.intent_level, customer.last_visit_on) == ("medium", MONDAY)
    assert customer.next_visit_due_on == date(2026, 11, 30)
    assert customer.protect_until == date(2027, 2, 18)  # found on the 20th, 90 days


def test_protection_moves_on_with_each_effective_visit(office: Office) -> None:
    customer_id = office.add_customer()
    office.change(Customer, customer_id, {"protect_until": date(2026, 12, 1)})
    office.visit(customer_id)
    assert office.read(Customer, customer_id).protect_until == date(2027, 2, 14)  # rule R12: the 16th, 90 days


def test_an_older_visit_typed_later_changes_nothing_of_today(office: Office) -> None:
    customer_id = office.add_customer()
    office.visit(customer_id, intent_level="strong", visit_date=TUESDAY)
    office.visit(customer_id, intent_level="weak", next_visit_on=date(2026, 11, 25))
    customer = office.read(Customer, customer_id)
    assert (customer.intent_level, customer.last_visit_on) == ("strong", TUESDAY)
    assert customer.next_visit_due_on == date(2026, 11, 30)


def test_a_call_without_meeting_anybody_is_no_last_visit(office: Office) -> None:
    customer_id = office.add_customer()
    office.visit(customer_id, result="not_met", met_text=None, situation=None, countermeasure=None)
    assert office.read(Customer, customer_id).last_visit_on is None


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"visit_date": date(2026, 11, 21)}, "visit_date", "不能晚于今天"),
        ({"visit_date": date(2026, 10, 20)}, "visit_date", "由主管登记"),
        ({"end_at": time(9, 0)}, "end_at", "结束要晚于开始"),
        ({"purposes": ()}, "purposes", "至少选一项"),
        ({"met_text": None}, "met_contact_id", "会见人"),
        ({"situation": " "}, "situation", "基本情况"),
        ({"countermeasure": None}, "countermeasure", "对策建议"),
        ({"situation": "长" * 301}, "situation", "最多 300 个字"),
        ({"result": "none"}, "failure_reasons", "要选原因"),
        ({"result": "none", "failure_reasons": ("a",), "next_step": None}, "next_step", "要写下一步"),
        ({"result": "none", "failure_reasons": ("d",)}, "tied_brand_id", "哪个竞品"),
        ({"next_visit_on": None}, "next_visit_on", "下次日期"),
        ({"next_visit_on": MONDAY}, "next_visit_on", "晚于本次"),
        ({"intent_level": "very"}, "intent_level", "没有“very”"),
        ({"start_at": "没看表"}, "start_at", "09:30 这样的时间"),
        ({"result": None}, "result", "没有填"),
    ],
)
def test_what_is_wrong_is_named_by_field(office: Office, values: dict[str, Any], field: str, said: str) -> None:
    customer_id = office.add_customer()
    assert said in problems(office, customer_id, **values)[field]
    with office.app.reading() as session:
        assert session.scalars(select(Visit.id)).all() == []


def test_every_problem_is_named_at_once(office: Office) -> None:
    found = problems(office, office.add_customer(), end_at=time(8, 0), met_text="", situation="", next_visit_on=None)
    assert set(found) == {"end_at", "met_contact_id", "situation", "next_visit_on"}


def test_what_was_not_given_at_all_is_a_problem_too(office: Office) -> None:
    with pytest.raises(Invalid) as caught:
        record_visit(office.clerk, VisitInput({}))
    assert {"customer_id", "employee_id", "visit_date", "start_at", "end_at"} <= set(caught.value.problems)


def test_an_old_visit_may_be_typed_by_the_chief(office: Office) -> None:
    visit_id = office.visit(office.add_customer(), by=office.chief, visit_date=date(2026, 10, 20))
    assert office.read(Visit, visit_id).visit_date == date(2026, 10, 20)


def test_a_signed_customer_needs_no_next_date(office: Office) -> None:
    customer_id = office.add_customer()
    office.change(Customer, customer_id, {"stage": "maintaining"})
    assert office.visit(customer_id, next_visit_on=None, four_step="maintain")


def test_reps_record_their_own_visits_only(office: Office) -> None:
    customer_id = office.add_customer()
    assert office.visit(customer_id, by=office.rep)
    with pytest.raises(Forbidden, match=r"visit\.enter_other"):
        office.visit(customer_id, by=office.as_("luoyn"))


def test_a_contact_of_another_customer_was_not_met(office: Office) -> None:
    customer_id, other = office.add_customer(), office.add_customer("砾川电缆批发部")
    contact_id = office.add_contact(other)
    assert "不是这家客户" in problems(office, customer_id, met_contact_id=contact_id)["met_contact_id"]


def test_our_own_brand_ties_nobody(office: Office) -> None:
    ours = office.id_of(Brand, code="YL")
    found = problems(office, office.add_customer(), result="none", failure_reasons=("d",), tied_brand_id=ours)
    assert "不是本公司品牌" in found["tied_brand_id"]


@pytest.mark.parametrize("name", ["customer_id", "employee_id", "met_contact_id", "plan_item_id", "tied_brand_id"])
def test_what_is_gone_is_named_and_nothing_written(office: Office, name: str) -> None:
    customer_id = office.add_customer()
    with pytest.raises(NotFound, match="已不在了"):
        office.visit(customer_id, **{name: 9999})
    with office.app.reading() as session:
        assert session.scalars(select(Visit.id)).all() == []


def test_a_deleted_customer_takes_no_visit(office: Office) -> None:
    customer_id = office.add_customer()
    office.change(Customer, customer_id, {"deleted_at": office.clock.now})
    with pytest.raises(NotFound, match="已不在了"):
        office.visit(customer_id)


def test_a_planned_visit_is_done_once(office: Office) -> None:
    customer_id = office.add_customer()
    item_id = office.planned(customer_id)
    office.visit(customer_id, plan_item_id=item_id)
    assert office.read(VisitPlanItem, item_id).state == "visited"
    with pytest.raises(Conflict, match="已经登记过拜访"):
        office.visit(customer_id, plan_item_id=item_id)


def test_a_missed_visit_may_be_made_up_for(office: Office) -> None:
    customer_id = office.add_customer()
    item_id = office.planned(customer_id)
    office.change(VisitPlanItem, item_id, {"state": "missed", "miss_reason": "weather"})
    office.visit(customer_id, plan_item_id=item_id, visit_date=TUESDAY)
    item = office.read(VisitPlanItem, item_id)
    assert (item.state, item.miss_reason) == ("visited", None)


def test_a_plan_of_another_customer_or_a_cancelled_one_is_not_taken(office: Office) -> None:
    customer_id, other = office.add_customer(), office.add_customer("砾川电缆批发部")
    item_id = office.planned(other)
    assert "不是这家客户" in problems(office, customer_id, plan_item_id=item_id)["plan_item_id"]
    office.change(VisitPlanItem, item_id, {"state": "cancelled"})
    with pytest.raises(Conflict, match="已取消或改期"):
        office.visit(other, plan_item_id=item_id)


def test_people_and_steps_are_kept(office: Office) -> None:
    customer_id = office.add_customer()
    chief = office.employee("E05")
    entered = VisitInput(office.visit_values(customer_id), {chief: "superior"}, frozenset({"greet", "brief"}))
    visit_id = record_visit(office.clerk, entered)
    with office.app.reading() as session:
        people = dict(session.execute(select(VisitParticipant.employee_id, VisitParticipant.duty)).all())  # type: ignore[arg-type]
        steps = dict(session.execute(select(VisitStep.step, VisitStep.is_done)).all())  # type: ignore[arg-type]
    assert people == {office.employee("E01"): "lead", chief: "superior"}
    assert [step for step, done in steps.items() if done] == ["greet", "brief"]
    assert len(steps) == 6
    seen = open_visit(office.clerk, visit_id)
    assert (seen.participants, seen.steps) == ({chief: "superior"}, {"greet", "brief"})
    edit_visit(office.clerk, visit_id, seen.row_version, VisitInput(seen.values, {}, frozenset({"greet"})))
    seen = open_visit(office.clerk, visit_id)
    assert (seen.participants, seen.steps) == ({}, {"greet"})
    assert verify(office.app.db).problems == ()


def test_a_duty_nobody_has_is_refused(office: Office) -> None:
    entered = VisitInput(office.visit_values(office.add_customer()), {office.employee("E05"): "driver"})
    with pytest.raises(Invalid) as caught:
        record_visit(office.clerk, entered)
    assert "participants" in caught.value.problems


def test_a_correction_is_carried_over(office: Office) -> None:
    customer_id = office.add_customer()
    visit_id = office.visit(customer_id, visit_date=TUESDAY)
    row_version = office.read(Visit, visit_id).row_version
    edit_visit(office.rep, visit_id, row_version, VisitInput({"visit_date": MONDAY, "intent_level": "weak"}))
    visit, customer = office.read(Visit, visit_id), office.read(Customer, customer_id)
    assert (visit.visit_date, visit.situation) == (MONDAY, "主营恒砾，月销约 45 万元。")
    assert (customer.last_visit_on, customer.intent_level) == (MONDAY, "weak")
    edit_visit(office.rep, visit_id, visit.row_version, VisitInput({"result": "not_met"}))
    assert office.read(Customer, customer_id).last_visit_on is None


def test_a_correction_on_what_somebody_else_changed_is_refused(office: Office) -> None:
    visit_id = office.visit(office.add_customer())
    row_version = office.read(Visit, visit_id).row_version
    edit_visit(office.clerk, visit_id, row_version, VisitInput({"intent_level": "weak"}))
    with pytest.raises(Conflict, match="刚被别人改过"):
        edit_visit(office.rep, visit_id, row_version, VisitInput({"intent_level": "strong"}))


def test_another_reps_visit_is_not_corrected(office: Office) -> None:
    visit_id = office.visit(office.add_customer())
    other = office.as_("luoyn")
    values = {"employee_id": other.user.employee_id}
    with pytest.raises(Forbidden):
        edit_visit(other, visit_id, office.read(Visit, visit_id).row_version, VisitInput(values))


def test_a_visit_does_not_change_hands(office: Office) -> None:
    visit_id = office.visit(office.add_customer())
    other = office.add_customer("砾川电缆批发部")
    with pytest.raises(Invalid, match="不能换客户"):
        edit_visit(office.clerk, visit_id, office.read(Visit, visit_id).row_version, VisitInput({"customer_id": other}))


def test_correcting_the_plan_of_a_visit_frees_the_former_one(office: Office) -> None:
    customer_id = office.add_customer()
    first = office.planned(customer_id)
    second = office.planned(customer_id, TUESDAY)
    visit_id = office.visit(customer_id, plan_item_id=first)
    edit_visit(office.clerk, visit_id, office.read(Visit, visit_id).row_version, VisitInput({"plan_item_id": second}))
    assert [office.read(VisitPlanItem, item).state for item in (first, second)] == ["planned", "visited"]


def test_a_visit_that_is_gone_is_named(office: Office) -> None:
    with pytest.raises(NotFound):
        edit_visit(office.clerk, 9999, 1, VisitInput({}))


def test_a_visit_is_tied_to_the_open_sheet_of_its_customer(office: Office) -> None:
    customer_id = office.add_customer()
    sheet_id = open_sheet(office, customer_id)
    office.visit(customer_id)
    visit_id = office.visit(customer_id, visit_date=TUESDAY)
    sheet = office.read(SurveySheet, sheet_id)
    assert (sheet.first_visit_on, sheet.last_visit_on, sheet.visit_count) == (MONDAY, TUESDAY, 2)
    row_version = office.read(Visit, visit_id).row_version
    edit_visit(office.clerk, visit_id, row_version, VisitInput({"visit_date": date(2026, 11, 18)}))
    assert office.read(SurveySheet, sheet_id).last_visit_on == date(2026, 11, 18)


def open_sheet(office: Office, customer_id: int) -> int:
    with office.app.transaction("开表") as session:
        form_id = session.scalars(select(SurveyForm.id)).one()
        sheet = SurveySheet(
            sheet_no="DC-LZ-202611-0001",
            customer_id=customer_id,
            form_id=form_id,
            form_code="cable_survey",
            surveyor_id=session.scalars(select(Employee.id).where(Employee.emp_no == "E01")).one(),
            answers={},
            rows={},
        )
        session.add(sheet)
        session.flush()
        return sheet.id


def test_visits_of_a_period_are_listed_in_order(office: Office) -> None:
    customer_id = office.add_customer()
    office.visit(customer_id, start_at=time(13, 30), end_at=time(14, 0))
    office.visit(customer_id, visit_round=2)
    office.visit(customer_id, visit_date=TUESDAY)
    rows = list_visits(office.rep, MONDAY, MONDAY)
    assert [(row.start_at, row.minutes, row.intent, row.is_planned) for row in rows] == [
        (time(9, 0), 37, "有兴趣", False),
        (time(13, 30), 30, "有兴趣", False),
    ]
    assert list_visits(office.rep, MONDAY, TUESDAY, employee_id=office.employee("E02")) == []


def test_a_new_visit_begins_with_what_is_known(office: Office) -> None:
    customer_id = office.add_customer()
    contact_id = office.add_contact(customer_id)
    first = start_visit(office.rep, customer_id, MONDAY, office.employee()).values
    assert (first["visit_round"], first["four_step"], first["visit_mode"]) == (1, "s1", "sweep")
    assert (first["met_contact_id"], first["next_visit_on"]) == (contact_id, date(2026, 11, 30))
    office.visit(customer_id)
    item_id = office.planned(customer_id, TUESDAY, start=time(10, 20))
    second = start_visit(office.rep, customer_id, TUESDAY, office.employee(), item_id).values
    assert (second["visit_round"], second["four_step"], second["visit_mode"]) == (2, "s1", "single")
    assert (second["start_at"], second["end_at"], second["intent_level"]) == (time(10, 20), time(11, 0), "medium")


def test_a_customer_who_refused_is_due_after_90_days(office: Office) -> None:
    customer_id = office.add_customer(intent_level="rejected")
    due = start_visit(office.rep, customer_id, date(2026, 11, 20), office.employee()).values["next_visit_on"]
    assert due == date(2027, 2, 18)


def test_a_customer_that_is_gone_takes_no_new_visit(office: Office) -> None:
    with pytest.raises(NotFound):
        start_visit(office.rep, 9999, MONDAY, office.employee())
