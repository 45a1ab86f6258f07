"""RP04 客户调查表（空白手写）: a form to be filled with a pen over several visits (reports.md RP04)."""

from __future__ import annotations

from dataclasses import dataclass

from app.reports.heading import Heading
from app.reports.model import Orientation, Report, Signature, Signatures
from app.reports.question_data import (
    Answer,
    AnswerKind,
    FreeRoom,
    Option,
    Question,
    QuestionGrid,
    QuestionSection,
    ScanHead,
    VisitRow,
)

CODE = "RP04"
CONSENT = "信息登记已告知客户并获同意"
REMARK = "* 必填。一次问不全可分 2–3 次补填；没问到的写“不详”。客户资料注意保密。"
STEPS = (
    ("留下印象", "精神面貌、产品魅力，掌握客户基本信息"),
    ("倾听摸底", "认真倾听、简单商谈、收集情报、探讨合作可能；条件放高不放低"),
    ("深入沟通", "深入沟通，做出意愿与姿态"),
    ("商谈签约", "深入商谈，达成签约条件一致"),
)
"""The four steps and what matters in them (rule R05)."""
_LINE = "＿" * 7


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankForm:
    """What a blank sheet prints. `customer` and `customer_no` are those of a sheet made out for one, as is `market`;
    `surveyor` is printed in the visit rows when it is known; `visits` counts those rows."""

    heading: Heading
    form_id: str
    version: str
    title: str
    questions: QuestionGrid
    market: str = ""
    customer: str = ""
    customer_no: str = ""
    surveyor: str = ""
    visits: int = 3
    result_legend: str = ""


def blank_report(data: BlankForm) -> Report:
    """One blank sheet; its details list the questions, for Excel."""
    rows = tuple(VisitRow(name=f"第 {number} 次", by=data.surveyor) for number in range(1, data.visits + 1))
    return Report(
        code=CODE,
        title=data.title,
        number=data.customer_no or f"{data.form_id} 第 {data.version} 版",
        office=data.heading.office,
        company=data.heading.company,
        date=data.heading.on,
        subject=data.customer or "空白",
        orientation=Orientation.PORTRAIT,
        footer=data.heading.footer,
        blocks=(
            QuestionGrid((*data.questions.sections, _registration())),
            Signatures((Signature("调查人"), Signature("审核"))),
            FreeRoom(STEPS),
        ),
        scan=ScanHead(
            code=data.form_id,
            caption=data.customer_no or data.form_id,
            facts=(f"市场 {data.market or _LINE}", f"表号 {_LINE}（录入后填）"),
            visits=rows,
            result_legend=data.result_legend,
            about=" ".join(part for part in (data.customer_no, data.customer) if part),
            remark=REMARK,
            version=f"模板 {data.form_id} 第 {data.version} 版",
        ),
    )


def _registration() -> QuestionSection:
    """What the office fills in, and that the customer was told."""
    ticks = Answer(kind=AnswerKind.TICKS, options=(Option("", "是"), Option("", "否")))
    return QuestionSection(
        mark="",
        title="登记",
        questions=(
            Question(number="", label=CONSENT, answers=(ticks,)),
            Question(number="", label="存档编号", answers=(Answer(room=10),)),
        ),
    )
