"""The summary on paper, in Excel and as JSON: all sections, the same numbers (report RP03)."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.context import App
from app.reports.encoding import to_json
from app.reports.files import write_named
from app.reports.model import Report, Signatures, Table
from app.reports.pdf import pdf_bytes
from app.reports.weekly import weekly_report
from app.reports.weekly_columns import COLUMNS, SECTIONS
from app.sweep.weekly.period import Scope, week_of
from app.sweep.weekly.summary import submit_weekly, weekly_data, weekly_reports
from app.tasks import Task
from tests.app.reports.decoding import from_json
from tests.app.reports.reading import page_sizes, page_texts
from tests.support.office import MONDAY, Office

WEEK = week_of(MONDAY)
A4_UPRIGHT = (210.0, 297.0)
"""In millimetres."""


@pytest.fixture(scope="module")
def report(sample_app: App) -> Report:
    (made,) = weekly_reports(sample_app, [Scope(1, WEEK)], purpose="办事处存档")
    return made


@pytest.fixture(scope="module")
def pages(report: Report) -> list[str]:
    return page_texts(pdf_bytes([report], Task()))


def test_every_table_is_as_wide_as_the_paper_of_rp03() -> None:
    whole = {"work", "markets", "channels", "brands", "policies", "targets", "repeats", "feedback", "next_days"}
    assert {key: sum(c.width for c in COLUMNS[key]) for key in whole} == dict.fromkeys(whole, 180)


def test_the_paper_is_upright_a4_with_all_nine_sections(report: Report, pages: list[str]) -> None:
    sizes = page_sizes(pdf_bytes([report], Task()))
    assert set(sizes) == {A4_UPRIGHT}
    text = "".join(pages)
    places = [text.index(section.title.replace(" ", "")) for section in SECTIONS]
    assert places == sorted(places)
    assert "ZZ-LZ-2026W47（草稿）" in text
    assert f"共{len(pages)}页" in text


def test_the_paper_has_the_figures_and_the_words(pages: list[str]) -> None:
    first = pages[0]
    for words in ("程砚舟", "94.1%", "迟1", "漏1", "55.0%", "9,000.00", "88.9%", "每日实访家次", "虚线为计划", "15"):
        assert words in first, words
    text = "".join(pages)
    for words in ("213.00", "3.95", "21.8%", "桁岳五金", "付款条件（关键）", "28.6%", "下周还没有计划"):
        assert words in text, words


def test_a_worksheet_a_section_and_a_cover(report: Report, tmp_path: Path) -> None:
    book = load_workbook(write_named([report], "xlsx", tmp_path, Task()))
    assert book.sheetnames == ["封面", *(section.sheet for section in SECTIONS)]
    work = [[cell.value for cell in row] for row in book["一 工作完成"].iter_rows()]
    total = next(row for row in work if row[0] == "合计")
    assert total[1:8] == [68, 62, 0.9118, 64, 32, 4, 4]
    feedback = [[cell.value for cell in row] for row in book["八 投诉与反馈"].iter_rows()]
    days = [row[2] for row in feedback if row[0] == "需求变化"]
    assert days[0] == datetime(2026, 11, 16)


def test_json_says_the_same_and_comes_back(report: Report) -> None:
    coded = json.loads(json.dumps(to_json(report), ensure_ascii=False))
    assert from_json(coded) == report


def test_a_handed_in_summary_is_signed_and_no_draft(own_sample: Office, tmp_path: Path) -> None:
    own_sample.clock.now = datetime(2026, 11, 23, 13, 0)
    submit_weekly(own_sample.clerk, Scope(1, WEEK))
    made = weekly_report(weekly_data(own_sample.clerk, Scope(1, WEEK), purpose="例会"))
    assert (made.draft, made.watermark, made.issue) == (False, "", 1)
    signed = next(block for block in made.blocks if isinstance(block, Signatures)).people
    assert (signed[0].name, signed[0].signed_on, signed[1].name) == ("温可", date(2026, 11, 23), "")
    text = "".join(page_texts(pdf_bytes([made], Task())))
    assert "2026-11-2313:00迟" in text
    assert "例会" in text


def test_the_targets_that_do_not_fit_stand_in_an_appendix(office: Office) -> None:
    office.clock.now = datetime(2026, 11, 20, 22, 0)
    for number in range(17):
        customer_id = office.add_customer(f"目标{number:02d}号商行", is_target=True)
        office.visit(customer_id)
    (made,) = weekly_reports(office.clerk, [Scope(1, WEEK)])
    tables = [block for block in made.blocks if isinstance(block, Table) and block.columns is COLUMNS["targets"]]
    assert [(len(table.rows), table.summary) for table in tables] == [(15, "另有 2 家见附表"), (17, "")]
    last = page_texts(pdf_bytes([made], Task()))[-1]
    assert "附表目标客户" in last
    assert "目标16号商行" in last


def test_percentages_and_prices_keep_their_kind(report: Report) -> None:
    brands = next(block for block in report.blocks if isinstance(block, Table) and block.columns is COLUMNS["brands"])
    row = next(row for row in brands.rows if row[0] == "恒砾")
    assert row[1:7] == (13, Decimal("0.4063"), 7, Decimal("0.2815"), Decimal("213.00"), Decimal("245.00"))
