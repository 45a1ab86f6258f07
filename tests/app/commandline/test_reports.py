"""Every report of the sample week by command: files named and whole, or a sentence and nothing written."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from app.commandline.run import office_job
from app.db.records import ExportLog
from tests.app.commandline.conftest import Shell
from tests.app.reports.reading import poppler

REPORTS = (
    (("weekly", "--week", "2026-W47"), 1, "一工作完成情况", "ZZ-LZ-2026W47"),
    (("weekly", "--week", "2026W47", "--employee", "E01"), 1, "程砚舟", "ZZ-LZ-2026W47-E01"),
    (("branch-day", "--date", "2026-11-20"), 1, "办事处日汇总", "RH-LZ-20261120"),
    (("plan", "--week", "2026-W47"), 4, "拜访计划表", "FJ-LZ-20261113-0"),
    (("plan", "--week", "2026-W47", "--employee", "E02"), 1, "罗以南", "FJ-LZ-20261113-02"),
    (("roster", "--market", "LZ-HX"), 1, "蔚坪电线经营部", "漏访"),
    (("refill", "--date", "2026-11-20", "--employee", "E01"), 1, "柘坞电料经营部", "补访单"),
    (("blank", "--form", "cable_survey", "--copies", "2"), 1, "澜州办事处", "线缆业务客户调查表"),
    (("blank", "--form", "cable_survey", "--customer", "KH-LZ-00033"), 1, "蔚坪电线经营部", "基本信息"),
    (("sheet", "--no", "DC-LZ-202611-0008"), 1, "汀禾水电", "DC-LZ-202611-0008"),
    (("customer", "--no", "KH-LZ-00004"), 1, "桁岳五金机电经营部", "阻碍"),
    (("customer", "--no", "KH-LZ-00004", "--external"), 1, "桁岳五金机电经营部", "对外"),
    (("complaint", "--no", "TS-LZ-202611-001"), 1, "隅成机电", "TS-LZ-202611-001"),
    (("complaints", "--month", "2026-11"), 1, "投诉台账", "TS-LZ-202611-006"),
)
FAILURES = (
    (("weekly", "--week", "2026-W47", "--employee", "E99"), 2, "E99"),
    (("weekly", "--week", "2026-W60"), 2, "没有“2026-W60”这一周"),
    (("plan", "--week", "2026-W30"), 1, "没有任何人的拜访计划，没有生成文件"),
    (("roster", "--market", "LZ-XX"), 1, "现有市场：LZ-CB"),
    (("blank", "--form", "nothing"), 1, "现有模板：cable_survey"),
    (("blank", "--form", "cable_survey", "--copies", "0"), 2, "要是 1 以上的整数"),
    (("blank", "--form", "cable_survey", "--copies", "9999"), 1, "份数"),
    (("sheet", "--no", "DC-LZ-1"), 1, "没有调查表 DC-LZ-1"),
    (("customer", "--no", "KH-LZ-99999"), 1, "没有客户 KH-LZ-99999"),
    (("complaint", "--no", "TS-1"), 1, "没有投诉 TS-1"),
    (("complaints", "--month", "2026-13"), 2, "没有“2026-13”这个月"),
)


@pytest.fixture
def shell(_sample_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """The command line of a sample office of the test's own: what is written is logged."""
    return Shell(f"sqlite:///{shutil.copy(_sample_file, tmp_path / 'sweepbook.db')}", capsys)


@pytest.mark.parametrize(("words", "files", "said", "also"), REPORTS)
def test_every_report_is_written_in_every_format(
    shell: Shell, tmp_path: Path, words: tuple[str, ...], files: int, said: str, also: str
) -> None:
    done = shell("report", *words, "--format", "pdf,xlsx,json", "--out", tmp_path / "out", "--json")
    assert (done.code, done.err) == (0, "")
    written = [Path(name) for name in done.json["files"]]
    assert sorted(written) == sorted((tmp_path / "out").iterdir())
    assert [len([f for f in written if f.suffix == kind]) for kind in (".pdf", ".xlsx", ".json")] == [files] * 3
    text = "".join(
        poppler("pdftotext", next(f for f in written if f.suffix == ".pdf").read_bytes(), tmp_path, "-raw").split()
    )
    assert said in text
    assert also in text
    assert openpyxl.load_workbook(next(f for f in written if f.suffix == ".xlsx")).sheetnames


def exports_of(shell: Shell) -> list[ExportLog]:
    with office_job(shell.url) as app, app.reading() as session:
        return list(session.scalars(select(ExportLog).order_by(ExportLog.id)))


def test_every_file_is_logged(shell: Shell, tmp_path: Path) -> None:
    before = len(exports_of(shell))
    words = ("report", "complaints", "--month", "2026-11", "--format", "pdf,xlsx,json", "--json")
    files = [Path(name) for name in shell(*words, "--out", tmp_path / "out").json["files"]]
    entries = exports_of(shell)[before:]
    assert [(entry.format, entry.file_name) for entry in entries] == [(file.suffix[1:], file.name) for file in files]
    assert [entry.sha256 for entry in entries] == [sha256(file.read_bytes()).hexdigest() for file in files]
    told = {(entry.purpose, entry.is_masked, entry.user_id, str(entry.filter)) for entry in entries}
    assert told == {("branch_archive", True, None, "{'month': ['2026-11-01', '2026-11-30']}")}
    assert all(entry.row_count > 1 for entry in entries)


@pytest.mark.parametrize(("words", "code", "sentence"), FAILURES)
def test_what_cannot_be_written_is_said_and_leaves_nothing(
    shell: Shell, tmp_path: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    done = shell("report", *words, "--out", tmp_path / "out")
    assert (done.code, done.out) == (code, "")
    assert sentence in done.err
    assert not (tmp_path / "out").exists()


def test_the_external_card_keeps_to_itself_what_is_internal(shell: Shell, tmp_path: Path) -> None:
    for words in ((), ("--external",)):
        assert (
            shell("report", "customer", "--no", "KH-LZ-00004", *words, "--format", "json", "--out", tmp_path).code == 0
        )
    inside, outside = (next(tmp_path.glob(f"*{kind}*.json")).read_text(encoding="utf-8") for kind in ("内部", "对外"))
    for word in ("恒砾", "阻碍", "强烈", "价格"):
        assert word in inside
        assert word not in outside


def test_the_check_finds_nothing_wrong_with_the_sample(shell: Shell) -> None:
    done = shell("check")
    assert (done.code, done.err) == (0, "")
    assert "都没有问题" in done.out
    assert shell("check", "--json").json["problems"] == []
