"""RP10 投诉台账: the pure builder from `LedgerData` to a `Report`; 30 columns in Excel, 13 on paper, then the figures."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.reports.complaint_data import LedgerData, LedgerFigures, LedgerLine
from app.reports.model import (
    Align,
    Block,
    Chart,
    ChartKind,
    Column,
    Fact,
    Mark,
    PageBreak,
    Report,
    Section,
    SideBySide,
    Strip,
    Table,
    Value,
    ValueKind,
)

CODE = "RP10"
TITLE = "投诉台账"
NO_COMPLAINTS = "本期无投诉"
FROZEN = 3
STATISTICS, PRODUCTS = "统计", "质量类按产品"

MOMENT, MONEY = ValueKind.DATETIME, ValueKind.NUMBER
CENTER, RIGHT = Align.CENTER, Align.RIGHT


@dataclass(frozen=True, slots=True)
class _Cell:
    """A column and where its value comes from."""

    column: Column
    value: Callable[[LedgerLine], Value]


def _cell(
    key: str,
    label: str,
    excel: float,
    *,
    paper: float = 0.0,
    value: Callable[[LedgerLine], Value] | None = None,
    **more: Any,
) -> _Cell:
    """`excel` and `paper` are the widths there; without a width the column is not shown there."""
    column = Column(key=key, label=label, excel_width=excel, width=paper, paper=paper > 0, excel=excel > 0, **more)
    return _Cell(column, value or (lambda line: getattr(line, key)))


def _in_two_lines(moment: datetime) -> str:
    """A day and time in a column too narrow for both."""
    return f"{moment:%Y-%m-%d}\n{moment:%H:%M}"


def _due(line: LedgerLine) -> str:
    """The word that it is over has a line of its own."""
    return _in_two_lines(line.resolve_due_at) + ("\n" if line.overdue else "")


CELLS = (
    _cell("complaint_no", "投诉号", 18, paper=30),
    _cell("received_at", "接诉时间", 16, kind=MOMENT, align=CENTER),
    _cell("received", "接诉", 0, paper=24, align=CENTER, value=lambda line: _in_two_lines(line.received_at)),
    _cell("customer_no", "客户编号", 14),
    _cell("customer", "客户名称", 28, paper=36),
    _cell("market", "市场", 16),
    _cell("channel", "渠道", 10),
    _cell("kind", "类别", 10, paper=16, align=CENTER),
    _cell("severity", "程度", 8, paper=12, align=CENTER),
    _cell("product_batch", "产品批号", 20),
    _cell("description", "内容", 40, paper=50, long=True),
    _cell("demand", "诉求", 24),
    _cell("involved_amount", "涉及金额", 12, kind=MONEY, scale=2, align=RIGHT),
    _cell("handler", "承办人", 10, paper=14, align=CENTER),
    _cell("response_due_at", "应响应", 16, kind=MOMENT, align=CENTER),
    _cell("responded_at", "实际响应", 16, kind=MOMENT, align=CENTER),
    _cell("response", "响应", 8, align=CENTER),
    _cell("resolve_due_at", "应解决", 16, kind=MOMENT, align=CENTER),
    _cell("resolve_due", "应解决", 0, paper=22, align=CENTER, value=lambda line: _due(line)),
    _cell("resolved_at", "实际解决", 16, kind=MOMENT, align=CENTER),
    _cell("resolve", "解决", 8, align=CENTER),
    _cell("state", "状态", 12, align=CENTER),
    _cell("state_now", "状态", 0, paper=16, align=CENTER, value=lambda line: line.state),
    _cell("is_valid", "属实", 6, paper=10, align=CENTER),
    _cell("cause", "原因", 10),
    _cell("remedies", "处理方式", 16, paper=20),
    _cell("remedy_amount", "补偿元", 12, paper=13, kind=MONEY, scale=2, align=RIGHT),
    _cell("confirmed", "客户确认", 10, align=CENTER),
    _cell("satisfaction", "满意度", 7, paper=10, kind=ValueKind.INTEGER, align=CENTER),
    _cell("closed_on", "结案日", 11, kind=ValueKind.DATE, align=CENTER),
    _cell("days_late", "逾期天", 7, kind=ValueKind.INTEGER, align=CENTER),
    _cell("owner", "业务员", 10, align=CENTER),
)
MARKED = ("resolve_due", "state")
"""Where what is over says so: on paper beside the time, in Excel beside the state."""
SEQUENCE = Column(key="seq", label="序", excel_width=5, kind=ValueKind.INTEGER, align=CENTER, paper=False)
LEDGER_COLUMNS = (SEQUENCE, *(cell.column for cell in CELLS))


def ledger_report(data: LedgerData) -> Report:
    """The complaints of a period, latest first, then the statistics on sheets of their own (reports.md RP10)."""
    heading = data.heading
    name, code = _period(data.first, data.last)
    return Report(
        code=CODE,
        title=TITLE,
        number=data.number,
        office=heading.office,
        company=heading.company,
        date=data.last,
        period=name,
        period_code=code,
        watermark=heading.watermark,
        footer=heading.footer,
        blocks=tuple(_blocks(data)),
    )


def _period(first: date, last: date) -> tuple[str, str]:
    """2026年11月 and 2026-11 for a whole month, both ends for anything else."""
    if first.day == 1 and last == first.replace(day=monthrange(first.year, first.month)[1]):
        return f"{first.year}年{first.month}月", f"{first:%Y-%m}"
    return f"{first} 至 {last}", f"{first}至{last}"


def _blocks(data: LedgerData) -> Iterator[Block]:
    yield _ledger(data)
    yield PageBreak()
    yield Section(STATISTICS, STATISTICS)
    if data.lines:
        yield _strip(data.figures)
    yield SideBySide(((_kinds(data),), (_months_chart(data),)), (3, 2))
    yield PageBreak()
    yield _trend(data)
    yield Section(PRODUCTS, PRODUCTS)
    yield _products(data)


def _months_chart(data: LedgerData) -> Chart:
    return Chart(
        title="近 12 个月登记件数",
        kind=ChartKind.BARS,
        categories=tuple(month.month for month in data.months),
        values=tuple(month.figures.registered for month in data.months),
        label="登记",
        unit="件",
    )


def _ledger(data: LedgerData) -> Table:
    return Table(
        title="",
        columns=LEDGER_COLUMNS,
        rows=tuple((number, *_values(line)) for number, line in enumerate(data.lines, 1)),
        marks=tuple(
            Mark(row, column, line.overdue, alarm=True)
            for row, line in enumerate(data.lines)
            if line.overdue
            for column in MARKED
        ),
        row_ids=tuple(line.complaint_no for line in data.lines),
        row_name="complaint_no",
        freeze=FROZEN,
        filters=True,
        empty=NO_COMPLAINTS,
    )


def _values(line: LedgerLine) -> Iterator[Value]:
    for cell in CELLS:
        value = cell.value(line)
        yield None if value == "" else value


def _strip(figures: LedgerFigures) -> Strip:
    percent, number = ValueKind.PERCENT, ValueKind.NUMBER
    return Strip(
        (
            Fact("登记件数", figures.registered, ValueKind.INTEGER),
            Fact("未结件数", figures.open, ValueKind.INTEGER),
            Fact("响应及时率", figures.response_rate, percent),
            Fact("解决及时率", figures.resolve_rate, percent),
            Fact("结案率", figures.closing_rate, percent),
            Fact("平均解决天数", figures.mean_days, number, 1),
            Fact("属实率", figures.valid_rate, percent),
            Fact("平均满意度", figures.mean_satisfaction, number, 2),
            Fact("补偿合计（元）", figures.remedies, number, 2),
        )
    )


def _kinds(data: LedgerData) -> Table:
    """How many of each kind and severity, with totals both ways; nothing but the head when there are none."""
    count = ValueKind.INTEGER
    columns = (
        Column(key="kind", label="类别", width=68, excel_width=16, bold=True),
        *(
            Column(key=f"severity{place}", label=name, width=41, kind=count, align=CENTER)
            for place, name in enumerate(data.severities)
        ),
        Column(key="total", label="合计", width=41, kind=count, align=CENTER, bold=True),
    )
    rows: tuple[tuple[Value, ...], ...] = ()
    if data.lines:
        rows = tuple((name, *counts, sum(counts)) for name, counts in data.kinds)
    totals = [sum(counts[place] for _, counts in data.kinds) for place in range(len(data.severities))]
    return Table(
        title="类别 × 程度（件）",
        columns=columns,
        rows=rows,
        total=("合计", *totals, sum(totals)) if rows else (),
        empty=NO_COMPLAINTS,
    )


def _trend(data: LedgerData) -> Table:
    count, percent = ValueKind.INTEGER, ValueKind.PERCENT
    columns = (
        Column(key="month", label="月份", width=33, excel_width=16, bold=True),
        *(
            Column(key=key, label=label, width=30, kind=kind, scale=scale, align=CENTER)
            for key, label, kind, scale in (
                ("registered", "登记", count, 0),
                ("response_rate", "响应及时率", percent, 1),
                ("resolve_rate", "解决及时率", percent, 1),
                ("closing_rate", "结案率", percent, 1),
                ("mean_days", "平均解决天数", ValueKind.NUMBER, 1),
                ("valid_rate", "属实率", percent, 1),
                ("mean_satisfaction", "平均满意度", ValueKind.NUMBER, 2),
                ("remedies", "补偿元", ValueKind.NUMBER, 2),
            )
        ),
    )
    keys = [column.key for column in columns[1:]]
    rows = tuple((month.month, *(getattr(month.figures, key) for key in keys)) for month in data.months)
    return Table(title="月趋势（近 12 个月）", columns=columns, rows=rows)


def _products(data: LedgerData) -> Table:
    count = ValueKind.INTEGER
    columns = (
        Column(key="product", label="产品", width=93, excel_width=28, bold=True),
        Column(key="count", label="件数", width=30, kind=count, align=CENTER),
        Column(key="valid", label="属实（含部分）", width=35, kind=count, align=CENTER),
        Column(key="batches", label="批号", width=75, excel_width=30),
        Column(key="remedies", label="补偿元", width=40, kind=MONEY, scale=2, align=RIGHT),
    )
    rows = tuple((p.product, p.count, p.valid, p.batches or None, p.remedies) for p in data.products)
    total: tuple[Value, ...] = ()
    if rows:
        products = data.products
        counts = (sum(p.count for p in products), sum(p.valid for p in products))
        total = ("合计", *counts, None, sum((p.remedies for p in products), Decimal(0)))
    return Table(title=PRODUCTS, columns=columns, rows=rows, total=total, empty="本期无质量类投诉")
