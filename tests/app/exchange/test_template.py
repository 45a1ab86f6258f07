"""The template to fill in: only what may be changed, what to write, lists to choose from, and one example."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from app.context import App
from app.errors import FileUnusable
from app.exchange.archive_sheets import customers_sheet
from app.exchange.columns import EXAMPLE
from app.exchange.template import write_template


@pytest.fixture
def template(clerk: App, tmp_path: Path) -> Workbook:
    """The sample office's template."""
    write_template(clerk, tmp_path / "模板.xlsx")
    return load_workbook(tmp_path / "模板.xlsx")


def test_it_has_the_sheets_that_come_back(template: Workbook) -> None:
    assert template.sheetnames == ["说明", "客户档案", "联系人", "经营品牌", "_字典"]
    head = [cell.value for cell in template["客户档案"][3]]
    assert head == [column.title for column in customers_sheet().columns if column.editable]
    assert [cell.value for cell in template["联系人"][3]][:3] == ["客户名称", "姓名", "性别"]


def test_every_column_says_what_is_written_in_it(template: Workbook) -> None:
    rules = {str(rule.sqref).split(":")[0]: rule for rule in template["客户档案"].data_validations.dataValidation}
    assert len(rules) == template["客户档案"].max_column
    assert (rules["A4"].promptTitle, rules["A4"].prompt) == ("客户名称", "文本，必填。与执照或招牌一致")
    assert (rules["C4"].type, rules["C4"].formula1) == ("list", "=dd_customer_kind")
    assert str(rules["C4"].sqref) == "C4:C204"


def test_the_example_fits_its_lists(template: Workbook) -> None:
    sheet = template["客户档案"]
    assert str(sheet["A4"].value).endswith(EXAMPLE)
    assert sheet.max_row == 4
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list":
            [(dictionary, area)] = template.defined_names[rule.formula1.removeprefix("=")].destinations
            offered = [cell[0].value for cell in template[dictionary][area]]
            assert sheet[str(rule.sqref).split(":")[0]].value in offered


def test_the_notes_name_every_column(template: Workbook) -> None:
    notes = [[cell.value for cell in row] for row in template["说明"].iter_rows()]
    assert ["经营品牌", "占比", "数", "可"] in notes
    assert notes[0][0] == "客户档案导入模板"


def test_a_folder_that_is_gone_is_told(clerk: App, tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match="找不到能写的文件夹"):
        write_template(clerk, tmp_path / "gone" / "模板.xlsx")
