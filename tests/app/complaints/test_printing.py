"""What goes from the archive into RP09 and RP10."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.attachments.records import attach, keep_file
from app.complaints.closing import close, disagree, resolve
from app.complaints.handling import accept, hand_over, resume, wait
from app.complaints.improvements import create_improvement
from app.complaints.printing import complaint_report, ledger_report
from app.db.records import BranchOffice, Department
from app.errors import Forbidden, Invalid, NotFound
from app.reports.encoding import to_json
from app.reports.model import Card, Pictures, Report, Strip, Table
from app.security.exporting import ExportInput, log_export
from tests.app.complaints.conftest import CONFIRMED, SOLUTION, Desk
from tests.app.reports.decoding import from_json
from tests.support.pictures import picture, put


def cells(report: Report) -> dict[str, Any]:
    return {
        entry.fact.label: entry.fact.value
        for block in report.blocks
        if isinstance(block, Card)
        for row in block.rows
        for entry in row
    }


def rows(report: Report) -> list[dict[str, Any]]:
    table = next(block for block in report.blocks if isinstance(block, Table))
    return [
        dict(zip((c.label for c in table.columns if c.excel), _excel(table, row), strict=True)) for row in table.rows
    ]


def _excel(table: Table, row: Any) -> list[Any]:
    return [value for column, value in zip(table.columns, row, strict=True) if column.excel]


def test_a_finished_one_says_everything(desk: Desk) -> None:
    complaint = desk.processing(involved_amount="540", batch_no="2610-B7", product_note="YJV")
    owner = {"owner_id": desk.clerk.user.employee_id, "department_id": desk.office.id_of(Department, code="KF")}
    ordered = {"problem": "截样不改标", "measure": "双签", "due_on": date(2026, 12, 15), **owner}
    create_improvement(desk.service, complaint, ordered)
    wait(desk.clerk, complaint, desk.version(complaint), "等样")
    desk.at("11-16 11:00")
    resume(desk.clerk, complaint, desk.version(complaint), "到了")
    desk.at("11-17 09:00")
    resolve(desk.clerk, complaint, desk.version(complaint), SOLUTION | {"remedy_amount": "1800"})
    close(desk.service, complaint, desk.version(complaint), CONFIRMED)
    report = complaint_report(desk.chief, "ts-lz-202611-001", purpose="办事处存档")
    assert (report.number, report.subject, report.date) == (
        "TS-LZ-202611-001",
        "桁岳五金机电经营部",
        date(2026, 11, 16),
    )
    assert report.footer.printing == "沈其岚　2026-11-17 09:00　办事处存档"
    known = cells(report)
    assert known["电话"] == "142****1037"
    assert known["补偿金额（元）"] == "1,800.00（大写：壹仟捌佰元整）"
    assert known["等待客户（分）"] == 60
    assert known["关联改进措施"] == "GJ-LZ-2026-0001"
    assert known["处理方式"] == "补发、致歉"
    assert known["客户确认"] == "☑认可　☐不认可　☐联系不上"
    assert known["满意度"] == "☐1 ☐2 ☐3 ☑4 ☐5"
    assert from_json(to_json(report)) == report


def test_the_running_wait_is_counted_too(desk: Desk) -> None:
    complaint = desk.processing()
    wait(desk.clerk, complaint, desk.version(complaint), "等样")
    desk.at("11-16 11:30")
    known = cells(complaint_report(desk.chief, complaint))
    assert (known["等待客户（分）"], known["应解决"]) == (90, datetime(2026, 11, 26, 10, 30))


def test_whole_phones_are_for_the_handler_and_who_may_print_them(desk: Desk) -> None:
    complaint = desk.processing()
    report = complaint_report(desk.chief, complaint, masked=False)
    assert (cells(report)["电话"], report.watermark) == ("14200001037", "完整版")
    with pytest.raises(Forbidden, match=r"export\.full"):
        complaint_report(desk.service, complaint, masked=False)
    hand_over(desk.clerk, complaint, desk.version(complaint), handler_id=desk.service.user.employee_id, content="换")
    assert cells(complaint_report(desk.service, complaint, masked=False))["电话"] == "14200001037"


def test_there_is_no_such_complaint(desk: Desk) -> None:
    with pytest.raises(NotFound, match="没有投诉 TS-LZ-209901-001"):
        complaint_report(desk.chief, "TS-LZ-209901-001")
    with pytest.raises(NotFound):
        complaint_report(desk.chief, 999)
    complaint = desk.registered()
    with pytest.raises(Forbidden, match="不在账号 luoyn 的范围里"):
        complaint_report(desk.office.as_("luoyn"), complaint)


def test_the_ledger_of_a_month_latest_first(desk: Desk) -> None:
    desk.closed(product_note="YJV", batch_no="B7")
    desk.at("11-27 09:00")
    desk.processing(received_at=datetime(2026, 11, 12, 9, 0), kind="price")
    desk.at("12-02 09:00")
    desk.registered(received_at=desk.clock.now)
    branch = desk.office.id_of(BranchOffice, code="LZ")
    report = ledger_report(desk.chief, date(2026, 11, 9), branch_id=branch)
    assert (report.number, report.period, report.period_code) == ("TZ-LZ-20261101-20261130", "2026年11月", "2026-11")
    first, second = rows(report)
    assert (first["序"], first["投诉号"], first["产品批号"], first["市场"]) == (
        *(1, "TS-LZ-202611-001", "YJV B7"),
        "河西五金机电城",
    )
    assert (first["响应"], first["解决"], first["属实"], first["满意度"], first["结案日"]) == (
        *("按时", "按时", "是", 4),
        date(2026, 11, 16),
    )
    assert (second["投诉号"], second["响应"], second["解决"], second["逾期天"]) == (
        "TS-LZ-202611-002",
        "超时",
        "超时",
        9,
    )
    table = next(block for block in report.blocks if isinstance(block, Table))
    assert {(mark.row, mark.text, mark.alarm) for mark in table.marks} == {(1, "逾期 9 天", True)}
    assert [row["投诉号"] for row in rows(ledger_report(desk.chief, date(2026, 12, 1)))] == ["TS-LZ-202612-001"]


def test_the_ledger_of_any_days(desk: Desk) -> None:
    desk.registered()
    report = ledger_report(desk.chief, date(2026, 11, 16), date(2026, 11, 20))
    assert (report.period, len(rows(report))) == ("2026-11-16 至 2026-11-20", 1)
    assert rows(ledger_report(desk.chief, date(2026, 11, 17), date(2026, 11, 20))) == []
    with pytest.raises(Invalid, match="止日不能早于起日"):
        ledger_report(desk.chief, date(2026, 11, 17), date(2026, 11, 16))


def test_a_rep_prints_the_own_ones(desk: Desk) -> None:
    desk.registered()
    assert len(rows(ledger_report(desk.rep, date(2026, 11, 1)))) == 1
    assert rows(ledger_report(desk.office.as_("luoyn"), date(2026, 11, 1))) == []


def test_figures_look_back_twelve_months(desk: Desk) -> None:
    complaint = desk.resolved()
    desk.at("11-17 09:00")
    disagree(desk.service, complaint, desk.version(complaint), "不行")
    desk.at("12-20 09:00")
    report = ledger_report(desk.chief, date(2026, 12, 1))
    trend = next(b for b in report.blocks if isinstance(b, Table) and b.title.startswith("月趋势"))
    assert [row[0] for row in trend.rows] == [f"2026-{month:02d}" for month in range(1, 13)]
    assert list(trend.rows)[10][1:4] == (1, 1, 0)
    assert not [block for block in report.blocks if isinstance(block, Strip)]


def test_who_handles_it_takes_the_whole_number_out(desk: Desk) -> None:
    complaint = desk.registered()
    handler = desk.service.user.employee_id
    accept(desk.service, complaint, desk.version(complaint), handler_id=handler, content="已致电客户")
    other = desk.registered()
    given = ExportInput(report_code="RP09", format="pdf", rows=1, purpose="branch_archive", masked=False)
    log_export(desk.service, replace(given, complaint_id=complaint))
    for refused in (
        replace(given, complaint_id=other),
        given,
        replace(given, complaint_id=complaint, report_code="RP10"),
    ):
        with pytest.raises(Forbidden):
            log_export(desk.service, refused)
    with pytest.raises(Invalid, match="只能用掩码版"):
        log_export(desk.service, replace(given, complaint_id=complaint, purpose="meeting"))


def test_pictures_follow_where_they_are_wanted(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.attachments.store.user_folder", lambda: tmp_path)
    complaint = desk.processing()
    kept = keep_file(desk.clerk, "complaint_log", put(tmp_path, "断口.jpg", picture("JPEG")))
    attach(desk.clerk, "complaint_log", complaint, [("evidence", kept)])
    assert not any(isinstance(block, Pictures) for block in complaint_report(desk.clerk, complaint).blocks)
    last = complaint_report(desk.clerk, complaint, photos=True).blocks[-1]
    assert isinstance(last, Pictures)
    assert [shown.caption for shown in last.pictures] == ["凭证"]
