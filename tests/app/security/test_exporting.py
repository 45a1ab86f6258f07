"""Every export is logged with who, what, how much and why; complete numbers need right and purpose (rule R22)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.db.records import ExportLog
from app.db.verify import verify
from app.errors import Forbidden, Invalid
from app.security.exporting import ExportInput, log_export
from tests.support.office import Office

DAILY = ExportInput(
    report_code="RP01",
    format="pdf",
    rows=11,
    purpose="branch_archive",
    filter={"first": date(2026, 11, 20), "employee_ids": (1, 2)},
    file_name="客户扫街日报表.pdf",
    sha256="0" * 64,
)


def logged(office: Office) -> list[ExportLog]:
    with office.app.reading() as session:
        return list(session.scalars(select(ExportLog).order_by(ExportLog.id)))


def test_an_export_is_written_down(office: Office) -> None:
    log_export(office.clerk, DAILY)
    (entry,) = logged(office)
    assert (entry.report_code, entry.format, entry.row_count, entry.purpose) == ("RP01", "pdf", 11, "branch_archive")
    assert entry.filter == {"first": "2026-11-20", "employee_ids": [1, 2]}
    assert (entry.at, entry.user_id) == (office.clock.now, office.clerk.user.user_id)
    assert entry.is_masked
    assert entry.file_name == "客户扫街日报表.pdf"
    assert verify(office.app.db).problems == ()


def test_a_long_file_name_keeps_its_ending(office: Office) -> None:
    log_export(office.clerk, replace(DAILY, file_name=f"{'长' * 200}.pdf"))
    name = logged(office)[0].file_name
    assert name is not None
    assert (len(name), name[-4:]) == (160, ".pdf")


def test_complete_numbers_need_the_right(office: Office) -> None:
    with pytest.raises(Forbidden):
        log_export(office.rep, replace(DAILY, masked=False))
    log_export(office.clerk, replace(DAILY, masked=False))
    assert [entry.is_masked for entry in logged(office)] == [False]


@pytest.mark.parametrize("purpose", ["meeting", "customer_request", "non_business"])
def test_complete_numbers_need_a_purpose_that_has_them(office: Office, purpose: str) -> None:
    with pytest.raises(Invalid, match="只能用掩码版"):
        log_export(office.clerk, replace(DAILY, masked=False, purpose=purpose))
    log_export(office.clerk, replace(DAILY, purpose=purpose))
    assert len(logged(office)) == 1


def test_who_may_not_export_logs_nothing(office: Office) -> None:
    with pytest.raises(Forbidden):
        log_export(office.as_("admin"), DAILY)
    assert logged(office) == []


def test_an_unknown_purpose_is_refused(office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        log_export(office.clerk, replace(DAILY, purpose="fun"))
    assert "purpose" in refused.value.problems
