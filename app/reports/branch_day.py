"""RP02 办事处日汇总: an office's day, a rep a row (reports.md RP02)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.reports.model import (
    Align,
    Column,
    Fact,
    Facts,
    Footer,
    Mark,
    Report,
    Signature,
    Signatures,
    Table,
    Value,
    ValueKind,
)

CODE = "RP02"
TITLE = "办事处日汇总"
NOTHING = "无"
ALARMS = {"迟": "已交", "漏": "未交"}
"""What stands in the cell before the red mark."""
_CENTER, _RIGHT = Align.CENTER, Align.RIGHT


def _count(key: str, label: str) -> Column:
    return Column(key=key, label=label, width=15, align=_RIGHT, kind=ValueKind.INTEGER, excel_width=9)


def _percent(key: str, label: str, width: float) -> Column:
    return Column(key=key, label=label, width=width, align=_RIGHT, kind=ValueKind.PERCENT, scale=1, excel_width=11)


COLUMNS = (
    Column(key="rep", label="业务员", width=22, align=_CENTER, bold=True, excel_width=12),
    Column(key="markets", label="调查区域", width=45, excel_width=26),
    _count("planned", "计划"),
    _count("done", "完成"),
    _percent("done_rate", "完成率", 18),
    _count("visited", "实访"),
    _count("unplanned", "计划外"),
    _percent("effective_rate", "有效面谈率", 20),
    _count("new_customers", "新增"),
    _count("new_sheets", "新建表"),
    _count("filled", "填全"),
    _count("interested", "意向家"),
    _percent("interest_rate", "意向率", 18),
    _count("unmet", "未达预期"),
    Column(key="daily", label="日报", width=15, align=_CENTER, excel_width=8),
)
_NEW = (
    Column(key="customer", label="客户", width=93, bold=True, excel_width=30),
    Column(key="market", label="市场", width=70, excel_width=22),
    Column(key="channel", label="渠道类型", width=60, excel_width=16),
    Column(key="rep", label="业务员", width=50, align=_CENTER, excel_width=12),
)
_UNMET = (
    Column(key="customer", label="客户", width=63, bold=True, excel_width=30),
    Column(key="rep", label="业务员", width=30, align=_CENTER, excel_width=12),
    Column(key="reasons", label="原因", width=90, excel_width=36),
    Column(key="countermeasure", label="对策", width=90, excel_width=36),
)
_COMPLAINTS = (
    Column(key="number", label="投诉号", width=44, align=_CENTER, excel_width=22),
    Column(key="customer", label="客户", width=50, bold=True, excel_width=22),
    Column(key="kind", label="类别", width=28, align=_CENTER, excel_width=12),
    Column(key="severity", label="程度", width=36, align=_CENTER, excel_width=12),
    Column(key="content", label="内容", width=85, excel_width=40),
    Column(key="state", label="状态", width=30, align=_CENTER, excel_width=12),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchDayRow:
    """One rep's figures, or the total's; rates are fractions of 1, None where there is nothing to divide by.

    `daily` is 按时, 迟, 漏, 免交, 未交 (its time has not passed yet), or empty where none was due.
    """

    rep: str
    markets: str = ""
    planned: int = 0
    done: int = 0
    done_rate: Decimal | None = None
    visited: int = 0
    unplanned: int = 0
    effective_rate: Decimal | None = None
    new_customers: int = 0
    new_sheets: int = 0
    filled: int = 0
    interested: int = 0
    interest_rate: Decimal | None = None
    unmet: int = 0
    daily: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchDayData:
    """Everything RP02 prints: `new` (客户、市场、渠道、业务员), `unmet` (客户、业务员、原因、对策) and `complaints`
    (投诉号、客户、类别、程度、内容、状态) in words."""

    company: str
    office: str
    number: str
    day: date
    rows: tuple[BranchDayRow, ...] = ()
    total: BranchDayRow | None = None
    new: tuple[tuple[str, ...], ...] = ()
    unmet: tuple[tuple[str, ...], ...] = ()
    complaints: tuple[tuple[str, ...], ...] = ()
    footer_text: str = ""
    printed_by: str = ""
    printed_at: datetime | None = None
    purpose: str = ""


def branch_day_report(data: BranchDayData) -> Report:
    """The office's day as reports.md RP02 orders it."""
    return Report(
        code=CODE,
        title=TITLE,
        number=data.number,
        office=data.office,
        company=data.company,
        date=data.day,
        sheet="日汇总",
        footer=Footer(
            words=data.footer_text, printed_by=data.printed_by, printed_at=data.printed_at, purpose=data.purpose
        ),
        blocks=(
            Facts(((Fact("办事处", data.office), Fact("日期", data.day, ValueKind.DATE)),)),
            _figures(data),
            _list("当日新增客户", _NEW, data.new),
            _list("未达预期", _UNMET, data.unmet),
            _list("当日投诉", _COMPLAINTS, data.complaints),
            Signatures((Signature("汇总（内勤）"), Signature("审核（主管）"))),
        ),
    )


def _figures(data: BranchDayData) -> Table:
    return Table(
        title="各业务员",
        columns=COLUMNS,
        rows=tuple(_values(row) for row in data.rows),
        marks=tuple(
            Mark(number, "daily", row.daily, alarm=True) for number, row in enumerate(data.rows) if row.daily in ALARMS
        ),
        row_ids=tuple(row.rep for row in data.rows),
        row_name="rep",
        total=_values(data.total) if data.total else (),
        empty="当日无应交日报",
    )


def _values(row: BranchDayRow) -> tuple[Value, ...]:
    """The row's values; late and missing reports get a red mark besides."""
    values: list[Value] = [getattr(row, column.key) for column in COLUMNS]
    return tuple(None if value == "" else ALARMS.get(str(value), value) for value in values)


def _list(title: str, columns: tuple[Column, ...], rows: tuple[tuple[str, ...], ...]) -> Table:
    return Table(title=title, columns=columns, rows=tuple(tuple(v or None for v in row) for row in rows), empty=NOTHING)
