"""F: visit plans and visits (records.md §6)."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from app.db.base import Record, unique
from app.db.columns import clock_time, day, flag, integer, long_text, many, one, refer, text


class VisitPlan(Record):
    """What a rep means to visit in a period."""

    __tablename__ = "visit_plan"
    __table_args__ = (unique("visit_plan", "plan_no"),)
    LABEL, NAME_FIELD = "访问计划", "plan_no"

    plan_no: Mapped[str] = text("计划号", 24, required=True, shows="LFXP")
    kind: Mapped[str] = one("类别", "plan_kind", required=True, default="week", shows="LFXP")
    title: Mapped[str] = text("标题", 40, required=True, shows="LFP")
    market_area_id: Mapped[int | None] = refer("市场", "market_area")
    owner_id: Mapped[int] = refer("业务员", "employee", required=True)
    start_on: Mapped[date] = day("起", required=True, shows="LFXP")  # type: ignore[assignment]
    end_on: Mapped[date] = day("止", required=True, shows="LFXP")  # type: ignore[assignment]
    goal: Mapped[str] = long_text("计划目标", 200, required=True, default="", shows="FP")
    route_note: Mapped[str | None] = long_text("拜访路线", shows="FP")
    lodging: Mapped[str | None] = text("住宿点", 60, shows="FP")
    market_briefed: Mapped[bool] = flag("市场概况已了解", shows="FP")
    state: Mapped[str] = one("状态", "plan_state", required=True, default="draft", shows="LFP")
    approver_id: Mapped[int | None] = refer("审批人", "user_account", index=False)
    approved_on: Mapped[date | None] = day("批准日", shows="FP")
    approve_opinion: Mapped[str | None] = long_text("审批意见", shows="LFP")


class VisitPlanItem(Record):
    """One visit meant, at its place in the day's route."""

    __tablename__ = "visit_plan_item"
    __table_args__ = (unique("visit_plan_item", "plan_id", "seq"), Index("ix_visit_plan_item_plan_date", "plan_date"))
    LABEL = "计划明细"

    plan_id: Mapped[int] = refer("访问计划", "visit_plan", required=True)
    seq: Mapped[int] = integer("序", required=True, shows="LFXP")  # type: ignore[assignment]
    plan_date: Mapped[date] = day("日期", required=True, shows="LFXP")  # type: ignore[assignment]
    customer_id: Mapped[int | None] = refer("客户", "customer")
    prospect_name: Mapped[str | None] = text("待建档名称", 40, shows="LFXP")
    plan_start: Mapped[time | None] = clock_time("时间", shows="LFP")
    plan_minutes: Mapped[int] = integer("计划时长（分）", required=True, default=40, shows="LFP")  # type: ignore[assignment]
    place: Mapped[str] = text("地点", 80, required=True, shows="FP")
    visit_mode: Mapped[str] = one("访问方式", "visit_mode", required=True, default="single", shows="LFXP")
    visit_round: Mapped[int] = integer("第几次", required=True, default=1, shows="LFXP")  # type: ignore[assignment]
    four_step: Mapped[str] = one("四步法", "four_step", required=True, default="s1", shows="LFXP")
    purposes: Mapped[tuple[str, ...]] = many("目的", "visit_purpose", shows="LFXP")
    goal_text: Mapped[str] = text("目标内容", 100, required=True, default="", shows="LFXP")
    state: Mapped[str] = one("状态", "plan_item_state", required=True, default="planned", shows="LFX")
    miss_reason: Mapped[str | None] = one("未访原因", "miss_reason", shows="LFX")
    moved_from_id: Mapped[int | None] = refer("改期自", "visit_plan_item", index=False)


class VisitPlanParticipant(Record):
    """Who takes part in a plan, or in one of its visits, and for what."""

    __tablename__ = "visit_plan_participant"
    __table_args__ = (unique("visit_plan_participant", "plan_id", "item_id", "employee_id"),)
    LABEL = "计划参与人"

    plan_id: Mapped[int] = refer("访问计划", "visit_plan", required=True)
    item_id: Mapped[int | None] = refer("计划明细", "visit_plan_item")
    employee_id: Mapped[int] = refer("员工", "employee", required=True)
    duty: Mapped[str] = one("分工", "visit_duty", required=True, default="lead", shows="FP")
    note: Mapped[str | None] = text("分工说明", 40, shows="FP", help="例：答复送货延迟投诉")


class PlanCarryItem(Record):
    """Something to take along."""

    __tablename__ = "plan_carry_item"
    LABEL, NAME_FIELD = "携带物品", "item_name"

    plan_id: Mapped[int] = refer("访问计划", "visit_plan", required=True)
    item_name: Mapped[str] = text("物品", 30, required=True, shows="FP")
    qty: Mapped[int] = integer("数量", required=True, default=1, shows="FP")  # type: ignore[assignment]
    is_ready: Mapped[bool] = flag("已备齐", shows="FP")


class Visit(Record):
    """One call on a customer."""

    __tablename__ = "visit"
    __table_args__ = (
        unique("visit", "visit_no"),
        Index("ix_visit_employee_date", "employee_id", "visit_date"),
        Index("ix_visit_customer_date", "customer_id", "visit_date"),
    )
    LABEL, NAME_FIELD = "访问记录", "visit_no"

    visit_no: Mapped[str] = text("访问号", 24, required=True, shows="LFX")
    customer_id: Mapped[int] = refer("客户", "customer", required=True, index=False)
    plan_item_id: Mapped[int | None] = refer("计划明细", "visit_plan_item")
    visit_date: Mapped[date] = day("日期", required=True, shows="LFXP")  # type: ignore[assignment]
    start_at: Mapped[time] = clock_time("开始", required=True, shows="LFXP")  # type: ignore[assignment]
    end_at: Mapped[time] = clock_time("结束", required=True, shows="LFXP")  # type: ignore[assignment]
    employee_id: Mapped[int] = refer("业务员", "employee", required=True, index=False)
    visit_mode: Mapped[str] = one("访问方式", "visit_mode", required=True, default="single", shows="LFX")
    visit_round: Mapped[int] = integer("第几次", required=True, default=1, shows="LFXP")  # type: ignore[assignment]
    four_step: Mapped[str] = one("四步法", "four_step", required=True, default="s1", shows="LFXP")
    purposes: Mapped[tuple[str, ...]] = many("目的", "visit_purpose", shows="LFX")
    met_contact_id: Mapped[int | None] = refer("会见人", "contact", index=False)
    met_text: Mapped[str | None] = text("会见人（文字）", 30, shows="FXP")
    situation: Mapped[str | None] = long_text("基本情况", 300, shows="FXP")
    questions_answers: Mapped[str | None] = long_text("问答记录", shows="F")
    competitor_note: Mapped[str | None] = long_text("竞品动态", shows="FXP")
    intent_level: Mapped[str] = one("访后意向", "intent_level", required=True, default="none", shows="LFXP")
    result: Mapped[str] = one("结果", "visit_result", required=True, default="partial", shows="LFXP")
    failure_reasons: Mapped[tuple[str, ...]] = many("失败原因", "failure_reason", shows="FXP")
    failure_note: Mapped[str | None] = long_text("失败说明", shows="FXP")
    tied_brand_id: Mapped[int | None] = refer("绑定竞品", "brand", index=False)
    countermeasure: Mapped[str | None] = long_text("对策建议", 300, shows="FXP")
    next_step: Mapped[str | None] = text("下一步", 60, shows="FXP")
    next_visit_on: Mapped[date | None] = day("下次日期", shows="FXP")
    state: Mapped[str] = one("状态", "visit_state", required=True, default="draft", shows="LF")
    entered_by_id: Mapped[int | None] = refer("录入人", "user_account", index=False)


class VisitParticipant(Record):
    """Somebody of ours who was at a visit."""

    __tablename__ = "visit_participant"
    __table_args__ = (unique("visit_participant", "visit_id", "employee_id"),)
    LABEL = "访问参加人"

    visit_id: Mapped[int] = refer("访问", "visit", required=True)
    employee_id: Mapped[int] = refer("员工", "employee", required=True)
    duty: Mapped[str] = one("分工", "visit_duty", required=True, default="lead", shows="FP")


class VisitStep(Record):
    """One of the six parts of a first visit, done or not."""

    __tablename__ = "visit_step"
    __table_args__ = (unique("visit_step", "visit_id", "step"),)
    LABEL = "访问程序"

    visit_id: Mapped[int] = refer("访问", "visit", required=True)
    step: Mapped[str] = one("环节", "visit_step", required=True, shows="F")
    is_done: Mapped[bool] = flag("已做", shows="F")
    note: Mapped[str | None] = text("备注", 60, shows="F")
