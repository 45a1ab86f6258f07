"""How complaints are put into words: on cards, in the list, in the detail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from app.choices import label_of, labels_of
from ui.pages.complaints.cards import Card
from ui.pages.complaints.detail import Shown
from ui.pages.complaints.limit_strip import LimitPart
from ui.pages.complaints.timeline import Step
from ui.pages.complaints.words import lasting, lasting_roughly
from ui.tables.columns import Column, Status

if TYPE_CHECKING:
    from datetime import datetime

    from app.complaints.detail import ComplaintDetail, Entry
    from app.complaints.improvements import ImprovementRow
    from app.complaints.limits import Clock
    from app.complaints.rows import ComplaintRow

_LITTLE_LEFT = 0.8
_TITLE_LENGTH = 44
_DUE = {"response": "应响应", "resolve": "应解决"}
_TONES = {"closed": "ok", "waiting": "warn", "resolved": "link", "accepted": "link", "processing": "link"}


def card_of(row: ComplaintRow) -> Card:
    """A complaint as a card."""
    limit, tone = limit_words(row)
    return Card(
        id=row.id,
        number=row.complaint_no,
        grade=row.primary_class,
        customer=row.customer,
        text=row.summary,
        handler=row.handler,
        limit=limit,
        tone=tone,
        share=row.clock.share if row.clock else None,
    )


def limit_words(row: ComplaintRow) -> tuple[str, str]:
    """What is left or how late it is, and the tone of that: warn with less than a fifth left, danger when it is over."""
    if row.clock is not None:
        return _clock_words(row.clock)
    if row.state_code == "resolved" and row.resolved_at:
        return f"{row.resolved_at:%m-%d} 给出方案", ""
    if row.state_code == "closed" and row.used is not None:
        late = row.resolved_in_time is False
        return (f"用时 {lasting_roughly(row.used)}，超时", "warn") if late else (f"用时 {lasting(row.used)}", "ok")
    return row.state, ""


def _clock_words(clock: Clock) -> tuple[str, str]:
    if clock.is_over:
        return f"超时 {lasting(-clock.left)}", "danger"
    if clock.paused:
        return f"等客户，剩 {lasting(clock.left)}", ""
    return f"剩 {lasting(clock.left)}", "warn" if clock.share > _LITTLE_LEFT else ""


def shown_of(detail: ComplaintDetail, phone: str = "") -> Shown:
    """A complaint as the panel at the right, with the whole phone number where that is shown."""
    row = detail.row
    return Shown(
        id=row.id,
        number=row.complaint_no,
        state=f"{row.state}，超时" if row.overdue else row.state,
        tone="danger" if row.overdue else _TONES.get(row.state_code, ""),
        title=_shortened(row.summary),
        limit=_limit_parts(row),
        facts=list(_facts(detail, phone)),
        steps=[_step(entry, detail, last=entry is _last_solution(detail)) for entry in detail.timeline],
    )


def _limit_parts(row: ComplaintRow) -> Sequence[LimitPart]:
    came = LimitPart("接诉", _moment(row.received_at))
    if (clock := row.clock) is not None:
        left = LimitPart(
            "已超时" if clock.is_over else "等客户，剩" if clock.paused else "剩", lasting(abs(clock.left))
        )
        tone = limit_words(row)[1]
        return LimitPart(_DUE[clock.kind], _moment(clock.due_at)), LimitPart(left.caption, left.value, tone), came
    if row.resolved_at is not None and row.used is not None:
        late = row.resolved_in_time is False
        done = LimitPart("超时解决" if late else "按时解决", _moment(row.resolved_at), "warn" if late else "ok")
        return LimitPart("应解决", _moment(row.resolve_due_at)), done, LimitPart("总用时", lasting(row.used))
    return came, LimitPart(row.state, _moment(row.closed_at)), LimitPart("总用时", "—")


def _facts(detail: ComplaintDetail, phone: str) -> Iterator[tuple[str, str]]:
    row, values = detail.row, detail.values
    yield "客户", row.customer_name
    yield "类别", row.kind
    yield "严重程度", row.severity
    yield "承办部门", detail.department or "—"
    yield "承办人", row.handler or "还没有"
    yield "投诉人", row.complainant
    yield "电话", phone or values["complainant_phone"] or "—"
    if product := values["product_note"]:
        batch = values["batch_no"]
        yield "产品", f"{product}，批号 {batch}" if batch else product
    if values["remedy_amount"]:
        approved = f"，{detail.remedy_approver}批" if detail.remedy_approver else ""
        yield "补偿", f"{values['remedy_amount']:,.2f} 元{approved}"
    if row.satisfaction is not None:
        yield "满意度", f"{row.satisfaction}（1–5）"
    if detail.improvements:
        yield "改进措施", _improvement_words(detail.improvements)


def _improvement_words(found: Sequence[ImprovementRow]) -> str:
    waiting = sum(each.state_code != "verified" for each in found)
    return f"{len(found)} 条，{waiting} 条没完" if waiting else f"{len(found)} 条，都有效"


def _step(entry: Entry, detail: ComplaintDetail, *, last: bool) -> Step:
    more = f"\n诉求：{detail.row.demand}" if entry.to_state == "registered" else _solution(detail) if last else ""
    tone = "danger" if entry.is_overrun else ""
    return Step(
        at=entry.at, title=entry.title, who=entry.who, text=entry.text + more, tone=tone, contact=entry.is_contact
    )


def _last_solution(detail: ComplaintDetail) -> Entry | None:
    return next((entry for entry in reversed(detail.timeline) if entry.to_state == "resolved"), None)


def _solution(detail: ComplaintDetail) -> str:
    """What stands behind a solution, below its words."""
    values = detail.values
    if not values["is_valid"]:
        return ""
    valid = label_of("yes_no_partial", values["is_valid"])
    cause = label_of("cause_kind", values["cause_kind"])
    remedies = labels_of("remedy", values["remedies"])
    return (
        f"\n属实：{valid}　原因：{cause}，{values['cause_analysis']}"
        f"\n责任方：{values['responsible']}　处理方式：{remedies}"
    )


def _shortened(text: str) -> str:
    return text if len(text) <= _TITLE_LENGTH else f"{text[:_TITLE_LENGTH]}……"


def _moment(at: datetime | None) -> str:
    return f"{at:%m-%d %H:%M}" if at else "—"


def _status(row: ComplaintRow) -> Status:
    return Status(word=row.state, tone="danger" if row.overdue else _TONES.get(row.state_code, ""))


COLUMNS = (
    Column(key="complaint_no", title="投诉号", width=128, quiet=True),
    Column(key="primary_class", title="级", width=40, kind="grade"),
    Column(key="customer", title="客户", width=92, strong=True, marked=True, stretch=True),
    Column(key="summary", title="内容", width=106, marked=True, stretch=True),
    Column(key="kind", title="类别", width=76),
    Column(key="severity", title="程度", width=50),
    Column(key="received_at", title="接诉", width=60, kind="date", value=lambda row: row.received_at.date()),
    Column(
        key="clock", title="时限", width=126, value=lambda row: limit_words(row)[0], tone=lambda r: limit_words(r)[1]
    ),
    Column(key="handler", title="承办人", width=64),
    Column(key="state", title="状态", width=114, kind="status", value=_status),
)
"""The list."""
