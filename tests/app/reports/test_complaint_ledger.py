"""RP10 as a report, on paper and in Excel."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from openpyxl import load_workbook

from app.reports.complaint_data import LedgerData, LedgerFigures, LedgerLine, MonthFigures, ProductLine
from app.reports.complaint_ledger import LEDGER_COLUMNS, ledger_report
from app.reports.model import Strip, Table
from app.reports.pdf import pdf_bytes
from app.reports.writing import file_name
from app.reports.xlsx import write_xlsx
from app.tasks import Task
from tests.app.reports.reading import page_sizes, page_texts
from tests.app.reports.test_complaint import HEADING

LINE = LedgerLine(
    complaint_no="TS-LZ-202611-001",
    received_at=datetime(2026, 11, 5, 10, 0),
    customer_no="KH-LZ-00017",
    customer="澜州隅成机电安装工程有限公司",
    market="高新区工程商圈",
    channel="电话业务员",
    kind="短缺错发",
    severity="一般",
    product_batch="",
    description="YJV 4×25 一盘标 300 米，工地放完量得 294 米",
    demand="补足 6 米",
    involved_amount=Decimal(540),
    handler="温可",
    response_due_at=datetime(2026, 11, 6, 10, 0),
    responded_at=datetime(2026, 11, 5, 11, 0),
    response="按时",
    resolve_due_at=datetime(2026, 11, 16, 18, 0),
    resolved_at=datetime(2026, 11, 17, 16, 0),
    resolve="超时",
    state="已结案",
    is_valid="是",
    cause="仓储",
    remedies="补发、致歉",
    remedy_amount=Decimal(0),
    confirmed="认可",
    satisfaction=3,
    closed_on=date(2026, 11, 18),
    days_late=1,
    owner="邵知夏",
)
OPEN = replace(
    LINE,
    complaint_no="TS-LZ-202611-002",
    description="=HYPERLINK(危险)",
    responded_at=None,
    response="超时",
    resolved_at=None,
    resolve="未",
    state="已登记",
    handler="",
    is_valid="",
    remedies="",
    remedy_amount=None,
    satisfaction=None,
    closed_on=None,
    days_late=0,
    overdue="响应逾期",
)
FIGURES = LedgerFigures(registered=2, open=1, response_rate=Decimal("0.5"), mean_days=Decimal("12.0"))
DATA = LedgerData(
    heading=HEADING,
    number="TZ-LZ-20261101-20261130",
    first=date(2026, 11, 1),
    last=date(2026, 11, 30),
    lines=(OPEN, LINE),
    figures=FIGURES,
    severities=("紧急", "严重", "一般", "轻微"),
    kinds=(("产品质量", (0, 0, 0, 0)), ("短缺错发", (0, 0, 2, 0))),
    months=tuple(MonthFigures(f"2026-{month:02d}", LedgerFigures()) for month in range(1, 12)),
    products=(ProductLine("BV2.5", 2, 1, "B7", Decimal(160)),),
)
NONE = replace(DATA, lines=(), figures=LedgerFigures(), kinds=(("产品质量", (0, 0, 0, 0)),), products=())


def test_excel_has_the_thirty_columns_and_widths_of_the_specification() -> None:
    assert [(column.label, column.excel_width) for column in LEDGER_COLUMNS if column.excel] == [
        *(("序", 5), ("投诉号", 18), ("接诉时间", 16), ("客户编号", 14), ("客户名称", 28), ("市场", 16)),
        *(("渠道", 10), ("类别", 10), ("程度", 8), ("产品批号", 20), ("内容", 40), ("诉求", 24), ("涉及金额", 12)),
        *(("承办人", 10), ("应响应", 16), ("实际响应", 16), ("响应", 8), ("应解决", 16), ("实际解决", 16), ("解决", 8)),
        *(("状态", 12), ("属实", 6), ("原因", 10), ("处理方式", 16), ("补偿元", 12), ("客户确认", 10), ("满意度", 7)),
        *(("结案日", 11), ("逾期天", 7), ("业务员", 10)),
    ]


def test_paper_has_the_thirteen_columns_of_the_specification() -> None:
    widths = [column.width for column in LEDGER_COLUMNS if column.paper]
    assert widths == [30, 24, 36, 16, 12, 50, 14, 22, 16, 10, 20, 13, 10]
    assert sum(widths) == 273


def test_the_workbook_is_native_and_frozen(tmp_path: Path) -> None:
    write_xlsx([ledger_report(DATA)], tmp_path / "ledger.xlsx", Task())
    book = load_workbook(tmp_path / "ledger.xlsx")
    assert book.sheetnames == ["投诉台账", "统计", "质量类按产品"]
    sheet = book["投诉台账"]
    assert sheet.freeze_panes == "D4"
    assert sheet.auto_filter.ref == "A3:AD5"
    heads = [cell.value for cell in sheet[3]]
    first, second = (dict(zip(heads, [cell.value for cell in sheet[row]], strict=True)) for row in (4, 5))
    assert first["序"] == 1
    assert first["内容"] == "=HYPERLINK(危险)"
    assert sheet["K4"].data_type == "s"
    assert first["状态"] == "已登记 响应逾期"
    assert (second["接诉时间"], second["涉及金额"], second["结案日"], second["逾期天"]) == (
        *(datetime(2026, 11, 5, 10, 0), 540),
        *(datetime(2026, 11, 18), 1),
    )
    words = [str(cell.value) for row in book["统计"].iter_rows() for cell in row if cell.value is not None]
    for expected in ("响应及时率", "解决及时率", "结案率", "平均解决天数", "属实率", "平均满意度", "补偿合计（元）"):
        assert expected in words
    assert "类别 × 程度（件）" in words


def test_the_figures_and_counts(tmp_path: Path) -> None:
    report = ledger_report(DATA)
    strip = next(block for block in report.blocks if isinstance(block, Strip))
    assert [(fact.label, fact.value) for fact in strip.facts][:4] == [
        *(("登记件数", 2), ("未结件数", 1), ("响应及时率", Decimal("0.5")), ("解决及时率", None))
    ]
    products = [block for block in report.blocks if isinstance(block, Table)][-1]
    assert list(products.rows) == [("BV2.5", 2, 1, "B7", Decimal(160))]
    assert products.total == ("合计", 2, 1, None, Decimal(160))


def test_paper_lies_and_says_all(tmp_path: Path) -> None:
    content = pdf_bytes([ledger_report(DATA)], Task())
    assert set(page_sizes(content)) == {(297.0, 210.0)}
    texts = page_texts(content)
    for words in (
        "投诉台账",
        "2026年11月",
        "TS-LZ-202611-001",
        "2026-11-16",
        "响应逾期",
        "澜州隅成机电安装工程有限公司",
    ):
        assert words in texts[0]
    whole = "".join(texts)
    for words in ("统计", "50.0%", "月趋势", "质量类按产品", "短缺错发"):
        assert words in whole


def test_a_period_without_any_says_so() -> None:
    texts = page_texts(pdf_bytes([ledger_report(NONE)], Task()))
    assert "本期无投诉" in texts[0]
    assert "投诉号" in texts[0]
    assert "本期无质量类投诉" in "".join(texts)


def test_its_name_says_the_period() -> None:
    assert file_name(ledger_report(DATA), "xlsx") == "投诉台账_澜州办事处_2026-11_v1.xlsx"
    other = replace(DATA, first=date(2026, 11, 2))
    assert ledger_report(other).period == "2026-11-02 至 2026-11-30"


def test_many_complaints_go_over_pages_with_their_head() -> None:
    many = tuple(replace(LINE, complaint_no=f"TS-LZ-202611-{number:03d}") for number in range(1, 121))
    texts = page_texts(pdf_bytes([ledger_report(replace(DATA, lines=many))], Task()))
    whole = "".join(texts)
    assert all(f"TS-LZ-202611-{number:03d}" in whole for number in range(1, 121))
    assert sum("接诉" in text and "处理方式" in text for text in texts) >= 5
