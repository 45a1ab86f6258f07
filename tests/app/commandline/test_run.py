"""Every command: what it does, what it says in Chinese, and its exit code (0, 1 failed, 2 wrong use)."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from app.paths import ROOT
from tests.app.commandline.conftest import Outcome, Shell
from tests.support.clock import StandingClock
from tests.support.office import open_office

CABLE_SURVEY = ROOT / "data" / "forms" / "cable_survey"


@pytest.fixture
def shell(sqlite_office_url: str, capsys: pytest.CaptureFixture[str]) -> Shell:
    """The office's command line, with one visit of E01 on record."""
    office = open_office(sqlite_office_url, StandingClock(datetime(2026, 11, 20, 22, 0)))
    office.visit(office.add_customer())
    office.app.db.close()
    return Shell(sqlite_office_url, capsys)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def failed(outcome: Outcome, sentence: str) -> None:
    assert (outcome.code, outcome.out) == (1, "")
    assert sentence in outcome.err
    assert "Traceback" not in outcome.err


def misused(outcome: Outcome, sentence: str) -> None:
    assert (outcome.code, outcome.out) == (2, "")
    assert sentence in outcome.err


def test_the_days_reports_are_written_and_named(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "交件" / "11-16"
    done = shell("report", "daily", "--date", "2026-11-16", "--out", out)
    assert done.code == 0
    assert [Path(line).parent for line in done.out.splitlines()] == [out, out]
    assert sorted(Path(line).name for line in done.out.splitlines()) == names(out)
    assert {Path(name).suffix for name in names(out)} == {".pdf", ".xlsx"}
    assert all("程砚舟" in name or "E01" in name for name in names(out))


def test_one_reps_report_in_one_format_as_json(shell: Shell, tmp_path: Path) -> None:
    which = ("--date", "2026-11-16", "--employee", "E01", "--format", "json")
    done = shell("report", "daily", *which, "--out", tmp_path, "--json")
    [file] = done.json["files"]
    assert done.code == 0
    assert "桁岳五金机电经营部" in Path(file).read_text(encoding="utf-8")


def test_writing_again_replaces_the_files(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for _ in range(2):
        assert shell("report", "daily", "--date", "2026-11-16", "--format", "pdf", "--out", out).code == 0
    assert len(names(out)) == 1


def test_an_unknown_employee_names_those_there_are(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "out"
    misused(
        shell("report", "daily", "--date", "2026-11-16", "--employee", "E99", "--out", out), "没有工号为“E99”的员工"
    )
    assert names(out) == []


@pytest.mark.parametrize("day", ["2026-02-30", "昨天", "2026-11"])
def test_an_unknown_date_is_named(shell: Shell, tmp_path: Path, day: str) -> None:
    out = tmp_path / "out"
    misused(shell("report", "daily", "--date", day, "--out", out), f"没有“{day}”这个日期")
    assert names(out) == []


@pytest.mark.parametrize("who", [(), ("--employee", "E01"), ("--employee", "E05")])
def test_a_day_without_records_writes_nothing(shell: Shell, tmp_path: Path, who: tuple[str, ...]) -> None:
    out = tmp_path / "out"
    failed(shell("report", "daily", "--date", "2026-11-18", *who, "--out", out), "2026-11-18 没有")
    assert names(out) == []


def test_a_target_that_is_a_file_is_named(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("这里是文件", encoding="utf-8")
    failed(shell("report", "daily", "--date", "2026-11-16", "--out", out), "写不进文件夹")
    assert out.read_text(encoding="utf-8") == "这里是文件"


def test_nothing_is_left_behind_when_one_file_cannot_be_written(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shell("report", "daily", "--date", "2026-11-16", "--format", "xlsx", "--out", out)
    [workbook] = names(out)
    (out / workbook).unlink()
    (out / workbook).mkdir()
    done = shell("report", "daily", "--date", "2026-11-16", "--format", "xlsx,pdf", "--out", out)
    failed(done, "没有写出文件")
    assert names(out) == [workbook]


@pytest.mark.parametrize("formats", ["doc", "pdf,doc", ","])
def test_an_unknown_format_is_named(shell: Shell, tmp_path: Path, formats: str) -> None:
    misused(shell("report", "daily", "--date", "2026-11-16", "--format", formats, "--out", tmp_path), "这种格式")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("report",), "缺少"),
        (("report", "daily"), "缺少"),
        (("report", "daily", "--date"), "后面要写一个值"),
        (("report", "yearly"), "没有“yearly”，可用的是 daily、"),
        (("frobnicate",), "没有“frobnicate”，可用的是 sample、"),
        (("journal", "verify", "extra"), "多出了 extra"),
        (("form", "judge", "x.xlsx"), "二者选一"),
        (("form", "judge", "x.xlsx", "a.json", "--cases", "b.json"), "二者选一"),
    ],
)
def test_wrong_use_says_what_is_wrong(shell: Shell, words: tuple[str, ...], sentence: str) -> None:
    misused(shell(*words), sentence)


def test_help_is_chinese(shell: Shell) -> None:
    done = shell("--help")
    assert done.code == 0
    assert "用法：" in done.out
    assert "usage" not in done.out


def test_the_journal_is_verified(shell: Shell) -> None:
    done = shell("journal", "verify")
    assert done.code == 0
    assert "首尾相接" in done.out
    read = shell("journal", "verify", "--json").json
    assert read["problems"] == []
    assert read["entries"] > read["records"] > 0


def test_tampering_is_told_and_fails(shell: Shell, sqlite_office_url: str) -> None:
    with closing(sqlite3.connect(sqlite_office_url.removeprefix("sqlite:///"), isolation_level=None)) as behind:
        behind.execute("UPDATE audit_entry SET user_name = '别人' WHERE id = 7")
        behind.execute("UPDATE customer SET phone = '0600-8800013'")
    done = shell("journal", "verify")
    assert done.code == 1
    assert "第 7 行" in done.out
    assert "店铺电话与留痕不符" in done.out
    assert len(shell("journal", "verify", "--json").json["problems"]) == 2


def test_old_keys_are_told_and_given_anew(shell: Shell, sqlite_office_url: str) -> None:
    with closing(sqlite3.connect(sqlite_office_url.removeprefix("sqlite:///"), isolation_level=None)) as behind:
        behind.execute("UPDATE customer SET pinyin = ''")
        behind.execute("UPDATE customer SET name_key = ''")
    done = shell("check")
    assert done.code == 1
    assert "有 1 家客户的比对键是旧的" in done.out
    done = shell("check", "--repair")
    assert (done.code, done.err) == (0, "")
    assert "都没有问题" in done.out
    assert shell("check", "--json").json["problems"] == []


def test_a_database_that_cannot_be_used_is_named(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "日记.txt"
    file.write_text("不是数据库\n" * 100, encoding="utf-8")
    failed(shell("journal", "verify", url=f"sqlite:///{file}"), "不是扫街簿的数据库")
    failed(shell("journal", "verify", url="oracle://x"), "只支持 sqlite 和 postgresql")
    assert file.read_text(encoding="utf-8") == "不是数据库\n" * 100


def test_an_office_in_use_is_not_overwritten_by_the_sample(shell: Shell) -> None:
    before = shell("journal", "verify", "--json").json
    failed(shell("sample"), "这个库里已有数据（澜州办事处）")
    assert shell("journal", "verify", "--json").json == before


@pytest.mark.parametrize("words", [("journal", "verify"), ("report", "daily", "--date", "2026-11-16", "--out", "out")])
def test_a_mistyped_address_makes_no_database(shell: Shell, tmp_path: Path, words: tuple[str, ...]) -> None:
    missing = tmp_path / "typo" / "sample.db"
    failed(shell(*words, url=f"sqlite:///{missing}"), "没有新建")
    assert not missing.parent.exists()


def test_the_sample_office_is_made_once(shell: Shell, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'sample.db'}"
    done = shell("sample", "--json", url=url)
    assert done.code == 0
    assert (done.json["customers"], done.json["employees"]) == (36, 10)
    failed(shell("sample", url=url), "已有数据")
    assert shell("journal", "verify", url=url).code == 0
    out = tmp_path / "out"
    assert shell("report", "daily", "--date", "2026-11-16", "--format", "json", "--out", out, url=url).code == 0
    assert len(names(out)) == 4


def test_a_form_is_checked(shell: Shell, tmp_path: Path) -> None:
    done = shell("form", "check", CABLE_SURVEY)
    assert done.code == 0
    assert "81" in done.out
    assert shell("form", "check", CABLE_SURVEY, "--json").json["ok"] is True
    failed(shell("form", "check", tmp_path / "没有.xlsx"), "没有.xlsx")


def test_a_form_is_judged(shell: Shell, tmp_path: Path) -> None:
    answers = tmp_path / "答案.json"
    answers.write_text('{"set": {"/data/a/customer_name": "桁岳五金"}}', encoding="utf-8")
    done = shell("form", "judge", CABLE_SURVEY, answers)
    assert done.code == 0
    assert done.json["/data/a/customer_name"]["value"] == "桁岳五金"


def test_a_bug_is_not_shown_as_a_traceback(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.db.verify.verify", lambda _db: 1 / 0)
    failed(shell("journal", "verify"), "程序出错了")


def test_the_program_itself_ends_with_the_code_and_speaks_utf8(sqlite_office_url: str, tmp_path: Path) -> None:
    words = [sys.executable, "main.py", "--database", sqlite_office_url, "report", "daily", "--date", "2026-11-16"]
    home = {"XDG_DATA_HOME": str(tmp_path), "PYTHONIOENCODING": "ascii", "PATH": "/usr/bin:/bin"}
    done = subprocess.run([*words, "--out", tmp_path], cwd=ROOT, env=home, capture_output=True, check=False)
    assert done.returncode == 1
    assert "没有任何人的拜访和日报" in done.stderr.decode("utf-8")


def test_customers_are_searched(shell: Shell) -> None:
    done = shell("customers", "search", "hywj")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == ["KH-LZ-00001  桁岳五金机电经营部  河西五金机电城  程砚舟", "找到 1 家。"]
    found = shell("customers", "search", "五金", "--limit", "1", "--json")
    assert (found.json["total"], [each["customer_no"] for each in found.json["customers"]]) == (1, ["KH-LZ-00001"])


def test_a_search_without_hits_says_so(shell: Shell) -> None:
    done = shell("customers", "search", "龘")
    assert (done.code, done.err) == (0, "")
    assert "没有找到“龘”" in done.out
    misused(shell("customers", "search", "五金", "--limit", "0"), "“0”不行，要是 1 以上的整数")


@pytest.mark.parametrize("text", ["", "  ", "-"])
def test_a_search_for_nothing_is_refused(shell: Shell, text: str) -> None:
    misused(shell("customers", "search", text), "没有写要找什么")


def test_many_customers_are_generated_for_measuring(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    many = Shell(f"sqlite:///{tmp_path / 'many.db'}", capsys)
    done = many("bench-data", "--customers", "50", "--json")
    assert (done.code, done.json["rows"]["customer"]) == (0, 50)
    assert many("customers", "search", "五金", "--json").json["total"] > 5
    again = many("bench-data", "--customers", "50")
    failed(again, "没有改动它")
