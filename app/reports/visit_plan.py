"""RP08 拜访计划表: the pure builder from `VisitPlanData` to a `Report` (reports.md RP08)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from app.reports.complaint import BOX
from app.reports.daily import DRAFT_WATERMARK
from app.reports.daily_tables import round_step
from app.reports.fonts import TICKED
from app.reports.model import (
    Align,
    Block,
    Card,
    Column,
    Entry,
    Fact,
    Facts,
    Report,
    SideBySide,
    Signature,
    Signatures,
    Subtotal,
    Table,
    Text,
    Value,
    ValueKind,
)
from app.reports.values import WEEKDAYS, written_date
from app.reports.visit_plan_data import PlanLine, ThingToCarry, VisitPlanData
from app.security.masking import masked_phone

CODE = "RP08"
TITLE = "拜访计划表"
NOBODY = "未安排客户"
PROSPECT = "△"
HINTS = (
    "不要指望初次访问就能达成合作意向",
    "多用时间倾听客户的情况，了解客户的需求",
    "不轻易承诺，也不轻易说不",
    "不向目标客户透露其他客户的商业秘密",
    "不直接反驳同事和目标客户",
    "注意对方和自己的形体语言",
    "关闭通讯工具",
    "注意访问节奏，控制访问时间",
)
"""What to mind on a visit (requirements S21-58 to S21-65)."""

_CENTER = Align.CENTER
_DAY = Column(key="day", label="日期", kind=ValueKind.DATE, align=_CENTER, excel_width=12, paper=False)
_COLUMNS = (
    Column(key="seq", label="序", width=8, kind=ValueKind.INTEGER, align=_CENTER, excel_width=5),
    _DAY,
    Column(key="weekday", label="日期", width=20, align=_CENTER, excel=False),
    Column(key="start", label="时间", width=14, kind=ValueKind.TIME, align=_CENTER, excel_width=8),
    Column(key="customer", label="客户名称", width=40, bold=True, excel_width=28),
    Column(key="place", label="地点", width=40, excel_width=30),
    Column(key="contact", label="联系人电话", width=28, align=_CENTER, excel_width=18),
    Column(key="mode", label="方式", width=16, align=_CENTER, excel_width=10),
    Column(key="round_step", label="次／步", width=14, align=_CENTER, excel_width=12),
    Column(key="purposes", label="目的", width=24, excel_width=18),
)
_MEANT = (
    Column(key="goal", label="目标内容", width=42, long=True, excel_width=36),
    Column(key="company", label="参加人及分工", width=27, long=True, excel_width=26),
)
_ACTUAL = (
    Column(key="state", label="状态", width=17, align=_CENTER, excel_width=8),
    Column(key="made", label="实际时段", width=24, align=_CENTER, excel_width=14),
    Column(key="miss_reason", label="未访原因", width=28, align=_CENTER, excel_width=16),
)


def visit_plan_report(data: VisitPlanData) -> Report:
    """A rep's plan: its head, the visits by day and route with a subtotal a day, things to carry, hints, signatures."""
    heading = data.heading
    return Report(
        code=CODE,
        title=TITLE,
        number=data.plan_no,
        office=heading.office,
        company=heading.company,
        date=data.start_on,
        period=_period(data),
        period_code=_period_code(data),
        subject=data.owner,
        sheet="拜访计划",
        draft=data.is_draft,
        watermark=DRAFT_WATERMARK if data.is_draft else heading.watermark,
        footer=heading.footer,
        blocks=tuple(_blocks(data)),
    )


def _period(data: VisitPlanData) -> str:
    days = f"{_short(data.start_on)}–{_short(data.end_on)}"
    week = data.start_on.isocalendar()
    return f"{week.year} 年第 {week.week} 周 {days}" if _within_a_week(data) else f"{data.start_on.year} 年 {days}"


def _period_code(data: VisitPlanData) -> str:
    week = data.start_on.isocalendar()
    return f"{week.year}-W{week.week:02d}" if _within_a_week(data) else f"{data.start_on}至{data.end_on}"


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _within_a_week(data: VisitPlanData) -> bool:
    return data.start_on.isocalendar()[:2] == data.end_on.isocalendar()[:2]


def _blocks(data: VisitPlanData) -> Iterator[Block]:
    yield _head(data)
    yield Text("计划目标", ((Fact("", data.goal or None),),))
    yield Text("拜访路线", ((Fact("", data.route or None),),))
    yield Text("市场概况", ((Fact("经济状况", data.economy or None),), (Fact("市场位置", data.location or None),)))
    yield _visits(data)
    yield from _company(data)
    signed = data.approver if data.approved_on else ""
    yield Signatures((Signature("制订人"), Signature("审批（主管）", signed, data.approved_on, data.opinion)))


def _head(data: VisitPlanData) -> Facts:
    approval = f"{data.state}（{data.approver}）" if data.approver else data.state
    return Facts(
        (
            (
                Fact("计划号", data.plan_no),
                Fact("类别", data.kind),
                Fact("标题", data.title),
                Fact("业务员", f"{data.owner}（{data.emp_no}）"),
            ),
            (
                Fact("起止", f"{written_date(data.start_on)}至{written_date(data.end_on)}"),
                Fact("市场", data.market or None),
                Fact("住宿点", data.lodging or None),
                Fact("状态与审批人", approval),
            ),
        )
    )


def _visits(data: VisitPlanData) -> Table:
    rows = tuple(_row(data, seq, line) for seq, line in enumerate(data.lines, 1))
    return Table(
        title="拜访安排",
        columns=_COLUMNS + (_ACTUAL if data.actual else _MEANT),
        rows=rows,
        row_name="customer",
        subtotals=tuple(_subtotals(data)),
        summary=f"合计 {_count(data, data.lines)}{_marks(data)}" if rows else "",
        empty=NOBODY,
        freeze=4,
    )


def _row(data: VisitPlanData, seq: int, line: PlanLine) -> tuple[Value, ...]:
    phone = masked_phone(line.phone) if data.heading.masked else line.phone
    common = (
        seq,
        line.day,
        f"{line.day:%m-%d} 周{WEEKDAYS[line.day.weekday()]}",
        line.start,
        f"{line.customer}{PROSPECT if line.is_prospect else ''}",
        line.place,
        "\n".join(part for part in (line.contact, phone) if part) or None,
        line.mode or None,
        round_step(line.round, line.step),
        line.purposes or None,
    )
    if data.actual:
        return (*common, line.state or None, _made(line), line.miss_reason or None)
    return (*common, line.goal or None, line.company or None)


def _made(line: PlanLine) -> str | None:
    if line.made_from is None or line.made_to is None:
        return None
    return f"{line.made_from:%H:%M}–{line.made_to:%H:%M}"


def _subtotals(data: VisitPlanData) -> Iterator[Subtotal]:
    after = 0
    for day, group in groupby(data.lines, key=lambda line: line.day):
        lines = list(group)
        after += len(lines)
        yield Subtotal(after, f"{day:%m-%d} 小计 {_count(data, lines)}")


def _count(data: VisitPlanData, lines: Sequence[PlanLine]) -> str:
    """4 家次; with what became of them 4 家次，已访 3."""
    meant = [line for line in lines if line.counts]
    made = f"，已访 {sum(line.is_made for line in meant)}" if data.actual else ""
    return f"{len(meant)} 家次{made}"


def _marks(data: VisitPlanData) -> str:
    return f"；{PROSPECT} 待建档" if any(line.is_prospect for line in data.lines) else ""


def _company(data: VisitPlanData) -> Iterator[Block]:
    """The hints at the left and what to carry at the right; either may be missing."""
    hints = Text("访问提示", tuple((Fact("", f"{number}. {words}"),) for number, words in enumerate(HINTS, 1)))
    parts: list[Text | Card] = [hints] if data.hints else []
    parts += [_things(data.things)] if data.things else []
    if len(parts) == 2:
        yield SideBySide(tuple((part,) for part in parts), (2, 3))
    else:
        yield from parts


def _things(things: Sequence[ThingToCarry]) -> Card:
    cells = [_thing(thing) for thing in things]
    return Card(tuple(tuple(cells[n : n + 3]) for n in range(0, len(cells), 3)), columns=3, title="携带物品")


def _thing(thing: ThingToCarry) -> Entry:
    return Entry(Fact("", f"{TICKED if thing.is_ready else BOX} {thing.name}　{thing.qty}"))
