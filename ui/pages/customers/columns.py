"""What the customer list can show of a customer: one declaration a column, each of them can be sorted by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ui.tables.columns import Column, Pips, Progress

if TYPE_CHECKING:
    from app.customers.listing import CustomerRow

STAGES = (
    "lead",
    "surveyed",
    "target",
    "need_confirmed",
    "evaluated",
    "negotiating",
    "intent_signed",
    "contracted",
    "maintaining",
)
NAME = "name"
SHOWN = (
    "customer_no",
    NAME,
    "primary_class",
    "stage",
    "market",
    "owner",
    "last_visit_on",
    "next_visit_due_on",
    "completeness_pct",
)
"""The columns of the design's picture, shown as long as nobody chose others."""


def stage_pips(row: CustomerRow) -> Pips:
    """How far a customer has come, and the stage's name."""
    from app.choices import label_of

    done = STAGES.index(row.stage) + 1 if row.stage in STAGES else -1
    return Pips(done=done, total=len(STAGES), word=label_of("pipeline_stage", row.stage))


def list_columns(today: Callable[[], date]) -> tuple[Column, ...]:
    """Every column there is, in the order they are offered; `today` tells what is due."""

    def due(row: CustomerRow) -> str:
        if row.next_visit_due_on == today():
            return "今天"
        late = "　超期" if row.days_overdue else ""
        return f"{_day(row.next_visit_due_on, today())}{late}" if row.next_visit_due_on else "未安排"

    def due_tone(row: CustomerRow) -> str:
        if row.next_visit_due_on == today():
            return "warn"
        return "danger" if row.days_overdue else "" if row.next_visit_due_on else "text3"

    def last(row: CustomerRow) -> str:
        return _day(row.last_visit_on, today()) if row.last_visit_on else "—"

    return (
        _column(
            "customer_no", "编号", 66, quiet=True, value=lambda row: row.customer_no.rpartition("-")[2],
            copied=lambda row: row.customer_no,
        ),
        _column(NAME, "客户名称", 168, stretch=True, marked=True),
        _column("primary_class", "等级", 48, kind="grade"),
        _column("stage", "开发阶段", 152, kind="pips", value=stage_pips),
        _column("market", "市场", 100, stretch=True),
        _column("owner", "负责人", 62),
        _column(
            "last_visit_on", "上次拜访", 74, value=last, tone=lambda row: "" if row.last_visit_on else "text3",
            copied=lambda row: row.last_visit_on,
        ),
        _column(
            "next_visit_due_on", "下次应访", 92, value=due, tone=due_tone,
            bold=lambda row: row.next_visit_due_on == today(), copied=lambda row: row.next_visit_due_on,
        ),
        _column("completeness_pct", "调查表", 92, kind="progress", value=_percent),
        _column("short_name", "简称", 96, marked=True),
        _column("status", "状态", 84),
        _column("intent", "意向", 72),
        _column("customer_kind", "客户性质", 84),
        _column("channel_type", "渠道类型", 92),
        _column("scale", "规模", 60),
        _column("address", "地址", 150, stretch=True, marked=True),
        _column("contact", "联系人", 72, marked=True),
        _column("mobile", "手机", 112),
        _column("phone", "店铺电话", 120),
        _column("brand", "主推品牌", 84),
        _column("monthly_volume_wan", "月销量（万元）", 104, kind="number"),
        _column("strength_rating", "实力", 52, kind="number"),
        _column("found_on", "发现日期", 92, value=lambda row: f"{row.found_on:%Y-%m-%d}"),
        _column(
            "days_overdue", "超期天数", 72, kind="number", value=lambda row: row.days_overdue or None,
            tone=lambda row: "danger",
        ),
        _column(
            "open_complaints", "未结投诉", 72, kind="number", value=lambda row: row.open_complaints or None,
            tone=lambda row: "warn",
        ),
    )  # fmt: skip


def chosen_columns(columns: Sequence[Column], keys: Sequence[str]) -> tuple[Column, ...]:
    """The columns with these keys, in their order; the name stands first where it is missing."""
    known = {column.key: column for column in columns}
    wanted = keys if NAME in keys else (NAME, *keys)
    return tuple(known[key] for key in wanted if key in known)


def _column(key: str, title: str, width: int, **more: object) -> Column:
    return Column(key=key, title=title, width=width, sort=key, **more)  # type: ignore[arg-type]


def _day(day: date, today: date) -> str:
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%y-%m-%d}"


def _percent(row: CustomerRow) -> Progress | None:
    if row.completeness_pct is None:
        return None
    return Progress(done=int(row.completeness_pct * 10), total=1000, percent=True)
