"""D, C and H: what customers need, what stands in the way, what is to be done next, and what competitors do.

Source: records.md §3, §4 and §8.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from app.db.base import Record
from app.db.columns import day, decimal, flag, integer, long_text, one, refer, text


class CustomerNeed(Record):
    """Something a customer asked for, confirmed by them or not."""

    __tablename__ = "customer_need"
    LABEL = "客户需求"

    customer_id: Mapped[int] = refer("客户", "customer", required=True)
    raised_on: Mapped[date] = day("日期", required=True, shows="LFX")  # type: ignore[assignment]
    visit_id: Mapped[int | None] = refer("来源拜访", "visit")
    kind: Mapped[str] = one("类别", "need_kind", required=True, default="need", shows="LFXP")
    content: Mapped[str] = long_text("内容", 500, required=True, shows="LFXP")
    product_category: Mapped[str | None] = one("产品", "product_category", shows="FX")
    quantity_note: Mapped[str | None] = text("数量金额", 60, shows="FX")
    importance: Mapped[str] = one("重要程度", "level3", required=True, default="mid", shows="LF")
    is_feasible: Mapped[str | None] = one("我方能否满足", "yes_no_partial", shows="FX", help="确认时必填")
    is_confirmed: Mapped[bool] = flag("已确认", shows="F", help="客户当面确认")
    confirmed_on: Mapped[date | None] = day("确认日期", shows="F")
    state: Mapped[str] = one("状态", "need_state", required=True, default="open", shows="LFX")
    reply: Mapped[str | None] = long_text("答复", shows="FX")


class Obstacle(Record):
    """What keeps a customer from signing, who clears it and until when (rule R08)."""

    __tablename__ = "obstacle"
    LABEL = "阻碍因素"

    customer_id: Mapped[int] = refer("客户", "customer", required=True)
    kind: Mapped[str] = one("类别", "obstacle_kind", required=True, default="other", shows="LFXP")
    severity: Mapped[str] = one("程度", "obstacle_severity", required=True, default="major", shows="LFXP")
    description: Mapped[str] = long_text("描述", required=True, shows="LFXP", help="客户的担心与疑虑")
    found_on: Mapped[date] = day("发现日", required=True, shows="LFX")  # type: ignore[assignment]
    visit_id: Mapped[int | None] = refer("来源拜访", "visit")
    plan: Mapped[str | None] = long_text("消除方案", shows="FXP")
    leader_id: Mapped[int | None] = refer("共同确定的领导", "employee", index=False)
    leader_confirmed_on: Mapped[date | None] = day("领导确认日", shows="FX")
    owner_id: Mapped[int] = refer("责任人", "employee", required=True)
    due_on: Mapped[date] = day("期限", required=True, shows="LFX")  # type: ignore[assignment]
    state: Mapped[str] = one("状态", "obstacle_state", required=True, default="open", shows="LFXP")
    resolution: Mapped[str | None] = long_text("结果", shows="FXP")
    resolved_on: Mapped[date | None] = day("解决日", shows="FX")


class FollowUp(Record):
    """Something somebody owes a customer by a day; `source_entity` names what it came from."""

    __tablename__ = "follow_up"
    __table_args__ = (Index("ix_follow_up_source", "source_entity", "source_id"),)
    LABEL, NAME_FIELD = "跟进事项", "title"

    customer_id: Mapped[int] = refer("客户", "customer", required=True)
    kind: Mapped[str] = one("方式", "followup_kind", required=True, default="visit", shows="LFX")
    title: Mapped[str] = text("事项", 60, required=True, shows="LFX")
    due_on: Mapped[date] = day("期限", required=True, index=True, shows="LFX")  # type: ignore[assignment]
    owner_id: Mapped[int] = refer("责任人", "employee", required=True)
    source_entity: Mapped[str | None] = text("来源", 40)
    source_id: Mapped[int | None] = integer("来源号")
    state: Mapped[str] = one("状态", "task_state", required=True, default="open", shows="LFX")
    done_on: Mapped[date | None] = day("完成日", shows="LFX")
    result: Mapped[str | None] = long_text("结果", shows="FX")


class CompetitorObservation(Record):
    """What was seen of a brand on a day, at a customer's or in a market (rule R25)."""

    __tablename__ = "competitor_observation"
    __table_args__ = (Index("ix_competitor_observation_market_day", "market_area_id", "observed_on"),)
    LABEL = "竞品观察"

    brand_id: Mapped[int] = refer("品牌", "brand", required=True)
    market_area_id: Mapped[int] = refer("市场", "market_area", required=True, index=False)
    observed_on: Mapped[date] = day("观察日", required=True, shows="LFXP")  # type: ignore[assignment]
    customer_id: Mapped[int | None] = refer("客户", "customer")
    visit_id: Mapped[int | None] = refer("拜访", "visit")
    sheet_id: Mapped[int | None] = refer("调查表", "survey_sheet")
    sales_policy: Mapped[str | None] = text("销售政策", 200, shows="FXP", help="返利、账期、任务量")
    product_mix: Mapped[str | None] = text("品种组合", 200, shows="FXP")
    channel_distribution: Mapped[str | None] = text("渠道分布", 200, shows="FXP")
    channel_management: Mapped[str | None] = text("渠道管理", 200, shows="FXP")
    density_count: Mapped[int | None] = integer("占有家数", unit="家", shows="LFXP")
    price_spec: Mapped[str | None] = text("价格口径", 30, shows="FXP", help="例：BV2.5 100米")
    wholesale_price: Mapped[Decimal | None] = decimal("批发价（元）", precision=14, unit="元", shows="LFXP")
    retail_price: Mapped[Decimal | None] = decimal("零售价（元）", precision=14, unit="元", shows="LFXP")
    display: Mapped[str | None] = text("展示", 200, shows="FXP")
    promotion: Mapped[str | None] = text("促销办法", 200, shows="FXP")
    advantages: Mapped[str | None] = text("优势", 200, shows="FXP")
    disadvantages: Mapped[str | None] = text("劣势", 200, shows="FXP")
    network_usability: Mapped[str] = one(
        "网络可利用性", "network_usability", required=True, default="unknown", shows="LFXP"
    )
    source: Mapped[str] = one("信息来源", "info_source", required=True, default="owner", shows="FX")
    employee_id: Mapped[int] = refer("记录人", "employee", required=True)
