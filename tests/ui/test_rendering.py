"""PDF pages as pictures."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.reports.daily import daily_report
from app.reports.pdf import pdf_bytes
from app.tasks import Task
from tests.app.reports.samples import day
from ui.rendering import PdfFile


@pytest.fixture
def data() -> bytes:
    """One landscape sheet."""
    return pdf_bytes([daily_report(day(4))], Task())


def test_a_page_has_its_size_and_stands_on_white(data: bytes) -> None:
    pdf = PdfFile(data)
    picture = pdf.render(0, 800)
    pdf.close()
    assert [tuple(round(side) for side in size) for size in pdf.sizes] == [(842, 595)]
    assert (picture.width(), round(picture.height() / picture.width(), 2)) == (800, 0.71)
    assert picture.pixelColor(2, 2).name() == "#ffffff"


def test_several_threads_draw_the_same_and_a_closed_file_nothing(data: bytes) -> None:
    pdf = PdfFile(data)
    with ThreadPoolExecutor(4) as pool:
        pictures = list(pool.map(lambda width: pdf.render(0, width), [300, 600] * 10))
    assert all(picture == pictures[n % 2] for n, picture in enumerate(pictures))
    pdf.close()
    pdf.close()
    assert pdf.render(0, 300).isNull()
