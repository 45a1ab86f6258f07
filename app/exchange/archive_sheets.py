"""The sheets of report RP07 that may be brought back: customers, contacts and the brands they sell."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Float, select, type_coerce

from app.customers.archiving import ITEMS, items_there, review_after
from app.db.records import Contact, Customer, CustomerBrand
from app.exchange import masks
from app.exchange.columns import DAY_FORMAT, Column, Shape, Sheet, of

CUSTOMERS, CONTACTS, BRANDS = "客户档案", "联系人", "经营品牌"
MONEY, SHARE = "#,##0.00", "0.0%"
VOLUME, NEXT_DUE, COMPLETENESS, AMOUNT = "月销量万元", "下次应访", "完整度", "近12月金额元"


def customer_columns() -> tuple[Column, ...]:
    """The customer's number and name, as every sheet but its own begins."""
    return (of(Customer.customer_no, 14), of(Customer.name, 30))


def as_share(percent: float | None) -> float | None:
    """A percentage as the fraction that Excel shows as one."""
    return None if percent is None else percent / 100


def customers_sheet() -> Sheet:
    """客户档案: the customers themselves."""
    return Sheet(
        name=CUSTOMERS,
        columns=(*_basics(), *_trade(), *_cooperation(), *_belonging(), *_archive()),
        rows=select().select_from(Customer),
        owner=Customer.id,
        totals=(VOLUME, AMOUNT),
        uid=Customer.uid,
        version=Customer.row_version,
    )


def _kept_later(title: str, width: float, number_format: str) -> Column:
    """A column of RP07 whose records are not kept yet: it stays empty."""
    return Column(title=title, width=width, shape=Shape.NUMBER, number_format=number_format)


def _basics() -> tuple[Column, ...]:
    return (
        of(Customer.customer_no, 14),
        of(Customer.name, 30, editable=True),
        of(Customer.short_name, 14, editable=True),
        of(Customer.customer_kind, 10, editable=True),
        of(Customer.party_kind, 12, editable=True),
        of(
            Customer.uscc,
            22,
            text=True,
            editable=True,
            sources=(Customer.uscc, Customer.party_kind),
            make=lambda code, _: code,
            mask=masks.credit_code,
        ),
        of(Customer.industry, 14, editable=True),
        of(Customer.scale, 6, editable=True),
        of(Customer.market_area_id, 18, editable=True),
        of(Customer.address, 30, editable=True, mask=masks.address),
        of(Customer.phone, 16, text=True, editable=True, mask=masks.phone),
        of(Customer.founded_year, 9, title="成立年份", editable=True),
    )


def _trade() -> tuple[Column, ...]:
    return (
        of(Customer.channel_type, 12, editable=True),
        of(Customer.shop_ownership, 10, editable=True),
        of(Customer.shop_area_m2, 10, title="经营面积㎡", editable=True),
        of(Customer.warehouse_area_m2, 10, title="仓库面积㎡", editable=True),
        of(Customer.staff_count, 8, editable=True),
        of(Customer.sales_staff_count, 8, editable=True),
        of(Customer.tech_staff_count, 9, editable=True),
        of(Customer.business_mode, 12, editable=True),
        of(Customer.product_categories, 24, editable=True),
        of(Customer.monthly_volume_wan, 11, title=VOLUME, editable=True),
        of(Customer.sub_dealer_count, 9, title="下线家数", editable=True),
        of(Customer.coverage_area, 20, editable=True),
        of(Customer.payment_terms, 12, editable=True),
        of(Customer.settlement_method, 10, editable=True),
        of(Customer.invoice_type, 14, editable=True),
    )


def _cooperation() -> tuple[Column, ...]:
    return (
        of(Customer.lifecycle_status, 10, picks=True),
        of(Customer.stage, 12, picks=True),
        of(Customer.intent_level, 10, editable=True),
        of(Customer.dealer_position, 12, picks=True),
        of(Customer.position_state, 10, picks=True),
        of(Customer.primary_class, 10, picks=True),
        of(Customer.is_key_account, 8, picks=True),
        _kept_later("评价总分", 9, "0.00"),
        _kept_later("评价等级", 8, "General"),
        _kept_later("信用等级", 8, "General"),
        _kept_later("信用额度元", 13, "#,##0"),
        _kept_later("账期天", 8, "0"),
    )


def _belonging() -> tuple[Column, ...]:
    return (
        of(Customer.owner_id, 10, picks=True),
        of(Customer.lead_source, 10, editable=True),
        of(Customer.found_on, 11),
        of(Customer.last_visit_on, 11),
        of(Customer.next_visit_due_on, 11, title=NEXT_DUE),
        _kept_later("首次购买", 11, DAY_FORMAT),
        _kept_later("最近购买", 11, DAY_FORMAT),
        _kept_later(AMOUNT, 14, MONEY),
    )


def _archive() -> tuple[Column, ...]:
    return (
        of(Customer.archive_no, 16),
        of(Customer.archive_state, 10, picks=True),
        Column(
            title=COMPLETENESS,
            width=8,
            shape=Shape.NUMBER,
            number_format="0%",
            sources=(items_there(),),
            make=lambda there: there / ITEMS,
        ),
        Column(
            title="下次复核",
            width=11,
            shape=Shape.DAY,
            number_format=DAY_FORMAT,
            sources=(Customer.found_on, Customer.last_reviewed_on, Customer.primary_class),
            make=review_after,
        ),
        of(Customer.consent_state, 10, picks=True),
        of(Customer.note, 30, editable=True, mask=masks.spoken),
    )


def contacts_sheet() -> Sheet:
    """联系人: who is there, the primary one first."""
    return Sheet(
        name=CONTACTS,
        columns=(
            *customer_columns(),
            of(Contact.name, 10, editable=True, mask=masks.person),
            of(Contact.gender, 6, editable=True),
            of(Contact.title_kind, 10, editable=True),
            of(Contact.is_primary, 6, editable=True),
            of(Contact.is_decision_maker, 8, editable=True),
            of(Contact.mobile, 14, text=True, editable=True, mask=masks.phone),
            of(Contact.phone, 16, text=True, editable=True, mask=masks.phone),
            of(Contact.wechat, 14, editable=True, mask=masks.handle),
            of(Contact.email, 24, editable=True, mask=masks.email),
            Column(
                title="生日",
                width=10,
                number_format="@",
                sources=(Contact.birthday_kind, Contact.birth_month, Contact.birth_day),
                make=_birthday,
                mask=masks.birthday,
                editable=True,
                help="12-05，农历写 农历12-05",
            ),
            of(Contact.relation_level, 8, title="关系", editable=True),
            of(Contact.is_active, 6, editable=True),
        ),
        rows=select()
        .select_from(Contact)
        .join(Customer, Customer.id == Contact.customer_id)
        .where(Contact.deleted_at.is_(None)),
        owner=Contact.customer_id,
        order=(Contact.is_primary.desc(), Contact.id),
        uid=Contact.uid,
        version=Contact.row_version,
    )


def _birthday(kind: str | None, month: int | None, day: int | None) -> str | None:
    if not month or not day:
        return None
    return f"{'农历' if kind == 'lunar' else ''}{month:02d}-{day:02d}"


def brands_sheet() -> Sheet:
    """经营品牌: what is sold there, the most first."""
    volume: Any = type_coerce(CustomerBrand.monthly_volume_wan, Float())
    return Sheet(
        name=BRANDS,
        columns=(
            *customer_columns(),
            of(CustomerBrand.brand_id, 12, editable=True),
            of(CustomerBrand.role, 10, editable=True),
            of(CustomerBrand.monthly_volume_wan, 11, title=VOLUME, editable=True),
            of(CustomerBrand.share_pct, 8, title="占比", number_format=SHARE, make=as_share, editable=True),
            of(CustomerBrand.price_policy, 24, editable=True),
            of(CustomerBrand.as_of, 11, editable=True),
            of(CustomerBrand.source, 10, title="来源", editable=True),
        ),
        rows=select()
        .select_from(CustomerBrand)
        .join(Customer, Customer.id == CustomerBrand.customer_id)
        .where(CustomerBrand.deleted_at.is_(None)),
        owner=CustomerBrand.customer_id,
        order=(volume.desc().nulls_last(), CustomerBrand.id),
        uid=CustomerBrand.uid,
        version=CustomerBrand.row_version,
    )
