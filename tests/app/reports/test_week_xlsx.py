"""A report of several sections as a workbook: cover and sections, native charts, groups, freezing and filters."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.reports.model import (
    Chart,
    Fact,
    Facts,
    Report,
    Section,
    SideBySide,
    Signature,
    Signatures,
    Strip,
    Table,
    ValueKind,
)
from app.reports.xlsx import write_xlsx
from app.tasks import Task
from tests.app.reports.week import CARD, DAYS, STAGES, WORK, week


def _sheets(tmp_path: Path, *reports: Report) -> dict[str, Worksheet]:
    path = tmp_path / "周总结.xlsx"
    write_xlsx(reports or [week()], path, Task())
    return {sheet.title: sheet for sheet in load_workbook(path).worksheets}


def _words(sheet: Worksheet) -> list[object]:
    return [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]


def _find(sheet: Worksheet, value: object) -> tuple[int, int]:
    return next((cell.row, cell.column) for row in sheet.iter_rows() for cell in row if cell.value == value)


def test_a_cover_then_one_sheet_a_section(tmp_path: Path) -> None:
    sheets = _sheets(tmp_path)
    assert list(sheets) == ["封面", "一 工作完成", "五 消费者", "八 投诉"]
    cover = _words(sheets["封面"])
    assert {"客户调查周总结表", "表号 ZZ-LZ-2026W47", "2026 年第 47 周"} <= set(cover)
    assert "编制人：沈其岚　2026年11月23日" in cover
    assert "一 工作完成情况" in _words(sheets["一 工作完成"])
    assert "编制人：沈其岚　2026年11月23日" not in _words(sheets["八 投诉"])


def test_sections_without_a_sheet_stay_on_that_of_their_report(tmp_path: Path) -> None:
    (sheet,) = _sheets(tmp_path, week((Section("一 甲"), WORK, Section("二 乙"), CARD))).values()
    words = _words(sheet)
    assert words.index("一 甲") < words.index("业务员") < words.index("二 乙") < words.index("投诉号")


def test_sheets_of_several_reports_never_share_a_name(tmp_path: Path) -> None:
    detail = replace(WORK, title="封面")
    names = list(_sheets(tmp_path, week(details=(detail,)), week(subject="温可"), week()))
    assert len(names) == 13
    assert len({name.casefold() for name in names}) == 13
    assert "封面 · 温可" in names
    assert {"封面", "封面 (2)", "封面 (3)"} <= set(names)


def test_a_group_heads_its_columns_and_the_head_stays_in_view(tmp_path: Path) -> None:
    sheet = _sheets(tmp_path)["一 工作完成"]
    row, column = _find(sheet, "家次")
    merged = {str(found) for found in sheet.merged_cells.ranges}
    assert [sheet.cell(row + 1, column + step).value for step in (0, 1)] == ["计划", "完成"]
    assert {f"B{row}:C{row}", f"A{row}:A{row + 1}"} <= merged
    assert sheet.freeze_panes == f"B{row + 2}"
    assert sheet.print_title_rows == f"${row}:${row + 1}"
    assert sheet.print_title_cols == "$A:$A"
    assert sheet.auto_filter.ref == f"A{row + 1}:F{row + 6}"


def test_excel_has_its_own_columns_and_paper_has_its_own(tmp_path: Path) -> None:
    words = _words(_sheets(tmp_path)["一 工作完成"])
    assert {"工号", "E02"} <= set(words)
    assert not {"备注", "只印在纸上"} & set(words)


def test_subtotals_totals_and_rates_are_numbers(tmp_path: Path) -> None:
    sheet = _sheets(tmp_path)["一 工作完成"]
    row, _ = _find(sheet, "第二组")
    assert [sheet.cell(row, column).value for column in (2, 3, 4)] == [18, 9, 0.5]
    assert sheet.cell(row, 4).number_format == "0.0%"
    assert sheet.cell(_find(sheet, "合计")[0], 4).value == 0.81
    assert _find(sheet, "第一组 40 家次")[0] == row - 2


def test_text_that_looks_like_a_formula_stays_text_in_tables_and_charts(tmp_path: Path) -> None:
    sheet = _sheets(tmp_path)["一 工作完成"]
    cells = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith(("=", "@"))]
    assert {cell.value for cell in cells} == {"=1+1", "@周敏", "=SUM(A1)"}
    assert {(cell.data_type, bool(cell.quotePrefix)) for cell in cells} == {("s", True)}


def test_charts_are_native_and_fed_from_the_cells_above_them(tmp_path: Path) -> None:
    sheet = _sheets(tmp_path)["一 工作完成"]
    days, stages = sheet._charts
    head, _ = _find(sheet, "实访家次")
    assert (days.type, stages.type) == ("col", "bar")
    assert days.series[1].val.numRef.f.replace("$", "") == f"'一 工作完成'!B{head + 1}:B{head + 6}"
    assert days.series[0].graphicalProperties.ln.prstDash == "dash"
    assert days.series[0].graphicalProperties.noFill
    assert [sheet.cell(head + step, 2).value for step in (1, 5, 6)] == [68, 1234, None]
    assert len(stages.series) == 1
    assert days.anchor._from.row >= head + len(DAYS.categories)
    assert stages.anchor._from.row > days.anchor._from.row + 12


def test_nothing_written_lies_under_a_chart(tmp_path: Path) -> None:
    sheet = _sheets(tmp_path, week((DAYS, WORK)))["封面"]
    (chart,) = sheet._charts
    below = _find(sheet, "业务员")[0]
    high = sum((sheet.row_dimensions[row].height or 15) for row in range(chart.anchor._from.row + 1, below))
    assert high >= chart.height / 2.54 * 72


def test_a_chart_without_numbers_is_a_sentence(tmp_path: Path) -> None:
    sheet = _sheets(tmp_path, week((Chart(title="图", categories=("甲",), values=(None,), empty="本期无数据"),)))[
        "封面"
    ]
    assert "本期无数据" in _words(sheet)
    assert not sheet._charts


def test_what_stands_side_by_side_comes_one_after_the_other(tmp_path: Path) -> None:
    (sheet,) = _sheets(tmp_path, week((SideBySide(((WORK,), (replace(WORK, title="第二张"), STAGES))),))).values()
    words = _words(sheet)
    order = [words.index(word) for word in ("一 工作完成情况", "第二张", "各阶段客户数")]
    assert order == sorted(order)
    assert sheet.freeze_panes is None


def test_cards_have_labels_values_and_empty_fields(tmp_path: Path) -> None:
    sheet = _sheets(tmp_path)["八 投诉"]
    row, column = _find(sheet, "投诉号")
    assert sheet.cell(row, column).fill.fill_type == "solid"
    words = _words(sheet)
    assert words[words.index("投诉号") + 1] == "TS-LZ-202611-0001"
    assert "2026-11-16 09:50 超时" in words
    assert words[words.index("满意度") + 1] == "—"
    blank = _find(sheet, "处理结果")
    assert [cell.value for cell in sheet[blank[0]][blank[1] :]] == [None] * (sheet.max_column - blank[1])


@pytest.mark.parametrize("count", range(1, 9))
def test_heads_cards_and_figures_find_room_beside_a_narrow_table(count: int, tmp_path: Path) -> None:
    narrow = Table(title="", columns=WORK.columns[:1], rows=(("温可",),))
    facts = tuple(Fact(f"项{number}", f"值{number}") for number in range(count))
    people = tuple(Signature(f"签{number}") for number in range(count))
    (sheet,) = _sheets(tmp_path, week((Facts((facts,)), Strip(facts), narrow, CARD, Signatures(people)))).values()
    words = [str(word) for word in _words(sheet)]
    for number in range(count):
        assert words.count(f"值{number}") == 2
        assert any(word.startswith(f"签{number}：") for word in words)


def test_every_sheet_prints_on_a4_with_its_foot(tmp_path: Path) -> None:
    for sheet in _sheets(tmp_path).values():
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.oddFooter.center.text == "第 &P 页　共 &N 页"
        assert sheet.oddFooter.right.text == "孙倩　2026-11-23 09:00　公司备案"


def test_details_freeze_as_many_columns_as_they_ask_for(tmp_path: Path) -> None:
    detail = replace(WORK, title="台账", freeze=3)
    sheet = _sheets(tmp_path, week(details=(detail,)))["台账"]
    assert sheet.freeze_panes == "D3"
    assert sheet.print_title_cols == "$A:$C"


def test_the_ledger_freezes_at_d4_under_title_and_number(tmp_path: Path) -> None:
    ledger = replace(WORK, columns=tuple(replace(column, group="") for column in WORK.columns), freeze=3)
    sheet = _sheets(tmp_path, week((ledger,)))["封面"]
    assert sheet.freeze_panes == "D4"


def test_dates_in_heads_are_real(tmp_path: Path) -> None:
    facts = Facts(((Fact("日期", datetime(2026, 11, 20, 9, 0), ValueKind.DATETIME), Fact("x", "y")),))
    sheet = _sheets(tmp_path, week((facts,)))["封面"]
    assert datetime(2026, 11, 20, 9, 0) in _words(sheet)
