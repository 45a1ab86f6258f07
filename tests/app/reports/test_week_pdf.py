"""What the week's prints need of paper: sections, charts, cards, columns beside each other, groups and subtotals."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from app.reports.model import (
    Block,
    Chart,
    ChartKind,
    Column,
    Fact,
    PageBreak,
    RowSource,
    Section,
    SideBySide,
    Table,
    Text,
)
from app.reports.pdf import pdf_bytes
from app.tasks import Task
from tests.app.reports.reading import page_texts, poppler
from tests.app.reports.week import CARD, DAYS, STAGES, WORK, week


def _text(*blocks: Block) -> str:
    return "".join(page_texts(pdf_bytes([week(blocks)], Task())))


def _operators(content: bytes) -> str:
    """All streams of the document that are drawing operators."""
    found = []
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            found.append(zlib.decompress(packed).decode("latin-1"))
        except zlib.error:
            continue
    return "\n".join(found)


def test_poppler_sees_a4_pages_embedded_fonts_and_the_properties(tmp_path: Path) -> None:
    content = pdf_bytes([week()], Task())
    about = dict(line.split(":", 1) for line in poppler("pdfinfo", content, tmp_path).splitlines())
    assert "595.276 x 841.89 pts (A4)" in about["Page size"]
    assert about["Title"].strip() == "客户调查周总结表 临州办事处 2026-W47"
    assert about["Author"].strip() == "孙倩"
    fonts = poppler("pdffonts", content, tmp_path).splitlines()[2:]
    assert len(fonts) == 2
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts)


def test_every_page_says_its_number_and_how_many_there_are() -> None:
    report = week((*week().blocks, PageBreak(), WORK))
    texts = page_texts(pdf_bytes([report], Task()))
    assert len(texts) > 2
    for number, text in enumerate(texts, 1):
        assert f"第{number}页共{len(texts)}页" in text


def test_each_section_has_a_bookmark_under_that_of_its_report() -> None:
    with PdfDocument(pdf_bytes([week(), week()], Task())) as document:
        marks = [(mark.level, mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]
    report = [(0, "客户调查周总结表 临州办事处 2026-W47"), (1, "一 工作完成情况"), (1, "五 消费者")]
    assert [mark[:2] for mark in marks] == [*report, (1, "八 投诉与反馈"), (1, "照片")] * 2
    assert [page for _, _, page in marks] == sorted(page for _, _, page in marks)


def test_the_period_stands_for_the_date() -> None:
    text = _text()
    assert "2026年第47周11月16日–11月22日" in text
    assert "2026年11月20日" not in text


def test_a_section_is_not_said_twice_by_its_table() -> None:
    assert _text().count("一工作完成情况") == 1
    assert "购买要素" in _text()


def test_groups_head_their_columns_and_subtotals_follow_their_rows(tmp_path: Path) -> None:
    raw = "".join(poppler("pdftotext", pdf_bytes([week((WORK,))], Task()), tmp_path, "-raw").split())
    order = ["家次", "温可", "江予安", "第一组40家次", "周敏", "第二组18950.0%", "合计584781.0%", "另有3家见附表"]
    places = [raw.index(words) for words in order]
    assert places == sorted(places)


def test_columns_for_excel_alone_are_not_on_paper() -> None:
    text = _text(WORK)
    assert "只印在纸上" in text
    assert "工号" not in text
    assert "E01" not in text


def test_charts_print_every_value_and_the_plan_as_a_dashed_outline() -> None:
    content = pdf_bytes([week((SideBySide(((DAYS,), (STAGES,))),))], Task())
    text = "".join(page_texts(content))
    for words in ("每日实访家次虚线为计划", "周一", "68", "1,234", "客户挖掘", "148家", "=SUM(A1)"):
        assert words in text
    assert _operators(content).count("[2 1.5] 0 d") >= len(DAYS.plan)
    assert "dash" not in _operators(pdf_bytes([week((STAGES,))], Task()))


@pytest.mark.parametrize("kind", ChartKind)
def test_a_chart_without_numbers_says_so(kind: ChartKind) -> None:
    assert "本期无数据" in _text(Chart(title="图", kind=kind, categories=("甲",), values=(None,), empty="本期无数据"))
    assert "本期无数据" in _text(Chart(title="图", kind=kind, empty="本期无数据"))


@pytest.mark.parametrize("kind", ChartKind)
def test_a_chart_of_zeros_prints_zeros(kind: ChartKind) -> None:
    assert _text(Chart(title="图", kind=kind, categories=("甲", "乙"), values=(0, 0))).count("0") >= 2


def test_cards_print_labels_values_and_leave_room_to_write() -> None:
    text = _text(CARD)
    for words in ("①登记", "投诉号TS-LZ-202611-0001", "超时", "满意度—", "☑认可☐不认可"):
        assert words in text
    assert "处理结果—" not in text


def test_ticks_extract_as_the_characters_they_stand_for(tmp_path: Path) -> None:
    content = pdf_bytes([week((CARD,))], Task())
    assert "☑ 认可" in poppler("pdftotext", content, tmp_path)
    assert "字体里没有" not in "".join(page_texts(content))


def test_long_texts_of_a_card_go_on_in_the_appendix() -> None:
    text = "线缆" * 200
    entry = replace(CARD.rows[1][0], fact=Fact("投诉内容", text))
    *_, appendix = page_texts(pdf_bytes([week((replace(CARD, rows=((entry,),)),))], Task()))
    assert "附记1投诉内容" in appendix
    assert text[300:] in appendix


def test_columns_no_page_can_hold_are_divided_and_lose_nothing() -> None:
    column = (Column(key="a", label="项"),)
    left = Table(title="", columns=column, rows=tuple((f"左{number}号",) for number in range(120)))
    right = Text("右", tuple((Fact("", f"右{number}号"),) for number in range(90)))
    pages = page_texts(pdf_bytes([week((SideBySide(((left,), (right,))),))], Task()))
    text = "".join(pages)
    assert len(pages) >= 3
    assert not [n for n in range(120) if f"左{n}号" not in text]
    assert not [n for n in range(90) if f"右{n}号" not in text]
    assert all("项" in page for page in pages if "左" in page)


def test_rows_may_be_made_while_they_are_printed() -> None:
    rows = tuple((f"{number}号店",) for number in range(500))
    columns = (Column(key="name", label="客户"),)
    listed = week((Table(title="", columns=columns, rows=rows),))
    made = week((Table(title="", columns=columns, rows=RowSource(len(rows), lambda: iter(rows))),))
    assert pdf_bytes([made], Task()) == pdf_bytes([listed], Task())


def test_a_section_at_the_foot_of_a_page_moves_with_what_it_heads() -> None:
    for rows in range(25, 45):
        filler = replace(WORK, title="", rows=WORK.rows[:1] * rows, row_ids=(), subtotals=())
        pages = page_texts(pdf_bytes([week((filler, Section("六 目标客户"), CARD))], Task()))
        page = next(text for text in pages if "六目标客户" in text)
        assert "投诉号" in page.split("六目标客户")[1]
