"""One messy workbook of an office, in every format it may come in, becomes the same customers."""

from __future__ import annotations

import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from app.db.records import Contact, Customer
from app.importing.findings import Counts
from app.importing.writing import carry_out
from app.tasks import Task
from tests.app.importing.opening import look, trying
from tests.support.office import Office

_HEAD = ("单位名称", "地 址", "联系方式", "", "经营情况", "", "", "业务", "上次去", "备注")
_BELOW = ("", "", "联系人/电话", "店铺电话", "面积(平方)", "月销", "员工人数", "", "", "")
_ROWS: tuple[tuple[Any, ...], ...] = (
    ("川序电料商行", "东区3排12号", "张三 14200005555、李四/0600-8800013", "", "约200平", "42万", "二十", "程砚舟", "11.5", "欠款已清"),
    ("禾渡五金", "西区1号", "１４２００００６６６６", "0600-8811111", "１８６㎡", "1百2", "50多人", "程砚舟", "２０２６年３月５日", "=不是公式"),
    ("", "", "", "", "", "", "", "", "", ""),
    ("桁岳机电设备有限公司", "北区九号", "王五13900007777", "", "1千2百平方米", "30万元", "12", "E02", "2026/11/5", "-"),
    ("澜雀灯饰", "南区7号", "赵六，14200008888；钱七，14200009999", "", "80", "0.5万", "３", "罗以南", "昨天", ""),
    ("小计：", "4", "", "", "", "", "", "", "", ""),
    ("单位名称", "地 址", "联系人/电话", "店铺电话", "面积(平方)", "月销", "员工人数", "业务", "上次去", "备注"),
    ("柏渡电器", "东区8号", "138000", "", "很大", "300000", "", "老陈", "上周三", ""),
    ("合计", "", "", "", "", "", "", "", "", ""),
)  # fmt: skip
_MERGED = ("A1:J1", "A3:A4", "B3:B4", "C3:D3", "E3:G3", "H3:H4", "I3:I4", "J3:J4")
_FORMATS = ("xlsx", "xls", "ods", "csv-gb18030", "csv-utf-8", "csv-utf-8-sig")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same table as a workbook of each kind, and as text of each encoding, where nothing is merged."""
    folder = tmp_path_factory.mktemp("messy")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("澜州办事处客户汇总表（新）3",), ("填表：温可", "", "单位：万元"), _HEAD, _BELOW, *_ROWS):
        sheet.append(list(row))
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s" if cell.data_type == "f" else cell.data_type
    for cells in _MERGED:
        sheet.merge_cells(cells)
    found = {"xlsx": folder / "汇总.xlsx"}
    book.save(found["xlsx"])
    for kind in ("xls", "ods"):
        command = ["soffice", f"-env:UserInstallation=file://{folder / 'office'}", "--headless", "--convert-to", kind]
        subprocess.run([*command, "--outdir", folder, found["xlsx"]], check=True, capture_output=True, timeout=180)
        found[kind] = folder / f"汇总.{kind}"
    single = tuple(below or head for head, below in zip(_HEAD, _BELOW, strict=True))
    lines = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in (("汇总表",), single, *_ROWS))
    for name in _FORMATS[3:]:
        found[name] = folder / f"{name}.csv"
        found[name].write_bytes(lines.encode(name.removeprefix("csv-")))
    return found


@pytest.mark.parametrize("kind", _FORMATS)
def test_every_format_gives_the_same_customers(office: Office, files: dict[str, Path], kind: str) -> None:
    with trying(office.clerk, files[kind]) as trial:
        assert trial.counts == Counts(rows=9, added=4, updated=0, merged=0, skipped=4, pending=1)
        assert dict(trial.skipped) == {"空行": 1, "合计行": 2, "重复的标题行": 1}
        wrong = {row.problem.heading.rpartition("/")[2] for row in trial.problem_rows(0, 20)}
        assert wrong == {"电话", "面积(平方)", "月销", "业务", "上次去"}
        carry_out(office.clerk, trial, Task())
    assert _customers(office) == {
        "川序电料商行": (Decimal(200), Decimal(42), 20, "E01", date(2026, 11, 5), "欠款已清"),
        "禾渡五金": (Decimal(186), Decimal(120), 50, "E01", date(2026, 3, 5), "=不是公式"),
        "桁岳机电设备有限公司": (Decimal(1200), Decimal(30), 12, "E02", date(2026, 11, 5), "-"),
        "澜雀灯饰": (Decimal(80), Decimal("0.5"), 3, "E02", office.clock.now.date().replace(day=office.clock.now.day - 1), None),
    }  # fmt: skip
    assert _people(office) == [
        ("张三", "14200005555", None),
        ("李四", None, "0600-8800013"),
        ("老板", "14200006666", None),
        ("王五", "13900007777", None),
        ("赵六", "14200008888", None),
        ("钱七", "14200009999", None),
    ]


def _customers(office: Office) -> dict[str, tuple[Any, ...]]:
    numbers = {office.employee(number): number for number in ("E01", "E02")}
    with office.app.reading() as session:
        return {
            each.name: (
                each.shop_area_m2,
                each.monthly_volume_wan,
                each.staff_count,
                numbers[each.owner_id],
                each.last_visit_on,
                each.note,
            )
            for each in session.scalars(select(Customer).order_by(Customer.id))
        }


def _people(office: Office) -> list[tuple[str, str | None, str | None]]:
    with office.app.reading() as session:
        return [(each.name, each.mobile, each.phone) for each in session.scalars(select(Contact).order_by(Contact.id))]


def test_what_cannot_be_taken_is_grouped_with_what_would_help(office: Office, files: dict[str, Path]) -> None:
    with trying(office.clerk, files["xlsx"]) as trial:
        groups = {group.first.kind: (group.count, group.suggested) for group in trial.groups}
        assert groups == {"phone": (1, 0), "number": (1, 0), "money": (1, 1), "name": (1, 0), "day": (1, 1)}
        money = next(group for group in trial.groups if group.first.kind == "money")
        (row,) = trial.problem_rows(0, 9, money.key)
        assert (row.name, row.problem.suggestion) == ("柏渡电器", "30万元")


def test_the_heading_of_two_rows_is_found_under_the_titles(files: dict[str, Path]) -> None:
    (table,) = look(files["xlsx"])
    assert (table.layout.first, table.layout.height, table.rows) == (2, 2, 9)
    assert [column.target for column in table.columns] == [
        "name", "address", "people", "phone", "shop_area_m2", "monthly_volume_wan", "staff_count", "owner_id",
        "last_visit_on", "note",
    ]  # fmt: skip
