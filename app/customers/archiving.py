"""How complete a customer's archive is, when it is to be reviewed and how long it is kept (rule R14)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from sqlalchemy import ColumnElement, String, case, func, literal, or_, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute

from app.customers.sheets import in_force
from app.db.records import Contact, Customer, CustomerBrand, SurveySheet

REVIEW_DAYS = {"A": 90, "B": 180, "C": 180}
"""Days between reviews by primary class (rule R04)."""
KEPT_YEARS = 5
SHEET_ENOUGH = 90
ITEMS = 20
"""How many items rule R14 counts."""
_OF_CONTACTS = 3
_WITHOUT_SHOP = frozenset(("project_contractor", "direct_project"))


@dataclass(frozen=True, slots=True)
class ArchiveCompleteness:
    """How many of the 20 items of rule R14 are there; `missing` names the others in the rule's order."""

    counted: int
    missing: tuple[str, ...]

    @property
    def percent(self) -> Decimal:
        """In percent, 5 an item."""
        return Decimal(100 * (self.counted - len(self.missing))) / self.counted


def archive_completeness(
    customer: Customer, contacts: Collection[Contact], *, brands: int, sheet_percent: Decimal | None
) -> ArchiveCompleteness:
    """Judge the archive by its customer, contacts in service, number of brands and newest sheet (percent, R13)."""
    items = {
        "名称": customer.name,
        "市场": customer.market_area_id,
        "地址": customer.address,
        "渠道类型": customer.channel_type,
        "规模": customer.scale,
        "电话或手机": customer.phone or any(contact.mobile or contact.phone for contact in contacts),
        "主联系人": any(contact.is_primary for contact in contacts),
        "决策人": any(contact.is_decision_maker for contact in contacts),
        "成立年份": customer.founded_year,
        "经营面积": customer.channel_type in _WITHOUT_SHOP or customer.shop_area_m2,
        "员工数": customer.staff_count is not None,
        "经营模式": customer.business_mode,
        "经营品类": customer.product_categories,
        "月销量": customer.monthly_volume_wan is not None,
        "经营品牌": brands,
        "付款条件": customer.payment_terms,
        "定位已确认": customer.position_state == "confirmed",
        "合作意向": customer.intent_level,
        "信息同意": customer.consent_state != "not_told",
        "调查表完成度": sheet_percent is not None and sheet_percent >= SHEET_ENOUGH,
    }
    return ArchiveCompleteness(len(items), tuple(name for name, there in items.items() if not there))


def items_there() -> ColumnElement[int]:
    """How many of the items a customer has, asked of the database for many customers; `archive_completeness` says which.

    Name, market, channel, scale and intent are always there.
    """
    customer = Customer
    conditions = (
        customer.address != "",
        func.coalesce(customer.founded_year, 0) != 0,
        or_(customer.channel_type.in_(_WITHOUT_SHOP), func.coalesce(customer.shop_area_m2, 0) != 0),
        customer.staff_count.is_not(None),
        _written(customer.business_mode),
        func.coalesce(type_coerce(customer.product_categories, String()), "") != "",
        customer.monthly_volume_wan.is_not(None),
        select(CustomerBrand.id)
        .where(CustomerBrand.customer_id == customer.id, CustomerBrand.deleted_at.is_(None))
        .exists(),
        _written(customer.payment_terms),
        customer.position_state == "confirmed",
        customer.consent_state != "not_told",
        func.coalesce(_newest_percent(), 0) >= SHEET_ENOUGH,
    )
    there = literal(ITEMS - len(conditions) - _OF_CONTACTS) + _contact_items()
    for condition in conditions:
        there = there + _one_if(condition)
    return there


def _contact_items() -> ColumnElement[int]:
    """How many there are of number, primary contact and decision maker, in one look at the contacts in service."""
    own_number = _one_if(_written(Customer.phone))
    number = _one_if(or_(_written(Customer.phone), _written(Contact.mobile), _written(Contact.phone)))
    items = (number, _one_if(Contact.is_primary), _one_if(Contact.is_decision_maker))
    most = [func.max(item) for item in items]
    looked = select(most[0] + most[1] + most[2]).where(
        Contact.customer_id == Customer.id, Contact.deleted_at.is_(None), Contact.is_active
    )
    return func.coalesce(looked.correlate(Customer).scalar_subquery(), own_number)


def _one_if(condition: ColumnElement[bool] | InstrumentedAttribute[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _written(column: InstrumentedAttribute[str | None]) -> ColumnElement[bool]:
    return func.coalesce(column, "") != ""


def _newest_percent() -> ColumnElement[Decimal]:
    newest = select(SurveySheet.completeness_pct).where(SurveySheet.customer_id == Customer.id, in_force())
    return newest.order_by(SurveySheet.round_no.desc()).limit(1).correlate(Customer).scalar_subquery()


def next_review_on(customer: Customer) -> date:
    """The later of founding the archive and its last review, and the class's interval on from there."""
    return review_after(customer.found_on, customer.last_reviewed_on, customer.primary_class)


@lru_cache(10_000)
def review_after(found_on: date, last_reviewed_on: date | None, primary_class: str) -> date:
    """`next_review_on` of what it depends on."""
    return max(found_on, last_reviewed_on or found_on) + timedelta(days=REVIEW_DAYS[primary_class])


def kept_until(customer: Customer, business_days: Iterable[date]) -> date:
    """Five years after the last visit, purchase, contract or complaint; after it was found when there was none."""
    last = max([customer.found_on, *business_days])
    month, day = last.month, last.day
    return date(last.year + KEPT_YEARS, month, 28 if (month, day) == (2, 29) else day)
