"""Exporting from the report page: files read back, nothing overwritten, failures in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from app.tasks import Task
from tests.app.reports.reading import poppler
from tests.support.sample import Office, button_of, texts_of
from tests.ui.conftest import OpenOffice
from tests.ui.pages.reports.by_keys import page_of
from ui.pages.reports.exporting import export_folder, pdf_of, remember_folder
from ui.pages.reports.period import Period
from ui.pages.reports.sheets import daily_sheets
from ui.pages.reports.wanted import Wanted

NAME = "客户扫街日报表_澜州办事处_2026-11-20_程砚舟、罗以南等4人_v1"


@pytest.fixture
def office(office_of: OpenOffice) -> Office:
    opened = office_of("wenk", "reports")
    opened.until(lambda: page_of(opened).view.page_count == 4)
    return opened


def text_of_pdf(data: bytes | Path) -> str:
    """By poppler: PDFium is drawing the preview in another thread, and is one library a process."""
    content = data if isinstance(data, bytes) else data.read_bytes()
    with TemporaryDirectory() as folder:
        return poppler("pdftotext", content, Path(folder), "-raw")


def test_f12_writes_the_previewed_pages_under_the_rules_name(office: Office) -> None:
    office.press(Qt.Key.Key_F12)
    office.until(lambda: "已导出 4 页" in texts_of(page_of(office).box))
    written = export_folder() / f"{NAME}.pdf"
    assert NAME in texts_of(page_of(office).box)
    wanted = Wanted(period=Period.day(date(2026, 11, 20)), employee_ids=(1, 2, 3, 4))
    assert text_of_pdf(written) == text_of_pdf(pdf_of(daily_sheets(office.app, wanted, Task()), Task()))


def test_a_second_export_never_takes_the_place_of_the_first(office: Office) -> None:
    for count in (1, 2):
        office.press(Qt.Key.Key_F12)
        office.until(lambda n=count: len(list(export_folder().glob("*.pdf"))) == n)
        office.until(lambda: "已导出" in texts_of(page_of(office).box))
    assert {path.name for path in export_folder().glob("*.pdf")} == {f"{NAME}.pdf", f"{NAME} (2).pdf"}


def test_ctrl_e_writes_a_workbook_with_a_line_a_visit(office: Office) -> None:
    office.ctrl(Qt.Key.Key_E)
    office.until(lambda: "已导出 4 张" in texts_of(page_of(office).box))
    book = openpyxl.load_workbook(export_folder() / f"{NAME}.xlsx", read_only=True)
    names = {str(cell) for row in book["明细"].iter_rows(values_only=True) for cell in row}
    book.close()
    assert {"程砚舟", "罗以南", "邵知夏", "贺庭樾", "澜州苔原建材有限公司"} <= names


def test_a_folder_that_cannot_be_made_is_told_and_retried(office: Office, tmp_path: Path) -> None:
    blocked = tmp_path / "not-a-folder"
    blocked.write_text("x")
    remember_folder(blocked / "reports")
    office.press(Qt.Key.Key_F12)
    box = page_of(office).box
    office.until(lambda: "没有写出文件" in texts_of(box))
    assert {"重试", "另存一份…"} <= set(texts_of(box).split("\n"))
    blocked.unlink()
    assert office.focus() is button_of(box, "重试")
    office.press(Qt.Key.Key_Space)
    office.until(lambda: "已导出 4 页" in texts_of(box))
    assert (blocked / "reports" / f"{NAME}.pdf").is_file()


def test_cancelling_leaves_no_file(office: Office) -> None:
    page = page_of(office)
    page.period.set_period(Period.week(date(2026, 11, 16)))
    office.until(lambda: page.view.page_count == 20)
    office.press(Qt.Key.Key_F12)
    office.until(lambda: "取消导出" in texts_of(page.box))
    stop = button_of(page.box, "取消导出")
    stop.setFocus()
    office.press(Qt.Key.Key_Space)
    office.until(lambda: "存到" in texts_of(page.box))
    assert not list(export_folder().glob("*"))


def test_the_file_and_its_folder_can_be_opened(office: Office) -> None:
    opened = _Opened()
    QDesktopServices.setUrlHandler("file", opened, "take")
    try:
        office.press(Qt.Key.Key_F12)
        office.until(lambda: "已导出" in texts_of(page_of(office).box))
        for verb in ("打开", "打开文件夹"):
            button_of(page_of(office).box, verb).setFocus()
            office.press(Qt.Key.Key_Space)
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert opened.paths == [export_folder() / f"{NAME}.pdf", export_folder()]


class _Opened(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.paths: list[Path] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.paths.append(Path(url.toLocalFile()))
