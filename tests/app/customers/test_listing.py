"""The customer list: whom a filter lets pass, in which order, what a line says, and who sees whom."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from app.context import App
from app.customers.filters import CustomerFilter
from app.customers.listing import CustomerRow, count_customers, customer_ids, customers_by_id, first_page
from app.customers.orders import ORDERED_COLUMNS, CustomerOrder
from app.db.records import BranchOffice, Brand, ComplaintLog, Customer, CustomerBrand, SurveyForm, SurveySheet
from tests.support.office import Office

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9)


def names(rows: list[CustomerRow]) -> list[str]:
    return [row.name[:2] for row in rows]


def found(app: App, order: CustomerOrder | None = None, **conditions: Any) -> list[str]:
    """The list, read the two ways there are, which agree; and its count."""
    wanted = CustomerFilter(**conditions)
    ids = customer_ids(app, wanted, order)
    rows = customers_by_id(app, ids)
    assert first_page(app, wanted, order, limit=50) == rows
    assert count_customers(app, wanted) == len(rows)
    return names(rows)


def add_sheet(office: Office, customer_id: int, number: int, percent: str, state: str = "filling") -> None:
    with office.app.transaction("填表") as session:
        form = office.id_of(SurveyForm)
        session.add(
            SurveySheet(
                sheet_no=f"DC-{customer_id}-{number}",
                customer_id=customer_id,
                form_id=form,
                form_code="x",
                round_no=number,
                surveyor_id=office.employee(),
                completeness_pct=Decimal(percent),
                state=state,
            )
        )


def add_complaint(office: Office, customer_id: int, number: int, state: str) -> None:
    with office.app.transaction("登记投诉") as session:
        session.add(
            ComplaintLog(
                complaint_no=f"TS-{number}",
                branch_id=office.id_of(BranchOffice),
                customer_id=customer_id,
                complainant="谢予川",
                received_at=NOW,
                receiver_id=office.employee(),
                description="缺米",
                demand="补货",
                response_due_at=NOW,
                resolve_due_at=NOW,
                state=state,
            )
        )


@pytest.fixture
def shops(office: Office) -> dict[str, int]:
    """Four shops of two reps, told apart by every condition."""
    ids = {
        "砾川": office.add_customer("砾川电缆批发部", phone="0600-8801352", intent_level="strong"),
        "桁岳": office.add_customer("桁岳五金机电经营部", owner="E02", channel_type="retail_store", scale="large"),
        "澜州": office.add_customer("澜州行知电料行"),
        "安和": office.add_customer("安和电缆商行", owner="E02", monthly_volume_wan=Decimal(12)),
    }
    for name, values in {
        "砾川": {"next_visit_due_on": date(2026, 11, 12), "last_visit_on": date(2026, 11, 2), "primary_class": "A"},
        "桁岳": {"next_visit_due_on": date(2026, 11, 22), "stage": "target", "is_target": True},
        "澜州": {"next_visit_due_on": date(2026, 11, 1), "lifecycle_status": "lost", "primary_class": "C"},
    }.items():
        office.change(Customer, ids[name], values)
    office.add_contact(ids["砾川"])
    add_sheet(office, ids["砾川"], 1, "100")
    add_sheet(office, ids["砾川"], 2, "40")
    add_sheet(office, ids["砾川"], 3, "90", "voided")
    add_sheet(office, ids["桁岳"], 1, "100")
    for number, (name, state) in enumerate((("砾川", "processing"), ("砾川", "waiting"), ("安和", "closed"))):
        add_complaint(office, ids[name], number, state)
    with office.app.transaction("登记品牌") as session:
        brand = office.id_of(Brand, code="HL")
        session.add(CustomerBrand(customer_id=ids["安和"], brand_id=brand, role="main", as_of=TODAY))
    return ids


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({}, ["砾川", "桁岳", "澜州", "安和"]),
        ({"classes": ("A", "C")}, ["砾川", "澜州"]),
        ({"stages": ("target",)}, ["桁岳"]),
        ({"intents": ("strong",)}, ["砾川"]),
        ({"statuses": ("lost", "closed")}, ["澜州"]),
        ({"channels": ("retail_store",)}, ["桁岳"]),
        ({"scales": ("large",)}, ["桁岳"]),
        ({"dues": ("overdue",)}, ["砾川"]),
        ({"dues": ("near", "none")}, ["桁岳", "安和"]),
        ({"dues": ("normal",)}, []),
        ({"sheets": ("none",)}, ["澜州", "安和"]),
        ({"sheets": ("open",)}, ["砾川"]),
        ({"sheets": ("full",)}, ["桁岳"]),
        ({"marks": ("target", "complaint")}, ["砾川", "桁岳"]),
        ({"marks": ("key",)}, []),
        ({"marks": ("tracked",)}, []),
        ({"text": "电缆"}, ["砾川", "安和"]),
        ({"text": "电缆", "classes": ("A",)}, ["砾川"]),
        ({"text": "龘"}, []),
    ],
)
def test_a_filter_lets_those_pass_for_whom_all_of_it_holds(
    office: Office, shops: dict[str, int], conditions: dict[str, Any], expected: list[str]
) -> None:
    assert found(office.clerk, **conditions) == expected


def test_offices_markets_and_reps_are_chosen_by_id(office: Office, shops: dict[str, int]) -> None:
    assert found(office.clerk, owners=(office.employee("E02"),)) == ["桁岳", "安和"]
    assert found(office.clerk, markets=(office.market(),), branches=(office.id_of(BranchOffice),)) == [*shops]
    assert found(office.clerk, markets=(0,)) == []


@pytest.mark.parametrize(
    ("column", "up", "down"),
    [
        ("customer_no", ["砾川", "桁岳", "澜州", "安和"], ["安和", "澜州", "桁岳", "砾川"]),
        ("name", ["安和", "桁岳", "澜州", "砾川"], ["砾川", "澜州", "桁岳", "安和"]),
        ("stage", ["砾川", "澜州", "安和", "桁岳"], ["桁岳", "砾川", "澜州", "安和"]),
        ("owner", ["砾川", "澜州", "桁岳", "安和"], ["桁岳", "安和", "砾川", "澜州"]),
        ("next_visit_due_on", ["澜州", "砾川", "桁岳", "安和"], ["桁岳", "砾川", "澜州", "安和"]),
        ("days_overdue", ["砾川", "桁岳", "澜州", "安和"], ["砾川", "桁岳", "澜州", "安和"]),
        ("completeness_pct", ["砾川", "桁岳", "澜州", "安和"], ["桁岳", "砾川", "澜州", "安和"]),
        ("open_complaints", ["砾川", "桁岳", "澜州", "安和"], ["砾川", "桁岳", "澜州", "安和"]),
        ("brand", ["安和", "砾川", "桁岳", "澜州"], ["安和", "砾川", "桁岳", "澜州"]),
        ("monthly_volume_wan", ["安和", "砾川", "桁岳", "澜州"], ["安和", "砾川", "桁岳", "澜州"]),
        ("contact", ["砾川", "桁岳", "澜州", "安和"], ["砾川", "桁岳", "澜州", "安和"]),
    ],
)
def test_a_column_orders_the_list_up_and_down_with_the_empty_last(
    office: Office, shops: dict[str, int], column: str, up: list[str], down: list[str]
) -> None:
    assert found(office.clerk, CustomerOrder(column)) == up
    assert found(office.clerk, CustomerOrder(column, down=True)) == down


def test_every_column_of_a_line_can_order_the_list(office: Office, shops: dict[str, int]) -> None:
    shown = set(CustomerRow.__slots__) - {"id", "row_version"}
    assert set(ORDERED_COLUMNS) == shown
    for column in ORDERED_COLUMNS:
        assert sorted(found(office.clerk, CustomerOrder(column))) == sorted(shops)


def test_what_a_text_finds_can_be_ordered_too(office: Office, shops: dict[str, int]) -> None:
    assert found(office.clerk, text="电缆") == ["砾川", "安和"]
    assert found(office.clerk, CustomerOrder("name"), text="电缆") == ["安和", "砾川"]


def test_a_line_says_what_columns_may_show(office: Office, shops: dict[str, int]) -> None:
    [row] = customers_by_id(office.clerk, [shops["砾川"]])
    assert (row.contact, row.mobile, row.phone) == ("谢予川", "142****1037", "0600-****352")
    assert (row.days_overdue, row.open_complaints, row.completeness_pct) == (8, 2, Decimal(40))
    assert (row.owner, row.market, row.intent, row.channel_type) == ("程砚舟", "河西五金机电城", "强烈", "批发商")
    lost, brand = customers_by_id(office.clerk, [shops["澜州"], shops["安和"]])
    assert (lost.days_overdue, lost.status, lost.completeness_pct) == (0, "流失", None)
    assert (brand.brand, brand.monthly_volume_wan, brand.open_complaints) == ("恒砾", Decimal(12), 0)


def test_a_paused_customer_is_not_overdue(office: Office, shops: dict[str, int]) -> None:
    office.change(Customer, shops["砾川"], {"pause_until": TODAY})
    assert found(office.clerk, dues=("overdue",)) == []
    assert customers_by_id(office.clerk, [shops["砾川"]])[0].days_overdue == 0


def test_a_rep_sees_the_own_customers_an_office_those_of_the_office(office: Office, shops: dict[str, int]) -> None:
    assert found(office.rep) == ["砾川", "澜州"]
    assert found(office.rep, text="电缆") == ["砾川"]
    assert found(office.rep, CustomerOrder("name"), text="电") == ["澜州", "砾川"]
    assert customers_by_id(office.rep, [shops["桁岳"]]) == []
    assert found(office.chief) == [*shops]
    with office.app.transaction("建处") as session:
        branch = BranchOffice(code="QH", name="栖河办事处", region_text="栖河")
        session.add(branch)
        session.flush()
        session.get_one(Customer, shops["砾川"]).branch_id = branch.id
    assert found(office.clerk) == ["桁岳", "澜州", "安和"]
    assert found(office.app) == [*shops]
