"""RP06 客户档案（单户）: one customer on paper, for the office or (less of it) for outside (reports.md RP06, rule R22)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.reports.heading import Heading
from app.reports.model import (
    Align,
    Block,
    Card,
    Column,
    Entry,
    Fact,
    Facts,
    Orientation,
    Pictures,
    Report,
    Section,
    Signature,
    Signatures,
    Table,
    Value,
    ValueKind,
)

CODE = "RP06"
TITLE = "客户档案"
NOTHING = "暂无"
VISITS, NEEDS = 20, 10
CARD_SHEET = "档案卡"

Labelled = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CardContact:
    """One contact; phones and WeChat are masked already where they must be."""

    name: str
    title: str
    role: str
    mobile: str
    wechat: str
    active: bool
    primary: bool


@dataclass(frozen=True, slots=True)
class CardBrand:
    """One brand the customer sells; volume in 万元 a month, share in percent."""

    name: str
    role: str
    volume: Decimal | None
    share: Decimal | None
    as_of: date


@dataclass(frozen=True, slots=True)
class CardNeed:
    """A need or an obstacle, with its state in words."""

    on: date
    kind: str
    content: str
    state: str


@dataclass(frozen=True, slots=True)
class CardVisit:
    """One visit; `step` says 第3次 三步."""

    on: date
    people: str
    step: str
    result: str
    situation: str


@dataclass(frozen=True, slots=True)
class CardComplaint:
    """One complaint; `closed` ones may go outside."""

    complaint_no: str
    on: date
    kind: str
    state: str
    satisfaction: int | None
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerCard:
    """Everything RP06 prints of one customer, as plain values; labelled texts are (label, text) pairs.

    `external` leaves out what reports.md RP06 says. Records the archive does not keep yet print 暂无.
    """

    heading: Heading
    external: bool
    customer_no: str
    name: str
    short_name: str
    archive_no: str
    archive_state: str
    owner: str
    basics: Labelled
    contacts: tuple[CardContact, ...]
    trade: Labelled
    upstream: Labelled
    brands: tuple[CardBrand, ...]
    cooperation: Labelled
    needs: tuple[CardNeed, ...]
    obstacles: tuple[CardNeed, ...]
    visits: tuple[CardVisit, ...]
    visit_count: int
    complaints: tuple[CardComplaint, ...]
    archive: Labelled
    founder: str
    photos: tuple[Pictures, ...] = ()


def customer_card(data: CustomerCard) -> Report:
    """One customer's archive."""
    edition = "对外" if data.external else "内部"
    return Report(
        code=CODE,
        title=f"{TITLE}（{edition}）",
        number=data.customer_no,
        office=data.heading.office,
        company=data.heading.company,
        date=data.heading.on,
        subject=data.short_name,
        sheet=CARD_SHEET,
        orientation=Orientation.PORTRAIT,
        watermark=data.heading.watermark,
        footer=data.heading.footer,
        blocks=(
            Facts(
                (
                    (Fact("客户名称", data.name), Fact("客户编号", data.customer_no), Fact("版别", edition)),
                    (
                        Fact("档案号", data.archive_no or None),
                        Fact("档案状态", data.archive_state),
                        Fact("负责业务员", data.owner),
                    ),
                )
            ),
            *_numbered(_external(data) if data.external else _internal(data)),
            Signatures((Signature("建档人", data.founder), Signature("复核人"), Signature("归档人"))),
            *(() if data.external else data.photos),
        ),
    )


_Part = tuple[str, str, tuple[Block, ...]]
"""The words of a section's heading, its worksheet, its blocks."""
_NUMBERS = "一二三四五六七八九十"


def _numbered(parts: Iterator[_Part]) -> Iterator[Block]:
    for number, (title, sheet, blocks) in enumerate(parts, 1):
        written = f"十{_NUMBERS[number - 11]}" if number > 10 else _NUMBERS[number - 1]
        yield Section(f"{written}　{title}", sheet)
        yield from blocks


def _internal(data: CustomerCard) -> Iterator[_Part]:
    yield "基本信息", "", (_card(data.basics),)
    yield "联系人", "", (_contacts(data.contacts),)
    yield "经营与渠道", "", (_card((*data.trade, *data.upstream)),)
    yield "经营品牌", "", (_brands(data.brands),)
    yield "合作与评价", "", (_card(data.cooperation),)
    yield "购买记录", "购买", (_nothing(),)
    yield "合同", "", (_nothing(),)
    yield "需求与阻碍", "", (_needs("需求", data.needs), _needs("阻碍", data.obstacles))
    yield f"拜访记录（共 {data.visit_count} 次）", "拜访", (_visits(data.visits),)
    yield "沟通与回访", "", (_nothing(),)
    yield "投诉记录", "投诉", (_complaints(data.complaints),)
    yield "活动、服务、关怀", "", (_nothing(),)
    yield "档案管理", CARD_SHEET, (_card(data.archive),)


def _external(data: CustomerCard) -> Iterator[_Part]:
    yield "基本信息", "", (_card(data.basics),)
    yield "联系人", "", (_contacts(tuple(contact for contact in data.contacts if contact.primary)),)
    yield "经营与渠道", "", (_card(data.trade),)
    yield "购买记录", "购买", (_nothing(),)
    yield "合同", "", (_nothing(),)
    yield "需求", "", (_needs("需求", data.needs),)
    yield "投诉记录", "投诉", (_complaints(tuple(found for found in data.complaints if found.closed)),)


def _card(facts: Labelled) -> Card:
    """Two labelled values a row; long ones take a row of their own."""
    rows: list[tuple[Entry, ...]] = []
    waiting: Entry | None = None
    for label, text in facts:
        entry = Entry(Fact(label, text or None))
        if len(text) > LONG:
            rows += [(waiting,)] if waiting else []
            rows.append((entry,))
            waiting = None
        elif waiting:
            rows.append((waiting, entry))
            waiting = None
        else:
            waiting = entry
    return Card((*rows, *([(waiting,)] if waiting else [])))


LONG = 28
"""Characters that no longer stand well in half the width."""


def _table(title: str, columns: Sequence[Column], rows: Sequence[tuple[Value, ...]]) -> Table:
    return Table(title=title, columns=tuple(columns), rows=tuple(rows), empty=NOTHING)


def _nothing() -> Card:
    """Records of this sort are not kept yet."""
    return Card(((Entry(Fact("", NOTHING)),),))


def _contacts(contacts: Sequence[CardContact]) -> Table:
    columns = (
        Column(key="name", label="姓名", width=26, bold=True, excel_width=12),
        Column(key="title", label="职务", width=24, excel_width=12),
        Column(key="role", label="主要／决策", width=32, excel_width=14),
        Column(key="mobile", label="手机", width=40, excel_width=18),
        Column(key="wechat", label="微信", width=34, excel_width=16),
        Column(key="active", label="在职", width=24, align=Align.CENTER, excel_width=8),
    )
    rows = [(c.name, c.title, c.role, c.mobile, c.wechat, "是" if c.active else "否") for c in contacts]
    return _table("", columns, rows)


def _brands(brands: Sequence[CardBrand]) -> Table:
    number = ValueKind.NUMBER
    columns = (
        Column(key="name", label="品牌", width=44, bold=True, excel_width=14),
        Column(key="role", label="角色", width=36, excel_width=12),
        Column(key="volume", label="月销量(万元)", width=36, kind=number, scale=2, align=Align.RIGHT, excel_width=13),
        Column(key="share", label="占比", width=28, kind=ValueKind.PERCENT, align=Align.RIGHT, excel_width=9),
        Column(key="as_of", label="数据日期", width=36, kind=ValueKind.DATE, align=Align.CENTER, excel_width=12),
    )
    rows = [(b.name, b.role, b.volume, None if b.share is None else b.share / 100, b.as_of) for b in brands]
    return _table("", columns, rows)


def _needs(title: str, needs: Sequence[CardNeed]) -> Table:
    columns = (
        Column(key="on", label="日期", width=24, kind=ValueKind.DATE, excel_width=12),
        Column(key="kind", label="类别", width=24, excel_width=12),
        Column(key="content", label=f"{title}内容", width=108, excel_width=50),
        Column(key="state", label="状态", width=24, align=Align.CENTER, excel_width=12),
    )
    return _table(title, columns, [(n.on, n.kind, n.content, n.state) for n in needs[:NEEDS]])


def _visits(visits: Sequence[CardVisit]) -> Table:
    columns = (
        Column(key="on", label="日期", width=22, kind=ValueKind.DATE, excel_width=12),
        Column(key="people", label="人员", width=30, excel_width=14),
        Column(key="step", label="次／步", width=26, excel_width=14),
        Column(key="result", label="结果", width=22, excel_width=12),
        Column(key="situation", label="基本情况", width=80, long=True, excel_width=60),
    )
    return _table("", columns, [(v.on, v.people, v.step, v.result, v.situation) for v in visits[:VISITS]])


def _complaints(complaints: Sequence[CardComplaint]) -> Table:
    columns = (
        Column(key="no", label="投诉号", width=46, excel_width=20),
        Column(key="on", label="日期", width=30, kind=ValueKind.DATE, excel_width=12),
        Column(key="kind", label="类别", width=40, excel_width=14),
        Column(key="state", label="状态", width=40, excel_width=14),
        Column(key="satisfaction", label="满意度", width=24, kind=ValueKind.INTEGER, align=Align.CENTER, excel_width=8),
    )
    return _table("", columns, [(c.complaint_no, c.on, c.kind, c.state, c.satisfaction) for c in complaints])
