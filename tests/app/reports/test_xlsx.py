from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from app.errors import Cancelled, Invalid
from app.reports.daily import DailyData, daily_report
from app.reports.model import Table
from app.reports.xlsx import write_xlsx
from app.tasks import Task
from tests.app.reports.samples import DAY, day, line


def _workbook(tmp_path: Path, *days: DailyData) -> dict[str, Worksheet]:
    path = tmp_path / "日报.xlsx"
    write_xlsx([daily_report(data) for data in days], path, Task())
    book = load_workbook(path)
    return {sheet.title: sheet for sheet in book.worksheets}


def _beside(sheet: Worksheet, label: str) -> Cell:
    """The value cell right of a label."""
    labelled = next(cell for row in sheet.iter_rows() for cell in row if cell.value == label)
    return next(cell for cell in sheet[labelled.row][labelled.column :] if cell.value is not None)


def _under(sheet: Worksheet, label: str) -> Cell:
    labelled = next(cell for row in sheet.iter_rows() for cell in row if cell.value == label)
    return sheet.cell(labelled.row + 1, labelled.column)


def _details(sheet: Worksheet) -> list[dict[str, object]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_the_printed_sheet_has_the_order_and_widths_of_the_specification(tmp_path: Path) -> None:
    sheet = _workbook(tmp_path, day(6))["日报"]
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDEFGHIJKLM"]
    assert widths == [6, 22, 22, 11, 16, 12, 9, 11, 10, 9, 34, 30, 14]
    head = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "序号")
    assert head[1:3] == ("客户名称", "市场／地址")
    values = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    order = ["客户扫街日报表", "办事处", "计划家次", "序号", "反馈汇报", "当日问题", "当晚讨论", "明日计划"]
    assert [values.index(word) for word in order] == sorted(values.index(word) for word in order)


def test_every_printed_cell_is_there(tmp_path: Path) -> None:
    table = next(block for block in daily_report(day(6)).blocks if isinstance(block, Table))
    sheet = _workbook(tmp_path, day(6))["日报"]
    rows = list(sheet.iter_rows(values_only=True))
    start = next(number for number, row in enumerate(rows) if row[0] == "序号") + 1
    for expected, found in zip(table.rows, rows[start:], strict=False):
        assert found[0] == expected[0]
        assert str(found[1]).startswith(str(expected[1]))
        assert list(found[2:8]) == [value if value is not None else "—" for value in expected[2:8]]
        assert found[8] == (float(str(expected[8])) if expected[8] is not None else "—")
        assert list(found[9:]) == [value if value is not None else "—" for value in expected[9:]]


def test_numbers_and_dates_are_real(tmp_path: Path) -> None:
    sheet = _workbook(tmp_path, day(6, is_late=True))["日报"]
    assert _beside(sheet, "日期").value == datetime(2026, 11, 16)
    assert _beside(sheet, "提交时间").value == datetime(2026, 11, 16, 21, 0)
    assert _beside(sheet, "提交时间").number_format.endswith('" 迟"')
    assert _beside(sheet, "提交时间").font.color.rgb == "FFC00000"
    assert _under(sheet, "完成率").value == 0.75
    assert _under(sheet, "完成率").number_format == "0.0%"
    assert _under(sheet, "实访家次").value == 6


def test_the_details_have_one_typed_row_a_visit(tmp_path: Path) -> None:
    sheet = _workbook(tmp_path, day(6))["明细"]
    first = _details(sheet)[0]
    assert first["日期"] == datetime(2026, 11, 16)
    assert (first["开始"], first["结束"], first["时长"]) == (time(8, 0), time(8, 37), 37)
    assert first["月销量"] == 1234.5
    assert first["下次日期"] == datetime(2026, 12, 1)
    assert (first["计划内"], first["完成度"], first["电话(掩)"]) == ("是", 0.458, "142****1000")
    assert len(_details(sheet)) == 6
    formats = {str(cell.value): sheet.cell(2, cell.column).number_format for cell in sheet[1]}
    assert (formats["日期"], formats["开始"], formats["月销量"]) == ("yyyy-mm-dd", "hh:mm", "#,##0.00")


def test_the_details_can_be_filtered_and_scrolled(tmp_path: Path) -> None:
    sheet = _workbook(tmp_path, day(6))["明细"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:AF7"
    assert sheet["A1"].font.bold
    assert sheet["A1"].fill.fill_type == "solid"


def test_the_sheet_prints_on_one_a4_width_with_repeated_head_and_foot(tmp_path: Path) -> None:
    sheet = _workbook(tmp_path, day(40))["日报"]
    head = next(cell.row for cell in sheet["A"] if cell.value == "序号")
    assert sheet.print_title_rows == f"${head}:${head}"
    assert sheet.freeze_panes == f"A{head + 1}"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter.center.text == "第 &P 页　共 &N 页"
    assert sheet.oddFooter.right.text == "孙倩　2026-11-17 18:42　办事处存档"


def test_ampersands_in_the_foot_stay_ampersands(tmp_path: Path) -> None:
    sheet = _workbook(tmp_path, day(1, footer_text="远桥&线缆"))["日报"]
    assert sheet.oddFooter.left.text == "远桥&&线缆"


@pytest.mark.parametrize("text", ["=1+1", "+86 142", "-见附件", "@温可", '=HYPERLINK("x")'])
def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path, text: str) -> None:
    sheets = _workbook(tmp_path, day(lines=(line(0, situation=text, customer_short_name="", customer_name=text),)))
    cells = [cell for sheet in sheets.values() for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert len(cells) >= 3
    assert {(cell.data_type, bool(cell.quotePrefix)) for cell in cells} == {("s", True)}


def test_characters_a_workbook_cannot_hold_are_dropped(tmp_path: Path) -> None:
    bad = "甲\x00\x0b\x1f\ud800\ufffe乙\r\n丙"
    sheet = _workbook(tmp_path, day(lines=(line(0, situation=bad),)))["明细"]
    assert _details(sheet)[0]["基本情况"] == "甲乙\n丙"


def test_long_texts_are_whole(tmp_path: Path) -> None:
    text = "返利" * 2000
    sheets = _workbook(tmp_path, day(lines=(line(0, situation=text),)))
    assert _details(sheets["明细"])[0]["基本情况"] == text
    assert [cell for row in sheets["日报"].iter_rows(values_only=True) for cell in row if cell == text]


def test_an_empty_day_keeps_its_heads(tmp_path: Path) -> None:
    sheets = _workbook(tmp_path, day(0))
    words = [cell for row in sheets["日报"].iter_rows(values_only=True) for cell in row]
    assert "序号" in words
    assert "当日无拜访记录" in words
    assert sheets["明细"]["A1"].value == "日报号"
    assert sheets["明细"]["A2"].value == "当日无拜访记录"


def test_each_rep_has_a_sheet_and_all_share_the_details(tmp_path: Path) -> None:
    days = (day(3), day(0, employee_name="江予安"), day(2, employee_name="周/敏"), day(1, employee_name="温可"))
    sheets = _workbook(tmp_path, *days)
    assert list(sheets) == ["日报 · 温可", "日报 · 江予安", "日报 · 周敏", "日报 · 温可 (2)", "明细"]
    assert len(_details(sheets["明细"])) == 6


def test_very_long_names_still_make_sheet_names(tmp_path: Path) -> None:
    name = "阿不都热合曼·买买提" * 5
    titles = list(_workbook(tmp_path, day(1, employee_name=name), day(1, employee_name=name)))
    assert len(set(titles)) == 3
    assert all(len(title) <= 31 for title in titles)


def test_cancelling_leaves_nothing(tmp_path: Path) -> None:
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        write_xlsx([daily_report(day(3))], tmp_path / "日报.xlsx", task)
    assert list(tmp_path.iterdir()) == []


def test_no_reports_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="没有选中报表"):
        write_xlsx([], tmp_path / "日报.xlsx", Task())


def test_the_report_date_is_the_day_itself(tmp_path: Path) -> None:
    assert _beside(_workbook(tmp_path, day(1))["日报"], "日期").value.date() == DAY == date(2026, 11, 16)
