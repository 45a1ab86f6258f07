"""Rule R14: how complete an archive is, its next review, and how long it is kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.customers.archiving import ArchiveCompleteness, archive_completeness, kept_until, next_review_on
from app.db.records import Contact, Customer

WHOLE: dict[str, Any] = {
    "name": "桁岳五金机电经营部",
    "market_area_id": 1,
    "address": "B 区 2 排 17 号",
    "channel_type": "wholesaler",
    "scale": "medium",
    "phone": "0600-8800052",
    "founded_year": 2011,
    "shop_area_m2": Decimal(180),
    "staff_count": 7,
    "business_mode": "wholesale",
    "product_categories": ("bv",),
    "monthly_volume_wan": Decimal(45),
    "payment_terms": "net15",
    "position_state": "confirmed",
    "intent_level": "strong",
    "consent_state": "agreed",
    "primary_class": "B",
    "found_on": date(2026, 11, 6),
}
BOSS = Contact(name="宋若溪", is_primary=True, is_decision_maker=True, mobile="14200001148")


def judged(
    sheet: str | None = "90.0", brands: int = 1, contacts: tuple[Contact, ...] = (BOSS,), **changes: Any
) -> ArchiveCompleteness:
    customer = Customer(**{**WHOLE, **changes})
    return archive_completeness(customer, contacts, brands=brands, sheet_percent=Decimal(sheet) if sheet else None)


def test_twenty_items_of_five_percent() -> None:
    assert (judged().percent, judged().missing) == (100, ())
    assert judged(phone=None).percent == 100  # the boss's mobile is as good
    assert judged(phone=None, contacts=()).missing == ("电话或手机", "主联系人", "决策人")
    assert judged(phone=None, contacts=()).percent == 85


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"position_state": "preliminary"}, "定位已确认"),
        ({"consent_state": "not_told"}, "信息同意"),
        ({"product_categories": ()}, "经营品类"),
        ({"shop_area_m2": None}, "经营面积"),
        ({"staff_count": None}, "员工数"),
    ],
)
def test_what_is_missing_is_named(changes: dict[str, Any], missing: str) -> None:
    assert judged(**changes).missing == (missing,)


def test_a_sheet_counts_from_ninety_percent_on() -> None:
    assert judged(sheet="89.9").missing == ("调查表完成度",)
    assert judged(sheet=None).missing == ("调查表完成度",)
    assert judged(brands=0).missing == ("经营品牌",)


@pytest.mark.parametrize("channel", ["project_contractor", "direct_project"])
def test_contractors_need_no_shop(channel: str) -> None:
    assert judged(channel_type=channel, shop_area_m2=None).percent == 100


@pytest.mark.parametrize(
    ("grade", "reviewed", "due"),
    [
        ("A", None, date(2027, 2, 4)),
        ("B", None, date(2027, 5, 5)),
        ("A", date(2026, 11, 20), date(2027, 2, 18)),
        ("C", date(2026, 8, 1), date(2027, 5, 5)),
    ],
)
def test_the_next_review_follows_the_later_of_founding_and_last_review(
    grade: str, reviewed: date | None, due: date
) -> None:
    assert next_review_on(Customer(**{**WHOLE, "primary_class": grade, "last_reviewed_on": reviewed})) == due


def test_an_archive_is_kept_five_years_after_the_last_business() -> None:
    customer = Customer(**WHOLE)
    assert kept_until(customer, []) == date(2031, 11, 6)
    assert kept_until(customer, [date(2026, 11, 19), date(2026, 1, 1)]) == date(2031, 11, 19)
    assert kept_until(customer, [date(2028, 2, 29)]) == date(2033, 2, 28)
