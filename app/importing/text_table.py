"""Text tables (csv, txt): the encoding and the separator found out, the rows streamed."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from app.errors import FileUnusable

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SEPARATORS = ("\t", ";", ",", "|", "，")
_BLOCK = 1 << 20
_LOOKED_AT = 40
_LONGEST_CELL = 1 << 20


class TextTable:
    """One text file as a table."""

    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()

    def __init__(self, path: Path) -> None:
        """Raises FileUnusable when the file is no text in UTF-8, UTF-16 or GB18030."""
        self.name = path.stem
        self._path = path
        self._encoding = _encoding_of(path)
        self._separator = self._find_separator()

    def rows(self) -> Iterator[list[Any]]:
        """Every row, blank lines among them."""
        csv.field_size_limit(_LONGEST_CELL)
        try:
            with self._path.open(encoding=self._encoding, newline="") as file:
                without_nul = (line.replace("\0", "") for line in file)
                yield from csv.reader(without_nul, delimiter=self._separator)
        except csv.Error as error:
            raise FileUnusable(
                f"{self._path.name} 里有引号没有配对或格子过长，没有导入任何数据。请用 Excel 打开、另存为 .xlsx 再选。"
            ) from error

    def _find_separator(self) -> str:
        counted: Counter[str] = Counter()
        with self._path.open(encoding=self._encoding, newline="") as file:
            for _, line in zip(range(_LOOKED_AT), file, strict=False):
                outside = "".join(line.split('"')[::2])
                counted.update({separator: outside.count(separator) for separator in _SEPARATORS})
        best = max(_SEPARATORS, key=lambda separator: counted[separator])
        return best if counted[best] else ","


def _encoding_of(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    for name in ("utf-8", "gb18030"):
        if _decodes(path, name):
            return name
    raise FileUnusable(f"{path.name} 不是表格，也不是文字，没有导入任何数据。请选 xlsx、xls、ods 或 csv 文件。")


def _decodes(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                if b"\0" in block:
                    return False
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
