"""G: the weekly or stage summary, filing to head office, and the export log (records.md §2 and §7)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Mapped

from app.db.base import Record, unique
from app.db.columns import data, day, flag, integer, long_text, moment, one, refer, text


class WeeklySummary(Record):
    """An office's or a rep's summary of a week or stage; `snapshot` is its data, frozen at submission (rule R18)."""

    __tablename__ = "weekly_summary"
    __table_args__ = (
        unique("weekly_summary", "summary_no"),
        unique("weekly_summary", "scope", "branch_id", "employee_id", "period_kind", "start_on", name="period"),
        unique(
            "weekly_summary", "branch_id", "period_kind", "start_on", when="employee_id IS NULL", name="branch_period"
        ),
    )
    LABEL, NAME_FIELD = "客户调查阶段(周)总结", "summary_no"

    summary_no: Mapped[str] = text("总结号", 24, required=True, shows="LFXP")
    scope: Mapped[str] = one("范围", "summary_scope", required=True, default="branch", shows="LFP")
    branch_id: Mapped[int] = refer("办事处", "branch_office", required=True)
    employee_id: Mapped[int | None] = refer("业务员", "employee")
    period_kind: Mapped[str] = one("周期", "period_kind", required=True, default="week", shows="LFP")
    iso_year: Mapped[int | None] = integer("年", shows="LFP")
    iso_week: Mapped[int | None] = integer("周", shows="LFP")
    start_on: Mapped[date] = day("起", required=True, index=True, shows="LFP")  # type: ignore[assignment]
    end_on: Mapped[date] = day("止", required=True, shows="LFP")  # type: ignore[assignment]
    stage_name: Mapped[str | None] = text("阶段名称", 20, shows="FP", help="例：第一阶段普查")
    market_area_ids: Mapped[list[int] | None] = data("市场")
    snapshot: Mapped[dict[str, Any] | None] = data("统计快照")
    former_snapshots: Mapped[list[dict[str, Any]] | None] = data("历次快照")
    issue_no: Mapped[int] = integer("第几次提交", required=True, default=0, shows="LF")  # type: ignore[assignment]
    market_overview: Mapped[str | None] = long_text("市场概况", 500, shows="FP")
    channel_note: Mapped[str | None] = long_text("渠道小结", 500, shows="FP")
    competitor_note: Mapped[str | None] = long_text("竞品小结", 500, shows="FP")
    consumer_note: Mapped[str | None] = long_text("消费者小结", 500, shows="FP")
    problems: Mapped[str | None] = long_text("存在问题", shows="FP")
    countermeasures: Mapped[str | None] = long_text("对策", shows="FP")
    support_needed: Mapped[str | None] = long_text("需公司支持", shows="FP")
    next_plan: Mapped[str | None] = long_text("下周计划", shows="FP")
    state: Mapped[str] = one("状态", "report_state", required=True, default="draft", shows="LFP")
    submitted_at: Mapped[datetime | None] = moment("提交时间", shows="LFP")
    submitted_by_id: Mapped[int | None] = refer("编制人", "user_account", index=False)
    reviewer_id: Mapped[int | None] = refer("审批人", "user_account", index=False)
    reviewed_at: Mapped[datetime | None] = moment("审阅时间", shows="LP")
    review_opinion: Mapped[str | None] = long_text("审阅意见", shows="LFP")
    archived_at: Mapped[datetime | None] = moment("存档时间", shows="L")
    archived_by_id: Mapped[int | None] = refer("存档人", "user_account", index=False)
    filed_at: Mapped[datetime | None] = moment("备案时间", shows="L")


class FilingBatch(Record):
    """A package of archived papers sent to head office, and its receipt (rule R14)."""

    __tablename__ = "filing_batch"
    __table_args__ = (unique("filing_batch", "batch_no"),)
    LABEL, NAME_FIELD = "公司备案批次", "batch_no"

    batch_no: Mapped[str] = text("批次号", 24, required=True, shows="LFP")
    branch_id: Mapped[int] = refer("办事处", "branch_office", required=True)
    period_from: Mapped[date] = day("期间起", required=True, shows="LFP")  # type: ignore[assignment]
    period_to: Mapped[date] = day("期间止", required=True, shows="LFP")  # type: ignore[assignment]
    item_count: Mapped[int] = integer("份数", required=True, default=0, shows="LP")  # type: ignore[assignment]
    package_name: Mapped[str] = text("包文件", 120, required=True, shows="LP")
    sha256: Mapped[str] = text("摘要", 64, required=True, shows="P")
    sent_on: Mapped[date] = day("上报日", required=True, shows="LFP")  # type: ignore[assignment]
    sent_by_id: Mapped[int | None] = refer("上报人", "user_account", index=False)
    receiver: Mapped[str] = text("接收部门", 30, required=True, shows="LFP")
    receipt_no: Mapped[str | None] = text("回执号", 30, shows="LF")
    confirmed_on: Mapped[date | None] = day("确认日", shows="LF")
    return_opinion: Mapped[str | None] = long_text("退回意见", shows="LF")
    state: Mapped[str] = one("状态", "filing_state", required=True, default="sent", shows="LF")


class FilingItem(Record):
    """One paper in a filing batch: a survey sheet, daily report, weekly summary or customer archive."""

    __tablename__ = "filing_item"
    __table_args__ = (unique("filing_item", "batch_id", "entity", "entity_id"),)
    LABEL = "备案条目"

    batch_id: Mapped[int] = refer("备案批次", "filing_batch", required=True)
    entity: Mapped[str] = text("单据类", 40, required=True, shows="FP")
    entity_id: Mapped[int] = integer("单据号", required=True)  # type: ignore[assignment]
    number: Mapped[str] = text("编号", 40, required=True, shows="FP")
    title: Mapped[str] = text("名称", 80, required=True, shows="FP")
    pages: Mapped[int] = integer("页数", required=True, default=0, shows="FP")  # type: ignore[assignment]


class ExportLog(Record):
    """Who exported or printed what, for whom and why (rule R22); only ever added."""

    __tablename__ = "export_log"
    LABEL = "导出打印留痕"

    at: Mapped[datetime] = moment("时间", required=True, index=True, shows="LX")  # type: ignore[assignment]
    user_id: Mapped[int | None] = refer("用户", "user_account", index=False)
    report_code: Mapped[str] = text("报表号", 12, required=True, shows="LX")
    format: Mapped[str] = one("格式", "export_format", required=True, shows="LX")
    filter: Mapped[dict[str, Any] | None] = data("筛选")
    row_count: Mapped[int] = integer("条数", required=True, default=0, shows="LX")  # type: ignore[assignment]
    is_masked: Mapped[bool] = flag("掩码版", True, shows="LX")
    purpose: Mapped[str] = one("用途", "export_purpose", required=True, default="branch_archive", shows="LX")
    purpose_note: Mapped[str | None] = text("说明", 100, shows="LX")
    recipient: Mapped[str | None] = text("接收人", 40, shows="LX")
    file_name: Mapped[str | None] = text("文件名", 160, shows="L")
    sha256: Mapped[str | None] = text("文件摘要", 64, shows="L")
