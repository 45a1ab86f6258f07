"""RP01 客户扫街日报表: the pure builder from `DailyData` to a `Report` (reports.md RP01)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from app.reports.daily_data import (
    DailyData,
    DailyFeedback,
    DailyFigures,
    DailyLine,
    Discussion,
    PlannedVisit,
)
from app.reports.daily_tables import detail_table, visit_table
from app.reports.model import (
    Block,
    Changes,
    Fact,
    Facts,
    Footer,
    Report,
    Signature,
    Signatures,
    Strip,
    Text,
    ValueKind,
)
from app.reports.values import long_date, printed

__all__ = [
    "DailyData",
    "DailyFeedback",
    "DailyFigures",
    "DailyLine",
    "Discussion",
    "PlannedVisit",
    "daily_report",
    "tomorrow_text",
]

CODE = "RP01"
TITLE = "客户扫街日报表"
FEEDBACK_KINDS = {"need_change": "需求变化", "product": "产品满意度", "competitor": "竞争对手情况"}
DRAFT_WATERMARK = "草稿"
UNMASKED_WATERMARK = "完整版"


def daily_report(data: DailyData) -> Report:
    """One rep's day as reports.md RP01 orders it; labels are those of reports.md."""
    return Report(
        code=CODE,
        title=TITLE,
        number=data.report_no,
        office=data.office,
        company=data.company,
        date=data.report_date,
        subject=data.employee_name,
        sheet="日报",
        draft=data.is_draft,
        watermark=_watermark(data),
        issue=data.issue,
        footer=Footer(
            words=data.footer_text, printed_by=data.printed_by, printed_at=data.printed_at, purpose=data.purpose
        ),
        blocks=_blocks(data),
        details=(detail_table(data),),
    )


def tomorrow_text(visits: Sequence[PlannedVisit]) -> str:
    """The stored wording of tomorrow's plan: date, then time, customer and goal of each visit; empty without visits."""
    days = groupby(sorted(visits, key=lambda visit: visit.plan_date), key=lambda visit: visit.plan_date)
    return "\n".join(f"{long_date(day)}：{'；'.join(map(_planned, items))}" for day, items in days)


def _planned(visit: PlannedVisit) -> str:
    start = f"{visit.start_at:%H:%M} " if visit.start_at else ""
    goal = f"（{visit.goal}）" if visit.goal else ""
    return f"{start}{visit.customer}{goal}"


def _watermark(data: DailyData) -> str:
    if data.is_draft:
        return DRAFT_WATERMARK
    return "" if data.masked else UNMASKED_WATERMARK


def _blocks(data: DailyData) -> tuple[Block, ...]:
    reissue: tuple[Block, ...] = (Changes(data.issue, data.changes),) if data.issue > 1 else ()
    return (
        _head(data),
        _strip(data.figures),
        visit_table(data),
        Text("反馈汇报", tuple((fact,) for fact in _feedback(data.feedback))),
        Text("当日问题", ((Fact("", data.problems.strip() or "无"),),)),
        Text("当晚讨论", _discussion(data.discussion)),
        Text("明日计划", ((Fact("", data.tomorrow_plan.strip() or "未排计划"),),)),
        *reissue,
        _signatures(data),
    )


def _head(data: DailyData) -> Facts:
    late = "迟" if data.is_late else ""
    return Facts(
        (
            (
                Fact("办事处", data.office),
                Fact("业务员", f"{data.employee_name}（{data.employee_no}）"),
                Fact("日期", data.report_date, ValueKind.DATE),
                Fact("天气", data.weather or None),
            ),
            (
                Fact("调查区域", "、".join(data.market_areas) or None),
                Fact("日报号", data.report_no),
                Fact("提交时间", data.submitted_at, ValueKind.DATETIME, alarm=late),
                Fact("状态", data.state),
            ),
        )
    )


def _strip(figures: DailyFigures) -> Strip:
    count, percent = ValueKind.INTEGER, ValueKind.PERCENT
    interest = f"{figures.interested}／{printed(figures.interest_rate, percent)}"
    return Strip(
        (
            Fact("计划家次", figures.planned, count),
            Fact("完成", figures.done, count),
            Fact("完成率", figures.done_rate, percent),
            Fact("实访家次", figures.visited, count),
            Fact("计划外", figures.unplanned, count),
            Fact("有效面谈率", figures.effective_rate, percent),
            Fact("新增客户", figures.new_customers, count),
            Fact("新建调查表", figures.new_sheets, count),
            Fact("当期填全", figures.completed_sheets, count),
            Fact("意向家／意向率", interest),
            Fact("未达预期", figures.unmet, count),
            Fact("平均时长(分)", figures.mean_minutes, ValueKind.NUMBER, 1),
        )
    )


def _feedback(lines: Sequence[DailyFeedback]) -> list[Fact]:
    """One fact a kind, its lines joined as 客户：内容; 无 where nothing was reported."""
    return [
        Fact(label, "；".join(_feedback_line(line) for line in lines if line.kind == kind) or "无")
        for kind, label in FEEDBACK_KINDS.items()
    ]


def _feedback_line(line: DailyFeedback) -> str:
    content = line.content.strip().rstrip("。；")
    return f"{line.customer}：{content}" if line.customer else content


def _discussion(discussion: Discussion | None) -> tuple[tuple[Fact, ...], ...]:
    if discussion is None:
        return ((Fact("", "当晚未讨论"),),)
    topics = ((Fact("议题", discussion.topics),),) if discussion.topics else ()
    attendees = "、".join(discussion.attendees) or None
    decisions = ((Fact("决定", "；".join(discussion.decisions)),),) if discussion.decisions else ()
    return (
        (_discussed_at(discussion), Fact("地点", discussion.place or None), Fact("参加人", attendees)),
        *topics,
        (Fact("结论", discussion.conclusions or None),),
        *decisions,
    )


def _discussed_at(discussion: Discussion) -> Fact:
    if discussion.start_at is None:
        return Fact("时间", discussion.discussed_on, ValueKind.DATE)
    return Fact("时间", datetime.combine(discussion.discussed_on, discussion.start_at), ValueKind.DATETIME)


def _signatures(data: DailyData) -> Signatures:
    submitted = data.submitted_at
    archived = data.archived_at
    return Signatures(
        (
            Signature("填表人（业务员）", data.employee_name if submitted else "", submitted and submitted.date()),
            Signature("审阅（销售主管）", data.reviewer_name, data.reviewed_on, data.review_opinion),
            Signature("存档（内勤）", data.archiver_name, archived and archived.date()),
        )
    )
