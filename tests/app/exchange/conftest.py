"""An archive given out and read back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from app.context import App
from app.db.schema import open_database
from app.exchange.archive import ArchiveRequest, ArchiveResult, export_archive
from app.people.accounts import OFFICE_JOB
from app.tasks import Task
from tests.support.clock import StandingClock

REQUEST = ArchiveRequest(purpose="branch_archive", recipient="内勤 温可")


class Given:
    """An archive workbook, what the program says of it, and what openpyxl finds in it."""

    def __init__(self, app: App, path: Path, request: ArchiveRequest = REQUEST, **rest: Any) -> None:
        self.path = path
        self.result: ArchiveResult = export_archive(app, path, request, Task(), **rest)
        self.book: Workbook = load_workbook(path)

    def head(self, sheet: str) -> list[Any]:
        """The column titles."""
        return [cell.value for cell in self.book[sheet][3]]

    def rows(self, sheet: str) -> list[dict[str, Any]]:
        """The rows of data, by column title, without totals."""
        head = self.head(sheet)
        found = [[cell.value for cell in row] for row in self.book[sheet].iter_rows(min_row=4)]
        return [dict(zip(head, row, strict=True)) for row in found if row[0] != "合计"]


@pytest.fixture(scope="module")
def archive(_sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Given]:
    """The sample office's archive, masked; an export is logged, so it is one of a copy."""
    folder, clock = tmp_path_factory.mktemp("archive"), StandingClock(datetime(2026, 11, 20, 22, 0))
    database = open_database(f"sqlite:///{shutil.copy(_sample_file, folder / 'office.db')}", now=clock())
    given = Given(App(database, OFFICE_JOB, clock), folder / "档案.xlsx")
    yield given
    given.book.close()
    database.close()
