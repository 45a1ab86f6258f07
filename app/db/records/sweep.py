"""G: the daily sweep report, its lines and the evening discussion (records.md §7)."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy.orm import Mapped

from app.db.base import Record, unique
from app.db.columns import clock_time, data, day, integer, long_text, moment, one, refer, text


class DiscussionNote(Record):
    """What the office settled in an evening; several daily reports may refer to it."""

    __tablename__ = "discussion_note"
    LABEL, NAME_FIELD = "讨论记录", "discussed_on"

    branch_id: Mapped[int] = refer("办事处", "branch_office", required=True)
    discussed_on: Mapped[date] = day("日期", required=True, index=True, shows="LFP")  # type: ignore[assignment]
    start_at: Mapped[time | None] = clock_time("开始", shows="LFP")
    place: Mapped[str | None] = text("地点", 40, default="办事处", shows="LFP")
    attendee_ids: Mapped[list[int]] = data("参加人", default=list)
    recorder_id: Mapped[int] = refer("记录人", "employee", required=True)
    topics: Mapped[str] = long_text("议题", required=True, default="", shows="FP")
    conclusions: Mapped[str] = long_text("结论", required=True, default="", shows="FP")
    market_area_ids: Mapped[list[int] | None] = data("涉及市场")


class DailySweepReport(Record):
    """One rep's report of one day. `snapshot` is the issued report's data, frozen at submission (rule R18)."""

    __tablename__ = "daily_sweep_report"
    __table_args__ = (
        unique("daily_sweep_report", "report_no"),
        unique("daily_sweep_report", "employee_id", "report_date"),
    )
    LABEL, NAME_FIELD = "客户扫街日报", "report_no"

    report_no: Mapped[str] = text("日报号", 24, required=True, shows="LFXP")
    employee_id: Mapped[int] = refer("业务员", "employee", required=True)
    report_date: Mapped[date] = day("日期", required=True, index=True, shows="LFXP")  # type: ignore[assignment]
    branch_id: Mapped[int] = refer("办事处", "branch_office", required=True)
    market_area_ids: Mapped[list[int] | None] = data("调查区域")
    weather: Mapped[str | None] = text("天气", 12, shows="FP")
    snapshot: Mapped[dict[str, Any] | None] = data("统计快照")
    former_snapshots: Mapped[list[dict[str, Any]] | None] = data("历次快照")
    issue_no: Mapped[int] = integer("第几次提交", required=True, default=0, shows="LF")  # type: ignore[assignment]
    discussion_id: Mapped[int | None] = refer("当晚讨论", "discussion_note")
    problems: Mapped[str | None] = long_text("当日问题", 300, shows="FP")
    self_comment: Mapped[str | None] = long_text("自评", 300, shows="FP")
    tomorrow_plan: Mapped[str | None] = long_text("明日计划", shows="FP")
    state: Mapped[str] = one("状态", "report_state", required=True, default="draft", shows="LFXP")
    submitted_at: Mapped[datetime | None] = moment("提交时间", shows="LFXP")
    reviewer_id: Mapped[int | None] = refer("审阅人", "user_account", index=False)
    reviewed_at: Mapped[datetime | None] = moment("审阅时间", shows="LP")
    review_opinion: Mapped[str | None] = long_text("审阅意见", shows="LFP")
    review_score: Mapped[int | None] = integer("评分", shows="LFP", least=1, most=5)
    archived_at: Mapped[datetime | None] = moment("存档时间", shows="L")
    archived_by_id: Mapped[int | None] = refer("存档人", "user_account", index=False)
    filed_at: Mapped[datetime | None] = moment("备案时间", shows="L")
    exempt_reason: Mapped[str | None] = one("免交原因", "exempt_reason", shows="LF")
    exempt_by_id: Mapped[int | None] = refer("批准人", "user_account", index=False)


class DailySweepLine(Record):
    """One visit in a daily report, with the printed columns as they were at submission."""

    __tablename__ = "daily_sweep_line"
    __table_args__ = (unique("daily_sweep_line", "report_id", "seq"), unique("daily_sweep_line", "visit_id"))
    LABEL = "日报明细"

    report_id: Mapped[int] = refer("日报", "daily_sweep_report", required=True)
    seq: Mapped[int] = integer("序", required=True, shows="FPX")  # type: ignore[assignment]
    visit_id: Mapped[int] = refer("访问", "visit", required=True)
    situation: Mapped[str] = long_text("基本情况", 300, required=True, default="", shows="FPX")
    countermeasure: Mapped[str] = long_text("对策建议", 300, required=True, default="", shows="FPX")
    row_snapshot: Mapped[dict[str, Any] | None] = data("行快照")


class DailyFeedbackLine(Record):
    """What customers said that day: changed needs, product satisfaction, competitors."""

    __tablename__ = "daily_feedback_line"
    LABEL = "反馈汇报"

    report_id: Mapped[int] = refer("日报", "daily_sweep_report", required=True)
    kind: Mapped[str] = one("类别", "daily_feedback_kind", required=True, shows="FPX")
    customer_id: Mapped[int | None] = refer("客户", "customer")
    content: Mapped[str] = text("内容", 200, required=True, shows="FPX")
