"""Where there is no CUPS, pages are drawn: one sheet a page, lying as it lies."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter

from app.errors import Cancelled
from app.reports.daily import daily_report
from app.reports.pdf import pdf_bytes
from app.tasks import Task
from tests.app.reports.samples import day
from ui.printing.drawn import draw


@pytest.fixture
def sheets() -> bytes:
    """Two sheets as PDF."""
    return pdf_bytes([daily_report(day(3)), daily_report(day(2))], Task())


def paper(path: Path) -> QPrinter:
    """A device that prints into a file."""
    device = QPrinter(QPrinter.PrinterMode.HighResolution)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(path))
    device.setFullPage(True)
    return device


def test_every_page_is_drawn_across_a_sheet_lying_as_it_lies(sheets: bytes, tmp_path: Path) -> None:
    draw(sheets, paper(tmp_path / "paper.pdf"), "办公室", Task())
    document = pypdfium2.PdfDocument(tmp_path / "paper.pdf")
    try:
        sizes = [tuple(round(side) for side in document.get_page_size(page)) for page in range(len(document))]
        picture = document[0].render(scale=0.5)
        darkest = min(bytes(picture.buffer))
    finally:
        document.close()
    assert sizes == [(842, 595), (842, 595)]
    assert darkest < 60


def test_a_cancelled_print_stops_before_the_next_page(sheets: bytes, tmp_path: Path) -> None:
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        draw(sheets, paper(tmp_path / "paper.pdf"), "办公室", task)
