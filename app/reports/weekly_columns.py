"""The tables of RP03, section by section: titles and columns as reports.md orders them, widths in millimetres."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.reports.model import Align, Column, ValueKind
from app.reports.values import WEEKDAYS

CENTER, RIGHT = Align.CENTER, Align.RIGHT


def _words(key: str, label: str, width: float, *, align: Align = Align.LEFT, bold: bool = False) -> Column:
    return Column(key=key, label=label, width=width, align=align, bold=bold, excel_width=max(width / 1.8, 8))


def _number(key: str, label: str, width: float, *, kind: ValueKind = ValueKind.INTEGER, scale: int = 0) -> Column:
    return Column(key=key, label=label, width=width, align=RIGHT, kind=kind, scale=scale, excel_width=width / 1.6)


def _percent(key: str, label: str, width: float) -> Column:
    return _number(key, label, width, kind=ValueKind.PERCENT, scale=1)


def _decimal(key: str, label: str, width: float, scale: int = 2) -> Column:
    return _number(key, label, width, kind=ValueKind.NUMBER, scale=scale)


def _day(key: str, label: str, width: float) -> Column:
    return Column(key=key, label=label, width=width, align=CENTER, kind=ValueKind.DATE, excel_width=11)


_TARGETS = (
    _words("customer", "客户", 40, bold=True),
    _words("position", "定位", 20, align=CENTER),
    _decimal("evaluation", "评价", 18),
    _words("intent", "意向", 16, align=CENTER),
    _words("stage", "阶段", 22, align=CENTER),
    _words("obstacle", "阻碍", 30),
    _words("next", "下一步与日期", 34),
)

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "work": (
        _words("rep", "业务员", 20, align=CENTER),
        _number("planned", "计划家次", 12),
        _number("done", "完成", 12),
        _percent("done_rate", "完成率", 15),
        _number("visited", "实访家次", 13),
        _number("customers", "实访家", 11),
        _number("new_customers", "新增客户", 12),
        _number("new_sheets", "新建表", 12),
        _number("filled", "填全", 11),
        _percent("completeness", "平均完成度", 17),
        _number("interested", "意向家", 12),
        _percent("interest_rate", "意向率", 15),
        _words("reports", "日报交/应交", 18, align=CENTER),
    ),
    "days": (_words("day", "日期", 24), _number("planned", "计划家次", 20), _number("visited", "实访家次", 20)),
    "stages": (_words("stage", "开发阶段", 40), _number("customers", "客户数", 20)),
    "markets": (
        _words("market", "市场", 36, bold=True),
        _decimal("size", "规模万元/年", 20),
        _number("merchants", "同类商户", 18),
        _number("surveyed", "已调查", 16),
        _percent("coverage", "覆盖率", 18),
        _words("traffic", "客流", 16, align=CENTER),
        _words("traits", "分布特点", 28),
        _percent("own_share", "本品牌份额", 28),
    ),
    "channels": (
        _words("channel", "渠道类型", 36, bold=True),
        _number("surveyed", "调查家", 20),
        _percent("share", "占比", 20),
        _decimal("area", "平均面积㎡", 24, 1),
        _decimal("volume", "平均月销量万元", 30),
        _number("interested", "有意向家", 24),
        _number("core", "核心经销商(初判)", 26),
    ),
    "brands": (
        _words("brand", "品牌", 26, bold=True),
        _number("sellers", "经营家", 16),
        _percent("density", "密度", 18),
        _number("main", "主推家", 16),
        _percent("share", "销量占比", 20),
        _decimal("wholesale", "批发价中位", 24),
        _decimal("retail", "零售价中位", 24),
        _number("samples", "样本", 12),
        _number("winnable", "可争取家", 24),
    ),
    "policies": (
        _words("brand", "品牌", 26, bold=True),
        _day("day", "日期", 22),
        _words("where", "来源", 40),
        _words("policy", "销售政策与促销", 92),
    ),
    "factors": (
        _number("rank", "名次", 12),
        _words("factor", "购买要素", 40, bold=True),
        _decimal("score", "得分", 20),
    ),
    "tiers": (
        _words("tier", "档次", 30, bold=True),
        Column(key="share", label="比重", width=24, align=RIGHT, kind=ValueKind.PERCENT, scale=1, excel_width=12),
        _number("sheets", "有效表数", 20),
    ),
    "awareness": (
        _words("level", "本品牌认知", 30, bold=True),
        _number("sheets", "家", 20),
        _percent("share", "占比", 24),
    ),
    "targets": _TARGETS,
    "more_targets": _TARGETS,
    "failures": (
        _words("reason", "原因", 90, bold=True),
        _number("visits", "家次", 30),
        _percent("share", "占比", 30),
    ),
    "repeats": (
        _words("customer", "客户", 60, bold=True),
        _words("rep", "业务员", 30, align=CENTER),
        _number("times", "连续次数", 24),
        _words("reasons", "历次原因", 66),
    ),
    "complaints": (
        _number("registered", "登记", 30),
        _number("closed", "结案", 30),
        _number("overdue", "逾期未完成", 30),
        _number("late", "超时完成", 30),
    ),
    "feedback": (
        _words("kind", "类别", 28, align=CENTER),
        _words("customer", "客户", 36, bold=True),
        _day("day", "日期", 22),
        _words("content", "内容", 94),
    ),
    "next_days": (
        _words("rep", "业务员", 30, align=CENTER),
        *(_number(f"day{number}", f"周{name}", 18) for number, name in enumerate(WEEKDAYS)),
        _number("all", "合计", 24),
    ),
}
"""By table; `next_days` counts each rep's planned visits of the week after the period, Monday to Sunday."""


@dataclass(frozen=True, slots=True)
class SectionLayout:
    """A numbered section: its tables with their titles in order, and the prose block under them (empty: none)."""

    title: str
    sheet: str
    tables: tuple[tuple[str, str], ...]
    text: str = ""


SECTIONS: tuple[SectionLayout, ...] = (
    SectionLayout(
        "一 工作完成情况", "一 工作完成", (("work", ""), ("days", "每日实访家次"), ("stages", "各阶段客户数"))
    ),
    SectionLayout("二 区域市场概况", "二 市场", (("markets", ""),), "market_overview"),
    SectionLayout("三 渠道与经销商", "三 渠道", (("channels", ""),), "channel_note"),
    SectionLayout(
        "四 竞争品牌", "四 竞争品牌", (("brands", ""), ("policies", "新发现的销售政策与促销")), "competitor_note"
    ),
    SectionLayout(
        "五 消费者",
        "五 消费者",
        (("factors", "购买要素"), ("tiers", "高/中/低档比重"), ("awareness", "本品牌认知")),
        "consumer_note",
    ),
    SectionLayout("六 目标客户", "六 目标客户", (("targets", ""),)),
    SectionLayout("七 未达预期分析", "七 未达预期", (("failures", ""), ("repeats", "连续三次以上未达预期的客户"))),
    SectionLayout("八 投诉与反馈", "八 投诉与反馈", (("complaints", "投诉"), ("feedback", "客户反馈"))),
    SectionLayout("九 问题、对策、需公司支持、下周计划", "九 问题与计划", (("next_days", "下周计划家次"),)),
)
"""The nine sections of RP03."""
