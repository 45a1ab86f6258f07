"""Reading the rows of a workbook or a text table, whatever the office saved it as.

xlsx, xlsm, xls and ods are read by calamine, which holds one sheet in memory at a time; text tables are streamed.
calamine gives error values and formulas never computed as empty cells: where a workbook has any, openpyxl is asked too.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from app.errors import FileUnusable
from app.importing.text_table import TextTable

Range = tuple[tuple[int, int], tuple[int, int]]
"""A merged range: first and last cell, each a row and a column counted from 0."""
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SUSPECTS = (b't="e"', b"<f>", b"<f ", b"<f/")
_SPLIT = 8
"""How much of a block is looked at together with the next one: a suspect may lie across."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BLOCK = 1 << 20
LARGEST = 256 << 20
"""Bytes of the largest file that is read: some three million rows; a sheet is held in memory whole."""
_KEPT = 4 * 1024
"""Bytes read from a file to tell what it is."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell without a value that can be used: an error, or a formula nobody computed; `words` says which."""

    words: str

    def __str__(self) -> str:
        return self.words


class Sheet(Protocol):
    """One table of a file."""

    @property
    def name(self) -> str:
        """What the sheet is called."""
        ...

    def rows(self) -> Iterator[list[Any]]:
        """Every row from the first, as lists of texts, numbers, dates and '' for nothing."""
        ...

    @property
    def merged(self) -> Sequence[Range]:
        """The merged ranges."""
        ...


class _Book:
    """An open workbook that keeps the sheet read last, and no other: a sheet is as large as the file."""

    def __init__(self, book: Any) -> None:
        self._book, self._name, self._sheet = book, "", None

    def sheet(self, name: str) -> Any:
        """One sheet by its name."""
        if self._sheet is None or self._name != name:
            self._sheet = None
            self._name, self._sheet = name, self._book.get_sheet_by_name(name)
        return self._sheet


@dataclass(frozen=True, slots=True)
class _Grid:
    name: str
    book: _Book
    broken: Mapping[tuple[int, int], Broken] = field(default_factory=dict)

    @property
    def merged(self) -> Sequence[Range]:
        return self.book.sheet(self.name).merged_cell_ranges or ()

    def rows(self) -> Iterator[list[Any]]:
        wrong: dict[int, list[tuple[int, Broken]]] = {}
        for (row, column), broken in self.broken.items():
            wrong.setdefault(row, []).append((column, broken))
        for number, row in enumerate(self.book.sheet(self.name).iter_rows()):
            for column, broken in wrong.get(number, ()):
                row.extend([""] * (column + 1 - len(row)))
                row[column] = broken
            yield row


@contextmanager
def open_tables(path: Path) -> Iterator[tuple[Sheet, ...]]:
    """The visible tables of a file, open meanwhile; raises FileUnusable in words when it cannot be read."""
    with _in_words(path):
        if path.stat().st_size > LARGEST:
            raise FileUnusable(
                f"{path.name} 有 {path.stat().st_size >> 20} MB，太大了，没有导入任何数据。"
                f"请在 Excel 里分成几个不超过 {LARGEST >> 20} MB 的文件，一个一个导入。"
            )
        with path.open("rb") as file:
            start = file.read(_KEPT)
        if start.startswith(_OLE) and _is_locked(path):
            raise _locked(path)
        if not start.strip():
            raise FileUnusable(f"{path.name} 是空文件，没有导入任何数据。请核对是不是选错了文件。")
        is_workbook = start.startswith((_ZIP, _OLE))
    if not is_workbook:
        yield (TextTable(path),)
        return
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    with _in_words(path):
        book = CalamineWorkbook.from_path(path) if _suffix_fits(path, start) else _by_content(path)
        names = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet
        ]
        broken = _second_opinion(path) if start.startswith(_ZIP) else {}
    try:
        kept = _Book(book)
        yield tuple(_Grid(name, kept, broken.get(name, {})) for name in names)
    finally:
        book.close()


def _suffix_fits(path: Path, start: bytes) -> bool:
    wanted = _ZIP if path.suffix.lower() in (".xlsx", ".xlsm", ".xlsb", ".ods") else _OLE
    return path.suffix.lower() in (".xlsx", ".xlsm", ".xlsb", ".ods", ".xls") and start.startswith(wanted)


def _by_content(path: Path) -> Any:
    from io import BytesIO

    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError as error:
        raise _locked(path) from error
    except (CalamineError, zipfile.BadZipFile) as error:
        raise FileUnusable(
            f"{path.name} 已损坏或不是表格文件，没有导入任何数据。请用 Excel 或 WPS 打开它，另存为 .xlsx 再选。"
        ) from error
    except OSError as error:
        raise FileUnusable(
            f"读不了 {path.name}，没有导入任何数据。请看文件还在不在、有没有权限、是否被别的程序占着。"
        ) from error


def _locked(path: Path) -> FileUnusable:
    return FileUnusable(f"{path.name} 设了打开密码，没有导入任何数据。请在 Excel 里取消密码、另存一份，再选那一份。")


def _is_locked(path: Path) -> bool:
    """Whether a workbook of the newer kind was encrypted: then it lies in an old container, under this name."""
    tail = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            if _ENCRYPTED in tail + block:
                return True
            tail = block[-len(_ENCRYPTED) :]
    return False


def _second_opinion(path: Path) -> dict[str, dict[tuple[int, int], Broken]]:
    """Error values and formulas without a result, by sheet and cell; asks openpyxl only where the file has any."""
    if path.suffix.lower() == ".ods" or not _has_suspects(path):
        return {}
    from openpyxl import load_workbook

    shown = load_workbook(path, read_only=True, data_only=True)
    written = load_workbook(path, read_only=True)
    try:
        return {
            name: dict(_broken_cells(shown[name], written[name]))
            for name in shown.sheetnames
            if hasattr(shown[name], "iter_rows")
        }
    finally:
        shown.close()
        written.close()


def _has_suspects(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
                continue
            with archive.open(name) as part:
                tail = b""
                while block := part.read(_BLOCK):
                    if any(suspect in block or suspect in tail + block[:_SPLIT] for suspect in _SUSPECTS):
                        return True
                    tail = block[-_SPLIT:]
    return False


def _broken_cells(shown: Any, written: Any) -> Iterator[tuple[tuple[int, int], Broken]]:
    for seen, formulas in zip(shown.iter_rows(), written.iter_rows(), strict=False):
        for cell, formula in zip(seen, formulas, strict=False):
            if cell.data_type == "e":
                yield (cell.row - 1, cell.column - 1), Broken(f"错误值 {cell.value}")
            elif formula.data_type == "f" and cell.value is None:
                yield (formula.row - 1, formula.column - 1), Broken("没有算出结果的公式")
