"""An archive given out and read back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from app.context import App
from app.exchange.archive import ArchiveRequest, ArchiveResult, export_archive
from app.tasks import Task

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
def archive(sample_app: App, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Given]:
    """The sample office's archive, masked."""
    given = Given(sample_app, tmp_path_factory.mktemp("archive") / "档案.xlsx")
    yield given
    given.book.close()
