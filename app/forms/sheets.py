"""The sheets of an XLSForm, from a workbook or a folder of CSV files, as rows that know their place."""

from __future__ import annotations

import csv
import re
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from app.errors import FileUnusable

MAX_BYTES = 20_000_000
MAX_SHEET_BYTES = 100_000_000
MAX_ROWS = 20_000
SHEETS = ("survey", "choices", "settings", "entities", "external_choices", "osm")
FIRST_ROW = 2

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAFE = "现有的调查表没有改动。"

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheets:
    """The rows of every sheet; row `i` of a list stands on line `i + 2` of its sheet."""

    name: str
    rows: Mapping[str, list[dict[str, str]]]
    headers: Mapping[str, list[str]]

    def for_pyxform(self) -> dict[str, Any]:
        """The same as pyxform takes it."""
        book: dict[str, Any] = {"sheet_names": list(self.rows), "fallback_form_name": self.name}
        for sheet, rows in self.rows.items():
            book[sheet] = [dict(row) for row in rows]
            book[f"{sheet}_header"] = [dict.fromkeys(self.headers[sheet])]
        return book


def read_sheets(path: Path) -> Sheets:
    """The sheets of a form; raises FileUnusable when the file cannot be read or is no such file."""
    if path.is_dir():
        return _read_folder(path)
    head = _head(path)
    if head.startswith(b"PK"):
        sheets = _read_workbook(path, modern=True)
    elif head.startswith(_OLE):
        if _ENCRYPTED in path.read_bytes():
            raise FileUnusable(f"“{path.name}”设有打开密码，读不了。请在 Excel 里去掉密码、另存后再试。{_SAFE}")
        sheets = _read_workbook(path, modern=False)
    else:
        raise FileUnusable(f"“{path.name}”不是 Excel 工作簿。请选 .xlsx 或 .xls 文件，或放 CSV 工作表的文件夹。{_SAFE}")
    _check_rows(path, sheets)
    return sheets


def _head(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(8)
    except FileNotFoundError as error:
        raise FileUnusable(f"找不到“{path.name}”。请核对文件名和所在文件夹。{_SAFE}") from error
    except OSError as error:
        raise FileUnusable(f"打不开“{path.name}”。请关掉正在用它的程序，并确认有读取权限。{_SAFE}") from error
    if size > MAX_BYTES:
        raise FileUnusable(
            f"“{path.name}”超过 {MAX_BYTES // 1_000_000} MB，不像调查表。请另存一份只含调查表的工作簿。{_SAFE}"
        )
    return head


def _read_workbook(path: Path, *, modern: bool) -> Sheets:
    from pyxform.xls2json_backends import xls_to_dict, xlsx_to_dict

    try:
        if modern:
            _check_unpacked(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of every Excel feature it skips
            book = (xlsx_to_dict if modern else xls_to_dict)(str(path))
    except FileUnusable:
        raise
    except Exception as error:  # the two readers raise nearly anything on a damaged file
        if "encrypted" in str(error).lower():
            raise FileUnusable(
                f"“{path.name}”设有打开密码，读不了。请在 Excel 里去掉密码、另存后再试。{_SAFE}"
            ) from error
        raise FileUnusable(f"“{path.name}”已损坏，读不了。请用 Excel 打开并另存一份再试。{_SAFE}") from error
    rows = {sheet: list(book[sheet]) for sheet in SHEETS if sheet in book}
    headers = {sheet: [name for head in book.get(f"{sheet}_header", ()) for name in head] for sheet in rows}
    return Sheets(path.stem, rows, headers)


def _check_unpacked(path: Path) -> None:
    """Refuse a workbook whose sheets are too large before unpacking them."""
    with zipfile.ZipFile(path) as archive:
        if any(member.file_size > MAX_SHEET_BYTES for member in archive.infolist()):
            raise FileUnusable(f"“{path.name}”里的数据太多，不像调查表。请另存一份只含调查表的工作簿。{_SAFE}")


def _check_rows(path: Path, sheets: Sheets) -> None:
    for sheet, rows in sheets.rows.items():
        if len(rows) > MAX_ROWS:
            raise FileUnusable(f"“{path.name}”的 {sheet} 工作表超过 {MAX_ROWS} 行，不像调查表。请删去多余的行。{_SAFE}")


def _read_folder(folder: Path) -> Sheets:
    rows: dict[str, list[dict[str, str]]] = {}
    headers: dict[str, list[str]] = {}
    for sheet in SHEETS:
        file = folder / f"{sheet}.csv"
        if file.is_file():
            _head(file)
            headers[sheet], rows[sheet] = _table(file)
    if "survey" not in rows:
        raise FileUnusable(f"文件夹“{folder.name}”里没有 survey.csv。请选放调查表 CSV 工作表的文件夹。{_SAFE}")
    sheets = Sheets(folder.name, rows, headers)
    _check_rows(folder, sheets)
    return sheets


def _table(file: Path) -> tuple[list[str], list[dict[str, str]]]:
    lines = csv_lines(file)
    header = [name.strip() for name in lines[0]] if lines else []
    cells = ({name: cell.strip() for name, cell in zip(header, line, strict=False) if name} for line in lines[1:])
    return [name for name in header if name], [{name: text for name, text in row.items() if text} for row in cells]


def csv_lines(file: Path) -> list[list[str]]:
    """The cells of a CSV file in UTF-8 or GB18030; raises FileUnusable."""
    try:
        data = file.read_bytes()
        if len(data) > MAX_BYTES:
            raise FileUnusable(f"“{file.name}”超过 {MAX_BYTES // 1_000_000} MB，不像调查表的一部分。{_SAFE}")
        return list(csv.reader(StringIO(_decoded(data), newline=""), strict=False))
    except OSError as error:
        raise FileUnusable(f"打不开“{file.name}”。请关掉正在用它的程序，并确认有读取权限。{_SAFE}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise FileUnusable(f"“{file.name}”不是 CSV 文本。请用 Excel 另存为“CSV UTF-8”再试。{_SAFE}") from error


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def read_list(folder: Path, name: str) -> list[dict[str, str]] | None:
    """The rows of a choice list that lies beside the form; None when it does not."""
    file = folder / name
    if not re.fullmatch(r"[^/\\]+\.csv", name, re.IGNORECASE) or not file.is_file():
        return None
    lines = csv_lines(file)
    header = lines[0] if lines else []
    return [dict(zip(header, [*line, *[""] * len(header)], strict=False)) for line in lines[1:] if line]
