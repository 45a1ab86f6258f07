"""C: market areas and brands (records.md §3)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Mapped

from app.db.base import Record, unique
from app.db.columns import data, day, decimal, flag, integer, long_text, many, one, refer, text


class MarketArea(Record):
    """A market, street or district in which customers are."""

    __tablename__ = "market_area"
    __table_args__ = (unique("market_area", "code"), unique("market_area", "parent_id", "name"))
    LABEL, NAME_FIELD = "市场区域", "name"

    code: Mapped[str] = text("代码", 12, required=True, shows="LFXP")
    name: Mapped[str] = text("名称", 30, required=True, shows="LFXP")
    parent_id: Mapped[int | None] = refer("上级", "market_area")
    level: Mapped[str] = one("层级", "area_level", required=True, default="market", shows="LF")
    branch_id: Mapped[int] = refer("所属办事处", "branch_office", required=True)
    market_type: Mapped[str | None] = one("市场类型", "market_type", shows="LFXP")
    is_target: Mapped[bool] = flag("目标市场", True, shows="LFX")
    location_note: Mapped[str | None] = text("市场位置", 100, shows="FP")
    economy: Mapped[str | None] = long_text("经济状况", 300, shows="FP")
    culture: Mapped[str | None] = long_text("人文地理", 300, shows="F")
    lodging_advice: Mapped[str | None] = text("建议住宿点", 60, shows="FP")
    size_wan: Mapped[Decimal | None] = decimal("市场规模（万元/年）", unit="万元", shows="LFXP")
    merchant_count: Mapped[int | None] = integer("同类商户数", unit="家", shows="LFXP")
    distribution_traits: Mapped[tuple[str, ...]] = many("客户分布特点", "distribution_trait", shows="FP")
    layout_note: Mapped[str | None] = long_text("渠道总体布局", shows="FP")
    traffic_level: Mapped[str | None] = one("客流量", "traffic_level", shows="LFP")
    peak_months: Mapped[list[int] | None] = data("旺季月份")
    profile_updated_on: Mapped[date | None] = day("概况更新日", shows="LF")
    owner_id: Mapped[int | None] = refer("主责业务员", "employee")


class Brand(Record):
    """A brand of cable: ours, a competitor's or another."""

    __tablename__ = "brand"
    __table_args__ = (unique("brand", "code"), unique("brand", "name"))
    LABEL, NAME_FIELD = "品牌", "name"

    code: Mapped[str] = text("代码", 8, required=True, shows="LFXP")
    name: Mapped[str] = text("品牌", 20, required=True, shows="LFXP")
    maker: Mapped[str | None] = text("厂家", 60, shows="LFXP")
    relation: Mapped[str] = one("关系", "brand_relation", required=True, default="competitor", shows="LFX")
    is_leader: Mapped[bool] = flag("行业领先", shows="LF")
    is_reference: Mapped[bool] = flag("参照公司", shows="LF")
    is_major_maker: Mapped[bool] = flag("大厂家", shows="LF")
    tier: Mapped[str | None] = one("档次", "price_tier", default="mid", shows="LF")
