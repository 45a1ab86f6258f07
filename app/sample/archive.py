"""The customers of the sample office with their contacts and brands."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.customers.judging import is_target
from app.customers.protecting import PROTECT_DAYS
from app.customers.records import write_keys
from app.db.records import Contact, Customer, CustomerBrand
from app.sample import facts
from app.sample.desk import Desk
from app.sample.tables import Shop, by_key, shops
from app.sample.week import calls_on, rep_of
from app.visits.rules import EFFECTIVE_RESULTS

_GROUP, _GROUP_MEMBERS, _REFERRER = 22, (23,), 1
_FIRST_CONTACT_DAYS = 7
_ARCHIVE_LETTERS = {"core": "C", "general": "G", "group": "J"}


def add_customers(desk: Desk) -> None:
    """Write the 36 customers and what belongs to them."""
    for shop in shops():
        customer = Customer(**_who(desk, shop), **_trade(shop), **_standing(desk, shop), **_filing(desk, shop))
        write_keys(desk.session, customer)
        desk.customers[shop.seq] = customer
    for customer in desk.customers.values():
        desk.add(customer, customer.customer_no)
    desk.given(desk.customers[1].customer_no[:-5], len(desk.customers))
    desk.session.flush()
    for member in _GROUP_MEMBERS:
        desk.customers[member].parent_id = desk.customers[_GROUP].id
    for shop in shops():
        if facts.lead_source(shop) == "referral":
            desk.customers[shop.seq].referrer_customer_id = desk.customers[_REFERRER].id
        if shop.is_known:
            _add_contacts(desk, shop)
            _add_brands(desk, shop)
    desk.session.flush()


def _who(desk: Desk, shop: Shop) -> dict[str, Any]:
    return {
        "customer_no": shop.customer_no,
        "name": shop.name,
        "short_name": shop.short_name,
        "party_kind": "organization" if shop.is_company else "individual_business",
        "customer_kind": facts.customer_kind(shop),
        "uscc": facts.credit_code(shop),
        "scale": shop.scale,
        "branch_id": desk.office.id,
        "market_area_id": desk.markets[shop.market].id,
        "address": facts.address(shop),
        "phone": facts.shop_phone(shop),
        "founded_year": shop.founded,
        "owner_id": desk.employees[rep_of(shop)].id,
        "lead_source": facts.lead_source(shop),
        "found_on": facts.found_on(shop),
    }


def _trade(shop: Shop) -> dict[str, Any]:
    channel = by_key("channels")[shop.channel]
    known: dict[str, Any] = {}
    if shop.is_known:
        known = {
            "business_mode": channel["经营模式"],
            "product_categories": tuple(channel["经营品类"].split()),
            "location_kind": channel["店铺位置"],
            "tech_staff_count": int(channel["技术人员"]) if shop.is_signed or len(calls_on(shop)) >= 3 else None,
        }
    return known | {
        "channel_type": shop.channel,
        "industry": channel["行业"],
        "shop_area_m2": shop.area,
        "staff_count": shop.staff,
        "monthly_volume_wan": shop.volume,
        "sub_dealer_count": facts.sub_dealers(shop),
        "payment_terms": shop.terms or None,
    }


def _standing(desk: Desk, shop: Shop) -> dict[str, Any]:
    fit = facts.fit(shop)
    return {
        "lifecycle_status": shop.status,
        "stage": shop.stage,
        "stage_entered_on": facts.stage_entered_on(shop),
        "intent_level": shop.intent,
        "philosophy_rating": facts.philosophy(shop),
        "strength_rating": facts.strength(shop),
        "fit_result": fit,
        "visit_program": shop.program,
        "is_target": is_target(fit, shop.intent),
        "dealer_position": facts.position(shop),
        "position_state": "confirmed" if shop.is_signed else "preliminary",
        "is_key_account": bool(shop.key_reasons),
        "key_reasons": shop.key_reasons,
        "primary_class": shop.main_class,
        **_due(desk, shop),
    }


def _due(desk: Desk, shop: Shop) -> dict[str, date | None]:
    """Last visit, next due day and protection (rules R04, R12), from the last visit on which somebody was met."""
    met = [call.on for call in calls_on(shop) if call.result in EFFECTIVE_RESULTS]
    since = met[-1] if met else facts.found_on(shop)
    first_contact = desk.calendar.on_or_after(since + timedelta(days=_FIRST_CONTACT_DAYS))
    return {
        "last_visit_on": met[-1] if met else None,
        "next_visit_due_on": facts.next_call_on(shop, since, desk.calendar) if met else first_contact,
        "protect_until": None if shop.is_signed else since + timedelta(days=PROTECT_DAYS),
    }


def _filing(desk: Desk, shop: Shop) -> dict[str, Any]:
    """Signed customers' archives are filed, the others' being built (rule R14)."""
    state = {"consent_state": facts.consent(shop), "last_reviewed_on": facts.reviewed_on(shop)}
    if not shop.is_signed:
        return state | {"archive_state": "building"}
    category = "group" if facts.customer_kind(shop) == "group" else facts.position(shop)
    category = category if category in _ARCHIVE_LETTERS else "general"
    number = desk.number(f"DA-{desk.office.code}-{_ARCHIVE_LETTERS[category]}-", 5)
    return state | {
        "archive_state": "archived",
        "archive_category": category,
        "archive_no": number,
        "archive_location": f"1 柜 {shop.seq // 10 + 1} 层 {shop.seq} 盒",
    }


def _add_contacts(desk: Desk, shop: Shop) -> None:
    customer = desk.customers[shop.seq]
    kind, month, day = facts.birthday(shop) or (None, None, None)
    mobile = facts.owner_mobile(shop)
    owner = Contact(
        customer_id=customer.id,
        name=facts.owner_name(shop),
        title_kind="owner",
        is_primary=True,
        is_decision_maker=True,
        mobile=mobile,
        phone=None if mobile else customer.phone,
        birthday_kind=kind,
        birth_month=month,
        birth_day=day,
    )
    desk.contacts[shop.seq] = desk.add(owner, f"{customer.customer_no}-1")
    if second := facts.buyer(shop):
        name, mobile = second
        contact = Contact(customer_id=customer.id, name=name, title_kind="purchaser", mobile=mobile)
        desk.add(contact, f"{customer.customer_no}-2")


def _add_brands(desk: Desk, shop: Shop) -> None:
    customer = desk.customers[shop.seq]
    for share in facts.brand_shares(shop):
        brand = CustomerBrand(
            customer_id=customer.id,
            brand_id=desk.brands[share.code].id,
            role=share.role,
            monthly_volume_wan=share.volume,
            share_pct=share.percent,
            as_of=customer.last_reviewed_on or customer.last_visit_on,
            source="owner",
        )
        desk.add(brand, f"{customer.customer_no}-{share.code}")
