"""Filing with head office: a package whole or not at all, the receipt, the return."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app.db.records import DailySweepReport, ExportLog, FilingBatch, SurveySheet, WeeklySummary
from app.db.verify import verify
from app.errors import Cancelled, Conflict, DatabaseUnavailable, FileUnusable, Forbidden, Invalid
from app.filing import package
from app.filing.batches import (
    BatchRow,
    FilingInput,
    batch_items,
    confirm_batch,
    file_papers,
    list_batches,
    papers_to_file,
    return_batch,
)
from app.people.accounts import OFFICE_JOB
from app.surveys.filing import archive_sheet, submit_sheet
from app.surveys.listing import list_sheets
from app.sweep.daily import DailyInput, archive_daily, review_daily, submit_daily
from app.sweep.weekly.period import Scope, week_of
from app.sweep.weekly.summary import archive_weekly, review_weekly, submit_weekly, weekly_data
from app.tasks import Task
from tests.app.reports.reading import page_texts
from tests.support.office import MONDAY, Office

FIRST, LAST = date(2026, 11, 16), date(2026, 11, 22)
WEEK = Scope(1, week_of(MONDAY))


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    """The folder packages go to."""
    folder = tmp_path / "outbox"
    folder.mkdir()
    return folder


@pytest.fixture
def archived(office: Office) -> Office:
    """An office with Monday's daily report and the week's summary in its archive."""
    office.clock.now = datetime(2026, 11, 16, 21, 0)
    office.visit(office.add_customer())
    daily = submit_daily(office.rep, office.employee(), MONDAY, DailyInput(problems="无"))
    review_daily(office.chief, daily)
    archive_daily(office.clerk, daily)
    office.clock.now = datetime(2026, 11, 20, 21, 0)
    weekly = submit_weekly(office.clerk, WEEK)
    review_weekly(office.chief, weekly)
    archive_weekly(office.clerk, weekly)
    return office


def filing(office: Office, folder: Path, **changed: object) -> FilingInput:
    keys = tuple(paper.key for paper in papers_to_file(office.clerk, 1, FIRST, LAST))
    values = {"branch_id": 1, "first": FIRST, "last": LAST, "papers": keys, "folder": folder, **changed}
    return FilingInput(**values)  # type: ignore[arg-type]


def send(office: Office, folder: Path, **changed: object) -> BatchRow:
    return file_papers(office.clerk, filing(office, folder, **changed), Task())


def confirm(office: Office, batch: BatchRow, receipt: str = "HZ-2026-118") -> None:
    confirm_batch(office.app.signed_in_as(OFFICE_JOB), batch.id, batch.row_version, receipt)


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_archived_papers_wait_to_be_filed(archived: Office) -> None:
    found = papers_to_file(archived.clerk, 1, FIRST, LAST)
    assert [(paper.kind, paper.number, paper.title) for paper in found] == [
        ("日报", "RB-LZ-20261116-E01", "程砚舟 2026-11-16"),
        ("周总结", "ZZ-LZ-2026W47", "澜州办事处 2026-11-16 至 2026-11-22"),
    ]
    assert papers_to_file(archived.clerk, 1, date(2026, 11, 23), date(2026, 11, 29)) == []
    with pytest.raises(Invalid, match="止日不能早于起日"):
        papers_to_file(archived.clerk, 1, LAST, FIRST)


def test_a_zip_has_each_paper_twice_the_list_and_the_digests(archived: Office, outbox: Path) -> None:
    batch = send(archived, outbox)
    assert (batch.batch_no, batch.item_count, batch.state, batch.receiver) == (
        "BA-LZ-20261120-01",
        2,
        "已上报",
        "营销管理部",
    )
    assert left_in(outbox) == [batch.package_name] == ["BA-LZ-20261120-01_澜州办事处_2026-11-16_2026-11-22.zip"]
    whole = outbox / batch.package_name
    assert hashlib.sha256(whole.read_bytes()).hexdigest() == batch.sha256
    with ZipFile(whole) as archive:
        assert archive.testzip() is None
        archive.extractall(outbox / "out")
    (folder,) = (outbox / "out").iterdir()
    names = left_in(folder)
    assert len(names) == 2 * 2 + 3
    assert {"备案清单.pdf", "备案清单.xlsx", "清单.sha256"} <= set(names)
    for line in (folder / "清单.sha256").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert "RB-LZ-20261116-E01" in "".join(page_texts((folder / "备案清单.pdf").read_bytes()))
    sheet = load_workbook(folder / "备案清单.xlsx").worksheets[0]
    cells = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value}
    (daily,) = [name for name in names if name.startswith("001_") and name.endswith(".pdf")]
    assert {"ZZ-LZ-2026W47", hashlib.sha256((folder / daily).read_bytes()).hexdigest()} <= cells


def test_a_folder_is_as_good_as_a_zip(archived: Office, outbox: Path) -> None:
    batch = send(archived, outbox, as_zip=False)
    folder = outbox / batch.package_name
    assert hashlib.sha256((folder / "清单.sha256").read_bytes()).hexdigest() == batch.sha256
    assert len(left_in(folder)) == 7
    assert [(item.kind, item.number, item.pages > 0) for item in batch_items(archived.clerk, batch.id)] == [
        ("日报", "RB-LZ-20261116-E01", True),
        ("周总结", "ZZ-LZ-2026W47", True),
    ]


def test_archived_sheets_go_along(own_sample: Office, outbox: Path) -> None:
    clerk, first, last = own_sample.clerk, date(2026, 11, 1), date(2026, 11, 30)
    done = next(sheet for sheet in list_sheets(clerk) if sheet.state_code == "completed")
    submit_sheet(clerk, done.id, done.row_version)
    archive_sheet(clerk, done.id, done.row_version + 1, "1 柜 2 层 3 盒")
    (paper,) = papers_to_file(clerk, 1, first, last)
    assert (paper.kind, paper.number) == ("调查表", done.sheet_no)
    batch = file_papers(clerk, FilingInput(1, first, last, (paper.key,), outbox, as_zip=False), Task())
    files = left_in(outbox / batch.package_name)
    assert [name.rpartition(".")[2] for name in files if name.startswith("001_")] == ["pdf", "xlsx"]
    confirm(own_sample, batch)
    assert own_sample.read(SurveySheet, done.id).state == "filed"


def test_filing_is_logged(archived: Office, outbox: Path) -> None:
    batch = send(archived, outbox)
    with archived.app.reading() as session:
        entry = session.scalars(select(ExportLog)).one()
    assert (entry.report_code, entry.format, entry.purpose, entry.row_count) == ("RP12-12", "zip", "hq_filing", 2)
    assert (entry.file_name, entry.sha256, entry.is_masked) == (batch.package_name, batch.sha256, True)
    assert verify(archived.app.db).problems == ()


def test_papers_on_their_way_are_not_sent_again(archived: Office, outbox: Path) -> None:
    asked = filing(archived, outbox)
    file_papers(archived.clerk, asked, Task())
    assert papers_to_file(archived.clerk, 1, FIRST, LAST) == []
    with pytest.raises(Conflict, match="请刷新后重选"):
        file_papers(archived.clerk, asked, Task())
    with pytest.raises(Invalid, match="没有选中单据"):
        send(archived, outbox, papers=())
    assert len(left_in(outbox)) == 1


def test_a_receipt_files_the_papers(archived: Office, outbox: Path) -> None:
    batch = send(archived, outbox)
    with pytest.raises(Invalid, match="确认要填公司的回执号"):
        confirm(archived, batch, " ")
    confirm(archived, batch)
    (row,) = list_batches(archived.clerk, 1)
    assert (row.state, row.receipt_no, row.confirmed_on) == ("已确认", "HZ-2026-118", date(2026, 11, 20))
    for record in (DailySweepReport, WeeklySummary):
        paper = archived.read(record, 1)
        assert (paper.state, paper.filed_at) == ("filed", datetime(2026, 11, 20, 21, 0))
    printed = weekly_data(archived.clerk, WEEK)
    assert (printed.state, printed.receipt_no, printed.filed_on) == ("已备案", "HZ-2026-118", date(2026, 11, 20))
    with pytest.raises(Conflict):
        confirm(archived, batch)
    with pytest.raises(Conflict, match="现在是“已确认”"):
        return_batch(archived.app.signed_in_as(OFFICE_JOB), row.id, row.row_version, "晚了")


def test_what_head_office_returns_waits_again(archived: Office, outbox: Path) -> None:
    batch = send(archived, outbox)
    head_office = archived.app.signed_in_as(OFFICE_JOB)
    with pytest.raises(Invalid, match="退回要写明意见"):
        return_batch(head_office, batch.id, batch.row_version, "")
    return_batch(head_office, batch.id, batch.row_version, "缺审阅意见")
    (row,) = list_batches(archived.clerk, 1)
    assert (row.state, row.return_opinion) == ("公司退回", "缺审阅意见")
    assert len(papers_to_file(archived.clerk, 1, FIRST, LAST)) == 2
    assert send(archived, outbox).batch_no == "BA-LZ-20261120-02"


def test_who_may_file_and_who_confirms(archived: Office, outbox: Path) -> None:
    asked = filing(archived, outbox)
    with pytest.raises(Forbidden):
        file_papers(archived.chief, asked, Task())
    with pytest.raises(Forbidden):
        papers_to_file(archived.rep, 1, FIRST, LAST)
    batch = send(archived, outbox)
    with pytest.raises(Forbidden, match=r"filing\.confirm"):
        confirm_batch(archived.clerk, batch.id, batch.row_version, "HZ-1")
    assert list_batches(archived.chief, 1)


def _gone(folder: Path, _patch: pytest.MonkeyPatch) -> Path:
    return folder / "拔掉的U盘"


def _full(folder: Path, patch: pytest.MonkeyPatch) -> Path:
    def no_room(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    patch.setattr(package, "_zipped", no_room)
    return folder


def _taken(folder: Path, _patch: pytest.MonkeyPatch) -> Path:
    (folder / "BA-LZ-20261120-01_澜州办事处_2026-11-16_2026-11-22.zip").write_text("别人的")
    return folder


@pytest.mark.parametrize(
    ("spoil", "sentence"), [(_gone, "找不到能写的文件夹"), (_full, "磁盘满了"), (_taken, "已经在那里，没有写出备案包")]
)
def test_nothing_is_left_of_a_package_that_cannot_be_written(
    archived: Office,
    outbox: Path,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[Path, pytest.MonkeyPatch], Path],
    sentence: str,
) -> None:
    folder = spoil(outbox, monkeypatch)
    before = left_in(outbox)
    with pytest.raises(FileUnusable, match=sentence):
        send(archived, folder)
    assert left_in(outbox) == before
    with archived.app.reading() as session:
        assert session.scalars(select(FilingBatch.id)).all() == []
    assert len(papers_to_file(archived.clerk, 1, FIRST, LAST)) == 2


@pytest.mark.parametrize("as_zip", [True, False])
def test_a_package_that_cannot_be_logged_is_not_filed(archived: Office, outbox: Path, as_zip: bool) -> None:
    asked = filing(archived, outbox, as_zip=as_zip)

    def fail(session: Session) -> None:
        if session.scalars(select(ExportLog.id)).all():
            raise DatabaseUnavailable("full")

    event.listen(Session, "before_commit", fail)
    try:
        with pytest.raises(DatabaseUnavailable):
            file_papers(archived.clerk, asked, Task())
    finally:
        event.remove(Session, "before_commit", fail)
    assert left_in(outbox) == []
    assert list_batches(archived.clerk, 1) == []
    assert len(papers_to_file(archived.clerk, 1, FIRST, LAST)) == 2


def test_complete_papers_of_too_many_customers_need_the_supervisor(
    archived: Office, outbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.security.exporting.MOST_COMPLETE", 0)
    with pytest.raises(
        Forbidden, match="共 1 户，超过 0 户，须主管在场，没有写出文件。请取消“显示完整手机号”，或分几批"
    ):
        send(archived, outbox, masked=False)
    assert left_in(outbox) == []
    monkeypatch.setattr("app.security.exporting.MOST_COMPLETE", 1)
    assert send(archived, outbox, masked=False).batch_no == "BA-LZ-20261120-01"


def test_a_filing_that_is_stopped_leaves_nothing(archived: Office, outbox: Path) -> None:
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        file_papers(archived.clerk, filing(archived, outbox), task)
    assert left_in(outbox) == []


def test_a_package_is_taken_back_when_the_batch_cannot_be_noted(archived: Office, outbox: Path) -> None:
    asked = filing(archived, outbox)

    def meanwhile(done: int, _total: int, _note: str) -> None:
        if done == 1:  # a colleague files the same papers while ours are being written
            other = outbox / "other"
            other.mkdir()
            file_papers(archived.clerk, FilingInput(**{**_as_dict(asked), "folder": other}), Task())

    with pytest.raises(Conflict):
        file_papers(archived.clerk, asked, Task(meanwhile))
    assert left_in(outbox) == ["other"]
    assert len(list_batches(archived.clerk, 1)) == 1


def _as_dict(given: FilingInput) -> dict[str, object]:
    return {name: getattr(given, name) for name in FilingInput.__dataclass_fields__}
