"""Another program opens the archive: LibreOffice finds every cell of every sheet as openpyxl does, and sums it up."""

from __future__ import annotations

import csv
import subprocess
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest

from tests.app.exchange.conftest import Given
from tests.app.exchange.test_sheets import RP07

ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true,false,false,-1"


@pytest.fixture(scope="module")
def folder(archive: Given, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every sheet of the sample office's archive as CSV, with the values as they are shown."""
    folder = tmp_path_factory.mktemp("libreoffice")
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", ALL_SHEETS, "--outdir", str(folder)]
    subprocess.run([*command, str(archive.path)], check=True, capture_output=True, timeout=120)
    return folder


def rows(folder: Path, archive: Given, sheet: str) -> list[list[str]]:
    """A sheet's rows of data as LibreOffice shows them."""
    with (folder / f"{archive.path.stem}-{sheet}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))[3:]


@pytest.mark.parametrize("sheet", [name for name in RP07 if name not in ("购买记录", "评价分级")])
def test_every_cell_reads_as_written(folder: Path, archive: Given, sheet: str) -> None:
    for shown, wanted in zip(rows(folder, archive, sheet), archive.rows(sheet), strict=False):
        for text, (title, value) in zip(shown, wanted.items(), strict=True):
            assert _agrees(text, value), (title, text, value)


def _agrees(shown: str, value: Any) -> bool:
    match value:
        case None:
            return shown == ""
        case datetime():
            return shown in (f"{value:%Y-%m-%d}", f"{value:%Y-%m-%d %H:%M}")
        case time():
            return shown == f"{value:%H:%M}"
        case str():
            return shown == value
        case _:
            number = float(shown.rstrip("%").replace(",", "")) / (100 if shown.endswith("%") else 1)
            return abs(number - value) < 0.0051


def test_the_totals_are_worked_out(folder: Path, archive: Given) -> None:
    total = rows(folder, archive, "客户档案")[-1]
    volume = archive.head("客户档案").index("月销量万元")
    assert total[:2] == ["合计", "36 户"]
    assert float(total[volume].replace(",", "")) == sum(row["月销量万元"] or 0 for row in archive.rows("客户档案"))
