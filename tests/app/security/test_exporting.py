"""Every export is logged with who, what, how much and why; complete numbers need right and purpose (rule R22)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app.db.records import ExportLog
from app.db.verify import verify
from app.errors import DatabaseUnavailable, Forbidden, Invalid
from app.security.exporting import ExportInput, Finished, hand_over, handing_over, log_export
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


@pytest.mark.parametrize("purpose", ["meeting", "customer_request"])
def test_complete_numbers_need_a_purpose_that_has_them(office: Office, purpose: str) -> None:
    with pytest.raises(Invalid, match="只能用掩码版"):
        log_export(office.clerk, replace(DAILY, masked=False, purpose=purpose))
    log_export(office.clerk, replace(DAILY, purpose=purpose))
    assert len(logged(office)) == 1


def test_nothing_is_given_out_for_what_is_not_the_business(office: Office) -> None:
    with pytest.raises(Invalid, match="请改选对应的用途") as refused:
        log_export(office.clerk, replace(DAILY, purpose="non_business", note="展会"))
    assert set(refused.value.problems) == {"purpose"}
    assert logged(office) == []


def test_who_may_not_export_logs_nothing(office: Office) -> None:
    with pytest.raises(Forbidden):
        log_export(office.as_("admin"), DAILY)
    assert logged(office) == []


def test_an_unknown_purpose_is_refused(office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        log_export(office.clerk, replace(DAILY, purpose="fun"))
    assert "purpose" in refused.value.problems


@pytest.fixture
def finished(tmp_path: Path) -> Path:
    file = tmp_path / "out" / "finished"
    file.parent.mkdir()
    file.write_bytes(b"new")
    return file


def test_a_file_is_handed_over_and_logged(office: Office, finished: Path) -> None:
    path = finished.with_name("档案.xlsx")
    digest = hand_over(office.clerk, finished, path, DAILY)
    assert path.read_bytes() == b"new"
    (entry,) = logged(office)
    assert (entry.file_name, entry.sha256) == (path.name, digest)
    assert digest == sha256(b"new").hexdigest()


def test_what_cannot_be_moved_is_not_logged(office: Office, finished: Path) -> None:
    with pytest.raises(OSError, match="档案"):
        hand_over(office.clerk, finished, finished.parent / "gone" / "档案.xlsx", DAILY)
    assert logged(office) == []
    assert finished.read_bytes() == b"new"


def test_what_cannot_be_logged_is_not_moved(office: Office, finished: Path) -> None:
    path = finished.with_name("档案.xlsx")
    path.write_bytes(b"old")
    with pytest.raises(Forbidden):
        hand_over(office.as_("admin"), finished, path, DAILY)
    assert (path.read_bytes(), finished.read_bytes()) == (b"old", b"new")


@contextmanager
def commits_failing() -> Iterator[None]:
    def fail(_session: Session) -> None:
        raise DatabaseUnavailable("full")

    event.listen(Session, "before_commit", fail)
    try:
        yield
    finally:
        event.remove(Session, "before_commit", fail)


@pytest.mark.parametrize("older", [b"old", None])
def test_all_is_as_it_was_when_the_log_is_not_kept(office: Office, finished: Path, older: bytes | None) -> None:
    path = finished.with_name("档案.xlsx")
    if older:
        path.write_bytes(older)
    before = sorted(finished.parent.iterdir())
    with commits_failing(), pytest.raises(DatabaseUnavailable):
        hand_over(office.clerk, finished, path, DAILY)
    assert logged(office) == []
    assert sorted(finished.parent.iterdir()) == before
    assert finished.read_bytes() == b"new"
    assert older is None or path.read_bytes() == older


def test_a_new_file_takes_the_place_of_the_old(office: Office, finished: Path) -> None:
    path = finished.with_name("档案.xlsx")
    path.write_bytes(b"old")
    hand_over(office.clerk, finished, path, DAILY)
    assert list(path.parent.iterdir()) == [path]
    assert path.read_bytes() == b"new"


def test_one_file_that_cannot_be_moved_keeps_back_all(office: Office, finished: Path) -> None:
    first, second = finished.with_name("甲.pdf"), finished.with_name("乙.pdf")
    first.write_bytes(b"old")
    second.write_bytes(b"old")
    before = sorted(finished.parent.iterdir())
    gone = Finished(finished.with_name("gone"), second, DAILY)
    with pytest.raises(FileNotFoundError), handing_over(office.clerk, Finished(finished, first, DAILY), gone):
        pass
    assert logged(office) == []
    assert sorted(finished.parent.iterdir()) == before
    assert [path.read_bytes() for path in (finished, first, second)] == [b"new", b"old", b"old"]
