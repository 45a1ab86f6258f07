"""D: customers, their contacts and the brands they sell (records.md §4)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Record, unique
from app.db.columns import data, day, decimal, flag, integer, long_text, many, moment, one, refer, text

_SPELLED = String(240).with_variant(String(240, collation="C"), "postgresql")
_JUDGED = (
    "owner_id",
    "market_area_id",
    "primary_class",
    "stage",
    "intent_level",
    "lifecycle_status",
    "last_visit_on",
    "next_visit_due_on",
    "pause_until",
)
"""What the list is filtered and ordered by all day: read from an index, not from the wide rows."""
_COMPARED = ("customer_kind", "channel_type", "scale", "monthly_volume_wan", "strength_rating", "found_on")
"""What it is ordered by now and then."""


class Customer(Record):
    """A shop or company, the same record before and after it signs."""

    __tablename__ = "customer"
    __table_args__ = (
        unique("customer", "customer_no"),
        unique("customer", "uscc", when="uscc IS NOT NULL"),
        unique("customer", "archive_no", when="archive_no IS NOT NULL"),
        Index("ix_customer_name_key", "name_key"),
        Index("ix_customer_soft_key", "soft_key"),
        Index("ix_customer_phone_key", "phone_key"),
        Index("ix_customer_address_key", "address_key"),
        Index("ix_customer_branch_market", "branch_id", "market_area_id"),
        Index("ix_customer_listed", "deleted_at", "branch_id", "customer_no", *_JUDGED, *_COMPARED),
        Index("ix_customer_named", "deleted_at", "branch_id", "name_order", "customer_no", *_JUDGED),
    )
    LABEL, NAME_FIELD = "客户", "name"

    customer_no: Mapped[str] = text("客户编号", 20, required=True, section="基本信息", shows="LFXP")
    name: Mapped[str] = text("客户名称", 60, required=True, section="基本信息", shows="LFXP", help="与执照或招牌一致")
    short_name: Mapped[str] = text("简称", 20, required=True, section="基本信息", shows="LFXP", help="日报用")
    name_key: Mapped[str] = text("名称键", 60, required=True)
    soft_key: Mapped[str] = text("名称键（去经营后缀）", 60, required=True)
    address_key: Mapped[str] = text("地址键", 80, required=True)
    phone_key: Mapped[str | None] = text("电话键", 24)
    pinyin: Mapped[str] = text("拼音首字母", 80, required=True, default="")
    name_order: Mapped[str | None] = mapped_column(_SPELLED)
    party_kind: Mapped[str] = one(
        "主体类型", "party_kind", required=True, default="individual_business", section="基本信息", shows="FXP"
    )
    customer_kind: Mapped[str] = one(
        "客户性质", "customer_kind", required=True, default="dealer", section="基本信息", shows="LFXP"
    )
    uscc: Mapped[str | None] = text("统一社会信用代码", 18, section="基本信息", shows="FXP")
    parent_id: Mapped[int | None] = refer("上级集团", "customer")
    industry: Mapped[str] = one(
        "行业", "industry", required=True, default="electrical", section="基本信息", shows="LFXP"
    )
    industry_note: Mapped[str | None] = long_text("行业特点与趋势", section="基本信息", shows="FP")
    scale: Mapped[str] = one("规模", "scale", required=True, default="small", section="基本信息", shows="LFXP")
    branch_id: Mapped[int] = refer("办事处", "branch_office", required=True)
    market_area_id: Mapped[int] = refer("市场", "market_area", required=True)
    address: Mapped[str] = text(
        "详细地址", 80, required=True, section="基本信息", shows="FXP", help="例：B 区 2 排 17 号"
    )
    phone: Mapped[str | None] = text("店铺电话", 24, section="基本信息", shows="FXP")
    founded_year: Mapped[int | None] = integer(
        "成立（开业）年份", section="基本信息", shows="FXP", unit="年", least=1949, most=9999
    )
    registered_capital_wan: Mapped[Decimal | None] = decimal(
        "注册资本（万元）", section="基本信息", shows="FX", unit="万元"
    )
    background: Mapped[str | None] = long_text("企业背景", section="基本信息", shows="FP")

    channel_type: Mapped[str] = one(
        "渠道类型", "channel_type", required=True, default="retail_store", section="渠道与经营", shows="LFXP"
    )
    shop_ownership: Mapped[str | None] = one("店铺性质", "shop_ownership", section="渠道与经营", shows="FXP")
    location_kind: Mapped[str | None] = one("店铺位置", "location_kind", section="渠道与经营", shows="FXP")
    shop_area_m2: Mapped[Decimal | None] = decimal(
        "经营面积（㎡）", 1, precision=8, section="渠道与经营", shows="FXP", unit="㎡", most=100_000
    )
    warehouse_area_m2: Mapped[Decimal | None] = decimal(
        "仓库面积（㎡）", 1, precision=8, section="渠道与经营", shows="FXP", unit="㎡", most=100_000
    )
    staff_count: Mapped[int | None] = integer("员工数", section="渠道与经营", shows="FXP", unit="人")
    sales_staff_count: Mapped[int | None] = integer("业务员数", section="渠道与经营", shows="FXP", unit="人")
    tech_staff_count: Mapped[int | None] = integer("技术人员数", section="渠道与经营", shows="FXP", unit="人")
    business_mode: Mapped[str | None] = one("经营模式", "business_mode", section="渠道与经营", shows="FXP")
    product_categories: Mapped[tuple[str, ...]] = many(
        "经营品类", "product_category", section="渠道与经营", shows="FXP"
    )
    monthly_volume_wan: Mapped[Decimal | None] = decimal(
        "线缆月均销量（万元）", section="渠道与经营", shows="LFXP", unit="万元"
    )
    sub_dealer_count: Mapped[int | None] = integer("分销下线数", section="渠道与经营", shows="FXP", unit="家")
    coverage_area: Mapped[str | None] = text("覆盖区域", 100, section="渠道与经营", shows="FXP")
    upstream_kind: Mapped[str | None] = one("上游进货渠道", "upstream_kind", section="渠道与经营", shows="FX")
    price_sensitivity: Mapped[str | None] = one("价格敏感度", "level3", section="渠道与经营", shows="FX")
    payment_terms: Mapped[str | None] = one("付款条件", "payment_terms", section="渠道与经营", shows="FXP")
    settlement_method: Mapped[str | None] = one("结算方式", "settlement_method", section="渠道与经营", shows="FXP")
    invoice_type: Mapped[str | None] = one("发票", "invoice_type", section="渠道与经营", shows="FXP")

    lifecycle_status: Mapped[str] = one(
        "客户状态", "lifecycle_status", required=True, default="potential", section="开发与合作", shows="LFXP"
    )
    stage: Mapped[str] = one(
        "开发阶段", "pipeline_stage", required=True, default="lead", section="开发与合作", shows="LFXP"
    )
    stage_entered_on: Mapped[date] = day("进入阶段日", required=True, section="开发与合作", shows="FX")  # type: ignore[assignment]
    intent_level: Mapped[str] = one(
        "合作意向", "intent_level", required=True, default="none", section="开发与合作", shows="LFXP"
    )
    philosophy_rating: Mapped[int | None] = integer("理念契合", section="开发与合作", shows="LFXP", least=1, most=5)
    strength_rating: Mapped[int | None] = integer("实力潜力", section="开发与合作", shows="LFXP", least=1, most=5)
    fit_result: Mapped[str] = one(
        "符合公司要求", "fit_result", required=True, default="unknown", section="开发与合作", shows="LFXP"
    )
    value_judgment: Mapped[str | None] = one("初步价值判断", "level3", section="开发与合作", shows="FX")
    visit_program: Mapped[str] = one(
        "访问方案", "visit_program", required=True, default="normal", section="开发与合作", shows="FX"
    )
    is_target: Mapped[bool] = flag("目标客户", section="开发与合作", shows="LFX")
    dealer_position: Mapped[str] = one(
        "客户定位", "dealer_position", required=True, default="undecided", section="开发与合作", shows="LFXP"
    )
    position_state: Mapped[str] = one(
        "定位状态", "position_state", required=True, default="preliminary", section="开发与合作", shows="LFXP"
    )
    is_tracked: Mapped[bool] = flag("连续跟踪", section="开发与合作", shows="LF")
    is_key_account: Mapped[bool] = flag("重点客户", section="开发与合作", shows="LFXP")
    key_reasons: Mapped[tuple[str, ...]] = many("认定理由", "key_reason", section="开发与合作", shows="FXP")
    primary_class: Mapped[str] = one(
        "主分类", "primary_class", required=True, default="B", section="开发与合作", shows="LFXP"
    )

    owner_id: Mapped[int] = refer("负责业务员", "employee", required=True)
    protect_until: Mapped[date | None] = day("保护期至", section="归属与来源", shows="FX")
    lead_source: Mapped[str] = one(
        "客户来源", "lead_source", required=True, default="sweep", section="归属与来源", shows="LFX"
    )
    referrer_customer_id: Mapped[int | None] = refer("引荐客户", "customer")
    found_on: Mapped[date] = day("发现日期", required=True, section="归属与来源", shows="LFX")  # type: ignore[assignment]

    last_visit_on: Mapped[date | None] = day("最近拜访", section="拜访与时效", shows="LFXP")
    next_visit_due_on: Mapped[date | None] = day("下次应访", section="拜访与时效", shows="LFXP")
    custom_visit_days: Mapped[int | None] = integer(
        "自定拜访周期（天）", section="拜访与时效", shows="F", least=1, most=365
    )
    pause_until: Mapped[date | None] = day("暂停拜访至", section="拜访与时效", shows="F")

    archive_no: Mapped[str | None] = text("档案号", 24, section="档案与隐私", shows="FXP")
    archive_category: Mapped[str | None] = one("档案类别", "archive_category", section="档案与隐私", shows="FXP")
    archive_location: Mapped[str | None] = text("存放位置", 40, section="档案与隐私", shows="FXP")
    archive_state: Mapped[str] = one(
        "档案状态", "archive_state", required=True, default="building", section="档案与隐私", shows="LFX"
    )
    last_reviewed_on: Mapped[date | None] = day("最近复核", section="档案与隐私", shows="LFX")
    consent_state: Mapped[str] = one(
        "信息同意", "consent_state", required=True, default="not_told", section="档案与隐私", shows="FX"
    )
    note: Mapped[str | None] = long_text("备注", section="档案与隐私", shows="F")


class Contact(Record):
    """A person at the customer's."""

    __tablename__ = "contact"
    __table_args__ = (
        unique("contact", "customer_id", "name", "mobile"),
        unique("contact", "customer_id", when="is_primary AND is_active", name="primary"),
        Index("ix_contact_mobile", "mobile"),
    )
    LABEL, NAME_FIELD = "联系人", "name"

    customer_id: Mapped[int] = refer("客户", "customer", required=True)
    name: Mapped[str] = text("姓名", 20, required=True, shows="LFXP")
    gender: Mapped[str | None] = one("性别", "gender", shows="LFXP")
    title_kind: Mapped[str] = one("职务", "contact_title", required=True, default="owner", shows="LFXP")
    is_primary: Mapped[bool] = flag("主要", shows="LFXP")
    is_decision_maker: Mapped[bool] = flag("决策人", shows="LFXP")
    mobile: Mapped[str | None] = text("手机", 20, shows="LFXP", sensitive=True)
    phone: Mapped[str | None] = text("座机", 24, shows="LFXP", sensitive=True)
    wechat: Mapped[str | None] = text("微信", 30, shows="FX", sensitive=True)
    email: Mapped[str | None] = text("邮箱", 60, shows="FX", sensitive=True)
    birthday_kind: Mapped[str | None] = one("生日类型", "birthday_kind", shows="F")
    birth_month: Mapped[int | None] = integer("生日月", shows="F")
    birth_day: Mapped[int | None] = integer("生日日", shows="F")
    birth_year: Mapped[int | None] = integer("生日年", shows="F")
    habits: Mapped[str | None] = text("爱好与习惯", 100, shows="F")
    relation_level: Mapped[str | None] = one("关系程度", "level3", default="mid", shows="FX")
    is_active: Mapped[bool] = flag("在职", True, shows="LF")
    left_on: Mapped[date | None] = day("离职日", shows="LF")


class CustomerBrand(Record):
    """A brand the customer sells, and how much of it."""

    __tablename__ = "customer_brand"
    __table_args__ = (
        unique("customer_brand", "customer_id", "brand_id"),
        unique("customer_brand", "customer_id", when="role = 'main'", name="main"),
    )
    LABEL = "经营品牌"

    customer_id: Mapped[int] = refer("客户", "customer", required=True)
    brand_id: Mapped[int] = refer("品牌", "brand", required=True)
    role: Mapped[str] = one("角色", "brand_role", required=True, default="stocked", shows="LFXP")
    monthly_volume_wan: Mapped[Decimal | None] = decimal("月销量（万元）", shows="LFXP", unit="万元")
    share_pct: Mapped[Decimal | None] = decimal("占比（%）", precision=5, shows="FXP", unit="%", most=100)
    price_policy: Mapped[str | None] = text("进货政策", 100, shows="FX")
    since_year: Mapped[int | None] = integer("始营年份", shows="FX")
    as_of: Mapped[date] = day("数据日期", required=True, shows="FX")  # type: ignore[assignment]
    source: Mapped[str | None] = one("信息来源", "info_source", shows="FX")


class DuplicateCandidate(Record):
    """Two customers who may be one, and what was decided about them; `customer_a_id` is the smaller id (rule R11)."""

    __tablename__ = "duplicate_candidate"
    __table_args__ = (unique("duplicate_candidate", "customer_a_id", "customer_b_id"),)
    LABEL = "疑似重复"

    customer_a_id: Mapped[int] = refer("甲", "customer", required=True, index=False)
    customer_b_id: Mapped[int] = refer("乙", "customer", required=True)
    score: Mapped[int] = integer("分数", required=True, shows="LFX")  # type: ignore[assignment]
    reasons: Mapped[list[str]] = data("证据", required=True)
    state: Mapped[str] = one("状态", "duplicate_state", required=True, default="pending", index=True, shows="LFX")
    decided_by_id: Mapped[int | None] = refer("判定人", "user_account", index=False)
    decided_at: Mapped[datetime | None] = moment("判定时间", shows="FX")
    note: Mapped[str | None] = text("说明", 200, shows="FX")
