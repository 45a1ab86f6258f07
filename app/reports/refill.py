"""补访单: for a day's round the list of shops, then a compact sheet a shop with only the questions still missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time

from app.reports.blank_form import STEPS
from app.reports.heading import Heading
from app.reports.model import Align, Column, Orientation, Report, Signature, Signatures, Table, ValueKind
from app.reports.question_data import FreeRoom, QuestionGrid, ScanHead, VisitRow

CODE = "RP04-2"
TITLE, LIST_TITLE = "补访单", "补访清单"
REMARK = "* 必答。只问还缺的题；没问到的写“不详”。当天交内勤录入。"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefillSheet:
    """One shop of the round; `visit_order` is the visit to come, `visited_on` the days before, `note` says why there is
    nothing to ask. `missing` counts the questions, `required` those of them that are required."""

    customer_no: str
    customer: str
    market: str
    address: str
    rep: str
    plan_start: time | None
    visit_order: int
    visited_on: tuple[date, ...] = ()
    sheet_no: str = ""
    missing: int = 0
    required: int = 0
    note: str = ""
    questions: QuestionGrid = field(default_factory=lambda: QuestionGrid(()))
    result_legend: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefillData:
    """The round of one day; `whose` names the rep or market it is of."""

    heading: Heading
    day: date
    whose: str
    sheets: tuple[RefillSheet, ...]


def refill_reports(data: RefillData) -> tuple[Report, ...]:
    """The list of the round, then a sheet for each shop that still has questions."""
    return (refill_list(data), *(refill_sheet(data, sheet) for sheet in data.sheets if sheet.missing))


def refill_list(data: RefillData) -> Report:
    """Every shop of the round in order, with what is to do there."""
    return Report(
        code=CODE,
        title=LIST_TITLE,
        number=f"{data.day:%Y%m%d}",
        office=data.heading.office,
        company=data.heading.company,
        date=data.day,
        subject=data.whose,
        sheet=LIST_TITLE,
        orientation=Orientation.PORTRAIT,
        footer=data.heading.footer,
        blocks=(_round(data.sheets), Signatures((Signature("业务员"), Signature("录入（内勤）")))),
    )


def _round(sheets: Sequence[RefillSheet]) -> Table:
    several = len({sheet.rep for sheet in sheets}) > 1
    return Table(
        title="当日路线",
        columns=(
            Column(key="seq", label="序", width=8, kind=ValueKind.INTEGER, align=Align.RIGHT, excel_width=5),
            Column(key="start", label="时间", width=14, kind=ValueKind.TIME, align=Align.CENTER, excel_width=8),
            Column(key="rep", label="业务员", width=16, excel_width=10, paper=several),
            Column(key="customer", label="客户", width=44, bold=True, excel_width=28),
            Column(key="address", label="地点", width=40, excel_width=26),
            Column(key="sheet_no", label="表号", width=34, excel_width=18),
            Column(key="order", label="第几次", width=12, kind=ValueKind.INTEGER, align=Align.CENTER, excel_width=8),
            Column(key="todo", label="要补", width=28, excel_width=26),
        ),
        rows=tuple(
            (
                number,
                sheet.plan_start,
                sheet.rep,
                sheet.customer,
                sheet.address,
                sheet.sheet_no,
                None if sheet.note else sheet.visit_order,
                sheet.note or _todo(sheet),
            )
            for number, sheet in enumerate(sheets, 1)
        ),
        row_ids=tuple(sheet.customer_no for sheet in sheets),
        row_name="customer",
        empty="这一天没有排拜访",
    )


def _todo(sheet: RefillSheet) -> str:
    optional = sheet.missing - sheet.required
    return f"必答 {sheet.required} 题" + (f"、选答 {optional} 题" if optional else "")


def refill_sheet(data: RefillData, sheet: RefillSheet) -> Report:
    """The questions still to ask at one shop, with the sheet's number as QR code and one visit row."""
    before = "、".join(f"{day:%m-%d}" for day in sheet.visited_on)
    return Report(
        code=CODE,
        title=f"{TITLE}　{sheet.customer}",
        number=sheet.sheet_no,
        office=data.heading.office,
        company=data.heading.company,
        date=data.day,
        subject=sheet.customer_no,
        orientation=Orientation.PORTRAIT,
        footer=data.heading.footer,
        blocks=(
            sheet.questions,
            Signatures((Signature("调查人"), Signature("录入（内勤）"))),
            FreeRoom(STEPS),
        ),
        scan=ScanHead(
            code=sheet.sheet_no,
            caption=sheet.sheet_no,
            facts=(f"{sheet.market} {sheet.address}", f"已访 {before or '—'}"),
            visits=(VisitRow(name=f"第 {sheet.visit_order} 次", on=f"{data.day:%Y-%m-%d}", by=sheet.rep),),
            result_legend=sheet.result_legend,
            about=f"{sheet.customer_no} {sheet.customer}",
            remark=REMARK,
            version=f"{sheet.form}　{_todo(sheet)}",
        ),
    )
