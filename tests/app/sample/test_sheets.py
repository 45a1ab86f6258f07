"""The survey sheets: numbers, completeness, and that they say what the archive says."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.records import Brand, Contact, Customer, CustomerBrand, SurveyForm, SurveySheet, SurveySheetVisit, Visit
from app.forms.filling import Filling
from app.surveys.completeness import completeness
from app.surveys.forms import form_of

NOW = datetime(2026, 11, 20, 22, 0)
CURRENT = (3, 4, 5, 7, 8, 11, 12, 13, 14, 16, 18, 19, 21, 23, 24, 27, 28, 29, 31, 32)
SEEN_TWICE = (5, 8, 13, 16, 28, 32)


def sheet_of(session: Session, seq: int) -> SurveySheet:
    query = select(SurveySheet).join(Customer, Customer.id == SurveySheet.customer_id)
    return session.scalars(query.where(Customer.customer_no == f"KH-LZ-{seq:05d}")).one()


def filling_of(session: Session, sheet: SurveySheet) -> Filling:
    form = form_of(session, session.get_one(SurveyForm, sheet.form_id))
    return Filling(form, {path: told["value"] for path, told in sheet.answers.items()}, rows=sheet.rows, now=NOW)


def test_every_known_customer_has_a_sheet_that_keeps_the_forms_rules(session: Session) -> None:
    sheets = session.scalars(select(SurveySheet)).all()
    assert len(sheets) == 32
    for sheet in sheets:
        filling = filling_of(session, sheet)
        broken = {path: state.message for path, state in filling.states() if state.broken == "constraint"}
        assert not broken, sheet.sheet_no
        kept = filling.answers()
        changed = {path: (told["value"], kept.get(path)) for path, told in sheet.answers.items()}
        assert not {path: pair for path, pair in changed.items() if pair[0] != pair[1]}, sheet.sheet_no


def test_what_a_sheet_says_of_its_completeness_is_what_the_rule_finds(session: Session) -> None:
    for sheet in session.scalars(select(SurveySheet)):
        found = completeness(filling_of(session, sheet))
        assert (sheet.completeness_pct, sheet.missing_required) == (found.percent, len(found.missing)), sheet.sheet_no


def test_two_visits_leave_five_questions_open_three_none(session: Session) -> None:
    for seq in CURRENT:
        sheet = sheet_of(session, seq)
        if seq in SEEN_TWICE:
            assert (sheet.completeness_pct, sheet.missing_required, sheet.state) == (Decimal("89.6"), 5, "filling")
        else:
            assert (sheet.completeness_pct, sheet.missing_required, sheet.state) == (Decimal(100), 0, "completed")
        assert sheet.round_no == 1


def test_sheets_are_numbered_by_first_visit_and_customer(session: Session) -> None:
    query = select(Customer.customer_no).join(SurveySheet, SurveySheet.customer_id == Customer.id)
    order = session.scalars(query.where(SurveySheet.state != "filed").order_by(SurveySheet.sheet_no))
    # First visits: 12 on 10-14, 19 on 10-16; 11-03 11 and 23 (i mod 5 = 1, 3: 11-03, 11-05), 4 on 11-06; then one
    # visit before: i mod 5 days after 11-09; at last those found in the week.
    assert [int(number[-5:]) for number in order] == [
        *(12, 19, 11, 23, 4),
        *(5, 21, 31, 7, 27, 3, 13, 18, 28, 14, 29),
        *(8, 16, 24, 32),
    ]
    assert sheet_of(session, 12).sheet_no == "DC-LZ-202610-0001"
    assert sheet_of(session, 5).sheet_no == "DC-LZ-202611-0004"
    assert sheet_of(session, 32).sheet_no == "DC-LZ-202611-0018"


@pytest.mark.parametrize(
    ("seq", "first", "last", "count", "filled"),
    [
        (8, date(2026, 11, 17), date(2026, 11, 20), 2, None),
        (4, date(2026, 11, 6), date(2026, 11, 19), 4, date(2026, 11, 16)),
        (3, date(2026, 11, 12), date(2026, 11, 18), 3, date(2026, 11, 18)),
        (12, date(2026, 10, 14), date(2026, 11, 19), 7, date(2026, 10, 28)),
        (13, date(2026, 11, 12), date(2026, 11, 18), 2, None),
    ],
)
def test_a_sheet_has_the_customers_visits(
    session: Session, seq: int, first: date, last: date, count: int, filled: date | None
) -> None:
    sheet = sheet_of(session, seq)
    assert (sheet.first_visit_on, sheet.last_visit_on, sheet.visit_count, sheet.filled_on) == (
        first,
        last,
        count,
        filled,
    )
    ties = session.execute(
        select(SurveySheetVisit.visit_order, Visit.visit_round)
        .join(Visit, Visit.id == SurveySheetVisit.visit_id)
        .where(SurveySheetVisit.sheet_id == sheet.id)
        .order_by(SurveySheetVisit.visit_order)
    )
    assert [tuple(row) for row in ties] == [(n, n) for n in range(1, count + 1)]


def test_signed_customers_have_old_sheets_filed_with_the_company(session: Session) -> None:
    for seq in (1, 2, 6, 9, 10, 15, 17, 20, 22, 25, 26, 30):
        sheet = sheet_of(session, seq)
        assert (sheet.state, sheet.completeness_pct) == ("filed", Decimal(100))
        assert sheet.first_visit_on
        assert (sheet.first_visit_on.year, sheet.first_visit_on.month == 9) == (
            (2026, True) if seq == 30 else (2025, seq in (20, 22))
        )
        assert sheet.submitted_at
        assert sheet.archived_at
        assert sheet.filed_at
        assert sheet.submitted_at < sheet.archived_at < sheet.filed_at <= NOW
        assert sheet.storage_location


def test_answers_by_hand(session: Session) -> None:
    answers = {path: told["value"] for path, told in sheet_of(session, 4).answers.items()}
    # Ratings 3 + (4 + question) mod 3 - 1; rival HL 212 + 4 mod 5 - 2 = 214 wholesale, × 1.15 = 246.1 retail.
    expected = {
        "/data/c/business_philosophy": "3",
        "/data/c/store_display": "4",
        "/data/c/market_influence": "3",
        "/data/c/market_network": "2",
        "/data/d/competitors[1]/rival_brand_id": "HL",
        "/data/d/competitors[1]/wholesale_price": "214.0",
        "/data/d/competitors[1]/retail_price": "246.0",
        "/data/e/tier_share/share_high": "35.0",
        "/data/e/tier_share/share_mid": "45.0",
        "/data/e/tier_share/share_low": "20.0",
        "/data/e/brand_awareness": "heard",
        "/data/f/obstacle/obstacle_kinds": "price",
        "/data/f/needs": "要求 BV 线现货当日送达",
        "/data/g/consent_answer": "yes",
        "/data/visit/visit_date": "2026-11-19",
        "/data/visit/visit_round": "4",
    }
    assert {path: answers[path] for path in expected} == expected
    assert answers["/data/e/purchase_factors"].split()[:5] == [
        "quality",
        "certification",
        "brand",
        "price",
        "recommend",
    ]


def test_who_refused_has_no_mobile_number_on_the_sheet(session: Session) -> None:
    answers = sheet_of(session, 31).answers
    assert "/data/a/mobile" not in answers
    assert answers["/data/g/consent_answer"]["value"] == "no"


def test_answers_say_on_which_visit_and_how_they_were_learnt(session: Session) -> None:
    answers = sheet_of(session, 3).answers
    assert answers["/data/a/address"] == {
        "value": "五金机电城 D区 4排22号",
        "by": "温可",
        "at": "2026-11-12T18:30:00",
        "visit": 1,
        "source": "observe",
    }
    assert {key: answers["/data/c/monthly_volume_wan"][key] for key in ("at", "visit", "source")} == {
        "at": "2026-11-16T18:30:00",
        "visit": 2,
        "source": "ask",
    }
    assert answers["/data/c/after_sales"]["visit"] == 3
    assert answers["/data/g/next_visit_on"]["visit"] == 3
    assert "/data/c/after_sales" not in sheet_of(session, 5).answers


def test_provenance_is_what_the_form_advises(session: Session) -> None:
    form = form_of(session, session.scalars(select(SurveyForm)).one())
    advised = {part.path: (q.visit, q.node.sources) for q in form.questions for part in q.parts}
    for path, told in sheet_of(session, 3).answers.items():
        visit, sources = advised.get(path.replace("[1]", "").replace("[2]", ""), (0, ()))
        assert told["source"] in (sources or ("",)), path
        assert told["visit"] in (visit, 3), path


SAVED = (
    "short_name",
    "address",
    "party_kind",
    "channel_type",
    "phone",
    "founded_year",
    "staff_count",
    "location_kind",
    "business_mode",
    "product_categories",
    "monthly_volume_wan",
    "sub_dealer_count",
    "tech_staff_count",
    "payment_terms",
    "intent_level",
    "philosophy_rating",
    "strength_rating",
    "fit_result",
    "dealer_position",
)


def test_sheets_agree_with_the_archive(session: Session) -> None:
    for sheet in session.scalars(select(SurveySheet)):
        customer = session.get_one(Customer, sheet.customer_id)
        told = {path.rpartition("/")[2]: answer["value"] for path, answer in sheet.answers.items() if "[" not in path}
        said = {name: told[name] for name in SAVED if name in told}
        assert said == {name: as_answer(getattr(customer, name)) for name in said}
        assert told["customer_name"] == customer.name
        assert told.get("uscc", "") == (customer.uscc or "") or sheet.missing_required
        owner = session.scalars(select(Contact).where(Contact.customer_id == customer.id, Contact.is_primary)).one()
        assert (told["contact_name"], told.get("mobile")) == (owner.name, owner.mobile)
        if customer.shop_area_m2 is not None:
            assert Decimal(told["shop_area_m2"]) == customer.shop_area_m2


def test_brand_rows_agree_with_the_archive(session: Session) -> None:
    for sheet in session.scalars(select(SurveySheet)):
        query = select(Brand.code, CustomerBrand).join(Brand, Brand.id == CustomerBrand.brand_id)
        kept = session.execute(query.where(CustomerBrand.customer_id == sheet.customer_id).order_by(CustomerBrand.id))
        rows = range(1, sheet.rows["/data/c/customer_brands"] + 1)
        said = [
            tuple(
                sheet.answers[f"/data/c/customer_brands[{row}]/{name}"]["value"]
                for name in ("brand_id", "role", "brand_volume_wan", "share_pct")
            )
            for row in rows
        ]
        assert [(code, role, Decimal(volume), Decimal(share)) for code, role, volume, share in said] == [
            (code, brand.role, brand.monthly_volume_wan, brand.share_pct) for code, brand in kept
        ]


def as_answer(value: Any) -> str:
    """A record's value as the sheet stores it."""
    if isinstance(value, Decimal):
        return f"{value:.1f}"
    return " ".join(value) if isinstance(value, tuple) else str(value)
