"""What RP03 客户调查阶段(周)总结表 needs, as plain values (records.md WeeklySummary, rule R18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.reports.model import Change
from app.reports.traced import Traced


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyTexts:
    """The prose of a summary; an empty block prints 无."""

    market_overview: str = ""
    channel_note: str = ""
    competitor_note: str = ""
    consumer_note: str = ""
    problems: str = ""
    countermeasures: str = ""
    support_needed: str = ""
    next_plan: str = ""


@dataclass(frozen=True, slots=True)
class WeeklyRow:
    """One row: `key` is the same in every issue, `cells` stand under the table's columns in their order.

    `alarms` are words printed red behind the cell of that column, e.g. ("reports", "迟 1").
    """

    key: str
    cells: tuple[Traced, ...]
    alarms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyTable:
    """One table of the summary; its columns are `weekly_columns.COLUMNS[key]`. `note` stands under it."""

    key: str
    rows: tuple[WeeklyRow, ...] = ()
    total: WeeklyRow | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyData:
    """Everything RP03 prints; the database fills it, a frozen summary keeps it with the records behind each number.

    `scope` is branch or rep, `period_kind` week or stage; `state` is the label (已提交), `is_draft` prints 草稿.
    `issue` is 1 for the first issue, 2 for the first reissue, whose `changes` come from `differences`.
    """

    company: str
    office: str
    scope: str
    employee_no: str
    employee_name: str
    period_kind: str
    period_name: str
    start_on: date
    end_on: date
    summary_no: str
    state: str
    is_draft: bool
    business_name: str = ""
    market_areas: tuple[str, ...] = ()
    surveyors: tuple[str, ...] = ()
    tables: tuple[WeeklyTable, ...] = ()
    texts: WeeklyTexts = WeeklyTexts()
    submitted_by: str = ""
    submitted_at: datetime | None = None
    is_late: bool = False
    reviewer_name: str = ""
    reviewed_on: date | None = None
    review_opinion: str = ""
    archiver_name: str = ""
    archived_at: datetime | None = None
    receiver: str = ""
    receipt_no: str = ""
    filed_on: date | None = None
    issue: int = 1
    changes: tuple[Change, ...] = ()
    footer_text: str = ""
    printed_by: str = ""
    printed_at: datetime | None = None
    purpose: str = ""

    def table(self, key: str) -> WeeklyTable:
        """The table with this key; empty when this issue has none."""
        return next((table for table in self.tables if table.key == key), WeeklyTable(key=key))
