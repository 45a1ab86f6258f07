"""Headings are found where offices put them, and columns understood by name, by content, or as remembered."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.errors import FileUnusable
from app.exchange.columns import EXAMPLE
from app.importing.layout import body_rows, no_customer
from app.importing.source import open_source
from app.importing.tables import Table, table_at
from app.tasks import Task
from tests.app.importing.opening import look


def _file(folder: Path, rows: Sequence[Sequence[Any]], *merged: str) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    path = folder / "名单.xlsx"
    book.save(path)
    return path


def _targets(table: Table) -> list[str]:
    return [column.target for column in table.columns]


def test_the_heading_is_found_under_title_rows(tmp_path: Path) -> None:
    rows = [
        ["澜州办事处客户汇总"],
        ["填表日期：2026年11月", "", "单位：万元"],
        ["单位名称", "地 址", "手机"],
        ["川序", "东区", ""],
    ]
    (table,) = look(_file(tmp_path, rows, "A1:C1"))
    assert (table.layout.first, table.layout.height) == (2, 1)
    assert _targets(table) == ["name", "address", "contact.mobile"]


def test_a_heading_of_two_rows_with_merged_cells_is_one(tmp_path: Path) -> None:
    rows = [
        ["客户汇总"],
        ["客户名称", "地址", "联系人", "", "经营情况", ""],
        ["", "", "姓名", "手机", "面积", "月销"],
        ["川序", "东区", "张三", "14200005555", "200", "42"],
    ]
    (table,) = look(_file(tmp_path, rows, "A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2"))
    assert (table.layout.first, table.layout.height) == (1, 2)
    assert _targets(table) == [
        "name", "address", "contact.name", "contact.mobile", "shop_area_m2", "monthly_volume_wan",
    ]  # fmt: skip
    assert table.columns[3].heading == "联系人/手机"


def test_cells_merged_downwards_hold_for_every_row(tmp_path: Path) -> None:
    rows = [["市场", "客户名称"], ["河西五金机电城", "川序"], ["", "禾渡"], ["", "桁岳"]]
    path = _file(tmp_path, rows, "A2:A4")
    (table,) = look(path)
    with open_source(path, Task()) as source:
        assert [row[0] for _, row in body_rows(source.sheets[0], table.layout)] == ["河西五金机电城"] * 3


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["", None, " "], "空行"),
        (["", "合 计", 84], "合计行"),
        (["小计：", 3], "合计行"),
        (["总计", ""], "合计行"),
        (["客户名称", "地址"], "重复的标题行"),
        (["川序合计算盘店", "东区"], ""),
        (["川序", ""], ""),
        ([f"川序{EXAMPLE}", "东区"], "示例行"),
    ],
)
def test_rows_without_a_customer_are_known(row: list[Any], why: str) -> None:
    assert no_customer(row, {"客户名称", "地址"}) == why


def test_columns_without_a_known_heading_are_known_by_content(tmp_path: Path) -> None:
    rows = [["客户名称", "地址", "列1", "列2", "编号"]]
    rows += [[f"川序{n}", f"{n}号", f"1420000{n:04d}", "大中小"[n % 3], str(n)] for n in range(9)]
    (table,) = look(_file(tmp_path, rows))
    assert _targets(table) == ["name", "address", "contact.mobile", "scale", ""]


def test_every_sheet_with_customers_is_offered(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["说明"])
    for name in ("10月", "11月"):
        sheet = book.create_sheet(name)
        sheet.append(["客户名称", "地址"])
        sheet.append(["川序", "东区"])
    book.save(tmp_path / "名单.xlsx")
    assert [table.name for table in look(tmp_path / "名单.xlsx")] == ["10月", "11月"]


def test_a_file_without_customers_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match="没有找到客户名单"):
        look(_file(tmp_path, [["日期", "天气"], ["11月5日", "晴"]]))


def test_a_heading_named_by_hand_is_taken_as_it_stands(tmp_path: Path) -> None:
    rows = [["这家叫", "在哪"], ["川序电料商行", "东区3排12号"]]
    with open_source(_file(tmp_path, rows), Task()) as source:
        table = table_at(source, "Sheet", 0, 1)
    assert [column.heading for column in table.columns] == ["这家叫", "在哪"]
    assert (table.layout.body, table.rows) == (1, 1)
