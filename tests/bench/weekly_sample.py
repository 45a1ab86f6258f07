"""A weekly summary with as many customer lines as wanted, made row by row so that the data itself takes no memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial

from app.reports.model import (
    Align,
    Chart,
    ChartKind,
    Column,
    Fact,
    Facts,
    Report,
    RowSource,
    Section,
    SideBySide,
    Signature,
    Signatures,
    Table,
    Text,
    Value,
    ValueKind,
)

SHOPS = (
    "远桥电线电缆经营部",
    "恒达电料行",
    "新光灯饰",
    "杭州艺尚装饰工程有限公司西湖分公司",
    "诚信水电安装",
    "永盛电缆",
)
CHANNELS = ("批发商", "零售店", "工程商", "装饰公司")
PLACES = ("核心经销商", "一般经销商", "分销商")
INTENTS = ("强烈", "有兴趣", "观望")
STAGES = ("需求确认", "商务谈判", "合同签订")
OBSTACLES = ("账期长、退换货慢", "现有品牌返利高，压货多", "嫌首单量大，担心压库存")
CENTER = Align.CENTER
LINES = (
    Column(key="no", label="客户编号", width=20),
    Column(key="name", label="客户", width=34, bold=True),
    Column(key="market", label="市场", width=26),
    Column(key="channel", label="渠道", width=16, align=CENTER),
    Column(key="owner", label="业务员", width=14, align=CENTER),
    Column(key="place", label="定位", width=18, align=CENTER),
    Column(key="intent", label="意向", width=14, align=CENTER),
    Column(key="stage", label="阶段", width=18, align=CENTER),
    Column(key="situation", label="基本情况", width=50, long=True),
    Column(key="obstacle", label="阻碍", width=30, long=True),
    Column(key="next", label="下一步与日期", width=33),
)
"""Eleven columns over 273 mm, as measured.md counts."""
WORK = (
    Column(key="rep", label="业务员", width=20, align=CENTER),
    Column(key="planned", label="计划家次", width=12, kind=ValueKind.INTEGER, align=Align.RIGHT),
    Column(key="done", label="完成", width=12, kind=ValueKind.INTEGER, align=Align.RIGHT),
    Column(key="rate", label="完成率", width=15, kind=ValueKind.PERCENT, align=Align.RIGHT),
)


def weekly_report(lines: int) -> Report:
    """The week's sections with two charts, and every customer in a table at the end."""
    work = tuple((f"业务员{number}", 20, 18, Decimal("0.9")) for number in range(1, 7))
    days = Chart(
        title="每日实访家次", categories=tuple("一二三四五六"), values=(68, 66, 71, 74, 68, 30), plan=(75,) * 6
    )
    stages = Chart(title="各阶段客户数", kind=ChartKind.BARS, categories=STAGES, values=(148, 116, 62))
    return Report(
        code="RP03",
        title="客户调查周总结表",
        number="ZZ-LZ-2026W47",
        office="临州办事处",
        company="浙江远桥线缆有限公司",
        date=date(2026, 11, 20),
        blocks=(
            Facts(((Fact("办事处", "临州办事处"), Fact("周期", "2026 年第 47 周")),)),
            Section("一 工作完成情况"),
            Table(title="", columns=WORK, rows=work, total=("合计", 120, 108, Decimal("0.9"))),
            SideBySide(((days,), (stages,))),
            Section("二 区域市场概况"),
            Text("市场概况", ((Fact("", "城北、五金机电城合计约 1,260 个档口，电工类约占三成。"),),)),
            Section("六 目标客户"),
            Table(title="", columns=LINES, rows=RowSource(lines, partial(_lines, lines))),
            Signatures((Signature("编制人", "沈其岚", date(2026, 11, 20)), Signature("办事处负责人"))),
        ),
    )


def line_rows(lines: int) -> Iterator[tuple[str, ...]]:
    """The customers' texts."""
    for number in range(1, lines + 1):
        yield (
            f"KH-LZ-{number:05d}",
            f"{SHOPS[number % 6]}{number}号",
            "城北装饰材料市场",
            CHANNELS[number % 4],
            f"业务员{number % 6 + 1}",
            PLACES[number % 3],
            INTENTS[number // 2 % 3],
            STAGES[number // 3 % 3],
            f"店面约{number % 90 + 20}平方米，位于主通道第{number % 40 + 1}排，主营低压电线与电缆附件，对交货时间要求高。",
            OBSTACLES[number % 3],
            f"送样并报价 {number % 12 + 1:02d}-{number % 28 + 1:02d}",
        )


def _lines(lines: int) -> Iterator[tuple[Value, ...]]:
    yield from line_rows(lines)
