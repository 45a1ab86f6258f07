"""A portrait report with every kind of block, as the week's prints use them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from PIL import Image

from app.reports.model import (
    Align,
    Block,
    Card,
    Chart,
    ChartKind,
    Column,
    Entry,
    Fact,
    Facts,
    Footer,
    Orientation,
    Picture,
    Pictures,
    Report,
    Section,
    SideBySide,
    Signature,
    Signatures,
    Subtotal,
    Table,
    Text,
    ValueKind,
)

RIGHT, COUNT = Align.RIGHT, ValueKind.INTEGER
WORK = Table(
    title="一 工作完成情况",
    columns=(
        Column(key="rep", label="业务员", width=20, align=Align.CENTER, excel_width=10),
        Column(key="planned", label="计划", width=12, kind=COUNT, align=RIGHT, group="家次", excel_width=8),
        Column(key="done", label="完成", width=12, kind=COUNT, align=RIGHT, group="家次", excel_width=8),
        Column(key="rate", label="完成率", width=15, kind=ValueKind.PERCENT, align=RIGHT, excel_width=9),
        Column(key="note", label="备注", width=60, long=True, excel_width=30, excel=False),
        Column(key="no", label="工号", width=60, excel_width=8, paper=False),
        Column(key="formula", label="说明", width=20, excel_width=20),
    ),
    rows=(
        ("温可", 20, 18, Decimal("0.9"), "只印在纸上", "E01", "=1+1"),
        ("江予安", 20, 20, Decimal(1), None, "E02", None),
        ("周敏", 18, 9, Decimal("0.5"), "请假两天", "E03", "@周敏"),
    ),
    row_ids=("E01", "E02", "E03"),
    row_name="rep",
    subtotals=(Subtotal(2, "第一组 40 家次"), Subtotal(3, values=("第二组", 18, 9, Decimal("0.5"), None, None, None))),
    total=("合计", 58, 47, Decimal("0.81"), None, None, None),
    summary="另有 3 家见附表",
    freeze=1,
    filters=True,
)
DAYS = Chart(
    title="每日实访家次",
    note="虚线为计划",
    categories=("周一", "周二", "周三", "周四", "周五", "周六"),
    values=(68, 66, 71, 74, 1234, None),
    plan=(75, 75, 75, 75, 70, 30),
    label="实访家次",
)
STAGES = Chart(
    title="各阶段客户数",
    kind=ChartKind.BARS,
    categories=("客户挖掘", "商务谈判", "=SUM(A1)"),
    values=(148, 27, 13),
    label="客户数",
    unit="家",
)
CARD = Card(
    (
        (Entry(Fact("投诉号", "TS-LZ-202611-0001")), Entry(Fact("应响应", "2026-11-16 09:50", alarm="超时"))),
        (Entry(Fact("投诉内容", "同批次 BV2.5 线径偏细"), span=2),),
        (Entry(Fact("客户确认", "☑ 认可　☐ 不认可")), Entry(Fact("满意度", None))),
        (Entry(Fact("处理结果", None), span=2, lines=2, blank=True),),
    ),
    title="① 登记",
)


def photo(size: tuple[int, int] = (1600, 1200), form: str = "JPEG", mode: str = "RGB") -> bytes:
    """The bytes of a plain photo."""
    stream = BytesIO()
    Image.new(mode, size, "gray").save(stream, form)
    return stream.getvalue()


def week(blocks: Sequence[Block] = (), **changes: object) -> Report:
    """The week's report, with other blocks when some are given; `changes` replace fields."""
    report = Report(
        code="RP03",
        title="客户调查周总结表",
        number="ZZ-LZ-2026W47",
        office="临州办事处",
        company="浙江远桥线缆有限公司",
        date=date(2026, 11, 20),
        period="2026 年第 47 周 11月16日–11月22日",
        period_code="2026-W47",
        orientation=Orientation.PORTRAIT,
        sheet="封面",
        footer=Footer(printed_by="孙倩", printed_at=datetime(2026, 11, 23, 9, 0), purpose="公司备案"),
        blocks=tuple(blocks) or _blocks(),
    )
    return replace(report, **changes)  # type: ignore[arg-type]


def _blocks() -> tuple[Block, ...]:
    factors = replace(WORK, title="购买要素", freeze=0, filters=False)
    return (
        Facts(((Fact("办事处", "临州办事处"), Fact("周期", "2026 年第 47 周")),)),
        Section("一 工作完成情况", "一 工作完成"),
        WORK,
        SideBySide(((DAYS,), (STAGES,))),
        Section("五 消费者", "五 消费者"),
        SideBySide(((factors,), (Text("认知", ((Fact("", "用过 12 家"),),)),)), (3, 2)),
        Section("八 投诉与反馈", "八 投诉"),
        CARD,
        Text("", ((Fact("", "没有标题的一段话。"),),)),
        Signatures(
            (Signature("编制人", "沈其岚", date(2026, 11, 23)), Signature("办事处负责人"), Signature("公司备案"))
        ),
        Pictures((Picture(photo(), "门头照"),)),
    )
