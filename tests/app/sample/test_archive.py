"""The customers: values worked by hand from the tables and rules of sample-data.md."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.records import Brand, Contact, Customer, CustomerBrand, Employee


def customer(session: Session, seq: int) -> Customer:
    return session.scalars(select(Customer).where(Customer.customer_no == f"KH-LZ-{seq:05d}")).one()


def contacts(session: Session, seq: int) -> list[Contact]:
    query = select(Contact).where(Contact.customer_id == customer(session, seq).id).order_by(Contact.id)
    return list(session.scalars(query))


def test_the_first_customer_whole(session: Session) -> None:
    first = customer(session, 1)
    assert (first.name, first.short_name, first.name_key) == (
        "澜州市枳沅电线电缆有限公司",
        "枳沅电缆",
        "枳沅电线电缆",
    )
    assert (first.uscc, first.phone, first.address) == ("91000000MA0000001R", "0600-8800013", "五金机电城 B区 2排8号")
    assert (first.found_on, first.stage_entered_on) == (date(2024, 3, 10), date(2026, 11, 15))
    assert (first.strength_rating, first.philosophy_rating, first.fit_result) == (5, 4, "fit")
    assert (first.dealer_position, first.position_state, first.sub_dealer_count) == ("core", "confirmed", 18)
    assert (first.is_key_account, first.key_reasons, first.primary_class) == (True, ("volume",), "A")
    assert (first.archive_no, first.archive_state, first.last_reviewed_on) == (
        "DA-LZ-C-00001",
        "archived",
        date(2026, 8, 4),
    )
    assert (first.last_visit_on, first.next_visit_due_on, first.protect_until) == (
        date(2026, 11, 20),
        date(2026, 11, 27),
        None,
    )


@pytest.mark.parametrize(
    ("seq", "field", "value"),
    [
        (4, "address", "五金机电城 A区 5排29号"),
        (9, "address", "建材大道64号"),
        (17, "address", "创新路8号6幢"),
        (25, "address", "南街6号"),
        (36, "phone", "0600-8800468"),
        (4, "uscc", None),
        (22, "customer_kind", "group"),
        (17, "customer_kind", "project"),
        (26, "customer_kind", "dealer"),
        (4, "found_on", date(2026, 11, 6)),  # the first of two visits before: 11-13 less a week
        (12, "found_on", date(2026, 10, 14)),  # the first of five: 11-11 less four weeks
        (30, "found_on", date(2024, 11, 26)),  # signed: 2024-03-01 and 270 days
        (16, "found_on", date(2026, 11, 17)),
        (7, "stage_entered_on", date(2026, 11, 9)),  # 11-20 less 35 mod 12 = 11 days
        (28, "stage_entered_on", date(2026, 11, 19)),
        (35, "stage_entered_on", date(2026, 11, 13)),
        (26, "strength_rating", 4),
        (16, "strength_rating", 4),
        (8, "strength_rating", 2),
        (8, "philosophy_rating", 3),
        (31, "philosophy_rating", 1),
        (33, "strength_rating", None),
        (3, "fit_result", "basic"),
        (8, "fit_result", "unfit"),
        (33, "fit_result", "unknown"),
        (9, "dealer_position", "core"),
        (26, "dealer_position", "distributor"),
        (22, "dealer_position", "not_dealer"),
        (16, "dealer_position", "general"),
        (34, "dealer_position", "undecided"),
        (11, "position_state", "preliminary"),
        (3, "is_target", True),
        (1, "is_target", False),
        (16, "visit_program", "tiered"),
        (21, "visit_program", "tiered"),
        (22, "visit_program", "normal"),
        (17, "key_reasons", ("strategic",)),
        (22, "key_reasons", ("strategic", "image")),
        (5, "lead_source", "referral"),
        (8, "lead_source", "exhibition"),
        (36, "lead_source", "partner"),
        (14, "consent_state", "not_told"),
        (31, "consent_state", "refused"),
        (2, "consent_state", "agreed"),
        (22, "archive_no", "DA-LZ-J-00001"),
        (2, "archive_no", "DA-LZ-G-00001"),
        (4, "archive_no", None),
        (4, "archive_state", "building"),
        (6, "last_visit_on", date(2026, 11, 19)),  # nobody in charge was met on the Friday
        (6, "next_visit_due_on", date(2026, 12, 21)),  # class C: 12-19 is a Saturday
        (31, "next_visit_due_on", date(2027, 2, 18)),  # refused: 90 days
        (33, "next_visit_due_on", date(2026, 11, 9)),  # never visited: a week after it was found
        (33, "last_visit_on", None),
        (4, "protect_until", date(2027, 2, 17)),  # visited on 11-19, and 90 days
        (21, "shop_area_m2", None),
        (12, "monthly_volume_wan", Decimal(35)),
    ],
)
def test_the_rules_by_hand(session: Session, seq: int, field: str, value: Any) -> None:
    assert getattr(customer(session, seq), field) == value


def test_who_belongs_to_whom(session: Session) -> None:
    assert customer(session, 23).parent_id == customer(session, 22).id
    assert customer(session, 10).referrer_customer_id == customer(session, 1).id
    assert customer(session, 11).referrer_customer_id is None
    owners = {seq: session.get_one(Employee, customer(session, seq).owner_id).emp_no for seq in (8, 9, 24, 25, 33, 36)}
    assert owners == {8: "E01", 9: "E02", 24: "E03", 25: "E04", 33: "E01", 36: "E04"}


def test_contacts(session: Session) -> None:
    (first,) = contacts(session, 1)
    assert (first.name, first.mobile, first.title_kind) == ("郑望舒", "14200001037", "owner")
    assert (first.is_primary, first.is_decision_maker) == (True, True)
    assert (first.birthday_kind, first.birth_month, first.birth_day) == ("solar", 2, 2)
    owner, buyer = contacts(session, 3)
    assert (owner.name, owner.mobile, owner.birthday_kind) == ("谢知岚", "14200001111", None)
    assert (buyer.name, buyer.mobile, buyer.title_kind, buyer.is_primary) == (
        "宋知岚",
        "14200010003",
        "purchaser",
        False,
    )
    assert contacts(session, 2)[0].birthday_kind == "lunar"
    (refused,) = contacts(session, 31)
    assert (refused.name, refused.mobile, refused.phone) == ("姚语桐", None, "0600-8800403")
    assert contacts(session, 33) == []


@pytest.mark.parametrize(
    ("seq", "expected"),
    [
        (1, [("YL", "main", "37.8"), ("LQ", "secondary", "15.75")]),
        (2, [("HL", "main", "48"), ("BD", "secondary", "20"), ("YL", "secondary", "12")]),
        (3, [("LQ", "main", "7.2"), ("JH", "secondary", "3")]),
        (
            6,
            [("LQ", "main", "6"), ("BD", "secondary", "2.5"), ("YL", "stocked", "1.5")],
        ),  # LQ is next in turn, and main
        (33, []),
    ],
)
def test_brands(session: Session, seq: int, expected: list[tuple[str, str, str]]) -> None:
    query = (
        select(Brand.code, CustomerBrand.role, CustomerBrand.monthly_volume_wan)
        .join(Brand, Brand.id == CustomerBrand.brand_id)
        .where(CustomerBrand.customer_id == customer(session, seq).id)
        .order_by(CustomerBrand.share_pct.desc())
    )
    assert [tuple(row) for row in session.execute(query)] == [(c, r, Decimal(v)) for c, r, v in expected]
