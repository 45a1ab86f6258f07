"""J: complaints, what was done about them, and improvement actions (records.md §10, rule R09)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from app.db.base import Record, unique
from app.db.columns import day, decimal, flag, integer, long_text, many, moment, one, refer, text


class ComplaintLog(Record):
    """One complaint of a customer. The two due times are rule R09's, kept so that lists and reminders can ask for them.

    `waiting_minutes` is the sum of ended waits in working minutes, `waiting_since` the start of one that runs.
    """

    __tablename__ = "complaint_log"
    __table_args__ = (
        unique("complaint_log", "complaint_no"),
        Index("ix_complaint_log_branch_received", "branch_id", "received_at"),
        Index("ix_complaint_log_state", "state", "resolve_due_at"),
    )
    LABEL, NAME_FIELD = "投诉", "complaint_no"

    complaint_no: Mapped[str] = text("投诉号", 20, required=True, section="登记", shows="LFXP")
    branch_id: Mapped[int] = refer("办事处", "branch_office", required=True, index=False)
    customer_id: Mapped[int] = refer("客户", "customer", required=True)
    complainant: Mapped[str] = text("投诉人", 20, required=True, section="登记", shows="LFXP")
    complainant_phone: Mapped[str | None] = text("电话", 24, section="登记", shows="LFXP", sensitive=True)
    received_at: Mapped[datetime] = moment("接诉时间", required=True, section="登记", shows="LFXP")  # type: ignore[assignment]
    channel: Mapped[str] = one(
        "渠道", "complaint_channel", required=True, default="phone", section="登记", shows="LFXP"
    )
    receiver_id: Mapped[int] = refer("接诉人", "employee", required=True)
    kind: Mapped[str] = one("类别", "complaint_kind", required=True, default="quality", section="登记", shows="LFXP")
    severity: Mapped[str] = one(
        "严重程度", "complaint_severity", required=True, default="normal", section="登记", shows="LFXP"
    )
    product_note: Mapped[str | None] = text("产品", 60, section="登记", shows="FXP", help="质量类必填")
    batch_no: Mapped[str | None] = text("批号", 30, section="登记", shows="FXP")
    description: Mapped[str] = long_text("投诉内容", 1000, required=True, section="登记", shows="LFXP")
    demand: Mapped[str] = long_text("客户诉求", 300, required=True, section="登记", shows="LFXP")
    involved_amount: Mapped[Decimal | None] = decimal(
        "涉及金额（元）", precision=14, unit="元", section="登记", shows="FXP"
    )

    handler_department_id: Mapped[int | None] = refer("承办部门", "department")
    handler_id: Mapped[int | None] = refer("承办人", "employee")
    response_due_at: Mapped[datetime] = moment("应响应", required=True, section="受理", shows="LFXP")  # type: ignore[assignment]
    responded_at: Mapped[datetime | None] = moment("实际响应", section="受理", shows="LFXP")
    resolve_due_at: Mapped[datetime] = moment("应解决", required=True, section="受理", shows="LFXP")  # type: ignore[assignment]
    resolved_at: Mapped[datetime | None] = moment("实际解决", section="受理", shows="LFXP")
    waiting_minutes: Mapped[int] = integer("等待客户（分）", required=True, default=0, section="受理", shows="F")  # type: ignore[assignment]
    waiting_since: Mapped[datetime | None] = moment("等待自", section="受理", shows="F")
    reject_reason: Mapped[str | None] = long_text("不受理原因", section="受理", shows="FX")
    state: Mapped[str] = one(
        "状态", "complaint_state", required=True, default="registered", section="受理", shows="LFXP"
    )

    is_valid: Mapped[str | None] = one("是否属实", "yes_no_partial", section="处理", shows="FXP")
    cause_kind: Mapped[str | None] = one("原因类别", "cause_kind", section="处理", shows="FXP")
    cause_analysis: Mapped[str | None] = long_text("原因分析", section="处理", shows="FXP")
    responsible: Mapped[str | None] = text("责任方", 30, section="处理", shows="FXP")
    remedies: Mapped[tuple[str, ...]] = many("处理方式", "remedy", section="处理", shows="FXP")
    resolution: Mapped[str | None] = long_text("处理结果", section="处理", shows="FXP")
    remedy_amount: Mapped[Decimal | None] = decimal(
        "补偿金额（元）", precision=14, unit="元", section="处理", shows="FXP", help="超过 2000 元须主管批"
    )
    remedy_approver_id: Mapped[int | None] = refer("补偿审批人", "user_account", index=False)
    remedy_approved_at: Mapped[datetime | None] = moment("补偿审批时间", section="处理", shows="P")

    customer_confirmed: Mapped[str | None] = one("客户确认", "confirm_state", section="结案", shows="FXP")
    confirmed_by: Mapped[str | None] = text("确认人", 20, section="结案", shows="FXP")
    confirmed_on: Mapped[date | None] = day("确认日期", section="结案", shows="FXP")
    satisfaction: Mapped[int | None] = integer("满意度", least=1, most=5, section="结案", shows="FXP")
    reopen_count: Mapped[int] = integer("重开次数", required=True, default=0, section="结案", shows="FX")  # type: ignore[assignment]
    closed_at: Mapped[datetime | None] = moment("结案时间", section="结案", shows="LX")
    closed_by_id: Mapped[int | None] = refer("结案人", "user_account", index=False)


class ComplaintAction(Record):
    """One step of handling a complaint; only ever added."""

    __tablename__ = "complaint_action"
    LABEL = "投诉处理过程"

    complaint_id: Mapped[int] = refer("投诉", "complaint_log", required=True)
    at: Mapped[datetime] = moment("时间", required=True, shows="FP")  # type: ignore[assignment]
    actor_id: Mapped[int] = refer("经办人", "user_account", required=True, index=False)
    from_state: Mapped[str | None] = one("原状态", "complaint_state", shows="FP")
    to_state: Mapped[str | None] = one("新状态", "complaint_state", shows="FP")
    content: Mapped[str] = long_text("内容", 500, required=True, shows="FP")
    is_customer_contact: Mapped[bool] = flag("与客户联系", shows="FP")


class ImprovementAction(Record):
    """What is changed so that it does not happen again; its verifier is not the one who did it."""

    __tablename__ = "improvement_action"
    __table_args__ = (
        unique("improvement_action", "imp_no"),
        Index("ix_improvement_action_source", "source_entity", "source_id"),
    )
    LABEL, NAME_FIELD = "改进措施", "imp_no"

    imp_no: Mapped[str] = text("措施号", 20, required=True, shows="LFXP")
    source_entity: Mapped[str] = text("来源", 40, required=True)
    source_id: Mapped[int] = integer("来源号", required=True)  # type: ignore[assignment]
    problem: Mapped[str] = long_text("问题", required=True, shows="LFXP")
    measure: Mapped[str] = long_text("措施", required=True, shows="LFXP")
    department_id: Mapped[int | None] = refer("责任部门", "department", index=False)
    owner_id: Mapped[int] = refer("责任人", "employee", required=True)
    due_on: Mapped[date] = day("期限", required=True, shows="LFXP")  # type: ignore[assignment]
    done_on: Mapped[date | None] = day("完成日", shows="LFX")
    verify_result: Mapped[str | None] = long_text("验证结果", shows="FXP")
    verifier_id: Mapped[int | None] = refer("验证人", "user_account", index=False)
    state: Mapped[str] = one("状态", "improvement_state", required=True, default="open", shows="LFX")
