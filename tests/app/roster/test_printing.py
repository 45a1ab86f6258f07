"""The roster and the refill sheets on paper and in Excel."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.context import App
from app.errors import NotFound
from app.people.offices import find_employee
from app.reports.files import write_reports
from app.reports.model import Report
from app.reports.pdf import pdf_bytes
from app.reports.question_data import QuestionGrid
from app.roster.printing import market_roster, refill_sheets
from app.tasks import Task
from tests.app.reports.reading import page_texts
from tests.support.office import Office

FRIDAY = date(2026, 11, 20)


def pages(*reports: Report) -> list[str]:
    return page_texts(pdf_bytes(reports, Task()))


def test_the_roster_proves_that_no_shop_was_left_out(clerk: App) -> None:
    (text,) = pages(market_roster(clerk, "LZ-HX", purpose="例会"))
    for words in ("一河西五金机电城花名册", "二漏访清单", "覆盖率88.9%", "名单户数9", "例会"):
        assert words in text, words
    assert text.index("A区5排29号") < text.index("A区9排57号") < text.index("B区2排8号") < text.index("D区8排50号")
    assert "12026-11-02KH-LZ-00033蔚坪电线经营部" in text


def test_the_roster_in_excel_has_the_missed_list_on_its_own_sheet(clerk: App, tmp_path: Path) -> None:
    file = tmp_path / "roster.xlsx"
    write_reports([market_roster(clerk, "LZ-HX")], "xlsx", file, Task())
    book = load_workbook(file)
    assert book.sheetnames == ["花名册", "漏访"]
    missed = [row for row in book["漏访"].iter_rows(values_only=True) if "KH-LZ-00033" in row]
    assert [str(value) for value in missed[0] if value is not None][1] == "2026-11-02 00:00:00"


def test_a_market_without_shops_has_a_roster_that_says_so(office: Office) -> None:
    (text,) = pages(market_roster(office.clerk, "LZ-HX"))
    assert "这个市场还没有登记客户" in text
    assert "没有遗漏：名单上每一户都有效面谈过" in text
    with pytest.raises(NotFound):
        market_roster(office.clerk, "LZ-XX")


def test_a_round_has_its_list_and_a_sheet_for_each_shop_that_lacks_something(clerk: App) -> None:
    reports = refill_sheets(clerk, FRIDAY, owner_id=find_employee(clerk, "E01").id)
    assert [report.title for report in reports] == ["补访清单", "补访单　柘坞电料经营部"]
    overview, sheet = pages(*reports)
    for words in ("柘坞电料经营部", "必答5题", "已填全，没有要补的", "调查表已交，没有要补的"):
        assert words in overview, words
    for words in ("DC-LZ-202611-0015", "第3次", "2026-11-20", "已访11-17、11-20", "C17", "C18", "C19", "C22", "C23"):
        assert words in sheet, words
    for words in ("C16", "C20", "A01"):
        assert words not in sheet, words
    assert reports[1].scan is not None
    assert reports[1].scan.code == "DC-LZ-202611-0015"


def test_a_day_without_visits_has_a_list_that_says_so(office: Office) -> None:
    (text,) = pages(*refill_sheets(office.clerk, FRIDAY))
    assert "这一天没有排拜访" in text


def test_optional_questions_make_the_sheet_longer(clerk: App) -> None:
    def asked(*, optional: bool) -> int:
        grids = [b for r in refill_sheets(clerk, FRIDAY, optional=optional) for b in r.blocks]
        return sum(len(section.questions) for g in grids if isinstance(g, QuestionGrid) for section in g.sections)

    assert asked(optional=False) == 15
    assert asked(optional=True) > 60


def test_each_refill_sheet_is_a_worksheet_too(clerk: App, tmp_path: Path) -> None:
    file = tmp_path / "refill.xlsx"
    write_reports(refill_sheets(clerk, FRIDAY), "xlsx", file, Task())
    book = load_workbook(file)
    assert len(book.sheetnames) == 4
    numbers = [row[1] for row in book[book.sheetnames[1]].iter_rows(values_only=True) if row[0] == "渠道与经销商"]
    assert numbers == ["C17", "C18", "C19", "C22", "C23"]
