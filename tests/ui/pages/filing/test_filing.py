"""Filing with head office by keys: ticked, packed, sent, answered."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast
from zipfile import ZipFile

import pytest
from PySide6.QtCore import Qt

from app.context import App
from app.filing.batches import FilingInput, file_papers, list_batches, papers_to_file
from app.people.accounts import sign_in
from app.sweep.daily import archive_daily, list_daily, review_daily
from app.sweep.weekly.period import Scope, week_of
from app.sweep.weekly.summary import archive_weekly, review_weekly, submit_weekly
from app.tasks import Task
from tests.support.sample import Office, button_of, texts_of
from tests.ui.conftest import OpenOffice
from ui.pages.filing.page import SENT, FilingPage
from ui.pages.reports.exporting import export_folder, remember_folder

FIRST, LAST, WEDNESDAY, BRANCH = date(2026, 10, 21), date(2026, 11, 22), date(2026, 11, 18), 1


def page_of(office: Office) -> FilingPage:
    return cast("FilingPage", office.window.page)


def fill_archive(app: App) -> None:
    """Wednesday's daily reports of two reps and the week's summary, handed in, reviewed, archived."""
    clerk, chief = sign_in(app, "wenk"), sign_in(app, "shenql")
    for row in list_daily(clerk, WEDNESDAY)[:2]:
        assert row.report_id is not None
        review_daily(chief, row.report_id)
        archive_daily(clerk, row.report_id)
    summary = submit_weekly(clerk, Scope(BRANCH, week_of(WEDNESDAY)))
    review_weekly(chief, summary)
    archive_weekly(clerk, summary)


@pytest.fixture
def office(office_of: OpenOffice) -> Office:
    """The clerk before the papers of the archive."""
    opened = office_of("wenk", "customers")
    fill_archive(opened.app)
    opened.window.go("filing")
    opened.until(lambda: page_of(opened).sending.table.rows.rowCount())
    return opened


def waiting(office: Office) -> int:
    return len(papers_to_file(office.app, BRANCH, FIRST, LAST))


def test_everything_that_waits_is_ticked(office: Office) -> None:
    page = page_of(office)
    assert page.sending.table.rows.rowCount() == waiting(office)
    assert len(page.sending.table.ticked_rows()) == waiting(office)
    assert office.focus() is page.sending.table
    office.press(Qt.Key.Key_Space)
    assert len(page.sending.table.ticked_rows()) == waiting(office) - 1
    office.ctrl(Qt.Key.Key_A)
    office.ctrl(Qt.Key.Key_A)
    assert not page.sending.table.ticked_rows()
    office.ctrl(Qt.Key.Key_Return)
    office.until(lambda: "没有勾选单据" in texts_of(office.window))


def test_ctrl_enter_sends_a_zip_and_the_batch_is_listed(office: Office) -> None:
    page, papers = page_of(office), waiting(office)
    page.sending.receiver.setFocus()
    office.type("营销管理部档案室")
    office.ctrl(Qt.Key.Key_Return)
    office.until(lambda: list_batches(office.app, BRANCH))
    office.until(lambda: page.tabs.current == SENT and page.batches.items.rows.rowCount() == papers)
    (batch,) = list_batches(office.app, BRANCH)
    assert (batch.item_count, batch.receiver, batch.state_code) == (papers, "营销管理部档案室", "sent")
    with ZipFile(export_folder() / batch.package_name) as package:
        names = package.namelist()
    assert sum(name.endswith(".pdf") for name in names) == papers + 1
    office.until(lambda: page.sending.table.rows.rowCount() == 0)


def test_a_folder_instead_of_a_zip(office: Office) -> None:
    page = page_of(office)
    page.sending.form.setFocus()
    office.press(Qt.Key.Key_Right)
    office.ctrl(Qt.Key.Key_Return)
    office.until(lambda: list_batches(office.app, BRANCH))
    (batch,) = list_batches(office.app, BRANCH)
    assert (export_folder() / batch.package_name).is_dir()


def test_a_folder_that_is_gone_is_told_and_nothing_is_sent(office: Office, tmp_path: Path) -> None:
    blocked = tmp_path / "not-a-folder"
    blocked.write_text("x")
    remember_folder(blocked / "filing")
    office.ctrl(Qt.Key.Key_Return)
    box = page_of(office).sending.box
    office.until(lambda: "没有写出备案包" in texts_of(box))
    assert not list_batches(office.app, BRANCH)
    blocked.unlink()
    assert office.focus() is button_of(box, "重试")
    office.press(Qt.Key.Key_Space)
    office.until(lambda: list_batches(office.app, BRANCH))


def test_the_office_does_not_answer_for_head_office(office: Office) -> None:
    office.alt(Qt.Key.Key_2)
    office.alt(Qt.Key.Key_R)
    office.until(lambda: "由公司接收部门登记" in texts_of(office.window))


@pytest.fixture
def head_office(office_of: OpenOffice, tmp_path: Path) -> Office:
    """Marketing, with one batch on its way."""
    opened = office_of("guyc", "customers")
    fill_archive(opened.app)
    clerk = sign_in(opened.app, "wenk")
    keys = tuple(paper.key for paper in papers_to_file(clerk, BRANCH, FIRST, LAST))
    file_papers(clerk, FilingInput(BRANCH, FIRST, LAST, keys, tmp_path), Task())
    opened.window.go("filing")
    opened.until(lambda: page_of(opened).batches.current)
    return opened


def test_a_receipt_files_the_papers(head_office: Office) -> None:
    assert head_office.focus() is page_of(head_office).batches.table
    head_office.alt(Qt.Key.Key_R)
    head_office.dialog()
    head_office.type("营管2026-118")
    head_office.ctrl(Qt.Key.Key_Return)
    head_office.until(lambda: list_batches(head_office.app, BRANCH)[0].state_code == "confirmed")
    head_office.until(lambda: "营管2026-118" in texts_of(page_of(head_office)))
    rows = list_daily(sign_in(head_office.app, "wenk"), WEDNESDAY)
    assert [row.state_code for row in rows[:2]] == ["filed", "filed"]


def test_a_batch_given_back_waits_again(head_office: Office) -> None:
    before = list_batches(head_office.app, BRANCH)[0].item_count
    head_office.alt(Qt.Key.Key_U)
    dialog = head_office.dialog()
    head_office.ctrl(Qt.Key.Key_Return)
    assert "还没有写退回意见" in texts_of(dialog)
    head_office.type("少一张周总结")
    head_office.ctrl(Qt.Key.Key_Return)
    head_office.until(lambda: list_batches(head_office.app, BRANCH)[0].state_code == "returned")
    assert len(papers_to_file(sign_in(head_office.app, "wenk"), BRANCH, FIRST, LAST)) == before
