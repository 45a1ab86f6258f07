"""Complaints on other pages: the customer's tab and the workbench."""

from __future__ import annotations

from datetime import datetime
from typing import cast

import pytest
from PySide6.QtCore import Qt

from tests.support.clock import StandingClock
from tests.support.sample import Office, texts_of
from tests.ui.conftest import OpenOffice
from ui.pages.complaints.page import ComplaintsPage
from ui.pages.customers.complaints import CustomerComplaints
from ui.pages.customers.detail import TABS
from ui.pages.customers.page import CustomersPage
from ui.pages.workbench.page import WorkbenchPage
from ui.shell.targets import CustomerTarget


def shown_complaint(office: Office) -> str:
    page = office.window.page
    detail = page.acting.detail if isinstance(page, ComplaintsPage) else None
    return detail.row.complaint_no if detail else ""


def complaints_of(office: Office, customer_id: int) -> CustomerComplaints:
    """The tab of a customer, read."""
    office.window.go("customers", CustomerTarget(customer_id=customer_id))
    panel = cast("CustomersPage", office.window.page).panel
    office.until(lambda: panel.detail and panel.detail.row.id == customer_id)
    panel.turn(TABS.index("投诉"))
    office.until(lambda: not office.desk.jobs.busy)
    return cast("CustomerComplaints", panel.pages.currentWidget())


def test_a_customers_complaints_stand_in_its_tab_and_open_by_enter(office_of: OpenOffice) -> None:
    office = office_of("wenk", "customers")
    tab = complaints_of(office, 15)
    assert [tab.table.rows.row(n).received_at.month for n in range(4)] == [11, 5, 4, 1]
    tab.table.setFocus()
    office.press(Qt.Key.Key_Return)
    office.until(lambda: shown_complaint(office) == "TS-LZ-202611-005")


def test_an_older_complaint_opens_though_the_board_has_it_no_more(office_of: OpenOffice) -> None:
    office = office_of("wenk", "customers")
    tab = complaints_of(office, 15)
    tab.table.setFocus()
    office.press(Qt.Key.Key_Down, times=3)
    office.press(Qt.Key.Key_Return)
    office.until(lambda: shown_complaint(office) == "TS-LZ-202601-001" and not office.desk.jobs.busy)
    assert shown_complaint(office) == "TS-LZ-202601-001"


def test_a_customer_without_complaints_offers_to_register_one(office_of: OpenOffice) -> None:
    office = office_of("wenk", "customers")
    tab = complaints_of(office, 1)
    assert "这家客户没有投诉过。" in texts_of(tab)
    assert "登记投诉" in texts_of(tab)


def test_the_workbench_shows_what_is_late_and_leads_there(office_of: OpenOffice, clock: StandingClock) -> None:
    clock.now = datetime(2026, 11, 23, 18, 30)
    office = office_of("shenql", "workbench")
    panel = cast("WorkbenchPage", office.window.page).overdue
    office.until(lambda: panel.table.rows.rowCount() == 3)
    assert panel.sub.text() == "3 件"
    panel.table.setFocus()
    first = panel.table.current_row().complaint_no
    office.press(Qt.Key.Key_Return)
    office.until(lambda: shown_complaint(office) == first)


def test_the_workbench_counts_what_is_late_beyond_what_the_board_shows(
    office_of: OpenOffice, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.complaints.reading.MOST_CARDS", 1)
    clock.now = datetime(2026, 11, 23, 18, 30)
    office = office_of("shenql", "workbench")
    panel = cast("WorkbenchPage", office.window.page).overdue
    office.until(lambda: panel.table.rows.rowCount() == 2)
    assert panel.sub.text() == "3 件"


def test_the_workbench_says_what_runs_out_within_a_day(office_of: OpenOffice, clock: StandingClock) -> None:
    clock.now = datetime(2026, 11, 23, 9, 30)
    office = office_of("shenql", "workbench")
    panel = cast("WorkbenchPage", office.window.page).overdue
    office.until(lambda: panel.sub.text() == "24 小时内到期有 3 件")
    assert "没有超时的投诉" in texts_of(panel)
