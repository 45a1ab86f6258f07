"""RP09 投诉处理单: the pure builder from `ComplaintData` to a `Report`; what is still to come is left to write in."""

from __future__ import annotations

from decimal import Decimal

from app.reports.amounts import amount_in_words
from app.reports.complaint_data import ComplaintData
from app.reports.fonts import TICKED
from app.reports.model import (
    Align,
    Block,
    Card,
    Column,
    Entry,
    Fact,
    Orientation,
    Report,
    Section,
    Signature,
    Signatures,
    Table,
    Value,
    ValueKind,
)
from app.security.masking import masked_phone

CODE = "RP09"
TITLE = "投诉处理单"
BOX = "☐"
CONFIRMATIONS = ("认可", "不认可", "联系不上")
MARKS = range(1, 6)
STEP_COLUMNS = (
    Column(key="at", label="时间", width=32, kind=ValueKind.DATETIME, align=Align.CENTER, excel_width=17),
    Column(key="who", label="经办", width=22, align=Align.CENTER, excel_width=12),
    Column(key="way", label="状态", width=26, align=Align.CENTER, excel_width=16),
    Column(key="content", label="内容", width=100, excel_width=60),
)


def complaint_report(data: ComplaintData) -> Report:
    """One complaint from its registration to its end, in the four parts of reports.md RP09."""
    heading = data.heading
    return Report(
        code=CODE,
        title=TITLE,
        number=data.complaint_no,
        office=heading.office,
        company=heading.company,
        date=data.received_at.date(),
        subject=data.customer_short_name,
        orientation=Orientation.PORTRAIT,
        watermark=heading.watermark,
        footer=heading.footer,
        blocks=(
            Section("一 登记"),
            _registration(data),
            Section("二 受理"),
            _acceptance(data),
            Section("三 处理"),
            _record(data),
            _solution(data),
            Section("四 结案"),
            _ending(data),
            _signatures(data),
            *data.photos,
        ),
    )


def _registration(data: ComplaintData) -> Card:
    phone = masked_phone(data.phone) if data.heading.masked else data.phone
    return Card(
        (
            (
                _entry("投诉号", data.complaint_no),
                _entry("接诉时间", data.received_at, ValueKind.DATETIME),
                _entry("渠道", data.channel),
            ),
            (_entry("客户", data.customer, span=2), _entry("接诉人", data.receiver)),
            (_entry("投诉人", data.complainant), _entry("电话", phone), _entry("负责业务员", data.owner)),
            (
                _entry("类别", data.kind),
                _entry("严重程度", data.severity),
                _money("涉及金额（元）", data.involved_amount),
            ),
            (_entry("产品", data.product), _entry("批号", data.batch_no), _entry("购买单", None, blank=True)),
            (_entry("投诉内容", data.description, span=3),),
            (_entry("客户诉求", data.demand, span=3),),
        ),
        columns=3,
    )


def _acceptance(data: ComplaintData) -> Card:
    blank, moment = not data.accepted, ValueKind.DATETIME
    rows = (
        (
            _entry("承办部门", data.department, blank=blank),
            _entry("承办人", data.handler, blank=blank),
            _entry("等待客户（分）", data.waiting_minutes, ValueKind.INTEGER),
        ),
        (
            _entry("应响应", data.response_due_at, moment),
            _entry("实际响应", data.responded_at, moment, blank=data.responded_at is None, alarm=data.late_response),
        ),
        (
            _entry("应解决", data.resolve_due_at, moment),
            _entry("实际解决", data.resolved_at, moment, blank=data.resolved_at is None, alarm=data.late_resolve),
        ),
    )
    reason = ((_entry("不受理原因", data.reject_reason, span=3),),) if data.reject_reason else ()
    return Card((*rows, *reason), columns=3)


def _record(data: ComplaintData) -> Table:
    return Table(
        title="处理过程",
        columns=STEP_COLUMNS,
        rows=tuple(
            (step.at, step.who, step.way, f"{step.content}{'（已联系客户）' if step.is_contact else ''}")
            for step in data.steps
        ),
        empty="还没有处理记录",
    )


def _solution(data: ComplaintData) -> Card:
    blank = not data.resolved
    lines = 2 if blank else 1
    amount = data.remedy_amount if data.resolved else None
    in_words = f"{amount:,.2f}（大写：{amount_in_words(amount)}）" if amount is not None else None
    return Card(
        (
            (_entry("是否属实", data.is_valid, blank=blank), _entry("原因类别", data.cause_kind, blank=blank)),
            (_entry("原因分析", data.cause_analysis, span=2, lines=lines, blank=blank),),
            (_entry("责任方", data.responsible, blank=blank), _entry("处理方式", data.remedies, blank=blank)),
            (_entry("处理结果", data.resolution, span=2, lines=lines, blank=blank),),
            (_entry("补偿金额（元）", in_words, span=2, blank=blank),),
            (_entry("关联改进措施", "、".join(data.improvements), span=2, blank=blank),),
        )
    )


def _ending(data: ComplaintData) -> Card:
    blank = not data.ended
    return Card(
        (
            (
                _entry("客户确认", _ticked(CONFIRMATIONS, data.confirmed, "　"), span=2),
                _entry("满意度", _ticked(tuple(map(str, MARKS)), str(data.satisfaction or ""), " ")),
            ),
            (
                _entry("确认人", data.confirmed_by, blank=blank),
                _entry("日期", data.confirmed_on.isoformat() if data.confirmed_on else None, blank=blank),
                _entry("重开次数", data.reopen_count, ValueKind.INTEGER),
            ),
        ),
        columns=3,
    )


def _ticked(words: tuple[str, ...], chosen: str, between: str) -> str:
    """Boxes to tick by hand, the one chosen ticked already."""
    return between.join(f"{TICKED if word == chosen else BOX}{word}" for word in words)


def _signatures(data: ComplaintData) -> Block:
    return Signatures(
        (
            Signature("接诉人", data.receiver, data.received_at.date()),
            Signature("承办人", data.handler if data.resolved_at else "", data.resolved_at and data.resolved_at.date()),
            Signature("主管审批", data.remedy_approver, data.remedy_approved_on),
            Signature("客户签字"),
            Signature("结案人", data.closed_by, data.closed_on),
        )
    )


def _entry(
    label: str,
    value: Value,
    kind: ValueKind = ValueKind.TEXT,
    *,
    span: int = 1,
    lines: int = 1,
    blank: bool = False,
    alarm: str = "",
) -> Entry:
    return Entry(Fact(label, value, kind, alarm=alarm), span=span, lines=lines, blank=blank)


def _money(label: str, amount: Decimal | None) -> Entry:
    return Entry(Fact(label, amount, ValueKind.NUMBER, 2))
