"""Who is to be visited: groups, order, and who is left out (rule R04)."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from app.db.records import Contact, Customer
from app.planning.cadence import Urgency
from app.planning.due import DueCustomer, due_customer, due_list
from app.planning.items import assign
from tests.support.office import MONDAY, Office
from tests.support.statements import statements_of

FRIDAY = date(2026, 11, 20)
NEXT_MONDAY, NEXT_SUNDAY = date(2026, 11, 23), date(2026, 11, 29)


def add(office: Office, name: str, /, **values: Any) -> int:
    """A customer whose dates and class stand as some earlier work left them."""
    customer_id = office.add_customer(name, owner=values.pop("owner", "E01"), address=values.pop("address", "南街1号"))
    office.change(Customer, customer_id, {"found_on": date(2026, 9, 1), **values})
    return customer_id


def names(rows: list[DueCustomer]) -> list[str]:
    return [row.name for row in rows]


def test_overdue_ones_come_first_then_those_due_this_week(office: Office) -> None:
    add(office, "今天到期", last_visit_on=date(2026, 11, 6), primary_class="B")
    add(office, "超三天", last_visit_on=date(2026, 11, 10), primary_class="A")
    add(office, "严重逾期", last_visit_on=date(2026, 11, 2), primary_class="A")
    add(office, "下周到期", last_visit_on=date(2026, 11, 9), primary_class="B")
    rows = due_list(office.rep, FRIDAY)
    assert [(row.name, row.due_on, row.state, row.days_overdue, row.is_overdue) for row in rows] == [
        ("严重逾期", date(2026, 11, 9), Urgency.SEVERE, 11, True),
        ("超三天", date(2026, 11, 17), Urgency.OVERDUE, 3, True),
        ("今天到期", FRIDAY, Urgency.NEAR, 0, False),
    ]
    assert names(due_list(office.rep, FRIDAY, until=NEXT_SUNDAY))[3:] == ["下周到期"]


def test_one_never_met_is_due_a_week_after_it_was_found(office: Office) -> None:
    add(office, "蔚坪电线经营部", found_on=date(2026, 11, 2))
    [row] = due_list(office.rep, FRIDAY)
    assert (row.due_on, row.days_overdue, row.state, row.step, row.round) == (
        date(2026, 11, 9), 11, Urgency.OVERDUE, "s1", 1,
    )  # fmt: skip


@pytest.mark.parametrize(
    "values",
    [
        {"lifecycle_status": "lost"},
        {"lifecycle_status": "closed"},
        {"lifecycle_status": "blacklisted"},
        {"pause_until": FRIDAY},
        {"intent_level": "rejected"},
        {"deleted_at": date(2026, 11, 1)},
    ],
)
def test_who_is_not_to_be_visited_is_left_out(office: Office, values: dict[str, Any]) -> None:
    if "deleted_at" in values:
        values = {"deleted_at": office.clock.now}
    add(office, "不去", last_visit_on=date(2026, 10, 1), **values)
    assert due_list(office.rep, FRIDAY) == []


def test_a_pause_ends_and_a_refusal_is_asked_again_after_ninety_days(office: Office) -> None:
    add(office, "暂停到昨天", last_visit_on=date(2026, 10, 1), pause_until=date(2026, 11, 19))
    add(office, "拒绝过", last_visit_on=date(2026, 8, 20), intent_level="rejected")
    assert set(names(due_list(office.rep, FRIDAY))) == {"暂停到昨天", "拒绝过"}


def test_an_own_interval_counts_instead_of_the_classs(office: Office) -> None:
    add(office, "三天一访", last_visit_on=date(2026, 11, 13), primary_class="C", custom_visit_days=3)
    add(office, "季度一访", last_visit_on=date(2026, 10, 1), primary_class="A", custom_visit_days=90)
    [row] = due_list(office.rep, FRIDAY)
    assert (row.name, row.due_on, row.interval_days) == ("三天一访", date(2026, 11, 16), 3)


def test_only_the_reps_and_the_market_asked_for(office: Office) -> None:
    add(office, "程的", last_visit_on=date(2026, 10, 1))
    add(office, "罗的", last_visit_on=date(2026, 10, 1), owner="E02")
    assert names(due_list(office.rep, FRIDAY, owner_ids=[office.employee("E02")])) == ["罗的"]
    assert len(due_list(office.rep, FRIDAY, market_id=office.market())) == 2
    assert due_list(office.rep, FRIDAY, market_id=-1) == []


def test_equals_are_listed_as_they_are_walked_past(office: Office) -> None:
    for number in ("20号", "3号", "十一号"):
        add(office, number, last_visit_on=date(2026, 11, 2), address=f"南街{number}")
    assert names(due_list(office.rep, FRIDAY)) == ["3号", "十一号", "20号"]


def test_who_is_planned_says_when_and_stays_as_overdue_as_before(office: Office) -> None:
    customer_id = add(office, "逾期户", last_visit_on=date(2026, 10, 1))
    assign(office.rep, customer_id, office.employee(), NEXT_MONDAY)
    [row] = due_list(office.rep, FRIDAY)
    assert (row.scheduled_on, row.state) == (NEXT_MONDAY, Urgency.SEVERE)


def test_one_customer_is_known_however_far_off_the_day_is(office: Office) -> None:
    customer_id = add(office, "下月才到", last_visit_on=date(2026, 11, 19), primary_class="C")
    add(office, "另一家", last_visit_on=date(2026, 10, 1))
    row = due_customer(office.rep, customer_id, FRIDAY)
    assert row is not None
    assert (row.name, row.due_on, row.is_overdue, row.scheduled_on) == ("下月才到", date(2026, 12, 21), False, None)
    assign(office.rep, customer_id, office.employee(), NEXT_MONDAY)
    row = due_customer(office.rep, customer_id, FRIDAY)
    assert row is not None
    assert row.scheduled_on == NEXT_MONDAY
    office.change(Customer, customer_id, {"lifecycle_status": "lost"})
    assert due_customer(office.rep, customer_id, FRIDAY) is None


def test_the_last_effective_visit_moves_the_due_day(office: Office) -> None:
    customer_id = add(office, "访过的", last_visit_on=date(2026, 10, 1), primary_class="A")
    office.visit(customer_id, visit_date=MONDAY)
    assert due_list(office.rep, FRIDAY) == []
    office.visit(customer_id, visit_date=FRIDAY, start_at=time(10), end_at=time(10, 30), result="closed", met_text=None)
    [row] = due_list(office.rep, FRIDAY, until=NEXT_MONDAY)
    assert (row.due_on, row.round) == (NEXT_MONDAY, 2)


def test_thousands_of_customers_cost_as_many_statements_as_one(office: Office) -> None:
    add(office, "第一家", last_visit_on=date(2026, 10, 1))
    rep = office.rep
    few = statements_of(office, lambda: due_list(rep, FRIDAY))
    with office.app.transaction("导入") as session:
        model = session.query(Customer).one()
        copied = {c.key: getattr(model, c.key) for c in Customer.__table__.columns if c.key not in ("id", "uid")}
        for number in range(100):
            shop = Customer(**copied | {"customer_no": f"KH-LZ-{number:05d}x", "name": f"商行{number}"})
            session.add(shop)
            session.flush()
            session.add(Contact(customer_id=shop.id, name="老板"))
    assert statements_of(office, lambda: due_list(rep, FRIDAY)) == few <= 14
    assert len(due_list(office.rep, FRIDAY)) == 101
