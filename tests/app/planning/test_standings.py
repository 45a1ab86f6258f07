"""How far customers have come in the four steps (rule R05)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from app.db.records import (
    Brand,
    CompetitorObservation,
    Customer,
    CustomerNeed,
    Obstacle,
    SurveyForm,
    SurveySheet,
)
from app.planning.standings import Standing, StepFacts, standing, suggested_step, unmet_of
from app.surveys.sections import required_missing
from app.visits.records import VisitInput, record_visit
from tests.support.office import MONDAY, Office

WHOLE = StepFacts(
    intent_level="medium",
    parts=frozenset({"greet", "introduce", "brief"}),
    has_contact=True,
    section_missing=0,
    has_need=True,
    has_confirmed_need=True,
    has_observation=True,
    has_obstacle=True,
)


@pytest.mark.parametrize(
    ("stage", "last", "unmet", "step"),
    [
        ("lead", "", [], "s1"),
        ("surveyed", "s1", [], "s2"),
        ("surveyed", "s1", ["缺"], "s1"),
        ("negotiating", "s3", [], "s4"),
        ("negotiating", "s4", [], "s4"),
        ("lead", "maintain", [], "s1"),  # once signed, no more
        ("maintaining", "s2", [], "maintain"),
        ("contracted", "", [], "maintain"),
    ],
)
def test_the_step_to_come(stage: str, last: str, unmet: list[str], step: str) -> None:
    assert suggested_step(stage, last, unmet) == step


def test_a_customer_of_whom_all_is_known_lacks_nothing() -> None:
    assert unmet_of(WHOLE) == {"s1": (), "s2": (), "s3": ()}


@pytest.mark.parametrize(
    ("change", "step", "words"),
    [
        ({"parts": frozenset({"greet"})}, "s1", "访问程序还没做：介绍并交换名片、介绍基本情况"),
        ({"has_contact": False}, "s1", "还没有登记联系人"),
        ({"section_missing": None}, "s1", "还没有调查表"),
        ({"section_missing": 3}, "s1", "调查表 A 节还缺 3 题必答"),
        ({"has_need": False}, "s2", "还没有记下客户的需求"),
        ({"has_observation": False}, "s2", "还没有竞品观察"),
        ({"has_confirmed_need": False}, "s3", "需求还没有经客户确认"),
        ({"has_obstacle": False}, "s3", "阻碍还没有登记，没有就登记“无”"),
        ({"intent_level": "weak"}, "s3", "意向还不到“有兴趣”"),
    ],
)
def test_every_condition_is_named_at_its_step(change: dict[str, Any], step: str, words: str) -> None:
    found = unmet_of(replace(WHOLE, **change))
    assert found.pop(step) == (words,)
    assert not any(found.values())


def test_an_intent_below_both_lines_is_named_at_both_steps() -> None:
    found = unmet_of(replace(WHOLE, intent_level="none"))
    assert (found["s2"], found["s3"]) == (("意向还不到“观望”",), ("意向还不到“有兴趣”",))


def read(office: Office, customer_id: int) -> Standing:
    with office.app.reading() as session:
        return standing(session, customer_id)


def visit(office: Office, customer_id: int, day: int, **values: Any) -> None:
    entered = office.visit_values(customer_id, visit_date=date(2026, 11, day), **values)
    record_visit(office.clerk, VisitInput(entered, steps=frozenset({"greet", "introduce", "brief"})))


def add_sheet(office: Office, customer_id: int, *, missing: int = 0) -> int:
    with office.app.transaction("录表") as session:
        form_id = office.id_of(SurveyForm)
        sheet = SurveySheet(
            sheet_no=f"DC-LZ-202611-{customer_id:04d}", customer_id=customer_id, form_id=form_id,
            form_code="cable_survey", surveyor_id=office.employee(), missing_required=missing, answers={}, rows={},
        )  # fmt: skip
        session.add(sheet)
        session.flush()
        return sheet.id


def test_a_customer_goes_through_the_steps_one_by_one(office: Office) -> None:
    customer_id = office.add_customer()
    assert read(office, customer_id).suggested == "s1"
    visit(office, customer_id, 16)
    first = read(office, customer_id)
    assert (first.suggested, first.unmet["s1"]) == ("s1", ("还没有登记联系人", "还没有调查表"))
    office.add_contact(customer_id)
    add_sheet(office, customer_id)
    assert (read(office, customer_id).suggested, read(office, customer_id).next_round) == ("s2", 2)

    visit(office, customer_id, 17, four_step="s2", visit_round=2)
    assert read(office, customer_id).unmet["s2"] == ("还没有记下客户的需求", "还没有竞品观察")
    with office.app.transaction("记需求") as session:
        known = {"customer_id": customer_id}
        session.add(CustomerNeed(**known, raised_on=MONDAY, content="现货当日送达", is_confirmed=True))
        session.add(
            CompetitorObservation(
                **known,
                brand_id=office.id_of(Brand, code="HL"),
                market_area_id=office.market(),
                observed_on=MONDAY,
                employee_id=office.employee(),
            )
        )
    assert read(office, customer_id).suggested == "s3"

    visit(office, customer_id, 18, four_step="s3", visit_round=3)
    assert read(office, customer_id).unmet["s3"] == ("阻碍还没有登记，没有就登记“无”",)
    with office.app.transaction("记阻碍") as session:
        owner = office.employee()
        session.add(
            Obstacle(
                customer_id=customer_id, kind="none", description="无", found_on=MONDAY, owner_id=owner, due_on=MONDAY
            )
        )
    assert read(office, customer_id).suggested == "s4"
    office.change(Customer, customer_id, {"stage": "contracted"})
    assert read(office, customer_id).suggested == "maintain"


def test_only_effective_visits_count(office: Office) -> None:
    customer_id = office.add_customer()
    visit(office, customer_id, 16, result="not_met", met_text=None, start_at=time(8), end_at=time(8, 20))
    assert (read(office, customer_id).effective, read(office, customer_id).last_step) == (0, "")


def test_a_customer_who_is_not_there_stands_at_the_beginning(office: Office) -> None:
    assert read(office, 9999) == Standing()


def test_section_a_is_whole_when_what_is_asked_of_it_is_answered(office: Office) -> None:
    sheet_id = add_sheet(office, office.add_customer(), missing=40)
    with office.app.reading() as session:
        sheet = session.get_one(SurveySheet, sheet_id)
        every = required_missing(session, sheet, "A")
        assert every > 3
        plain = {"customer_name", "address", "channel_type", "contact_name", "founded_year", "shop_area_m2"}
        sheet.answers = {f"/data/a/{name}": {"value": "1"} for name in plain}
        assert 0 < required_missing(session, sheet, "A") < every
        assert required_missing(session, sheet, "Z") == 0
        sheet.missing_required = 0
        assert required_missing(session, sheet, "A") == 0
