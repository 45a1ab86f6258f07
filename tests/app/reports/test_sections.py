"""A portrait report of several sections, as the weekly summary will be: what RP01 alone does not show."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.reports.model import (
    Align,
    Column,
    Fact,
    Facts,
    Orientation,
    PageBreak,
    Report,
    Signature,
    Signatures,
    Table,
    Text,
    ValueKind,
)
from app.reports.pdf import pdf_bytes
from app.reports.xlsx import write_xlsx
from app.tasks import Task
from tests.app.reports.reading import page_sizes, page_texts, poppler
from tests.app.reports.samples import DAY

COLUMNS = (
    Column(key="market", label="市场", width=36),
    Column(key="size", label="规模万元", width=20, kind=ValueKind.NUMBER, scale=2, align=Align.RIGHT),
)


@pytest.fixture
def report() -> Report:
    """Two sections, a page break, a third one without rows, and signatures."""
    rows = (("城北装饰材料市场", Decimal("12345.6")), ("东站电子城", None))
    return Report(
        code="RP03",
        title="客户调查周总结表",
        number="ZZ-LZ-2026W47",
        office="临州办事处",
        date=DAY,
        orientation=Orientation.PORTRAIT,
        blocks=(
            Facts(((Fact("办事处", "临州办事处"), Fact("周期", "2026 年第 47 周")),)),
            Table(title="一 工作完成情况", columns=COLUMNS, rows=rows),
            Table(title="二 区域市场概况", columns=COLUMNS, rows=rows, total=("合计", Decimal("12345.6"))),
            Text("市场概况", ((Fact("", "平稳"),),)),
            PageBreak(),
            Table(title="五 消费者", columns=COLUMNS, empty="本期无数据"),
            Signatures((Signature("编制人", "沈其岚", DAY), Signature("办事处负责人"), Signature("公司备案"))),
        ),
    )


def test_sections_have_headings_totals_and_their_own_pages(report: Report) -> None:
    content = pdf_bytes([report], Task())
    first, second = page_texts(content)
    assert first.index("一工作完成情况") < first.index("二区域市场概况") < first.index("合计12,345.60")
    assert "本期无数据" in second
    assert set(page_sizes(content)) == {(210.0, 297.0)}


def test_narrow_signatures_put_the_day_under_the_line(report: Report, tmp_path: Path) -> None:
    lines = poppler("pdftotext", pdf_bytes([report], Task()), tmp_path, "-layout").splitlines()
    roles = next(number for number, line in enumerate(lines) if "编制人" in line)
    assert "公司备案" in lines[roles]
    assert "月" not in lines[roles]
    assert "2026年11月16日" in "".join(lines[roles + 1 : roles + 3])


def test_sections_have_headings_on_the_sheet(report: Report, tmp_path: Path) -> None:
    write_xlsx([report], tmp_path / "周总结.xlsx", Task())
    sheet = load_workbook(tmp_path / "周总结.xlsx").active
    words = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    order = [words.index(word) for word in ("一 工作完成情况", "二 区域市场概况", "合计", "五 消费者", "本期无数据")]
    assert order == sorted(order)
    assert words[words.index("合计") + 1] == 12345.6
    assert sheet.freeze_panes is None


def test_headings_stay_with_their_table(report: Report) -> None:
    many = tuple((f"市场{number}", number) for number in range(400))
    long = Table(title="二 区域市场概况", columns=COLUMNS, rows=many)
    for rows in range(20, 60):
        first = Table(title="一 工作完成情况", columns=COLUMNS, rows=many[:rows])
        pages = page_texts(pdf_bytes([Report(**_parts(report), blocks=(first, long))], Task()))
        page = next(text for text in pages if "二区域市场概况" in text)
        assert "市场0" in page.split("二区域市场概况")[1]


def _parts(report: Report) -> dict[str, object]:
    names = ("code", "title", "number", "office", "date", "orientation")
    return {name: getattr(report, name) for name in names}
