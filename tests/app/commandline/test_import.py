"""`import customers` tries a workbook, writes it, and writes out what it did not take."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.commandline.parser import parse
from app.commandline.run import run


@pytest.fixture
def names(tmp_path: Path) -> Path:
    """A text table with a good row, one with a wrong number, and a total."""
    path = tmp_path / "名单.csv"
    rows = ["单位名称,地址,手机,业务员,暗号", "川序电料商行,东区3排12号,14200005555,程砚舟,甲"]
    rows += ["禾渡五金,西区1号,1385701226,程砚舟,乙", "合计,2,,,"]
    path.write_bytes("\n".join(rows).encode("gb18030"))
    return path


def _run(url: str, *arguments: str | Path) -> int:
    return run(parse(["--database", url, "import", "customers", *map(str, arguments)]))


def test_a_trial_says_what_would_become_of_the_rows(
    sqlite_office_url: str, names: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(sqlite_office_url, names, "--dry-run") == 0
    told = capsys.readouterr().out
    assert "共 3 行，试导入，没有写入任何数据：新增 1、更新 0、合并 0、跳过 1、待处理 1" in told
    assert "没有导入的列：暗号" in told
    assert "手机：1 处" in told


def test_an_import_writes_the_rows_and_the_rejects(
    sqlite_office_url: str, names: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(sqlite_office_url, names, "--rejects", tmp_path / "待处理.xlsx", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["written"], told["rows"], told["added"], told["pending"]) == (True, 3, 1, 1)
    assert told["problems"][0]["row"] == 3
    sheet = load_workbook(tmp_path / "待处理.xlsx").active
    assert sheet is not None
    assert sheet.max_row == 2
    assert run(parse(["--database", sqlite_office_url, "customers", "search", "川序"])) == 0
    assert "找到 1 家" in capsys.readouterr().out


def test_the_same_file_again_adds_nothing(
    sqlite_office_url: str, names: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(sqlite_office_url, names) == 0
    capsys.readouterr()
    assert _run(sqlite_office_url, names, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["added"], told["merged"]) == (0, 1)


def test_a_template_that_is_not_there_is_told_in_words(
    sqlite_office_url: str, names: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(sqlite_office_url, names, "--mapping", "没有这个") == 1
    assert "没有叫“没有这个”的导入模板" in capsys.readouterr().err


def test_imports_are_listed_and_taken_back(
    sqlite_office_url: str, names: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def asked(*arguments: str) -> int:
        return run(parse(["--database", sqlite_office_url, "import", *arguments]))

    assert _run(sqlite_office_url, names) == 0
    capsys.readouterr()
    assert asked("list", "--json") == 0
    (batch,) = json.loads(capsys.readouterr().out)
    assert (batch["file_name"], batch["by"], batch["counts"]["added"]) == ("名单.csv", "系统", 1)
    assert asked("undo", str(batch["id"])) == 0
    assert asked("list") == 0
    assert "由系统撤销" in capsys.readouterr().out
    assert asked("undo", str(batch["id"])) == 1
    assert "撤销过" in capsys.readouterr().err
