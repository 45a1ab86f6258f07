"""Another program opens the workbook: LibreOffice reads every cell as written and prints it on A4."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pytest

from app.reports.daily import daily_report
from app.reports.xlsx import write_xlsx
from app.tasks import Task
from tests.app.reports.reading import page_sizes, page_texts
from tests.app.reports.samples import day, line
from tests.app.reports.week import week

ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true,false,false,-1"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of two reps, converted by LibreOffice to CSV (a file a sheet) and to PDF."""
    folder = tmp_path_factory.mktemp("libreoffice")
    lines = (line(0, situation="=1+1", customer_name="𬭎达电器", customer_short_name=""), line(1))
    reports = [daily_report(day(lines=lines)), daily_report(day(0, employee_name="江予安"))]
    write_xlsx(reports, folder / "日报.xlsx", Task())
    write_xlsx([week()], folder / "周总结.xlsx", Task())
    for target in (ALL_SHEETS, "pdf"):
        profile = f"-env:UserInstallation=file://{folder / 'profile'}"
        command = ["soffice", profile, "--headless", "--convert-to", target, "--outdir", str(folder)]
        files = [str(folder / "日报.xlsx"), str(folder / "周总结.xlsx")]
        subprocess.run([*command, *files], check=True, capture_output=True, timeout=120)
    return folder


def _rows(folder: Path, sheet: str, book: str = "日报") -> list[list[str]]:
    with (folder / f"{book}-{sheet}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_every_sheet_opens(folder: Path) -> None:
    assert {path.name for path in folder.glob("日报*.csv")} == {
        "日报-日报 · 温可.csv",
        "日报-日报 · 江予安.csv",
        "日报-明细.csv",
    }


def test_details_read_as_written(folder: Path) -> None:
    head, first, second = _rows(folder, "明细")
    row = dict(zip(head, first, strict=True))
    assert row["客户名称"] == "𬭎达电器"
    assert row["基本情况"] == "=1+1"
    assert (row["日期"], row["开始"], row["月销量"], row["完成度"]) == ("2026-11-16", "08:00", "1,234.50", "45.8%")
    assert second[head.index("客户名称")] == "恒达电料行"


def test_the_printed_sheet_reads_as_written(folder: Path) -> None:
    cells = {cell for row in _rows(folder, "日报 · 温可") for cell in row}
    assert {"客户扫街日报表", "温可（E01）", "2026年11月16日 星期一", "75.0%", "=1+1", "恒达电料行 新"} <= cells


def test_it_prints_one_landscape_a4_page_wide(folder: Path) -> None:
    content = (folder / "日报.pdf").read_bytes()
    assert set(page_sizes(content)) == {(297.0, 210.0)}
    first, second, *_ = page_texts(content)
    assert "下次拜访" in first
    assert "存档（内勤）" in first
    assert "当日无拜访记录" in second


def test_every_section_opens_on_its_sheet(folder: Path) -> None:
    names = ("封面", "一 工作完成", "五 消费者", "八 投诉")
    assert {path.name for path in folder.glob("周总结*.csv")} == {f"周总结-{name}.csv" for name in names}
    rows = _rows(folder, "一 工作完成", "周总结")
    assert ["第二组", "18", "9", "50.0%"] in [row[:4] for row in rows]
    cells = {cell for row in rows for cell in row}
    assert {"=1+1", "@周敏", "=SUM(A1)", "第一组 40 家次"} <= cells
    assert "TS-LZ-202611-0001" in {cell for row in _rows(folder, "八 投诉", "周总结") for cell in row}


def test_charts_are_drawn_with_their_values(folder: Path) -> None:
    content = (folder / "周总结.pdf").read_bytes()
    assert set(page_sizes(content)) == {(210.0, 297.0)}
    text = "".join(page_texts(content))
    assert text.count("每日实访家次") >= 2
    assert text.count("1,234") >= 2
    assert text.count("客户挖掘") >= 2
