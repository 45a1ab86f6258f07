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

ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true,false,false,-1"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of two reps, converted by LibreOffice to CSV (a file a sheet) and to PDF."""
    folder = tmp_path_factory.mktemp("libreoffice")
    lines = (line(0, situation="=1+1", customer_name="𬭎达电器", customer_short_name=""), line(1))
    reports = [daily_report(day(lines=lines)), daily_report(day(0, employee_name="江予安"))]
    write_xlsx(reports, folder / "日报.xlsx", Task())
    for target in (ALL_SHEETS, "pdf"):
        profile = f"-env:UserInstallation=file://{folder / 'profile'}"
        command = ["soffice", profile, "--headless", "--convert-to", target, "--outdir", str(folder)]
        subprocess.run([*command, str(folder / "日报.xlsx")], check=True, capture_output=True, timeout=120)
    return folder


def _rows(folder: Path, sheet: str) -> list[list[str]]:
    with (folder / f"日报-{sheet}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_every_sheet_opens(folder: Path) -> None:
    assert {path.name for path in folder.glob("*.csv")} == {
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
