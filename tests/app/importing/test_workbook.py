"""Whatever the office saved it as, the same rows are read; what is no table is refused in words."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.errors import FileUnusable
from app.importing.readers import cell_text
from app.importing.workbook import LARGEST, Broken, open_tables
from tests.app.importing.opening import look

_ROWS = [["单位名称", "地址", "手机"], ["川序电料商行", "东区3排12号", "14200005555"], ["禾渡，五金", "西区\n1号", ""]]


def _read(path: Path) -> list[list[str]]:
    with open_tables(path) as (sheet, *_):
        return [[cell_text(cell) for cell in row] for row in sheet.rows()]


def _xlsx(path: Path, rows: list[list[Any]]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def _csv(rows: list[list[str]], separator: str) -> str:
    return "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows) + "\r\n"


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the table as LibreOffice writes it: xls and ods."""
    folder = tmp_path_factory.mktemp("converted")
    source = _xlsx(folder / "名单.xlsx", _ROWS)
    for kind in ("xls", "ods"):
        command = ["soffice", f"-env:UserInstallation=file://{folder / 'office'}", "--headless", "--convert-to", kind]
        subprocess.run([*command, "--outdir", folder, source], check=True, capture_output=True, timeout=180)
    return folder


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_every_kind_of_workbook_is_read(converted: Path, kind: str) -> None:
    assert _read(converted / f"名单.{kind}") == _ROWS
    (table,) = look(converted / f"名单.{kind}")
    assert [column.target for column in table.columns] == ["name", "address", "contact.mobile"]


def test_a_workbook_with_the_wrong_ending_is_read(converted: Path, tmp_path: Path) -> None:
    renamed = tmp_path / "名单.xls"
    renamed.write_bytes((converted / "名单.xlsx").read_bytes())
    assert _read(renamed) == _ROWS


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_every_text_table_is_read(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(_csv(_ROWS, separator).encode(encoding))
    assert _read(path) == _ROWS


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空文件"),
        (b"PK\x03\x04 cut off", "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off", "已损坏"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "不是表格"),
        ("今天天气不错".encode(), "没有找到客户名单"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(content)
    with pytest.raises(FileUnusable, match=words):
        look(path)


def test_a_file_that_is_gone_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match="没有导入任何数据"):
        look(tmp_path / "没有.xlsx")


def test_a_file_too_large_to_be_held_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(FileUnusable, match="太大了，没有导入任何数据"), open_tables(path):
        pass


def test_a_formula_without_a_result_and_an_error_value_are_no_empty_cells(tmp_path: Path) -> None:
    path = _xlsx(
        tmp_path / "名单.xlsx", [["单位名称", "地址", "月销"], ["川序电料商行", "东区", "=1+1"], ["禾渡", "#N/A", 3]]
    )
    with open_tables(path) as (sheet,):
        rows = list(sheet.rows())
    assert rows[1][2] == Broken("没有算出结果的公式")
    assert rows[2][1] == Broken("错误值 #N/A")


def test_a_hidden_sheet_is_left_alone(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["单位名称", "地址"])
    book.create_sheet("字典").sheet_state = "hidden"
    book.save(tmp_path / "名单.xlsx")
    with open_tables(tmp_path / "名单.xlsx") as sheets:
        assert [sheet.name for sheet in sheets] == ["Sheet"]
