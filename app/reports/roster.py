"""扫街花名册: a market's shops in walking order, the coverage, and the missed list that proves none was left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.reports.heading import Heading
from app.reports.model import (
    Align,
    Column,
    Fact,
    Orientation,
    Report,
    Section,
    Signature,
    Signatures,
    Strip,
    Table,
    Value,
    ValueKind,
)

CODE = "RP12-02"
TITLE = "扫街花名册"
ROSTER = "一　{}花名册（按街、排、号）"
MISSED = "二　漏访清单（按发现日）"


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLine:
    """One shop; `percent` is its newest sheet's completeness as a fraction of 1, None without a sheet."""

    customer_no: str
    name: str
    street: str
    address: str
    channel_type: str
    owner: str
    found_on: date
    status: str
    visits: int
    last_visit_on: date | None
    last_result: str
    sheet_no: str
    percent: Decimal | None
    missing: int

    @property
    def place(self) -> str:
        """Street and address."""
        return " ".join(part for part in (self.street, self.address) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterData:
    """The roster of one market; `coverage` is a fraction of 1, None where rule R04.6 gives none; `counts` are how many
    shops have each status, in order; `missed` are those without an effective visit, the longest known first."""

    heading: Heading
    code: str
    market: str
    is_target: bool
    met: int
    coverage: Decimal | None
    counts: tuple[tuple[str, int], ...]
    lines: tuple[RosterLine, ...]
    missed: tuple[RosterLine, ...]


def roster_report(data: RosterData) -> Report:
    """The roster and the missed list, with the figures over them."""
    return Report(
        code=CODE,
        title=TITLE,
        number=data.code,
        office=data.heading.office,
        company=data.heading.company,
        date=data.heading.on,
        subject=data.market,
        sheet="花名册",
        orientation=Orientation.LANDSCAPE,
        footer=data.heading.footer,
        blocks=(
            _strip(data),
            Section(ROSTER.format(data.market)),
            roster_table(data.lines, ROSTER.format(data.market), _remark(data)),
            Section(MISSED, "漏访"),
            missed_table(data.missed),
            Signatures((Signature("负责业务员"), Signature("核对（内勤）"), Signature("审阅（销售主管）"))),
        ),
    )


def _strip(data: RosterData) -> Strip:
    count = ValueKind.INTEGER
    return Strip(
        (
            Fact("名单户数", len(data.lines), count),
            *(Fact(status, number, count) for status, number in data.counts),
            Fact("有效面谈过", data.met, count),
            Fact("覆盖率", data.coverage, ValueKind.PERCENT),
            Fact("漏访", len(data.missed), count),
        )
    )


def _remark(data: RosterData) -> str:
    """What the figures mean."""
    target = "" if data.is_target else "本市场不是目标市场，不计覆盖率。"
    return f"覆盖率 = 有效面谈过的户 ÷ 名单户数。完成：必答题全部填全；部分：见过负责人，或有表未填全。{target}"


def roster_table(lines: tuple[RosterLine, ...], title: str, summary: str) -> Table:
    """Every shop as one comes past it."""
    return Table(
        title=title,
        columns=(
            Column(key="seq", label="序", width=9, kind=ValueKind.INTEGER, align=Align.RIGHT, excel_width=5),
            Column(key="address", label="街／排／号", width=46, excel_width=26),
            Column(key="customer_no", label="客户编号", width=27, excel_width=14),
            Column(key="name", label="客户名称", width=56, bold=True, excel_width=30),
            Column(key="channel_type", label="渠道类型", width=22, excel_width=12),
            Column(key="owner", label="负责人", width=16, excel_width=10),
            Column(key="status", label="状态", width=14, align=Align.CENTER, bold=True, excel_width=8),
            Column(key="visits", label="访问", width=11, kind=ValueKind.INTEGER, align=Align.RIGHT, excel_width=6),
            Column(key="last_visit_on", label="最近拜访", width=21, kind=ValueKind.DATE, excel_width=12),
            Column(key="last_result", label="结果", width=21, excel_width=12),
            Column(key="percent", label="完成度", width=15, kind=ValueKind.PERCENT, align=Align.RIGHT, excel_width=9),
            Column(key="missing", label="缺题", width=15, kind=ValueKind.INTEGER, align=Align.RIGHT, excel_width=7),
        ),
        rows=tuple(_row(number, line) for number, line in enumerate(lines, 1)),
        row_ids=tuple(line.customer_no for line in lines),
        row_name="name",
        summary=summary,
        empty="这个市场还没有登记客户",
        freeze=4,
        filters=True,
    )


def _row(number: int, line: RosterLine) -> tuple[Value, ...]:
    return (
        number,
        line.place,
        line.customer_no,
        line.name,
        line.channel_type,
        line.owner,
        line.status,
        line.visits,
        line.last_visit_on,
        line.last_result,
        line.percent,
        line.missing if line.sheet_no else None,
    )


def missed_table(lines: tuple[RosterLine, ...]) -> Table:
    """The shops without an effective visit (rule R04.6)."""
    return Table(
        title=MISSED,
        columns=(
            Column(key="seq", label="序", width=9, kind=ValueKind.INTEGER, align=Align.RIGHT, excel_width=5),
            Column(key="found_on", label="发现日", width=24, kind=ValueKind.DATE, excel_width=12),
            Column(key="customer_no", label="客户编号", width=30, excel_width=14),
            Column(key="name", label="客户名称", width=66, bold=True, excel_width=30),
            Column(key="address", label="街／排／号", width=58, excel_width=26),
            Column(key="owner", label="负责人", width=20, excel_width=10),
            Column(key="status", label="状态", width=18, align=Align.CENTER, excel_width=8),
            Column(key="visits", label="去过次数", width=20, kind=ValueKind.INTEGER, align=Align.RIGHT, excel_width=9),
            Column(key="last_visit_on", label="最近去过", width=28, kind=ValueKind.DATE, excel_width=12),
        ),
        rows=tuple(
            (
                number,
                line.found_on,
                line.customer_no,
                line.name,
                line.place,
                line.owner,
                line.status,
                line.visits,
                line.last_visit_on,
            )
            for number, line in enumerate(lines, 1)
        ),
        row_ids=tuple(line.customer_no for line in lines),
        row_name="name",
        empty="没有遗漏：名单上每一户都有效面谈过",
        freeze=4,
        filters=True,
    )
