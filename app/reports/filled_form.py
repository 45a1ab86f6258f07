"""RP05 客户调查表（已填）: the answers of one sheet, in the order of the paper (reports.md RP05)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from app.reports.heading import Heading
from app.reports.model import (
    Column,
    Fact,
    Facts,
    Orientation,
    Pictures,
    Report,
    Section,
    Signature,
    Signatures,
    Table,
    ValueKind,
)
from app.reports.question_data import QuestionGrid

CODE = "RP05"
DRAFT = "草稿"


@dataclass(frozen=True, slots=True)
class SheetVisit:
    """One visit of a sheet; `people` names who went."""

    order: int
    on: date
    start_at: time
    end_at: time
    people: str
    result: str


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer for Excel: `source` says how it was learnt, `visit` on which visit (0: it was known before)."""

    section: str
    number: str
    label: str
    answer: str
    source: str
    visit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """One sheet with its answers; `percent` is its completeness, `state` a label, `incomplete_reason` why some answers
    could not be had."""

    heading: Heading
    title: str
    sheet_no: str
    form_version: str
    customer_no: str
    customer: str
    market: str
    address: str
    state: str
    is_draft: bool
    round_no: int
    percent: Decimal
    missing: int
    surveyor: str
    first_visit_on: date | None
    last_visit_on: date | None
    questions: QuestionGrid
    lines: tuple[AnswerLine, ...] = ()
    visits: tuple[SheetVisit, ...] = ()
    submitted_on: date | None = None
    archiver: str = ""
    archived_on: date | None = None
    storage: str = ""
    incomplete_reason: str = ""
    photos: tuple[Pictures, ...] = ()


def filled_report(data: FilledForm) -> Report:
    """The filled sheet: head, answers, visits, signatures, photos."""
    return Report(
        code=CODE,
        title=data.title,
        number=data.sheet_no,
        office=data.heading.office,
        company=data.heading.company,
        date=data.last_visit_on or data.heading.on,
        subject=data.customer,
        orientation=Orientation.PORTRAIT,
        draft=data.is_draft,
        watermark=DRAFT if data.is_draft else data.heading.watermark,
        footer=data.heading.footer,
        blocks=(
            _head(data),
            data.questions,
            Section("访问记录", "访问"),
            visits_table(data.visits),
            Signatures(
                (
                    Signature("调查人", data.surveyor if data.submitted_on else "", data.submitted_on),
                    Signature("审核"),
                    Signature("存档（内勤）", data.archiver, data.archived_on),
                )
            ),
            *data.photos,
        ),
        details=(_answers(data.lines),),
    )


def _head(data: FilledForm) -> Facts:
    lacking = f"（缺必答 {data.missing} 题）" if data.missing else ""
    reason = (Fact("无法取得原因", data.incomplete_reason),) if data.incomplete_reason else ()
    storage = (Fact("原件存放", data.storage),) if data.storage else ()
    return Facts(
        (
            (Fact("客户", f"{data.customer_no} {data.customer}"), Fact("地点", f"{data.market} {data.address}")),
            (
                Fact("状态", data.state),
                Fact("轮次", data.round_no, ValueKind.INTEGER),
                Fact("完成度", f"{data.percent:.1f}%{lacking}"),
            ),
            (
                Fact("首访", data.first_visit_on and data.first_visit_on.isoformat()),
                Fact("末访", data.last_visit_on and data.last_visit_on.isoformat()),
                Fact("访问次数", len(data.visits), ValueKind.INTEGER),
            ),
            (Fact("调查人", data.surveyor), Fact("表单版本", data.form_version), *(storage or (Fact("", " "),))),
            *((reason,) if reason else ()),
        )
    )


def visits_table(visits: tuple[SheetVisit, ...]) -> Table:
    """The visits on which the sheet was filled."""
    return Table(
        title="访问记录",
        columns=(
            Column(key="order", label="次", width=12, kind=ValueKind.INTEGER, excel_width=6),
            Column(key="on", label="日期", width=28, kind=ValueKind.DATE, excel_width=12),
            Column(key="time", label="时段", width=30, excel_width=14),
            Column(key="people", label="人员", width=50, excel_width=24),
            Column(key="result", label="结果", width=60, excel_width=20),
        ),
        rows=tuple(
            (visit.order, visit.on, f"{visit.start_at:%H:%M}–{visit.end_at:%H:%M}", visit.people, visit.result)
            for visit in visits
        ),
        empty="还没有登记访问",
    )


def _answers(lines: tuple[AnswerLine, ...]) -> Table:
    return Table(
        title="答案",
        columns=(
            Column(key="section", label="节", excel_width=14),
            Column(key="number", label="题号", excel_width=8),
            Column(key="label", label="题目", excel_width=28),
            Column(key="answer", label="答案", excel_width=60),
            Column(key="source", label="方式或来源", excel_width=14),
            Column(key="visit", label="第几次", kind=ValueKind.INTEGER, excel_width=8),
        ),
        rows=tuple((li.section, li.number, li.label, li.answer, li.source, li.visit or None) for li in lines),
    )
