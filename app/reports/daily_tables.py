"""RP01's two tables: the printed one, one line a visit, and the 明细 sheet for Excel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from app.reports.daily_data import DailyData, DailyLine
from app.reports.model import Align, Column, Mark, Table, Value, ValueKind
from app.security.masking import masked_phone

NO_VISITS = "当日无拜访记录"
LONGEST_FULL_NAME = 14
STEPS = {"s1": "一步", "s2": "二步", "s3": "三步", "s4": "四步"}
MAINTENANCE = "maintain"
UNMET = "none"
SUMMED_INTENTS = {"strong": "强烈", "medium": "有兴趣", "weak": "观望", "none": "无", "rejected": "拒绝"}
SUMMED_REASONS = ("a", "b", "c", "d")

CENTER, RIGHT = Align.CENTER, Align.RIGHT
VISIT_COLUMNS = (
    Column(key="seq", label="序号", width=8, align=CENTER, kind=ValueKind.INTEGER, excel_width=6),
    Column(key="customer_name", label="客户名称", width=32, excel_width=22, bold=True),
    Column(key="market_address", label="市场／地址", width=30, excel_width=22),
    Column(key="channel_type", label="渠道类型", width=16, align=CENTER, excel_width=11),
    Column(key="contact", label="联系人／电话", width=24, excel_width=16),
    Column(key="period", label="时段", width=16, align=CENTER, excel_width=12),
    Column(key="round_step", label="次／步", width=12, align=CENTER, excel_width=9),
    Column(key="main_brand", label="主推品牌", width=16, align=CENTER, excel_width=11),
    Column(
        key="monthly_volume_wan",
        label="月销量(万元)",
        width=14,
        align=RIGHT,
        kind=ValueKind.NUMBER,
        scale=2,
        excel_width=10,
    ),
    Column(key="intent_level", label="合作意向", width=13, align=CENTER, excel_width=9),
    Column(key="situation", label="基本情况", width=40, excel_width=34, long=True),
    Column(key="countermeasure", label="对策建议", width=36, excel_width=30, long=True),
    Column(key="next_visit", label="下次拜访", width=16, align=CENTER, excel_width=14),
)


@dataclass(frozen=True, slots=True)
class _Detail:
    """A column of the 明细 sheet and where its value comes from."""

    column: Column
    value: Callable[[DailyData, DailyLine], Value]


def _detail(
    key: str,
    label: str,
    width: float,
    value: Callable[[DailyData, DailyLine], Value],
    kind: ValueKind = ValueKind.TEXT,
    scale: int = 0,
) -> _Detail:
    return _Detail(Column(key=key, label=label, excel_width=width, kind=kind, scale=scale), value)


DETAILS = (
    _detail("report_no", "日报号", 22, lambda d, v: d.report_no),
    _detail("report_date", "日期", 11, lambda d, v: d.report_date, ValueKind.DATE),
    _detail("employee_no", "工号", 8, lambda d, v: d.employee_no),
    _detail("employee_name", "业务员", 10, lambda d, v: d.employee_name),
    _detail("visit_no", "访问号", 22, lambda d, v: v.visit_no),
    _detail("customer_no", "客户编号", 14, lambda d, v: v.customer_no),
    _detail("customer_name", "客户名称", 30, lambda d, v: v.customer_name),
    _detail("market_area", "市场", 18, lambda d, v: v.market_area),
    _detail("address", "地址", 30, lambda d, v: v.address),
    _detail("channel_type", "渠道类型", 12, lambda d, v: v.channel_type),
    _detail("contact_name", "联系人", 10, lambda d, v: v.contact_name or v.met_text),
    _detail("contact_phone", "电话(掩)", 16, lambda d, v: shown_phone(d, v)),
    _detail("start_at", "开始", 8, lambda d, v: v.start_at, ValueKind.TIME),
    _detail("end_at", "结束", 8, lambda d, v: v.end_at, ValueKind.TIME),
    _detail("minutes", "时长", 7, lambda d, v: v.minutes, ValueKind.INTEGER),
    _detail("visit_mode", "访问方式", 10, lambda d, v: v.visit_mode),
    _detail("visit_round", "第几次", 7, lambda d, v: v.visit_round, ValueKind.INTEGER),
    _detail("four_step", "四步法", 16, lambda d, v: v.four_step_label),
    _detail("purposes", "目的", 20, lambda d, v: "、".join(v.purposes)),
    _detail("main_brand", "主推品牌", 12, lambda d, v: v.main_brand),
    _detail("monthly_volume_wan", "月销量", 11, lambda d, v: v.monthly_volume_wan, ValueKind.NUMBER, 2),
    _detail("intent_level", "意向", 10, lambda d, v: v.intent_label),
    _detail("result", "结果", 12, lambda d, v: v.result_label),
    _detail("failure_reasons", "失败原因", 24, lambda d, v: "、".join(v.failure_labels)),
    _detail("competitor_note", "竞品动态", 28, lambda d, v: v.competitor_note),
    _detail("situation", "基本情况", 40, lambda d, v: v.situation),
    _detail("countermeasure", "对策建议", 40, lambda d, v: v.countermeasure),
    _detail("next_step", "下一步", 20, lambda d, v: v.next_step),
    _detail("next_visit_on", "下次日期", 11, lambda d, v: v.next_visit_on, ValueKind.DATE),
    _detail("is_planned", "计划内", 8, lambda d, v: "是" if v.is_planned else "否"),
    _detail("sheet_no", "调查表号", 20, lambda d, v: v.sheet_no),
    _detail("completeness", "完成度", 8, lambda d, v: v.completeness, ValueKind.PERCENT, 1),
)


def visit_table(data: DailyData) -> Table:
    """The printed table; its rows are the day's visits as ordered in `data.lines`."""
    return Table(
        title="拜访明细",
        columns=VISIT_COLUMNS,
        rows=tuple(_row(data, line) for line in data.lines),
        marks=tuple(mark for row, line in enumerate(data.lines) for mark in _marks(row, line)),
        row_ids=tuple(line.visit_no for line in data.lines),
        row_name="customer_name",
        summary=_summary(data.lines) if data.lines else "",
        empty=NO_VISITS,
    )


def detail_table(data: DailyData) -> Table:
    """The 明细 sheet: one visit a row with everything reports.md lists."""
    return Table(
        title="明细",
        columns=tuple(detail.column for detail in DETAILS),
        rows=tuple(tuple(_filled(detail.value(data, line)) for detail in DETAILS) for line in data.lines),
        row_ids=tuple(line.visit_no for line in data.lines),
        row_name="customer_name",
        empty=NO_VISITS,
    )


def shown_phone(data: DailyData, line: DailyLine) -> str:
    """The phone as this reader may see it (rule R22)."""
    return masked_phone(line.contact_phone) if data.masked else line.contact_phone


def _filled(value: Value) -> Value:
    return None if value == "" else value


def _row(data: DailyData, line: DailyLine) -> tuple[Value, ...]:
    return (
        line.seq,
        _name(line),
        _lines(line.market_area, line.address),
        line.channel_type or None,
        _lines(line.contact_name, shown_phone(data, line)) or line.met_text or None,
        _period(line),
        round_step(line.visit_round, line.four_step),
        line.main_brand or None,
        line.monthly_volume_wan,
        _lines(line.intent_label, "、".join(line.failure_reasons) if line.result == UNMET else ""),
        line.situation or None,
        line.countermeasure or None,
        _lines(f"{line.next_visit_on:%m-%d}" if line.next_visit_on else "", line.next_step),
    )


def _lines(*parts: str) -> str | None:
    return "\n".join(part for part in parts if part) or None


def _name(line: DailyLine) -> str:
    if len(line.customer_name) > LONGEST_FULL_NAME and line.customer_short_name:
        return line.customer_short_name
    return line.customer_name


def _marks(row: int, line: DailyLine) -> list[Mark]:
    words = [("新", line.is_new), ("补", line.is_supplement)]
    return [Mark(row, "customer_name", word) for word, present in words if present]


def _period(line: DailyLine) -> str | None:
    if line.start_at is None:
        return None
    return f"{line.start_at:%H:%M}–{line.end_at:%H:%M}" if line.end_at else f"{line.start_at:%H:%M}"


def round_step(visit_round: int, four_step: str) -> str:
    """第3次 三步; 维护 for a visit that maintains."""
    if four_step == MAINTENANCE:
        return "维护"
    return f"第{visit_round}次 {STEPS.get(four_step, '')}".rstrip()


def _summary(lines: tuple[DailyLine, ...]) -> str:
    """合计 line: visits and customers, intents by customer (the last visit counts), unmet reasons by visit."""
    intents = Counter({line.customer_no: line.intent_level for line in lines}.values())
    unmet = [set(line.failure_reasons) for line in lines if line.result == UNMET]
    counted = "、".join(f"{word} {intents[code]}" for code, word in SUMMED_INTENTS.items())
    reasons = "、".join(f"{code} {sum(code in found for found in unmet)}" for code in SUMMED_REASONS)
    others = sum(bool(found.difference(SUMMED_REASONS)) for found in unmet)
    customers = len({line.customer_no for line in lines})
    return f"合计 {len(lines)} 家次 / {customers} 家；意向分布：{counted}；未达预期原因 {reasons}、其他 {others}"
