"""RP09 as a report, on paper and in Excel."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.reports.complaint import complaint_report
from app.reports.complaint_data import ComplaintData, HandlingStep
from app.reports.heading import Heading
from app.reports.model import Card, Entry, Section, Signatures, Table
from app.reports.pdf import pdf_bytes
from app.reports.writing import file_name
from app.reports.xlsx import write_xlsx
from app.tasks import Task
from tests.app.reports.reading import page_sizes, page_texts

HEADING = Heading(
    company="云栎电缆股份公司（演示）",
    office="澜州办事处",
    on=date(2026, 11, 20),
    footer_text="内部资料 注意保管",
    printed_by="沈其岚",
    printed_at=datetime(2026, 11, 20, 22, 0),
    purpose="办事处存档",
)
CLOSED = ComplaintData(
    heading=HEADING,
    complaint_no="TS-LZ-202611-001",
    accepted=True,
    resolved=True,
    ended=True,
    received_at=datetime(2026, 11, 5, 10, 0),
    channel="电话业务员",
    receiver="白宁",
    customer="澜州隅成机电安装工程有限公司",
    customer_short_name="隅成机电",
    complainant="袁予川",
    phone="14200001629",
    owner="邵知夏",
    kind="短缺错发",
    severity="一般",
    product="",
    batch_no="",
    involved_amount=Decimal(540),
    description="YJV 4×25 一盘标 300 米，工地放完量得 294 米",
    demand="补足 6 米并核对其余几盘",
    department="行政内勤",
    handler="温可",
    response_due_at=datetime(2026, 11, 6, 10, 0),
    responded_at=datetime(2026, 11, 5, 11, 0),
    late_response="",
    resolve_due_at=datetime(2026, 11, 16, 18, 0),
    resolved_at=datetime(2026, 11, 17, 16, 0),
    late_resolve="超时",
    waiting_minutes=0,
    reject_reason="",
    steps=(HandlingStep(datetime(2026, 11, 5, 11, 0), "温可", "受理", "已致电项目部", is_contact=True),),
    is_valid="是",
    cause_kind="仓储",
    cause_analysis="出库时截过样",
    responsible="仓储配送",
    remedies="补发、致歉",
    resolution="补送 6 米",
    remedy_amount=Decimal("2600.5"),
    remedy_approver="沈其岚",
    remedy_approved_on=date(2026, 11, 16),
    improvements=("GJ-LZ-2026-0001",),
    confirmed="认可",
    confirmed_by="袁予川",
    confirmed_on=date(2026, 11, 18),
    satisfaction=3,
    reopen_count=0,
    closed_by="白宁",
    closed_on=date(2026, 11, 18),
)
NEW = replace(
    CLOSED,
    accepted=False,
    resolved=False,
    ended=False,
    department="",
    handler="",
    responded_at=None,
    resolved_at=None,
    late_resolve="",
    steps=(),
    is_valid="",
    cause_kind="",
    cause_analysis="",
    responsible="",
    remedies="",
    resolution="",
    remedy_amount=None,
    remedy_approver="",
    remedy_approved_on=None,
    improvements=(),
    confirmed="",
    confirmed_by="",
    confirmed_on=None,
    satisfaction=None,
    closed_by="",
    closed_on=None,
)


def entries(data: ComplaintData) -> dict[str, Entry]:
    cards = [block for block in complaint_report(data).blocks if isinstance(block, Card)]
    return {entry.fact.label: entry for card in cards for row in card.rows for entry in row}


def test_the_four_parts_have_the_cells_of_the_specification() -> None:
    report = complaint_report(CLOSED)
    assert [block.title for block in report.blocks if isinstance(block, Section)] == [
        *("一 登记", "二 受理", "三 处理", "四 结案")
    ]
    assert (
        list(entries(CLOSED))
        == (
            "投诉号 接诉时间 渠道 客户 接诉人 投诉人 电话 负责业务员 类别 严重程度 涉及金额（元） 产品 批号 购买单 "
            "投诉内容 客户诉求 承办部门 承办人 等待客户（分） 应响应 实际响应 应解决 实际解决 "
            "是否属实 原因类别 原因分析 责任方 处理方式 处理结果 补偿金额（元） 关联改进措施 "
            "客户确认 满意度 确认人 日期 重开次数"
        ).split()
    )


def test_the_record_has_the_widths_of_the_specification() -> None:
    table = next(block for block in complaint_report(CLOSED).blocks if isinstance(block, Table))
    assert [(column.label, column.width) for column in table.columns] == [
        *(("时间", 32), ("经办", 22), ("状态", 26), ("内容", 100))
    ]
    assert list(table.rows) == [(datetime(2026, 11, 5, 11, 0), "温可", "受理", "已致电项目部（已联系客户）")]


def test_amounts_are_written_twice() -> None:
    assert entries(CLOSED)["补偿金额（元）"].fact.value == "2,600.50（大写：贰仟陆佰元伍角）"


def test_what_was_late_says_so() -> None:
    cells = entries(CLOSED)
    assert cells["实际解决"].fact.alarm == "超时"
    assert cells["实际响应"].fact.alarm == ""


def test_stages_to_come_are_left_to_write_in() -> None:
    blank = {label for label, entry in entries(NEW).items() if entry.blank}
    assert blank == {
        *("购买单", "承办部门", "承办人", "实际响应", "实际解决", "是否属实", "原因类别", "原因分析", "责任方"),
        *("处理方式", "处理结果", "补偿金额（元）", "关联改进措施", "确认人", "日期"),
    }
    assert {label for label, entry in entries(CLOSED).items() if entry.blank} == {"购买单"}
    assert entries(NEW)["满意度"].fact.value == "☐1 ☐2 ☐3 ☐4 ☐5"


def test_a_compensation_only_asked_for_is_not_printed_as_granted() -> None:
    asked = replace(NEW, accepted=True, remedy_amount=Decimal(3000))
    assert entries(asked)["补偿金额（元）"].fact.value is None


def test_a_reason_for_turning_down_has_its_row() -> None:
    assert "不受理原因" not in entries(NEW)
    assert entries(replace(NEW, ended=True, reject_reason="不是我司产品"))["不受理原因"].fact.value == "不是我司产品"


def test_who_signs() -> None:
    def people(data: ComplaintData) -> list[tuple[str, str]]:
        block = next(block for block in complaint_report(data).blocks if isinstance(block, Signatures))
        return [(person.role, person.name) for person in block.people]

    assert people(CLOSED) == [
        *(("接诉人", "白宁"), ("承办人", "温可"), ("主管审批", "沈其岚"), ("客户签字", ""), ("结案人", "白宁"))
    ]
    assert [name for _, name in people(NEW)] == ["白宁", "", "", "", ""]


def test_whole_phones_carry_a_watermark() -> None:
    assert entries(CLOSED)["电话"].fact.value == "142****1629"
    whole = replace(CLOSED, heading=replace(HEADING, masked=False))
    assert entries(whole)["电话"].fact.value == "14200001629"
    assert complaint_report(whole).watermark == "完整版"


@pytest.mark.parametrize("data", [CLOSED, NEW], ids=["closed", "new"])
def test_it_fits_one_upright_page(data: ComplaintData) -> None:
    content = pdf_bytes([complaint_report(data)], Task())
    assert page_sizes(content) == [(210.0, 297.0)]
    (text,) = page_texts(content)
    for words in (
        "投诉处理单",
        "TS-LZ-202611-001",
        "澜州隅成机电安装工程有限公司",
        "结案人",
        "第1页共1页",
        "办事处存档",
    ):
        assert words in text
    assert "14200001629" not in text


def test_long_texts_flow_and_nothing_is_lost() -> None:
    steps = tuple(
        HandlingStep(datetime(2026, 11, 5, 11, 0), "温可", "处理", f"第{number}步" + "反复沟通" * 60)
        for number in range(20)
    )
    long = replace(CLOSED, steps=steps, description="长文" * 500, resolution="结果" * 250)
    texts = page_texts(pdf_bytes([complaint_report(long)], Task()))
    assert len(texts) > 2
    whole = "".join(texts)
    assert all(f"第{number}步" in whole for number in range(20))
    assert whole.count("长文") == 500
    assert whole.count("结果") >= 250
    assert "结案人" in texts[-1] or "结案人" in texts[-2]


def test_it_has_a_name_and_a_workbook(tmp_path: Path) -> None:
    report = complaint_report(CLOSED)
    assert file_name(report, "pdf") == "投诉处理单_澜州办事处_2026-11-05_隅成机电_v1.pdf"
    write_xlsx([report], tmp_path / "one.xlsx", Task())
    sheet = load_workbook(tmp_path / "one.xlsx")["投诉处理单"]
    values = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {"投诉号", "TS-LZ-202611-001", datetime(2026, 11, 5, 10, 0), "142****1629"} <= values
