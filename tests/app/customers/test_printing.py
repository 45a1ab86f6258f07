"""One customer's archive on paper: what stays inside, what may go outside (reports RP06, rule R22)."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.attachments.records import attach, keep_file
from app.context import App
from app.customers.printing import customer_report
from app.db.records import Customer
from app.errors import Forbidden, Invalid, NotFound
from app.people.accounts import sign_in
from app.reports.files import write_reports
from app.reports.model import Report, Section
from app.reports.pdf import pdf_bytes
from app.tasks import Task
from tests.app.reports.reading import page_texts
from tests.support.pictures import picture, put


def text_of(report: Report) -> str:
    return "".join(page_texts(pdf_bytes([report], Task())))


def sections(report: Report) -> list[str]:
    return [block.title.split("　")[1] for block in report.blocks if isinstance(block, Section)]


def test_the_inside_edition_has_all_thirteen_parts(clerk: App) -> None:
    report = customer_report(clerk, "KH-LZ-00004", purpose="拜访准备")
    assert sections(report) == [
        "基本信息", "联系人", "经营与渠道", "经营品牌", "合作与评价", "购买记录", "合同", "需求与阻碍",
        "拜访记录（共 4 次）", "沟通与回访", "投诉记录", "活动、服务、关怀", "档案管理",
    ]  # fmt: skip
    text = text_of(report)
    for words in (
        "桁岳五金机电经营部", "版别内部", "恒砾主推27.00", "要求BV线现货当日送达", "嫌供货价比现用品牌高", "第4次第四步",
        "95%，缺：定位已确认", "142****1148", "0600-****052", "暂无", "建档人", "拜访准备",
    ):  # fmt: skip
        assert words in text, words


def test_the_outside_edition_hides_judgements_and_rivals(clerk: App) -> None:
    report = customer_report(clerk, "KH-LZ-00004", external=True)
    assert sections(report) == ["基本信息", "联系人", "经营与渠道", "购买记录", "合同", "需求", "投诉记录"]
    text = text_of(report)
    assert "版别对外" in text
    for words in (
        "恒砾",
        "意向",
        "阻碍",
        "嫌供货价",
        "B潜在",
        "月销约",
        "上游进货渠道",
        "信用等级",
        "完整度",
        "14200001148",
    ):
        assert words not in text, words


def test_outside_only_closed_complaints_and_the_primary_contact_are_shown(clerk: App) -> None:
    inside, outside = (text_of(customer_report(clerk, "KH-LZ-00009", external=edition)) for edition in (False, True))
    assert "TS-LZ-202611-002" in inside
    assert "TS-LZ-202611-002" not in outside
    assert "TS-LZ-202611-003" in text_of(customer_report(clerk, "KH-LZ-00002", external=True))
    assert ("采购" in inside, "采购" in outside) == (True, False)


def test_nobody_elses_name_is_on_it(clerk: App) -> None:
    text = text_of(customer_report(clerk, "KH-LZ-00023"))
    assert "KH-LZ-00022" in text
    assert "榉野集团有限公司" not in text


def test_a_one_person_business_has_its_credit_code_masked(clerk: App) -> None:
    with clerk.transaction("补登") as session:
        session.query(Customer).filter_by(customer_no="KH-LZ-00004").one().uscc = "92000000MA00000048"
    assert "920000********0048" in text_of(customer_report(clerk, "KH-LZ-00004"))
    assert "91000000MA0000001R" in text_of(customer_report(clerk, "KH-LZ-00001"))


def test_complete_numbers_are_for_the_inside_and_need_the_right(clerk: App) -> None:
    text = text_of(customer_report(clerk, "KH-LZ-00004", masked=False))
    assert "14200001148" in text
    assert "完整版" in text
    with pytest.raises(Invalid, match="对外版只能用掩码"):
        customer_report(clerk, "KH-LZ-00004", external=True, masked=False)
    with pytest.raises(Forbidden):
        customer_report(sign_in(clerk, "chengyz"), "KH-LZ-00004", masked=False)
    with pytest.raises(Forbidden):
        customer_report(sign_in(clerk, "admin"), "KH-LZ-00004")


def test_a_customer_that_is_not_there_is_told(clerk: App) -> None:
    with pytest.raises(NotFound, match="没有客户 KH-LZ-99999，没有生成任何文件"):
        customer_report(clerk, "KH-LZ-99999")


def test_pictures_follow_inside_only(clerk: App, tmp_path: Path) -> None:
    with clerk.reading() as session:
        customer = session.query(Customer).filter_by(customer_no="KH-LZ-00004").one().id
    kept = keep_file(clerk, "customer", put(tmp_path, "门头.png", picture()))
    attach(clerk, "customer", customer, [("storefront", kept)])
    assert "照片附页" in text_of(customer_report(clerk, customer, photos=True))
    assert "照片附页" not in text_of(customer_report(clerk, customer))
    assert "照片附页" not in text_of(customer_report(clerk, customer, external=True, photos=True))


def test_excel_has_the_card_and_a_sheet_for_purchases_visits_and_complaints(clerk: App, tmp_path: Path) -> None:
    file = tmp_path / "card.xlsx"
    write_reports([customer_report(clerk, "KH-LZ-00004")], "xlsx", file, Task())
    book = load_workbook(file)
    assert book.sheetnames == ["档案卡", "购买", "拜访", "投诉"]
    card = "".join(str(value) for row in book["档案卡"].iter_rows(values_only=True) for value in row if value)
    assert card.index("基本信息") < card.index("合作与评价") < card.index("档案管理")
    assert "购买记录" not in card
    visits = [row for row in book["拜访"].iter_rows(values_only=True) if "第4次 第四步" in row]
    assert len(visits) == 1
