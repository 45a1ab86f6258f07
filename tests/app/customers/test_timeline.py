"""What happened with a customer is told the latest first, to who may know it."""

from __future__ import annotations

from datetime import date, time

import pytest

from app.customers.bulk import bulk_edit
from app.customers.records import edit_customer
from app.customers.timeline import timeline
from app.db.records import Customer
from app.errors import NotFound
from tests.support.office import MONDAY, Office


def told(office: Office, customer_id: int) -> list[tuple[str, str, str]]:
    return [(event.kind, event.title, event.who) for event in timeline(office.chief, customer_id).events]


def test_a_new_customer_has_its_beginning(office: Office) -> None:
    assert told(office, office.add_customer()) == [("record", "建档", "温可")]


def test_visits_and_moves_stand_above_the_beginning(office: Office) -> None:
    shop = office.add_customer()
    office.visit(shop, visit_date=MONDAY, start_at=time(9, 0), four_step="s1")
    office.visit(
        shop, visit_date=date(2026, 11, 17), start_at=time(10, 0), end_at=time(10, 30), four_step="s2", visit_round=2
    )
    events = timeline(office.chief, shop).events
    visits = [event for event in events if event.kind == "visit"]
    assert [event.title for event in visits] == ["拜访　第二步 倾听摸底", "拜访　第一步 留下印象"]
    assert visits[0].who == "程砚舟"
    assert "主营恒砾" in visits[0].text
    assert [event.at for event in events] == sorted((event.at for event in events), reverse=True)


def test_changes_of_grade_say_from_what_to_what_and_why(office: Office) -> None:
    shop = office.add_customer()
    version = office.read(Customer, shop).row_version
    bulk_edit(office.chief, {shop: version}, {"primary_class": "A"}, reason="年销过百万")
    (moved,) = [event for event in timeline(office.chief, shop).events if event.kind == "stage"]
    assert (moved.title, moved.text, moved.who) == ("等级　B 潜在 → A 重点", "年销过百万", "沈其岚")


def test_other_changes_are_not_told(office: Office) -> None:
    shop = office.add_customer()
    edit_customer(office.chief, shop, office.read(Customer, shop).row_version, {"short_name": "桁岳"})
    assert [kind for kind, _, _ in told(office, shop)] == ["record"]


def test_somebody_elses_customer_is_not_told_about(office: Office) -> None:
    shop = office.add_customer(owner="E02")
    with pytest.raises(NotFound, match="不在你的范围里"):
        timeline(office.rep, shop)


def test_a_hand_over_and_a_change_of_intent_are_told(office: Office) -> None:
    shop = office.add_customer()
    version = office.read(Customer, shop).row_version
    bulk_edit(office.chief, {shop: version}, {"owner_id": office.employee("E02")}, reason="片区调整")
    edit_customer(office.chief, shop, version + 1, {"intent_level": "medium"})
    assert [(event.kind, event.title, event.text) for event in timeline(office.chief, shop).events[:2]] == [
        ("stage", "意向　无意向 → 有兴趣", "修改客户"),
        ("record", "转交　程砚舟 → 罗以南", "片区调整"),
    ]


def test_numbers_in_what_was_said_are_masked(office: Office) -> None:
    shop = office.add_customer()
    office.visit(shop, situation="老板娘 142-0000-1037 管账。")
    (visit,) = [event for event in timeline(office.rep, shop).events if event.kind == "visit"]
    assert "142****1037" in visit.text


def test_a_long_past_is_read_on(office: Office) -> None:
    shop = office.add_customer()
    for number in range(3):
        office.change(Customer, shop, {"note": f"第 {number} 次"})
    for grade in ("A", "C", "A"):
        office.change(Customer, shop, {"primary_class": grade})
    for number in range(3):
        office.change(Customer, shop, {"note": f"又第 {number} 次"})
    office.visit(shop)  # on Monday, before all that
    short, whole = timeline(office.chief, shop, most=2), timeline(office.chief, shop, most=4)
    assert [event.kind for event in short.events] == ["stage", "stage"]
    assert (short.older, whole.older) == (True, False)
    assert {event.kind for event in whole.events[:-2]} == {"stage"}
    assert [event.title for event in whole.events[-2:]] == ["建档", "拜访　第一步 留下印象"]
    assert whole.events[: len(short.events)] == short.events
