"""Sheets that a scanner reads later: QR codes read back from the raster, corner marks, feet, pages."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import segno

from app.reports.encoding import to_json
from app.reports.heading import Heading
from app.reports.model import Orientation, Report, Signature, Signatures
from app.reports.pdf import pdf_bytes
from app.reports.qr import qr_rows
from app.reports.question_data import (
    Answer,
    AnswerKind,
    FreeRoom,
    Option,
    Question,
    QuestionColumn,
    QuestionGrid,
    QuestionSection,
    QuestionTable,
    ScanHead,
    VisitRow,
)
from app.tasks import Task
from tests.app.reports.decoding import from_json
from tests.app.reports.reading import page_sizes, page_texts
from tests.support.scanning import dark_at, modules, pages_of

QR_LEFT, QR_TOP, QR_SIZE = 210 - 12 - 27, 10.7, 27.0
HEADING = Heading(
    company="云栎电缆股份公司", office="澜州办事处", on=date(2026, 11, 20), printed_at=datetime(2026, 11, 20)
)


def ticks(*labels: str, free: bool = False) -> Answer:
    options = tuple(Option(str(number), label) for number, label in enumerate(labels, 1))
    return Answer(kind=AnswerKind.TICKS, options=(*options, *([Option("9", "其他", free=True)] if free else [])))


def sheet(*questions: Question, title: str = "线缆业务客户调查表", free: bool = False) -> Report:
    """A sheet with one section."""
    grid = QuestionGrid((QuestionSection(mark="A", title="基本信息", questions=questions),))
    return Report(
        code="RP04",
        title=title,
        number="cable_survey",
        office=HEADING.office,
        company=HEADING.company,
        date=HEADING.on,
        orientation=Orientation.PORTRAIT,
        blocks=(
            grid,
            Signatures((Signature("调查人"), Signature("审核"))),
            *([FreeRoom((("步", "点"),))] if free else []),
        ),
        scan=ScanHead(
            code="cable_survey",
            caption="cable_survey",
            facts=("市场 ＿＿＿＿", "表号 ＿＿＿＿（录入后填）"),
            visits=tuple(VisitRow(name=f"第 {number} 次") for number in (1, 2, 3)),
            remark="* 必填。",
            version="模板 cable_survey 第 1 版",
        ),
    )


def long_texts(count: int) -> list[Question]:
    return [
        Question(number=f"A{n:02d}", label="对策建议", answers=(Answer(kind=AnswerKind.LINES, lines=3),))
        for n in range(1, count + 1)
    ]


@pytest.mark.parametrize("questions", [1, 30])
def test_every_page_has_its_code_and_corner_marks(questions: int) -> None:
    content = pdf_bytes([sheet(*long_texts(questions))], Task())
    pages = pages_of(content)
    assert set(page_sizes(content)) == {(210.0, 297.0)}
    for number, page in enumerate(pages, 1):
        code = segno.make(f"SJB1|cable_survey|{number}", error="m", boost_error=False, micro=False)
        assert code.error == "M"
        wanted = [[bool(module) for module in row] for row in code.matrix]
        assert modules(page, QR_LEFT, QR_TOP, QR_SIZE, len(wanted)) == wanted
        for x in (8.0, 202.0):
            for y in (8.0, 289.0):
                assert dark_at(page, x, y)
                assert not dark_at(page, x, y + 3)
    assert len(pages) == (1 if questions == 1 else 3)


def test_a_code_is_white_all_around() -> None:
    (page,) = pages_of(pdf_bytes([sheet(*long_texts(1))], Task()))
    module = QR_SIZE / len(qr_rows("SJB1|cable_survey|1"))
    for step in range(1, 5):
        away = (step - 0.5) * module
        along = [QR_TOP + QR_SIZE * part / 20 for part in range(21)]
        assert not any(dark_at(page, QR_LEFT - away, y) for y in along)
        assert not any(dark_at(page, QR_LEFT + (y - QR_TOP), QR_TOP - away) for y in along)
    below = [QR_LEFT + QR_SIZE * part / 40 for part in range(41)]
    assert not any(dark_at(page, x, QR_TOP + QR_SIZE + away) for x in below for away in (0.5, 1.5, 2.5))


def test_the_code_of_a_chinese_number_is_made_too() -> None:
    assert len(qr_rows("SJB1|专项表二〇二六|12")) >= 25


def test_the_first_page_has_visit_rows_and_the_others_how_to_go_on() -> None:
    first, second, *_ = page_texts(pdf_bytes([sheet(*long_texts(20))], Task()))
    for words in ("拜访日期调查人见到谁结果本次补填的题号", "第1次", "第3次", "表号", "（录入后填）"):
        assert words in first
    assert "（续）" in second
    assert "填写说明：选项打勾或写编号" in second
    assert "第1次" not in second
    assert "模板cable_survey第1版第2页共2页" in second


def test_a_long_title_wraps_beside_the_code() -> None:
    title = "一份名字非常非常长的专项调查问卷，用来看标题会不会被切掉，或者压到二维码上面去"
    (text,) = page_texts(pdf_bytes([sheet(*long_texts(1), title=title)], Task()))
    assert title in text


def test_what_is_left_of_the_last_page_is_for_notes() -> None:
    (short,) = page_texts(pdf_bytes([sheet(*long_texts(2), free=True)], Task()))
    assert "每次拜访记录（四步法）" in short
    assert "店面位置草图" in short
    full = page_texts(pdf_bytes([sheet(*long_texts(10), free=True)], Task()))
    assert len(full) == 1
    assert "店面位置草图" not in full[0]


ODD = (
    Question(number="", label="请用蓝黑墨水填写" * 20, heading=True),
    Question(number="A01", label="去过的乡镇，" * 15, required=True, visit=2, answers=(ticks(*["很长名字的街道"] * 60),)),
    Question(number="A02", label="乡镇", answers=(ticks(*[f"第{n}个" for n in range(60)], free=True),)),
    Question(number="A03", label="A" * 90, answers=(Answer(),)),
    Question(number="A04", label="评分", visit=1, answers=(Answer(kind=AnswerKind.SCALE, options=(Option("1", "差"), Option("2", "好"))),)),
    Question(number="A05", label="哪天", answers=(Answer(kind=AnswerKind.DAY),)),
    Question(number="A06", label="面积", answers=(Answer(unit="㎡"),)),
    Question(
        number="A07",
        label="比重",
        answers=(
            Answer(kind=AnswerKind.BLANKS, parts=(Answer(label="高档", unit="%"), Answer(label="低档", unit="%")), text="（合计 100）"),
        ),
    ),
    Question(
        number="A08",
        label="家里的人",
        tables=(
            QuestionTable(columns=tuple(QuestionColumn(label=f"栏目{n}") for n in range(20)), blank=3, legend="编号：1 甲"),
        ),
    ),
    Question(number="A09", label="有话说", answers=(Answer(kind=AnswerKind.LINES, text="说来话长。" * 900),)),
    Question(number="A10", label="没有房间"),
    Question(number="A11", label="宽", answers=(Answer(text="W" * 400),)),
)  # fmt: skip


def test_odd_questions_are_neither_cut_nor_lost() -> None:
    content = pdf_bytes([sheet(*ODD)], Task())
    text = "".join(page_texts(content))
    for question in ODD:
        assert question.label in text
    assert text.count("很长名字的街道") == 60
    assert all(f"☐{n + 1}第{n}个" in text for n in range(60))
    assert all(f"栏目{n}" in text for n in range(20))
    assert text.count("说来话长。") >= 890  # lines broken by a page's head and foot aside
    assert text.count("W") == 400
    for words in ("高档＿＿＿＿%", "（合计100）", "其他＿＿＿＿", "年月日", "编号：1甲"):
        assert words in text


def test_a_heading_never_stands_alone_at_the_foot() -> None:
    for count in range(1, 12):
        table = Question(
            number="A99",
            label="经营品牌",
            tables=(QuestionTable(columns=(QuestionColumn(label="品牌"),), rows=(("恒砾",), ("柏渡",))),),
        )
        texts = page_texts(pdf_bytes([sheet(*long_texts(count), table)], Task()))
        (page,) = [text for text in texts if "经营品牌" in text]
        assert "恒砾" in page, count


def test_json_keeps_a_sheet_exactly() -> None:
    report = sheet(*ODD, free=True)
    assert from_json(to_json(report)) == report
