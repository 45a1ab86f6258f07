"""Every report of the centre: shown, found, asked for by other pages, exported and logged."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox
from sqlalchemy import select

from app.attachments.records import attach, keep_file
from app.complaints.reading import list_complaints
from app.complaints.rows import ComplaintFilter
from app.customers.listing import list_customers
from app.db.records import ExportLog
from app.surveys.listing import list_sheets
from tests.support.pictures import picture, put
from tests.support.sample import Office, texts_of
from tests.ui.conftest import OpenOffice
from tests.ui.pages.reports.by_keys import page_of
from ui.pages.reports.exporting import export_folder
from ui.pages.reports.page import ReportsPage
from ui.shell.targets import ReportTarget


@pytest.fixture
def office(office_of: OpenOffice) -> Office:
    opened = office_of("wenk", "reports")
    opened.until(lambda: page_of(opened).view.page_count == 4)
    return opened


def go_to(office: Office, name: str) -> ReportsPage:
    """Choose a report in the list by keys."""
    page = page_of(office)
    page.list.setFocus()
    office.press(Qt.Key.Key_Home)
    for _ in page.kinds:
        if page.kind.name == name:
            break
        office.press(Qt.Key.Key_Down)
    assert page.kind.name == name
    return page


def logged(office: Office) -> list[ExportLog]:
    with office.app.reading() as session:
        return list(session.scalars(select(ExportLog).order_by(ExportLog.id)))


@pytest.mark.parametrize("name", ["branch_day", "weekly", "blank", "roster", "refill", "plan", "complaints"])
def test_a_report_shows_its_pages_at_once(office: Office, name: str) -> None:
    page = go_to(office, name)
    office.until(lambda: page.view.page_count and not page.preview.is_waiting)
    assert page.kind.title in page.list.currentItem().text()


@pytest.mark.parametrize(
    ("name", "missing"),
    [("complaint", "还没有选投诉。"), ("sheet", "还没有选调查表。"), ("customer", "还没有选客户。")],
)
def test_a_report_about_one_record_asks_for_it(office: Office, name: str, missing: str) -> None:
    page = go_to(office, name)
    office.until(lambda: missing in texts_of(page.middle.empty))
    office.press(Qt.Key.Key_F12)
    assert not logged(office)


def test_a_complaint_is_found_by_typing_and_its_paper_shown(office: Office) -> None:
    page = go_to(office, "complaint")
    wanted = list_complaints(office.app, ComplaintFilter())[0]
    office.press(Qt.Key.Key_Return)
    office.press(Qt.Key.Key_Space)
    dialog = office.dialog()
    office.type(wanted.complaint_no)
    office.until(lambda: dialog.table.rows.rowCount() == 1)
    office.press(Qt.Key.Key_Return)
    office.until(lambda: page.view.page_count)
    assert wanted.complaint_no in texts_of(page.conditions)


def test_another_page_goes_straight_to_a_paper(office: Office) -> None:
    wanted = list_complaints(office.app, ComplaintFilter())[0]
    office.desk.go("reports", ReportTarget(report="complaint", complaint_id=wanted.id))
    page = page_of(office)
    office.until(lambda: page.kind.name == "complaint" and page.view.page_count)
    office.until(lambda: wanted.customer in texts_of(page.conditions))


def test_a_filled_sheet_and_a_customers_card_are_gone_to(office: Office) -> None:
    sheet = list_sheets(office.app)[0]
    office.desk.go("reports", ReportTarget(report="sheet", sheet_id=sheet.id))
    page = page_of(office)
    office.until(lambda: page.kind.name == "sheet" and page.view.page_count)
    office.until(lambda: f"{sheet.sheet_no}　{sheet.customer}" in texts_of(page.conditions))
    office.desk.go("reports", ReportTarget(report="customer", customer_id=sheet.customer_id))
    office.until(lambda: page.kind.name == "customer" and page.view.page_count and not page.preview.is_waiting)
    inside = page.view.page_count
    page.conditions.blocks["edition"].stops()[0].setFocus()
    office.press(Qt.Key.Key_Right)
    office.until(lambda: page.wanted().external and not page.preview.is_waiting)
    assert page.view.page_count <= inside


@pytest.mark.parametrize(("where", "report"), [("customers", "customer"), ("survey", "sheet")])
def test_ctrl_p_on_a_record_goes_to_its_paper(office_of: OpenOffice, where: str, report: str) -> None:
    office = office_of("wenk", where)
    table = cast("Any", office.window.page).table
    office.until(lambda: table.current_row())
    office.until(lambda: not office.desk.jobs.busy)
    office.ctrl(Qt.Key.Key_P)
    office.until(lambda: office.window.page.name == "reports")
    office.until(lambda: page_of(office).kind.name == report and page_of(office).view.page_count)


def test_a_plan_is_printed_with_what_became_of_it(office: Office) -> None:
    page = go_to(office, "plan")
    office.until(lambda: page.view.page_count and not page.preview.is_waiting)
    page.conditions.blocks["actual"].stops()[0].setFocus()
    office.press(Qt.Key.Key_Right)
    office.until(lambda: page.wanted().actual and page.view.page_count and not page.preview.is_waiting)
    page.conditions.blocks["rep"].stops()[0].setFocus()
    every = page.view.page_count
    office.press(Qt.Key.Key_Down)
    office.until(lambda: 0 < page.view.page_count < every)


def test_blank_sheets_are_made_out_for_chosen_customers(office: Office) -> None:
    page = go_to(office, "blank")
    office.until(lambda: page.view.page_count)
    alone = page.view.page_count
    customer = list_customers(office.app)[0]
    button = page.conditions.blocks["customers"].stops()[0]
    for _ in range(2):
        button.setFocus()
        office.press(Qt.Key.Key_Space)
        dialog = office.dialog()
        office.until(lambda shown=dialog: shown.table.rows.rowCount())
        office.press(Qt.Key.Key_Down)
        office.press(Qt.Key.Key_Down)
        office.press(Qt.Key.Key_Return)
        office.until(lambda: office.window.isActiveWindow() or office.focus())
    assert customer.name
    office.until(lambda: page.view.page_count == alone and not page.preview.is_waiting)


def test_copies_are_a_number(office: Office) -> None:
    page = go_to(office, "blank")
    office.until(lambda: page.view.page_count)
    alone = page.view.page_count
    field = page.conditions.blocks["copies"].stops()[0]
    field.setFocus()
    office.ctrl(Qt.Key.Key_A)
    office.type("３份")
    office.press(Qt.Key.Key_Return)
    assert "份数应是 1–200 的整数" in texts_of(page.conditions)
    office.ctrl(Qt.Key.Key_A)
    office.type("３")
    office.press(Qt.Key.Key_Return)
    office.until(lambda: page.view.page_count == 3 * alone)


def test_every_export_is_logged_once(office: Office) -> None:
    page = go_to(office, "branch_day")
    office.until(lambda: page.view.page_count)
    office.press(Qt.Key.Key_F12)
    office.until(lambda: "已导出" in texts_of(page.box))
    office.ctrl(Qt.Key.Key_E)
    office.until(lambda: len(list(export_folder().glob("*.xlsx"))) == 1 and len(logged(office)) == 2)
    entries = logged(office)
    assert [(entry.report_code, entry.format, entry.purpose, entry.is_masked) for entry in entries] == [
        ("RP02", "pdf", "branch_archive", True),
        ("RP02", "xlsx", "branch_archive", True),
    ]
    assert entries[0].file_name == next(export_folder().glob("*.pdf")).name
    assert entries[0].filter["first"] == "2026-11-20"
    assert entries[0].user_id == office.app.user.user_id


def test_a_purpose_without_whole_numbers_takes_them_away(office: Office) -> None:
    page = page_of(office)
    phones, purpose = page.conditions.blocks["output"].stops()[1], page.conditions.blocks["output"].stops()[0]
    phones.setFocus()
    office.press(Qt.Key.Key_Space)
    assert not page.wanted().masked
    purpose.setFocus()
    office.press(Qt.Key.Key_Down, times=3)
    assert (page.wanted().purpose, page.wanted().masked, phones.isEnabled()) == ("meeting", True, False)


def test_nothing_is_printed_for_what_is_not_the_business(office: Office) -> None:
    page = page_of(office)
    office.until(lambda: page.view.page_count)
    page.conditions.blocks["output"].stops()[0].setFocus()
    office.press(Qt.Key.Key_End)
    office.until(lambda: "请改选对应的用途" in texts_of(page.middle.empty))
    office.press(Qt.Key.Key_F12)
    assert logged(office) == []


def test_many_complete_numbers_need_the_supervisor(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.security.exporting.MOST_COMPLETE", 1)
    page = page_of(office)
    page.conditions.blocks["output"].stops()[1].setFocus()
    office.press(Qt.Key.Key_Space)
    office.until(lambda: page.view.page_count and not page.preview.is_waiting)
    office.press(Qt.Key.Key_F12)
    office.until(lambda: "须主管在场" in texts_of(page.box))
    assert "可能" not in texts_of(page.box)
    assert logged(office) == []
    assert not list(export_folder().glob("*.pdf"))


def test_blank_sheets_have_no_workbook(office: Office) -> None:
    page = go_to(office, "blank")
    office.until(lambda: page.view.page_count)
    office.ctrl(Qt.Key.Key_E)
    office.until(lambda: "只有 PDF" in texts_of(office.window))


def test_the_month_is_stepped_through(office: Office) -> None:
    page = go_to(office, "complaints")
    office.until(lambda: page.view.page_count)
    assert (page.period.period.first, page.period.period.last) == (date(2026, 11, 1), date(2026, 11, 30))
    office.alt(Qt.Key.Key_PageUp)
    office.until(lambda: page.period.period.first == date(2026, 10, 1) and page.view.page_count)
    page.period.date.setFocus()
    office.type("1105")
    office.press(Qt.Key.Key_Return)
    assert page.period.period.first == date(2026, 11, 1)


def test_marketing_sees_only_papers_of_its_own(office_of: OpenOffice) -> None:
    office = office_of("guyc", "reports")
    page = page_of(office)
    assert {kind.group for kind in page.kinds} <= {"客户", "投诉"}
    office.until(lambda: "还没有选" in texts_of(page.middle.empty))


@pytest.mark.parametrize(
    ("name", "owner_type", "target"),
    [("customer", "customer", "customer_id"), ("complaint", "complaint_log", "complaint_id")],
)
def test_photos_follow_a_paper_unless_they_are_not_wanted(
    office: Office, tmp_path: Path, name: str, owner_type: str, target: str
) -> None:
    kept = keep_file(office.app, owner_type, put(tmp_path, "门头.jpg", picture("JPEG")))
    attach(office.app, owner_type, 1, [("storefront", kept)])
    office.desk.go("reports", ReportTarget(report=name, **{target: 1}))
    page = page_of(office)
    office.until(lambda: page.preview.is_waiting is False and page.kind.name == name and page.view.page_count)
    pages = page.view.page_count
    box = next(box for box in page.findChildren(QCheckBox) if box.text() == "附照片")
    box.setFocus()
    office.press(Qt.Key.Key_Space)
    office.until(lambda: not page.preview.is_waiting and page.view.page_count == pages - 1)


def test_who_may_not_see_a_customers_files_is_not_offered_photos(office_of: OpenOffice) -> None:
    office = office_of("baining", "reports")
    page = page_of(office)
    office.desk.go("reports", ReportTarget(report="customer", customer_id=1))
    office.until(lambda: page.kind.name == "customer" and not page.preview.is_waiting and page.view.page_count)
    assert not any(box.text() == "附照片" for box in page.findChildren(QCheckBox) if box.isVisible())
