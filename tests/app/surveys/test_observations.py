"""What a sheet says of competitors is kept once, and again only when it changes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.context import App
from app.db.records import Brand, CompetitorObservation, Customer, SurveySheet
from app.db.verify import verify
from app.surveys.sheets import SheetInput, new_sheet, open_sheet, save_sheet
from tests.support.office import MONDAY, Office

TABLE = "/data/d/competitors"
WEDNESDAY = date(2026, 11, 18)


@pytest.fixture(autouse=True)
def _friday_evening(office: Office) -> None:
    office.clock.now = datetime(2026, 11, 20, 22, 0)


def typed(office: Office, customer_id: int, day: date, *rows: dict[str, str], sheet_id: int | None = None) -> int:
    """Save the customer's sheet with these competitor rows; returns its id."""
    opened = open_sheet(office.clerk, sheet_id) if sheet_id else new_sheet(office.clerk, customer_id)
    answers = {path: value for path, value in opened.answers.items() if not path.startswith(TABLE)}
    answers["/data/visit/visit_date"] = day.isoformat()
    for number, row in enumerate(rows, 1):
        answers |= {f"{TABLE}[{number}]/{name}": value for name, value in row.items()}
    saved = save_sheet(
        office.clerk,
        SheetInput(
            opened.form_record_id,
            answers,
            {**opened.rows, TABLE: len(rows)},
            opened.visit_order,
            office.employee(),
            sheet_id=sheet_id,
            customer_id=customer_id,
            row_version=opened.row_version,
        ),
    )
    return saved.sheet_id


def seen(office: Office) -> list[CompetitorObservation]:
    with office.app.reading() as session:
        kept = CompetitorObservation.deleted_at.is_(None)
        return list(session.scalars(select(CompetitorObservation).where(kept).order_by(CompetitorObservation.id)))


HL = {"rival_brand_id": "HL", "wholesale_price": "212.0", "retail_price": "244.0", "sales_policy": "满五万返一个点半"}
BD = {"rival_brand_id": "BD", "wholesale_price": "205.0"}


def test_each_row_is_an_observation_of_the_visit(office: Office) -> None:
    customer_id = office.add_customer()
    visit_id = office.visit(customer_id)
    sheet_id = typed(office, customer_id, MONDAY, HL, BD)
    first, second = seen(office)
    assert (first.brand_id, first.market_area_id, first.observed_on) == (
        office.id_of(Brand, code="HL"),
        office.market(),
        MONDAY,
    )
    assert (first.customer_id, first.visit_id, first.sheet_id) == (customer_id, visit_id, sheet_id)
    assert (first.wholesale_price, first.retail_price, first.price_spec) == (
        Decimal("212.00"),
        Decimal("244.00"),
        "BV2.5 100米",
    )
    assert (first.sales_policy, first.network_usability, first.employee_id) == (
        "满五万返一个点半",
        "unknown",
        office.employee(),
    )
    assert (second.wholesale_price, second.retail_price) == (Decimal("205.00"), None)


def test_saying_the_same_again_changes_nothing(office: Office) -> None:
    customer_id = office.add_customer()
    sheet_id = typed(office, customer_id, MONDAY, HL)
    before = seen(office)[0].row_version
    typed(office, customer_id, WEDNESDAY, HL, sheet_id=sheet_id)
    (again,) = seen(office)
    assert (again.observed_on, again.row_version) == (MONDAY, before)


def test_another_price_is_seen_on_another_day(office: Office) -> None:
    customer_id = office.add_customer()
    sheet_id = typed(office, customer_id, MONDAY, HL)
    typed(office, customer_id, WEDNESDAY, HL | {"wholesale_price": "209.0"}, BD, sheet_id=sheet_id)
    first, second = seen(office)
    assert (first.wholesale_price, first.observed_on) == (Decimal("209.00"), WEDNESDAY)
    assert second.observed_on == WEDNESDAY


def test_a_row_taken_off_the_sheet_takes_its_observation_away(office: Office) -> None:
    customer_id = office.add_customer()
    sheet_id = typed(office, customer_id, MONDAY, HL, BD)
    typed(office, customer_id, MONDAY, BD, sheet_id=sheet_id)
    assert [one.brand_id for one in seen(office)] == [office.id_of(Brand, code="BD")]
    assert verify(office.app.db).problems == ()


def test_a_brand_the_office_does_not_know_is_left_out(office: Office) -> None:
    customer_id = office.add_customer()
    typed(office, customer_id, MONDAY, {"rival_brand_id": "other", "rival_brand_other": "无名电缆"})
    assert seen(office) == []
    typed(office, office.add_customer("别家"), MONDAY, {"rival_brand_id": "other", "rival_brand_other": "澜雀"})
    assert [one.brand_id for one in seen(office)] == [office.id_of(Brand, code="LQ")]


def test_the_sample_sheets_are_observed_on_their_second_visit(sample_app: App) -> None:
    with sample_app.reading() as session:
        found = session.execute(
            select(CompetitorObservation, Customer.customer_no, SurveySheet.state)
            .join(Customer, Customer.id == CompetitorObservation.customer_id)
            .join(SurveySheet, SurveySheet.id == CompetitorObservation.sheet_id)
        ).all()
    assert len(found) == 32  # twelve old sheets and twenty current ones, one competitor each
    by_number = {number: one for one, number, _ in found}
    first = by_number["KH-LZ-00004"]
    # Customer 4 was seen on Friday 6th and Friday 13th before the week; base 212 + 4 mod 5 - 2, × 1.15.
    assert (first.observed_on, first.wholesale_price, first.retail_price) == (
        date(2026, 11, 13),
        Decimal("214.00"),
        Decimal("246.00"),
    )
    assert by_number["KH-LZ-00030"].observed_on == date(2026, 9, 14)
