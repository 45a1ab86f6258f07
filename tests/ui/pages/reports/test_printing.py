"""Printing from the report page to a real print queue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from app.db.records import ExportLog
from tests.app.reports.reading import poppler
from tests.support.cups import QUEUE, PrintServer, running_cups
from tests.support.sample import Office, button_of, texts_of
from tests.ui.conftest import OpenOffice
from ui.pages.reports.exporting import export_folder
from ui.pages.reports.page import ReportsPage
from ui.shell.targets import ReportTarget


@pytest.fixture(scope="module")
def print_server() -> Iterator[PrintServer]:
    with running_cups() as server:
        yield server


@pytest.fixture
def queue(print_server: PrintServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintServer]:
    """The server, its queue working and its paper empty."""
    monkeypatch.setenv("CUPS_SERVER", print_server.socket)
    print_server.paper.unlink(missing_ok=True)
    yield print_server
    print_server.control("cupsenable", QUEUE)
    print_server.control("cupsaccept", QUEUE)


def ready(office: Office) -> ReportsPage:
    page = cast("ReportsPage", office.window.page)
    office.until(lambda: page.view.page_count == 4)
    return page


def text_of(pdf: Path, folder: Path) -> list[str]:
    """Each page's text in the order it was written: on paper the sheet may lie the other way."""
    text = poppler("pdftotext", pdf.read_bytes(), folder, "-raw")
    return ["".join(page.split()) for page in text.split("\f")]


def print_by_keys(office: Office) -> str:
    office.ctrl(Qt.Key.Key_P)
    shown = texts_of(office.dialog())
    office.press(Qt.Key.Key_Return)
    return shown


def test_the_paper_says_what_the_exported_pdf_says(office_of: OpenOffice, queue: PrintServer, tmp_path: Path) -> None:
    office = office_of("wenk", "reports")
    page = ready(office)
    assert "4 页，A4 横向" in print_by_keys(office)
    office.until(lambda: "已送去打印 4 页" in texts_of(page.box))
    office.until(lambda: queue.paper.exists() and queue.is_idle())
    office.press(Qt.Key.Key_F12)
    office.until(lambda: "已导出" in texts_of(page.box))
    (exported,) = export_folder().glob("*.pdf")
    printed = text_of(queue.paper, tmp_path)
    assert printed == text_of(exported, tmp_path)
    assert "程砚舟" in printed[0]


def test_a_stopped_printer_is_told_and_can_be_tried_again(office_of: OpenOffice, queue: PrintServer) -> None:
    queue.control("cupsdisable", QUEUE)
    office = office_of("wenk", "reports")
    page = ready(office)
    print_by_keys(office)
    office.until(lambda: f"打印机“{QUEUE}”没有回应（已停用）。请看电源和连线，或先导出 PDF。" in texts_of(page.box))
    assert queue.is_idle()
    queue.control("cupsenable", QUEUE)
    assert office.focus() is button_of(page.box, "重试")
    office.press(Qt.Key.Key_Space)
    office.until(lambda: "已送去打印" in texts_of(page.box))


def test_a_printer_that_takes_no_jobs_is_told(office_of: OpenOffice, queue: PrintServer) -> None:
    queue.control("cupsreject", QUEUE)
    office = office_of("wenk", "reports")
    page = ready(office)
    print_by_keys(office)
    office.until(lambda: "不收新的打印任务" in texts_of(page.box))


def test_without_a_printer_the_page_says_so(
    office_of: OpenOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUPS_SERVER", str(tmp_path / "nobody.sock"))
    office = office_of("wenk", "reports")
    page = ready(office)
    office.ctrl(Qt.Key.Key_P)
    office.until(lambda: "没有找到打印机" in texts_of(page.box))


def test_the_weekly_summary_is_printed_as_exported_and_both_are_logged(
    office_of: OpenOffice, queue: PrintServer, tmp_path: Path
) -> None:
    office = office_of("wenk", "reports")
    office.desk.go("reports", ReportTarget(report="weekly"))
    page = cast("ReportsPage", office.window.page)
    office.until(lambda: page.kind.name == "weekly" and page.view.page_count and not page.preview.is_waiting)
    assert "A4 纵向" in print_by_keys(office)
    office.until(lambda: "已送去打印" in texts_of(page.box))
    office.until(lambda: queue.paper.exists() and queue.is_idle())
    office.press(Qt.Key.Key_F12)
    office.until(lambda: "已导出" in texts_of(page.box))
    (exported,) = export_folder().glob("*.pdf")
    assert text_of(queue.paper, tmp_path) == text_of(exported, tmp_path)
    with office.app.reading() as session:
        logged = session.execute(select(ExportLog.report_code, ExportLog.format, ExportLog.file_name)).all()
    assert [tuple(row) for row in logged] == [
        ("RP03", "print", f"打印机 {QUEUE}"),
        ("RP03", "pdf", exported.name),
    ]
