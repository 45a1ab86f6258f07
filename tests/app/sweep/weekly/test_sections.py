"""What single sections do with single records: prices and policies seen, complaints, feedback, the week after."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.db.records import Brand, CompetitorObservation, ComplaintLog, Employee
from app.planning.items import assign
from app.reports.weekly_columns import COLUMNS
from app.reports.weekly_data import WeeklyTable
from app.sweep.daily import DailyInput, FeedbackInput, save_daily
from app.sweep.weekly.period import Scope, week_of
from app.sweep.weekly.summary import weekly_data
from tests.support.office import MONDAY, Office

SUNDAY = date(2026, 11, 22)
NEXT_MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _friday_evening(office: Office) -> None:
    office.clock.now = datetime(2026, 11, 20, 22, 0)


def table(office: Office, key: str, emp_no: str = "") -> WeeklyTable:
    rep = office.employee(emp_no) if emp_no else None
    return weekly_data(office.clerk, Scope(1, week_of(MONDAY), rep)).table(key)


def values(shown: WeeklyTable, column: str) -> list[object]:
    place = [c.key for c in COLUMNS[shown.key]].index(column)
    return [row.cells[place].text if row.cells[place].value is None else row.cells[place].value for row in shown.rows]


def see(office: Office, code: str, day: date, **seen: Any) -> None:
    with office.app.transaction("观察竞品") as session:
        session.add(
            CompetitorObservation(
                brand_id=office.id_of(Brand, code=code),
                market_area_id=office.market(),
                observed_on=day,
                employee_id=office.employee(),
                **seen,
            )
        )


def test_prices_are_the_medians_of_ninety_days(office: Office) -> None:
    first = SUNDAY - timedelta(days=89)
    for day, price in ((first - timedelta(days=1), 999), (first, 210), (MONDAY, 214), (MONDAY, 215)):
        see(office, "HL", day, wholesale_price=Decimal(price), retail_price=Decimal(price + 30))
    see(office, "BD", MONDAY, wholesale_price=Decimal(205))
    see(office, "LQ", MONDAY, display="堆头")
    brands = table(office, "brands")
    assert values(brands, "brand") == ["恒砾", "柏渡"]  # 澜雀 is sold by nobody and has no price
    assert values(brands, "wholesale") == [Decimal("214.00"), Decimal("205.00")]
    assert values(brands, "retail") == [Decimal("244.00"), ""]
    assert values(brands, "samples") == [3, 1]
    assert [row.alarms for row in brands.rows] == [(), (("brand", "样本少"),)]


def test_at_most_three_policies_a_brand_latest_first(office: Office) -> None:
    customer_id = office.add_customer(short_name="桁岳五金")
    see(office, "HL", date(2026, 11, 13), sales_policy="上周的")
    for number, day in enumerate((16, 18, 17, 19)):
        see(office, "HL", date(2026, 11, day), sales_policy=f"政策{number}", promotion="送货", customer_id=customer_id)
    see(office, "BD", date(2026, 11, 20), promotion="满五赠一")
    policies = table(office, "policies")
    assert values(policies, "policy") == ["政策3；送货", "政策1；送货", "政策2；送货", "满五赠一"]
    assert values(policies, "where") == ["桁岳五金"] * 3 + ["河西五金机电城"]


def complain(office: Office, customer_id: int, number: int, received: datetime, **known: Any) -> None:
    with office.app.transaction("登记投诉") as session:
        session.add(
            ComplaintLog(
                complaint_no=f"TS-LZ-202611-{number:03d}",
                branch_id=1,
                customer_id=customer_id,
                complainant="老板",
                received_at=received,
                receiver_id=office.employee("E06"),
                description="短缺",
                demand="补发",
                **{
                    "response_due_at": received + timedelta(hours=24),
                    "resolve_due_at": received + timedelta(days=3),
                    "state": "processing",
                    **known,
                },
            )
        )


def test_complaints_are_counted_as_they_stood_at_the_end(office: Office) -> None:
    customer_id = office.add_customer()
    answered = {"responded_at": datetime(2026, 11, 10, 10, 0)}
    before = datetime(2026, 11, 10, 9, 0)
    complain(office, customer_id, 1, before, **answered)  # open and long over
    complain(office, customer_id, 2, before, **answered, waiting_since=datetime(2026, 11, 11, 9, 0), state="waiting")
    complain(office, customer_id, 3, datetime(2026, 11, 20, 9, 0))  # not over yet
    complain(office, customer_id, 4, datetime(2026, 11, 16, 9, 0))  # nobody has called back
    monday = datetime(2026, 11, 16, 9, 0)
    complain(office, customer_id, 5, monday, state="rejected", closed_at=datetime(2026, 11, 16, 11, 0))
    closed = {"resolved_at": datetime(2026, 11, 18, 9, 0), "closed_at": datetime(2026, 11, 19, 9, 0), "state": "closed"}
    complain(office, customer_id, 6, before, **answered, **closed)  # late by five days
    taken_back = {"state": "withdrawn", "closed_at": datetime(2026, 11, 23, 9, 0)}
    complain(office, customer_id, 7, before, **answered, **taken_back)  # over at the end, taken back after it
    shown = table(office, "complaints")
    assert [values(shown, key)[0] for key in ("registered", "closed", "overdue", "late")] == [3, 1, 3, 1]
    assert table(office, "complaints", "E02").rows == ()


def test_five_of_each_kind_of_feedback(office: Office) -> None:
    customer_id = office.add_customer(short_name="桁岳五金")
    said = tuple(FeedbackInput("product", f"意见{number}", customer_id) for number in range(7))
    save_daily(office.rep, office.employee(), MONDAY, DailyInput(feedback=said))
    save_daily(
        office.clerk, office.employee("E02"), MONDAY, DailyInput(feedback=(FeedbackInput("need_change", "要快"),))
    )
    shown = table(office, "feedback")
    assert values(shown, "content") == ["要快", *(f"意见{number}" for number in range(5))]
    assert values(table(office, "feedback", "E01"), "customer") == ["桁岳五金"] * 5


def test_next_weeks_visits_by_rep_and_day(office: Office) -> None:
    for number, (emp_no, days) in enumerate((("E01", 0), ("E01", 0), ("E02", 3))):
        customer_id = office.add_customer(f"下周{number}号商行")
        assign(office.clerk, customer_id, office.employee(emp_no), NEXT_MONDAY + timedelta(days=days))
    shown = table(office, "next_days")
    assert values(shown, "rep") == ["程砚舟", "罗以南"]
    assert (values(shown, "day0"), values(shown, "day3"), values(shown, "all")) == ([2, 0], [0, 1], [2, 1])
    assert shown.total is not None
    assert shown.total.cells[-1].value == 3
    texts = weekly_data(office.clerk, Scope(1, week_of(MONDAY))).texts
    assert texts.next_plan == "第 48 周计划访问 3 家次：程砚舟 2 家次、罗以南 1 家次。"


def test_the_last_word_of_a_customer_counts_as_interest(office: Office) -> None:
    customer_id = office.add_customer()
    office.visit(customer_id, intent_level="strong")
    office.visit(customer_id, visit_date=date(2026, 11, 18), intent_level="weak")
    work = table(office, "work")
    assert (values(work, "visited"), values(work, "customers"), values(work, "interested")) == ([2, 0], [1, 0], [0, 0])
    assert values(work, "interest_rate") == [Decimal(0), ""]


def test_who_left_without_a_day_owes_nothing(office: Office) -> None:
    office.change(Employee, office.employee("E02"), {"status": "left"})
    assert values(table(office, "work"), "rep") == ["程砚舟"]
    office.change(Employee, office.employee("E02"), {"left_on": date(2026, 11, 18)})
    assert values(table(office, "work"), "rep") == ["程砚舟", "罗以南"]
