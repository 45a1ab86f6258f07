"""Blank and filled sheets as they come from the printer, and who may have them."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.attachments.records import attach, keep_file
from app.context import App
from app.db.records import Customer, SurveySheet
from app.errors import Forbidden, Invalid, NotFound
from app.people.accounts import sign_in
from app.reports.files import write_reports
from app.reports.pdf import pdf_bytes
from app.surveys.listing import list_sheets
from app.surveys.printing import blank_reports, list_forms, sheet_report
from app.tasks import Task
from tests.app.reports.reading import page_texts
from tests.support.pictures import picture, put


def text_of(*reports: object) -> str:
    return "".join(page_texts(pdf_bytes(reports, Task())))  # type: ignore[arg-type]


def test_blank_copies_are_all_the_same_and_know_nobody(clerk: App) -> None:
    assert list_forms(clerk) == (("cable_survey", "线缆业务客户调查表"),)
    reports = blank_reports(clerk, copies=3)
    assert len(reports) == 3
    pages = page_texts(pdf_bytes(reports[:1], Task()))
    assert len(pages) == 4
    text = "".join(pages)
    for words in (
        "云栎电缆股份公司（演示）",
        "澜州办事处",
        "A01客户名称*",
        "☐3批发商",
        "差1",
        "年月日",
        "存档编号",
        "信息登记已告知客户并获同意",
    ):
        assert words.replace(" ", "") in text, words
    assert "142" not in text


def test_a_sheet_made_out_for_a_customer_says_what_is_public(clerk: App) -> None:
    with clerk.reading() as session:
        customer = session.query(Customer).filter_by(customer_no="KH-LZ-00004").one()
    (report,) = blank_reports(clerk, customers=(customer.id,))
    text = text_of(report)
    for words in (
        "桁岳五金机电经营部",
        "河西五金机电城",
        "五金机电城A区5排29号",
        "☑3批发商",
        "0600-8800052",
        "KH-LZ-00004",
    ):
        assert words in text, words
    for private in ("宋若溪", "1420000"):
        assert private not in text, private


@pytest.mark.parametrize("copies", [0, -1, 201])
def test_a_number_of_copies_that_cannot_be_meant_is_refused(clerk: App, copies: int) -> None:
    with pytest.raises(Invalid, match="一次可印 1 到 200 份"):
        blank_reports(clerk, copies=copies)


def test_what_is_not_there_is_told(clerk: App) -> None:
    with pytest.raises(NotFound, match="没有代码为“pipes”的调查表模板，没有生成任何文件。现有模板：cable_survey"):
        blank_reports(clerk, "pipes")
    with pytest.raises(NotFound, match="有一家已不在了"):
        blank_reports(clerk, customers=(99_999,))
    with pytest.raises(NotFound, match="没有调查表 DC-LZ-1，没有生成任何文件"):
        sheet_report(clerk, "DC-LZ-1")


def test_a_filled_sheet_shows_only_what_was_chosen_and_why_something_is_lacking(clerk: App) -> None:
    report = sheet_report(clerk, "DC-LZ-202611-0015", purpose="拜访准备")
    pages = page_texts(pdf_bytes([report], Task()))
    text = "".join(pages)
    assert len(pages) == 2
    for words in (
        "柘坞电料经营部", "（草稿）", "填写中", "89.6%（缺必答5题）", "零售门店", "142****1296", "（未取得）",
        "不适用：前面的答案已排除", "访问记录", "程砚舟", "拜访准备", "55㎡", "12,000万元/年", "旌禾主推2.4", "询问②", "观察①",
    ):  # fmt: skip
        assert words in text, words
    for words in ("☐", "1420000"):
        assert words not in text, words


def test_complete_numbers_need_the_right(clerk: App) -> None:
    assert "14200001296" in text_of(sheet_report(clerk, "DC-LZ-202611-0015", masked=False))
    with pytest.raises(Forbidden):
        sheet_report(sign_in(clerk, "chengyz"), "DC-LZ-202611-0015", masked=False)


def test_a_submitted_sheet_is_signed_and_no_draft(clerk: App) -> None:
    filed = next(row for row in list_sheets(clerk) if row.state_code == "filed")
    text = text_of(sheet_report(clerk, filed.id))
    assert "草稿" not in text
    assert "已报公司备案" in text


def test_photos_follow_four_a_page_without_the_sensitive_ones(clerk: App, tmp_path: Path) -> None:
    sheet = list_sheets(clerk)[0].id
    before = len(page_texts(pdf_bytes([sheet_report(clerk, sheet)], Task())))
    for number in range(5):
        kept = keep_file(clerk, "survey_sheet", put(tmp_path, f"{number}.png", picture(size=(60 + number, 40))))
        attach(clerk, "survey_sheet", sheet, [("storefront", kept)])
    card = keep_file(clerk, "survey_sheet", put(tmp_path, "card.png", picture(colour="red")))
    attach(clerk, "survey_sheet", sheet, [("business_card", card)])
    with_photos = page_texts(pdf_bytes([sheet_report(clerk, sheet)], Task()))
    assert len(with_photos) == before + 2
    assert "门头照" in with_photos[-1]
    assert "名片" not in "".join(with_photos[before:])
    assert len(page_texts(pdf_bytes([sheet_report(clerk, sheet, photos=False)], Task()))) == before


def test_excel_has_the_answers_in_rows(clerk: App, tmp_path: Path) -> None:
    file = tmp_path / "sheet.xlsx"
    write_reports([sheet_report(clerk, "DC-LZ-202611-0015")], "xlsx", file, Task())
    book = load_workbook(file)
    assert book.sheetnames == ["线缆业务客户调查表", "访问", "答案"]
    rows = list(book["答案"].iter_rows(values_only=True))
    assert rows[0] == ("节", "题号", "题目", "答案", "方式或来源", "第几次")
    answers = {row[1]: row[3] for row in rows}
    assert answers["A06"] == "零售门店"
    assert answers["C17"] == "（未取得）"
    assert answers["C11"].startswith("品牌 旌禾，角色 主推")


def test_why_answers_could_not_be_had_is_printed(clerk: App) -> None:
    with clerk.transaction("补记") as session:
        sheet = session.query(SurveySheet).filter_by(sheet_no="DC-LZ-202611-0015").one()
        sheet.incomplete_reason = "老板出差，三次未见"
    assert "老板出差，三次未见" in text_of(sheet_report(clerk, "DC-LZ-202611-0015"))
