"""What the survey sheets of the sample office say, visit by visit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from app.sample import facts
from app.sample.tables import Shop, by_key, rows
from app.sample.week import TYPED_AT

REQUIRED_BY_VISIT = {1: 22, 2: 43, 3: 48}
"""How many of the form's required questions are asked by the end of each visit (records.md, 默认表)."""

BRANDS, RIVALS = "/data/c/customer_brands", "/data/d/competitors"
_TRENDS = ("up", "flat", "down")
_AWARENESS = ("used", "heard", "unknown")
_FACTORS = (
    "price quality brand service delivery",
    "quality certification brand price recommend",
    "price recommend delivery relationship brand",
)
_EVERY_FACTOR = (
    "price quality brand certification service delivery recommend relationship promotion warranty appearance other"
)
_TIERS = ((20, 50, 30), (35, 45, 20), (10, 40, 50))
_CONSENT = {"agreed": "yes", "refused": "no", "not_told": "not_told"}
_RETAIL = Decimal("1.15")


@dataclass(frozen=True, slots=True)
class Asking:
    """One time the sheet was filled further: which of its visits, when, with what outcome."""

    order: int
    on: date
    round: int
    result: str
    failure: str
    step: str
    next_on: date


@dataclass(frozen=True, slots=True)
class _Line:
    path: str
    visit: int
    source: str
    wording: str


def sheet_answers(shop: Shop, askings: list[Asking], clerk: str) -> dict[str, dict[str, Any]]:
    """The sheet's answers after these visits, by path, each with who typed it when and how it was learnt."""
    by_visit = {asking.order: asking for asking in reversed(askings)}
    last, reached = askings[-1], min(len(askings), 3)
    known = _facts(shop, last)
    lines = [*_wordings(), *_brand_lines(shop), *_rival_lines(shop)]
    answers: dict[str, dict[str, Any]] = {}
    for line in lines:
        value = line.wording.format_map(known)
        if value and line.visit <= reached:
            asked = by_visit[line.visit] if line.visit else last
            answers[line.path] = {
                "value": value,
                "by": clerk,
                "at": datetime.combine(asked.on, TYPED_AT).isoformat(),
                "visit": min(asked.order, 3),
                "source": line.source,
            }
    return answers


def row_counts(shop: Shop, visits: int) -> dict[str, int]:
    """How many rows the sheet's tables have; they are asked for on the second visit."""
    return {BRANDS: len(facts.brand_shares(shop)), RIVALS: 1} if visits >= 2 else {}


def answered(shop: Shop, visits: int) -> tuple[int, int]:
    """How many required questions are answered and how many count; who refuses is not asked for a mobile number."""
    hidden = 1 if facts.consent(shop) == "refused" else 0
    return REQUIRED_BY_VISIT[min(visits, 3)] - hidden, REQUIRED_BY_VISIT[3] - hidden


@lru_cache(maxsize=1)
def _wordings() -> tuple[_Line, ...]:
    return tuple(_Line(row["路径"], int(row["次"]), row["方式"], row["答案"]) for row in rows("answers"))


def _brand_lines(shop: Shop) -> Iterator[_Line]:
    for number, share in enumerate(facts.brand_shares(shop), 1):
        row = {
            "brand_id": share.code,
            "role": share.role,
            "brand_volume_wan": decimal_text(share.volume),
            "share_pct": decimal_text(share.percent),
        }
        yield from (_Line(f"{BRANDS}[{number}]/{name}", 2, "ask", value) for name, value in row.items())


def _rival_lines(shop: Shop) -> Iterator[_Line]:
    """The rival: the main brand, or the second one where the main one is ours."""
    rival = next(share.code for share in facts.brand_shares(shop) if share.code != facts.own_brand())
    wholesale = int(by_key("brands")[rival]["BV2.5批发基价"]) + shop.seq % 5 - 2
    retail = (wholesale * _RETAIL).quantize(Decimal(1), ROUND_HALF_UP)
    row = {
        "rival_brand_id": rival,
        "wholesale_price": decimal_text(wholesale),
        "retail_price": decimal_text(retail),
    }
    yield from (_Line(f"{RIVALS}[1]/{name}", 2, "ask", value) for name, value in row.items())


def _facts(shop: Shop, last: Asking) -> Mapping[str, Any]:
    return _archive_facts(shop) | _market_facts(shop) | _judged_facts(shop) | _visit_facts(shop, last)


def _archive_facts(shop: Shop) -> dict[str, Any]:
    channel = by_key("channels")[shop.channel]
    return {
        "name": shop.name,
        "short_name": shop.short_name,
        "market": shop.market,
        "address": facts.address(shop),
        "party_kind": "organization" if shop.is_company else "individual_business",
        "channel_type": shop.channel,
        "uscc": facts.credit_code(shop) or "",
        "contact_name": facts.owner_name(shop),
        "mobile": facts.owner_mobile(shop) or "",
        "phone": facts.shop_phone(shop),
        "founded_year": shop.founded,
        "shop_area_m2": decimal_text(shop.area or 0),
        "staff_count": shop.staff,
        "location_kind": channel["店铺位置"],
        "business_mode": channel["经营模式"],
        "product_categories": channel["经营品类"],
        "tech_staff_count": channel["技术人员"],
        "monthly_volume_wan": decimal_text(shop.volume or 0),
        "sub_dealer_count": facts.sub_dealers(shop),
        "payment_terms": shop.terms,
        "intent_level": shop.intent,
        "philosophy_rating": facts.philosophy(shop),
        "strength_rating": facts.strength(shop),
        "fit_result": facts.fit(shop),
        "dealer_position": facts.position(shop),
        "consent_answer": _CONSENT[facts.consent(shop)],
    }


def _market_facts(shop: Shop) -> dict[str, Any]:
    area = by_key("areas")[shop.market]
    return {
        "market_size_wan": decimal_text(area["规模万元每年"]),
        "merchant_count": area["同类商户"],
        "distribution_traits": area["分布特点"],
        "traffic_level": area["客流"],
    }


def _judged_facts(shop: Shop) -> dict[str, Any]:
    """What was asked or seen and is kept nowhere but on the sheet; rule by the customer's place in the table."""
    third = shop.seq % 3
    high, middle, low = map(decimal_text, _TIERS[third])
    return {
        "rating": [3 + (shop.seq + order) % 3 - 1 for order in range(25)],
        "business_trend": _TRENDS[third],
        "brand_awareness": _AWARENESS[third],
        "purchase_factors": _ranked(_FACTORS[third]),
        "share_high": high,
        "share_mid": middle,
        "share_low": low,
        "distribution_margin": decimal_text(6 + shop.seq % 5),
        "credit_record": "normal" if shop.seq % 4 == 3 else "good",
        "needs": by_key("needs")[str(shop.seq % 4)]["需求与期望"],
        "obstacle_kinds": shop.obstacle or "none",
        "impression": f"店里以{by_key('brands')[shop.main_brand]['品牌']}为主，老板熟悉本地行情。",
    }


def _visit_facts(shop: Shop, last: Asking) -> dict[str, Any]:
    return {
        "visit_date": last.on.isoformat(),
        "visit_round": last.round,
        "visit_result": last.result,
        "failure_reasons": last.failure,
        "situation": facts.situation(shop),
        "countermeasure": facts.countermeasure(shop),
        "next_visit_on": last.next_on.isoformat(),
        "next_step": facts.next_step(shop, last.step, last.failure),
        "cable_years": last.on.year - (shop.founded or last.on.year),
    }


def _ranked(first: str) -> str:
    """A ranking holds every option: the five asked for, then the rest in the form's order."""
    codes = first.split()
    return " ".join([*codes, *(code for code in _EVERY_FACTOR.split() if code not in codes)])


def decimal_text(value: Decimal | int | str) -> str:
    """A decimal as the sheet stores it, with at least one place."""
    text = format(Decimal(value).normalize(), "f")
    return text if "." in text else f"{text}.0"
