"""E: survey forms and filled sheets; XLSForm and JSON answers replace the template tables (architecture §3)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Record, unique
from app.db.columns import data, day, decimal, flag, integer, long_text, moment, one, refer, text


class SurveyForm(Record):
    """One version of a survey form, kept as the XForm text and lists it was published with."""

    __tablename__ = "survey_form"
    __table_args__ = (unique("survey_form", "form_id", "version"),)
    LABEL, NAME_FIELD = "调查表模板", "title"

    form_id: Mapped[str] = text("代码", 32, required=True, shows="LF")
    version: Mapped[str] = text("版本", 20, required=True, shows="LF")
    title: Mapped[str] = text("标题", 60, required=True, shows="LFP")
    source: Mapped[dict[str, str]] = data("表单文件")
    is_active: Mapped[bool] = flag("启用", True, shows="LF")
    expected_visits: Mapped[int] = integer("预期访问次数", required=True, default=3, shows="F")  # type: ignore[assignment]


class SurveySheet(Record):
    """One customer's survey sheet of one round, filled over several visits.

    `answers` maps a node path to {"value", "by", "at", "visit", "source"}: the answer's text, the user's name, the
    moment (ISO), which visit it was learnt on (1-3) and how; "na" is true where the paper says 没问到. `rows` maps a
    repeat's path to its number of rows.
    """

    __tablename__ = "survey_sheet"
    __table_args__ = (
        unique("survey_sheet", "sheet_no"),
        unique("survey_sheet", "customer_id", "form_code", "round_no"),
    )
    LABEL, NAME_FIELD = "客户调查表", "sheet_no"

    sheet_no: Mapped[str] = text("表号", 20, required=True, shows="LFXP")
    customer_id: Mapped[int] = refer("客户", "customer", required=True)
    form_id: Mapped[int] = refer("调查表模板", "survey_form", required=True)
    form_code: Mapped[str] = text("模板代码", 32, required=True)
    round_no: Mapped[int] = integer("轮次", required=True, default=1, shows="LFXP")  # type: ignore[assignment]
    surveyor_id: Mapped[int] = refer("调查人", "employee", required=True)
    first_visit_on: Mapped[date | None] = day("首访日", shows="LXP")
    last_visit_on: Mapped[date | None] = day("末访日", shows="LXP")
    visit_count: Mapped[int] = integer("访问次数", required=True, default=0, shows="LXP")  # type: ignore[assignment]
    completeness_pct: Mapped[Decimal] = decimal(
        "完成度", 1, precision=5, required=True, default=Decimal("0.0"), shows="LXP"
    )  # type: ignore[assignment]
    filled_on: Mapped[date | None] = day("填全日")
    missing_required: Mapped[int] = integer("缺必答题数", required=True, default=0)  # type: ignore[assignment]
    state: Mapped[str] = one("状态", "sheet_state", required=True, default="filling", shows="LFXP")
    entry_mode: Mapped[str] = one("录入方式", "entry_mode", required=True, default="paper", shows="F")
    entered_by_id: Mapped[int | None] = refer("录入人", "user_account")
    storage_location: Mapped[str | None] = text("原件存放位置", 40, shows="FX")
    incomplete_reason: Mapped[str | None] = text("无法取得原因", 60, shows="FP")
    submitted_at: Mapped[datetime | None] = moment("提交时间", shows="LXP")
    archived_at: Mapped[datetime | None] = moment("存档时间", shows="LXP")
    filed_at: Mapped[datetime | None] = moment("备案时间", shows="LXP")
    archived_by_id: Mapped[int | None] = refer("存档人", "user_account", index=False)
    return_reason: Mapped[str | None] = long_text("退回原因", shows="F")
    answers: Mapped[dict[str, dict[str, Any]]] = data("答案", default=dict)
    rows: Mapped[dict[str, int]] = data("表格行数", default=dict)


class SurveySheetVisit(Record):
    """That a visit was one of a sheet's visits, and which."""

    __tablename__ = "survey_sheet_visit"
    __table_args__ = (unique("survey_sheet_visit", "sheet_id", "visit_id"),)
    LABEL = "调查表与访问"

    sheet_id: Mapped[int] = refer("调查表", "survey_sheet", required=True)
    visit_id: Mapped[int] = refer("访问", "visit", required=True)
    visit_order: Mapped[int] = integer("第几次", required=True)  # type: ignore[assignment]


class SurveyDraft(Base):
    """What a clerk has typed but not yet saved: scratch paper, overwritten each second and never journalled."""

    __tablename__ = "survey_draft"

    uid: Mapped[str] = mapped_column(String(36), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("survey_sheet.id"), index=True)
    title: Mapped[str] = mapped_column(String(60))
    state: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[datetime] = mapped_column(DateTime)
