"""`export archive` from the command line: the file, what is said, and exit codes."""

from __future__ import annotations

import sys
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.commandline.run import office_job
from app.customers.conditions import CONDITIONS
from app.db.records import ExportLog
from tests.app.commandline.conftest import Shell
from tests.support.clock import StandingClock
from tests.support.office import PASSWORD, open_office

CHIEF = "shenql"
WHAT_FOR = ("--purpose", "办事处存档", "--recipient", "内勤")


@pytest.fixture
def shell(sqlite_office_url: str, capsys: pytest.CaptureFixture[str]) -> Shell:
    """The office's command line, with a customer of each rep."""
    office = open_office(sqlite_office_url, StandingClock(datetime(2026, 11, 20, 22, 0)))
    office.add_contact(office.add_customer())
    office.add_customer("栎盛电线电缆", owner="E02")
    office.app.db.close()
    return Shell(sqlite_office_url, capsys)


def test_the_archive_is_written(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "档案.xlsx"
    done = shell("export", "archive", "--out", out, *WHAT_FOR)
    assert done.code == 0
    assert "客户 2 户，共 3 行，读回核对相符" in done.out
    assert load_workbook(out)["客户档案"]["B4"].value == "桁岳五金机电经营部"


def test_conditions_and_json(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "档案.xlsx"
    done = shell("export", "archive", "--out", out, *WHAT_FOR, "--filter", "owner=E02", "--full", "--json")
    assert (done.json["customers"], done.json["sheets"]["客户档案"]) == (1, 1)
    assert "业务员 罗以南" in load_workbook(out)["客户档案"]["A2"].value


def test_conditions_are_written_in_chinese_too(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "档案.xlsx"
    conditions = ("--filter", "市场=河西五金机电城", "--filter", "业务员＝罗以南", "--filter", "查找=电缆")
    assert shell("export", "archive", "--out", out, *WHAT_FOR, *conditions, "--json").json["customers"] == 1
    assert "市场 河西五金机电城；业务员 罗以南" in load_workbook(out)["客户档案"]["A2"].value


def test_every_condition_is_in_the_help(shell: Shell) -> None:
    said = "".join(shell("export", "archive", "--help").out.split())
    assert [each.key for each in CONDITIONS if f"{each.label}({each.key})" not in said] == []
    assert "查找(text)" in said


def test_a_missing_folder_is_said_and_a_file_of_that_name_replaced(shell: Shell, tmp_path: Path) -> None:
    missing = shell("export", "archive", "--out", tmp_path / "没有" / "档案.xlsx", *WHAT_FOR)
    assert (missing.code, missing.out) == (1, "")
    assert "没有写出文件" in missing.err
    assert "报表" not in missing.err
    out = tmp_path / "档案.xlsx"
    out.write_bytes(b"old")
    assert shell("export", "archive", "--out", out, *WHAT_FOR).code == 0
    assert load_workbook(out)["客户档案"]["B4"].value


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--purpose", "好玩", "--recipient", "内勤"), 2, "没有“好玩”这个用途"),
        (("--purpose", "例会", "--recipient", "内勤", "--full"), 1, "只能用掩码版"),
        (("--purpose", "例会"), 2, "缺少"),
        ((*WHAT_FOR, "--filter", "owner"), 2, "请写成 市场=LZ-HX 这样"),
        ((*WHAT_FOR, "--filter", "owner=E99"), 1, "没有“E99”这个业务员"),
    ],
)
def test_what_cannot_be_done_is_said(
    shell: Shell, tmp_path: Path, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    done = shell("export", "archive", "--out", tmp_path / "a.xlsx", *arguments)
    assert (done.code, done.out) == (code, "")
    assert sentence in done.err
    assert not (tmp_path / "a.xlsx").exists()


def test_the_note_is_logged(shell: Shell, tmp_path: Path) -> None:
    assert shell("export", "archive", "--out", tmp_path / "a.xlsx", *WHAT_FOR, "--note", "陪同检查").code == 0
    assert [entry.purpose_note for entry in logged(shell)] == ["陪同检查"]


def test_no_customer_goes_out_for_what_is_not_the_business(shell: Shell, tmp_path: Path) -> None:
    done = shell("export", "archive", "--out", tmp_path / "a.xlsx", "--purpose", "非业务用途", "--recipient", "某公司")
    assert (done.code, done.out) == (1, "")
    assert "请改选对应的用途" in done.err
    assert logged(shell) == []


def test_many_complete_customers_need_a_supervisor(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.security.exporting.MOST_COMPLETE", 1)
    ask = ("export", "archive", "--out", tmp_path / "a.xlsx", *WHAT_FOR, "--full")
    alone = shell(*ask)
    assert (alone.code, "--approver" in alone.err) == (1, True)
    monkeypatch.setattr(sys, "stdin", StringIO("wrong\n"))
    assert "口令不对" in shell(*ask, "--approver", CHIEF).err
    assert logged(shell) == []
    monkeypatch.setattr(sys, "stdin", StringIO(f"{PASSWORD}\n"))
    assert shell(*ask, "--approver", CHIEF).code == 0
    monkeypatch.setenv("SWEEPBOOK_APPROVER_PASSWORD", PASSWORD)
    assert shell(*ask, "--approver", CHIEF).code == 0
    assert [bool(entry.filter["approver"]) for entry in logged(shell)] == [True, True]


def logged(shell: Shell) -> list[ExportLog]:
    with office_job(shell.url) as app, app.reading() as session:
        return list(session.scalars(select(ExportLog).order_by(ExportLog.id)))


def test_only_workbooks_are_written(shell: Shell, tmp_path: Path) -> None:
    assert "不是 .xlsx 文件" in shell("export", "archive", "--out", tmp_path / "a.csv", *WHAT_FOR).err


def test_the_template_is_written(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "模板.xlsx"
    assert "空白导入模板" in shell("export", "template", "--out", out).out
    assert load_workbook(out).sheetnames[1:4] == ["客户档案", "联系人", "经营品牌"]
