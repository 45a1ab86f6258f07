"""Sections 2 to 4 of the summary: markets, channels, competing brands (rules R04, R18, R25)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.choices import label_of, labels_of, options
from app.customers.states import INTERESTED, SHOPPING_LEVELS
from app.db.records import Brand, CompetitorObservation, Customer, CustomerBrand, MarketArea
from app.reports.traced import Refs, Traced, count, mean, median, rate, recorded, refs, weighed, words
from app.reports.weekly_data import WeeklyRow, WeeklyTable
from app.sweep.weekly.material import CustomerFact, Material, ours
from app.sweep.weekly.period import Scope
from app.sweep.weekly.work import interest

OBSERVED_DAYS = 90
"""How long an observed price counts (rule R25)."""
FEW_SAMPLES = 3
POLICIES_A_BRAND = 3
_SOLD_ROLES = ("main", "secondary", "stocked")
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Share:
    """A brand one of the scope's customers sells, and how much of it in 万元 a month."""

    id: int
    customer_id: int
    brand_id: int
    role: str
    volume: Decimal


@dataclass(frozen=True, slots=True)
class Trade:
    """What the market sections read: the markets and brands, who sells what, and what was seen of competitors."""

    markets: tuple[MarketArea, ...]
    brands: tuple[Brand, ...]
    shares: tuple[Share, ...]
    seen: tuple[CompetitorObservation, ...]


def read_trade(session: Session, material: Material) -> Trade:
    """Markets of the scope by code, brands by id, shares of the customers surveyed so far, observations that count."""
    scope = material.scope
    return Trade(
        _markets(session, material),
        tuple(session.scalars(select(Brand).where(Brand.deleted_at.is_(None)).order_by(Brand.id))),
        tuple(s for s in _shares(session, scope) if s.customer_id in material.surveyed),
        _seen(session, scope),
    )


def _markets(session: Session, material: Material) -> tuple[MarketArea, ...]:
    """The office's markets; for one rep those in charge of or with customers."""
    query = select(MarketArea).where(
        MarketArea.branch_id == material.scope.branch_id,
        MarketArea.level.in_(SHOPPING_LEVELS),
        MarketArea.deleted_at.is_(None),
    )
    rep = material.scope.employee_id
    known = {customer.market_area_id for customer in material.customers.values()}
    found = session.scalars(query.order_by(MarketArea.code)).all()
    return tuple(m for m in found if m.id in known or rep in (None, m.owner_id))


def _shares(session: Session, scope: Scope) -> list[Share]:
    query = (
        select(
            CustomerBrand.id,
            CustomerBrand.customer_id,
            CustomerBrand.brand_id,
            CustomerBrand.role,
            func.coalesce(CustomerBrand.monthly_volume_wan, Decimal(0)),
        )
        .join(Customer, Customer.id == CustomerBrand.customer_id)
        .where(ours(scope), CustomerBrand.deleted_at.is_(None), CustomerBrand.role.in_(_SOLD_ROLES))
        .order_by(CustomerBrand.id)
    )
    return [Share(*row) for row in session.execute(query)]


def _seen(session: Session, scope: Scope) -> tuple[CompetitorObservation, ...]:
    """What was observed in the last 90 days of the period or in the period, latest first."""
    period = scope.period
    first = min(period.end_on - timedelta(days=OBSERVED_DAYS - 1), period.start_on)
    query = (
        select(CompetitorObservation)
        .join(MarketArea, MarketArea.id == CompetitorObservation.market_area_id)
        .outerjoin(Customer, Customer.id == CompetitorObservation.customer_id)
        .where(CompetitorObservation.observed_on.between(first, period.end_on))
        .where(CompetitorObservation.deleted_at.is_(None), MarketArea.branch_id == scope.branch_id)
        .order_by(CompetitorObservation.observed_on.desc(), CompetitorObservation.id.desc())
    )
    if scope.employee_id is not None:
        query = query.where(
            (CompetitorObservation.employee_id == scope.employee_id) | (Customer.owner_id == scope.employee_id)
        )
    return tuple(session.scalars(query))


def markets_table(material: Material, trade: Trade) -> WeeklyTable:
    """A row a market by code. Source: R18 本品牌份额, R04 覆盖率, RP03 已调查."""
    rows = []
    own = {brand.id for brand in trade.brands if brand.relation == "own"}
    for market in trade.markets:
        here = {c.id for c in material.archive if c.market_area_id == market.id}
        itself = refs("market_area", [market.id])
        size = None if market.size_wan is None else weighed("market_area", {market.id: market.size_wan})
        sold = weighed(
            "customer_brand", {s.id: s.volume for s in trade.shares if s.brand_id in own and s.customer_id in here}
        )
        cells = (
            words(market.name, itself),
            recorded(market.size_wan, itself),
            recorded(market.merchant_count, itself),
            count(refs("customer", sorted(here & material.surveyed))),
            rate(refs("customer", sorted(here & material.met)), refs("customer", sorted(here))),
            words(label_of("traffic_level", market.traffic_level), itself),
            words(labels_of("distribution_trait", market.distribution_traits), itself),
            rate(sold, size, times=_MONTHS) if size else Traced(part=sold),
        )
        rows.append(WeeklyRow(market.code, cells))
    return WeeklyTable(key="markets", rows=tuple(rows))


def channels_table(material: Material) -> WeeklyTable:
    """The customers visited in the period by channel, in the list's order."""
    visited = [material.customers[i] for i in material.visited]
    rows = []
    for option in options("channel_type"):
        of_kind = [c for c in visited if c.channel_type == option.code]
        if of_kind:
            rows.append(_channel_row(material, option.code, option.label, of_kind))
    total = _channel_row(material, "total", "合计", visited) if rows else None
    return WeeklyTable(key="channels", rows=tuple(rows), total=total)


def _channel_row(material: Material, key: str, label: str, customers: list[CustomerFact]) -> WeeklyRow:
    there = {c.id for c in customers}
    here = refs("customer", (c.id for c in customers))
    areas = {c.id: c.shop_area_m2 for c in customers if c.shop_area_m2 is not None}
    volumes = {c.id: c.monthly_volume_wan for c in customers if c.monthly_volume_wan is not None}
    interested, _ = interest(material, (v for v in material.visits if v.customer_id in there))
    cells = (
        words(label),
        count(here),
        rate(here, refs("customer", material.visited)),
        mean(weighed("customer", areas), 1),
        mean(weighed("customer", volumes), 2),
        count(interested),
        count(refs("customer", (c.id for c in customers if c.dealer_position == "core"))),
    )
    return WeeklyRow(key, cells)


def brands_table(material: Material, trade: Trade) -> WeeklyTable:
    """A row a brand not ours that anybody sells or that was seen, densest first; prices by the last 90 days."""
    first = material.scope.period.end_on - timedelta(days=OBSERVED_DAYS - 1)
    by_brand: Mapping[int, list[Share]] = _grouped(trade.shares)
    priced: dict[int, list[CompetitorObservation]] = defaultdict(list)
    for seen in trade.seen:
        if seen.observed_on >= first and (seen.wholesale_price or seen.retail_price):
            priced[seen.brand_id].append(seen)
    rows = [
        _brand_row(material, trade, brand, by_brand.get(brand.id, []), priced.get(brand.id, []))
        for brand in trade.brands
        if brand.relation != "own" and (brand.id in by_brand or brand.id in priced)
    ]
    return WeeklyTable(key="brands", rows=tuple(sorted(rows, key=_density, reverse=True)))


def _density(row: WeeklyRow) -> Decimal:
    return row.cells[2].value or Decimal(0)


def _grouped(shares: Collection[Share]) -> dict[int, list[Share]]:
    found: dict[int, list[Share]] = defaultdict(list)
    for share in shares:
        found[share.brand_id].append(share)
    return found


def _brand_row(
    material: Material, trade: Trade, brand: Brand, sold: list[Share], seen: list[CompetitorObservation]
) -> WeeklyRow:
    surveyed = refs("customer", (c.id for c in material.archive if c.id in material.surveyed))
    sellers = refs("customer", (s.customer_id for s in sold))
    cells = (
        words(brand.name, refs("brand", [brand.id])),
        count(sellers),
        rate(sellers, surveyed),
        count(refs("customer", (s.customer_id for s in sold if s.role == "main"))),
        rate(_volumes(sold), _volumes(trade.shares)),
        median(weighed("competitor_observation", {o.id: o.wholesale_price for o in seen if o.wholesale_price})),
        median(weighed("competitor_observation", {o.id: o.retail_price for o in seen if o.retail_price})),
        count(samples := refs("competitor_observation", (o.id for o in seen))),
        count(refs("customer", _winnable(material, sold))),
    )
    few = (("brand", "样本少"),) if 0 < len(samples.ids) < FEW_SAMPLES else ()
    return WeeklyRow(brand.code, cells, few)


def _volumes(shares: Collection[Share]) -> Refs:
    return weighed("customer_brand", {s.id: s.volume for s in shares})


def _winnable(material: Material, sold: list[Share]) -> list[int]:
    """Customers not signed whose main brand it is and who are interested (rule R25: 可争取)."""
    main = [material.customers[s.customer_id] for s in sold if s.role == "main"]
    return [c.id for c in main if c.is_unsigned and c.intent_level in INTERESTED]


def policies_table(material: Material, trade: Trade) -> WeeklyTable:
    """Sales policies and promotions seen in the period, at most three a brand, latest first."""
    names = {brand.id: brand for brand in trade.brands}
    markets = {market.id: market.name for market in trade.markets}
    rows: dict[int, list[WeeklyRow]] = defaultdict(list)
    for seen in trade.seen:
        text = "；".join(part for part in (seen.sales_policy, seen.promotion) if part)
        listed = rows[seen.brand_id]
        if text and seen.observed_on >= material.scope.period.start_on and len(listed) < POLICIES_A_BRAND:
            listed.append(_policy_row(material, seen, names[seen.brand_id].name, markets, text))
    return WeeklyTable(key="policies", rows=tuple(row for brand in names for row in rows.get(brand, ())))


def _policy_row(
    material: Material, seen: CompetitorObservation, brand: str, markets: Mapping[int, str], text: str
) -> WeeklyRow:
    itself = refs("competitor_observation", [seen.id])
    customer = material.customers.get(seen.customer_id or 0)
    where = customer.short_name if customer else markets.get(seen.market_area_id, "")
    cells = (
        words(brand, itself),
        words(seen.observed_on.isoformat(), itself),
        words(where, itself),
        words(text, itself),
    )
    return WeeklyRow(str(seen.id), cells)
