"""What happened with a customer is told the latest first, to who may know it."""

from __future__ import annotations

from datetime import date, time

from app.customers.bulk import bulk_edit
from app.customers.records import edit_customer
from app.customers.timeline import timeline
from app.db.records import Customer
from tests.support.office import MONDAY, Office


def told(office: Office, customer_id: int) -> list[tuple[str, str, str]]:
    return [(event.kind, event.title, event.who) for event in timeline(office.chief, customer_id)]


def test_a_new_customer_has_its_beginning(office: Office) -> None:
    assert told(office, office.add_customer()) == [("record", "建档", "温可")]


def test_visits_and_moves_stand_above_the_beginning(office: Office) -> None:
    shop = office.add_customer()
    office.visit(shop, visit_date=MONDAY, start_at=time(9, 0), four_step="s1")
    office.visit(
        shop, visit_date=date(2026, 11, 17), start_at=time(10, 0), end_at=time(10, 30), four_step="s2", visit_round=2
    )
    events = timeline(office.chief, shop)
    visits = [event for event in events if event.kind == "visit"]
    assert [event.title for event in visits] == ["拜访　第二步 倾听摸底", "拜访　第一步 留下印象"]
    assert visits[0].who == "程砚舟"
    assert "主营恒砾" in visits[0].text
    assert [event.at for event in events] == sorted((event.at for event in events), reverse=True)


def test_changes_of_grade_say_from_what_to_what_and_why(office: Office) -> None:
    shop = office.add_customer()
    version = office.read(Customer, shop).row_version
    bulk_edit(office.chief, {shop: version}, {"primary_class": "A"}, reason="年销过百万")
    (moved,) = [event for event in timeline(office.chief, shop) if event.kind == "stage"]
    assert (moved.title, moved.text, moved.who) == ("等级　B 潜在 → A 重点", "年销过百万", "沈其岚")


def test_other_changes_are_not_told(office: Office) -> None:
    shop = office.add_customer()
    edit_customer(office.chief, shop, office.read(Customer, shop).row_version, {"short_name": "桁岳"})
    assert [kind for kind, _, _ in told(office, shop)] == ["record"]


def test_somebody_elses_customer_is_not_told_about(office: Office) -> None:
    shop = office.add_customer(owner="E02")
    assert timeline(office.rep, shop) == ()
