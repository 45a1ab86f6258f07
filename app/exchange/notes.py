"""The sheet 说明: who gave out what, how masks read, which columns may come back, the counts, and every column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.exchange.book import Written
from app.exchange.columns import Sheet, described

VERSION = 1
"""The layout's version; who reads a workbook back knows by it what the columns are."""
_MASKS = (
    ("手机、座机", "142****1234、0600-****567"),
    ("姓名、微信、邮箱", "王**、前 2 位、首字符"),
    ("地址、生日", "留到市场或路名、“已登记”"),
    ("信用代码", "个体户留前 6 后 4，企业不掩"),
)
_COMING_BACK = (
    "浅黄底的列可以改好后导回，其余列改了不算。",
    "按隐藏的“全局号”认行，空全局号是新增；“校验”列不要改。",
    "带 * 的掩码值导回时不算。导回先看差异，再写入。",
)
_HARMLESS = "以 = + - @ 开头的内容都是文本，不是公式；超过 32,767 字的内容在“长文本”表里是全的。"


def explanations(
    title: str, about: Sequence[tuple[str, str]], sheets: Sequence[Sheet], counts: Sequence[Written] = ()
) -> list[Sequence[str]]:
    """The rows of the sheet; one text alone is a heading."""
    rows: list[Sequence[str]] = [(title,), *about, ("版式版本", str(VERSION))]
    if counts:
        rows += [("条数核对",), ("工作表", "写出", "读回", "结论"), *map(_count, counts)]
        rows += [("掩码",), *_MASKS]
    rows += [("导回",), *(("", "", line) for line in (*_COMING_BACK, _HARMLESS))]
    rows.append(("字段",))
    rows.append(("工作表", "列", "写什么", "可导回"))
    rows += [line for sheet in sheets for line in _columns(sheet)]
    return rows


def _count(written: Written) -> tuple[str, str, str, str]:
    return (
        written.name,
        f"{written.rows:,} 行 {written.columns} 列",
        f"{written.found_rows:,} 行 {written.found_columns} 列",
        "相符" if written.agrees else "不符",
    )


def _columns(sheet: Sheet) -> Iterator[tuple[str, str, str, str]]:
    for column in sheet.columns:
        yield sheet.name, column.title, described(column), "可" if column.editable else ""
