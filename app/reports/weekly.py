"""RP03 客户调查阶段(周)总结表: the pure builder from `WeeklyData` to a `Report` (reports.md RP03)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.reports.model import (
    Block,
    Changes,
    Chart,
    ChartKind,
    Fact,
    Facts,
    Footer,
    Mark,
    Orientation,
    PageBreak,
    Report,
    Section,
    SideBySide,
    Signature,
    Signatures,
    Table,
    Text,
    Value,
    ValueKind,
)
from app.reports.traced import Traced
from app.reports.weekly_columns import COLUMNS, SECTIONS, SectionLayout
from app.reports.weekly_data import WeeklyData, WeeklyRow, WeeklyTable

CODE = "RP03"
DRAFT_WATERMARK = "草稿"
NO_DATA = "本期无数据"
NOTHING = "无"
EMPTY_WORDS = {"policies": NOTHING, "repeats": NOTHING, "next_days": "下周还没有计划"}
_CHARTED = ("days", "stages")
TEXT_LABELS = {
    "market_overview": "市场概况",
    "channel_note": "渠道小结",
    "competitor_note": "竞品小结",
    "consumer_note": "消费者小结",
    "problems": "存在问题",
    "countermeasures": "对策",
    "support_needed": "需公司支持",
    "next_plan": "下周计划",
}
_CLOSING_TEXTS = ("problems", "countermeasures", "support_needed", "next_plan")


def weekly_report(data: WeeklyData) -> Report:
    """An office's or a rep's week or stage as reports.md RP03 orders it, a worksheet a section."""
    return Report(
        code=CODE,
        title=f"客户调查{'周' if data.period_kind == 'week' else '阶段'}总结表",
        number=data.summary_no,
        office=data.office,
        company=data.company,
        date=data.end_on,
        subject=data.employee_name,
        sheet="封面",
        period=data.period_name,
        period_code=_period_code(data),
        orientation=Orientation.PORTRAIT,
        draft=data.is_draft,
        watermark=DRAFT_WATERMARK if data.is_draft else "",
        issue=data.issue,
        footer=Footer(
            words=data.footer_text, printed_by=data.printed_by, printed_at=data.printed_at, purpose=data.purpose
        ),
        blocks=tuple(_blocks(data)),
    )


def _period_code(data: WeeklyData) -> str:
    """The period in file names and bookmarks: 2026-W47, or a stage's first and last day."""
    year, week, _ = data.end_on.isocalendar()
    return f"{year}-W{week:02d}" if data.period_kind == "week" else f"{data.start_on}至{data.end_on}"


def _blocks(data: WeeklyData) -> Iterator[Block]:
    yield _head(data)
    for layout in SECTIONS:
        yield Section(layout.title, layout.sheet)
        yield from _section(data, layout)
    if data.issue > 1:
        yield Changes(data.issue, data.changes)
    yield _signatures(data)
    more = data.table("more_targets")
    if more.rows:
        yield PageBreak()
        yield Section("附表 目标客户", "附表 目标客户")
        yield printed_table(more, "")


def _head(data: WeeklyData) -> Facts:
    whose = "业务员" if data.scope == "rep" else "调查人员"
    surveyors = f"{data.employee_name}（{data.employee_no}）" if data.scope == "rep" else "、".join(data.surveyors)
    return Facts(
        (
            (Fact("办事处", data.office), Fact("周期", data.period_name)),
            (Fact("调查区域", "、".join(data.market_areas) or None), Fact(whose, surveyors or None)),
            (
                Fact("编制人", data.submitted_by or None),
                Fact("提交时间", data.submitted_at, ValueKind.DATETIME, alarm="迟" if data.is_late else ""),
            ),
        )
    )


def _section(data: WeeklyData, layout: SectionLayout) -> Iterator[Block]:
    tables = [printed_table(data.table(key), title) for key, title in layout.tables if key not in _CHARTED]
    if layout.text == "consumer_note":
        first, *others = tables
        yield SideBySide(((first,), tuple(others)))
    elif layout is SECTIONS[-1]:
        yield from (_prose(data, name) for name in _CLOSING_TEXTS)
        yield from tables
    else:
        yield from tables[:1]
        yield from _charts(data, layout)
        yield from tables[1:]
    if layout.text:
        yield _prose(data, layout.text)


def _charts(data: WeeklyData, layout: SectionLayout) -> Iterator[Block]:
    titles = {key: title for key, title in layout.tables if key in _CHARTED}
    if not titles:
        return
    days, stages = data.table("days"), data.table("stages")
    yield SideBySide(
        (
            (
                Chart(
                    title=titles["days"],
                    categories=tuple(row.cells[0].text.split()[0] for row in days.rows),
                    values=tuple(_integer(row.cells[2]) for row in days.rows),
                    plan=tuple(_integer(row.cells[1]) for row in days.rows),
                    label="实访",
                    note="虚线为计划",
                    empty=NO_DATA,
                ),
            ),
            (
                Chart(
                    title=titles["stages"],
                    kind=ChartKind.BARS,
                    categories=tuple(row.cells[0].text for row in stages.rows),
                    values=tuple(_integer(row.cells[1]) for row in stages.rows),
                    label="客户数",
                    empty=NO_DATA,
                ),
            ),
        )
    )


def _integer(cell: Traced) -> int | None:
    return None if cell.value is None else int(cell.value)


def printed_table(table: WeeklyTable, title: str) -> Table:
    """One table of the summary as the renderers take it."""
    columns = COLUMNS[table.key]
    keys = [column.key for column in columns]
    kinds = [column.kind for column in columns]
    name = next((column.key for column in columns if column.kind is ValueKind.TEXT), "")
    return Table(
        title=title,
        columns=columns,
        rows=tuple(_values(row, kinds) for row in table.rows),
        marks=tuple(
            Mark(number, key, word, alarm=True) for number, row in enumerate(table.rows) for key, word in row.alarms
        ),
        row_ids=tuple(f"{table.key}:{row.key}" for row in table.rows),
        row_name=name if name in keys else "",
        total=_total(table, kinds),
        summary=table.note,
        empty=EMPTY_WORDS.get(table.key, NO_DATA),
    )


def _values(row: WeeklyRow, kinds: list[ValueKind]) -> tuple[Value, ...]:
    return tuple(_value(cell, kind) for cell, kind in zip(row.cells, kinds, strict=True))


def _total(table: WeeklyTable, kinds: list[ValueKind]) -> tuple[Value, ...]:
    """The total's values; words it has in red elsewhere (迟 1) stand behind its own."""
    if table.total is None:
        return ()
    places = [column.key for column in COLUMNS[table.key]]
    values = list(_values(table.total, kinds))
    for key, word in table.total.alarms:
        place = places.index(key)
        values[place] = f"{values[place]} {word}"
    return tuple(values)


def _value(cell: Traced, kind: ValueKind) -> Value:
    if kind is ValueKind.TEXT:
        return cell.text or None
    if kind is ValueKind.DATE:
        return date.fromisoformat(cell.text) if cell.text else None
    return _integer(cell) if kind is ValueKind.INTEGER else cell.value


def _prose(data: WeeklyData, name: str) -> Text:
    words = getattr(data.texts, name).strip() or NOTHING
    return Text(TEXT_LABELS[name], ((Fact("", words),),))


def _signatures(data: WeeklyData) -> Signatures:
    submitted = data.submitted_at
    receipt = f"回执号 {data.receipt_no}" if data.receipt_no else ""
    return Signatures(
        (
            Signature("编制人", data.submitted_by, submitted and submitted.date()),
            Signature("办事处负责人", data.reviewer_name, data.reviewed_on, data.review_opinion),
            Signature("公司备案", data.receiver if data.filed_on else "", data.filed_on, receipt),
        )
    )
