"""Needs and obstacles of a customer, written down, confirmed and cleared by keys alone."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.development.reading import Development, development
from tests.support.sample import Office, texts_of
from tests.ui.conftest import OpenOffice
from ui.dialogs.form import FormDialog
from ui.pages.customers.detail import TABS
from ui.pages.customers.development import CustomerDevelopment
from ui.pages.customers.page import CustomersPage
from ui.shell.targets import CustomerTarget

KEY = Qt.Key
ZHEWU, QIUTANG = 8, 12


def tab_of(office: Office, customer_id: int) -> CustomerDevelopment:
    office.window.go("customers", CustomerTarget(customer_id=customer_id))
    panel = cast("CustomersPage", office.window.page).panel
    office.until(lambda: panel.detail and panel.detail.row.id == customer_id)
    panel.turn(TABS.index("需求") - panel.tabs.current)
    office.until(lambda: not office.desk.jobs.busy)
    return cast("CustomerDevelopment", panel.pages.currentWidget())


def stored(office: Office, customer_id: int) -> Development:
    return development(office.app, customer_id)


def form_of(office: Office) -> FormDialog:
    return cast("FormDialog", office.dialog())


def fill(office: Office, **texts: str) -> None:
    """Type into fields of the open form, and Ctrl+S."""
    form = form_of(office).form.form
    for name, text in texts.items():
        form.focus_field(name)
        office.type(text)
    save(office)


def save(office: Office) -> None:
    office.ctrl(KEY.Key_S)
    office.settle()


@pytest.fixture
def clerk(office_of: OpenOffice) -> Office:
    """温可 before the archive."""
    return office_of("wenk", "customers")


def test_the_tab_shows_the_samples_needs_and_obstacles(clerk: Office) -> None:
    tab = tab_of(clerk, QIUTANG)
    (obstacle,) = stored(clerk, QIUTANG).obstacles
    assert tab.obstacles.current_row() == obstacle
    assert (obstacle.kind, obstacle.severity, obstacle.state, obstacle.is_late) == (
        "付款条件",
        "关键",
        "已定方案",
        True,
    )
    assert tab.needs.rows.rowCount() == len(stored(clerk, QIUTANG).needs)


def test_a_need_is_written_down_confirmed_and_taken_back(clerk: Office) -> None:
    tab = tab_of(clerk, ZHEWU)
    before = len(stored(clerk, ZHEWU).needs)
    clerk.alt(KEY.Key_1)
    fill(clerk, content="要国标检测报告")
    clerk.until(lambda: tab.needs.rows.rowCount() == before + 1)
    assert clerk.focus() is tab.needs
    assert tab.needs.current_row().content == "要国标检测报告"
    clerk.alt(KEY.Key_2)
    fill(clerk, is_feasible="1")
    clerk.until(lambda: tab.needs.current_row().is_confirmed)
    clerk.ctrl(KEY.Key_Z)
    clerk.until(lambda: not tab.needs.current_row().is_confirmed)


def test_an_obstacle_goes_its_way_by_one_key(clerk: Office) -> None:
    tab = tab_of(clerk, ZHEWU)
    clerk.alt(KEY.Key_3)
    fill(clerk, description="嫌供货价高")
    clerk.until(lambda: tab.obstacles.current_row() and tab.obstacles.current_row().state == "已发现")
    clerk.alt(KEY.Key_4)
    fill(clerk, plan="按年量给阶梯价")
    clerk.until(lambda: tab.obstacles.current_row().state == "已定方案")
    clerk.alt(KEY.Key_4)
    clerk.until(lambda: tab.obstacles.current_row().state == "消除中")
    clerk.alt(KEY.Key_4)
    fill(clerk, resolution="客户认可阶梯价")
    clerk.until(lambda: tab.obstacles.current_row().state == "已消除")
    assert "重开" in texts_of(tab)


def test_what_is_missing_is_said_at_its_field(clerk: Office) -> None:
    tab = tab_of(clerk, ZHEWU)
    clerk.alt(KEY.Key_1)
    dialog = form_of(clerk)
    clerk.ctrl(KEY.Key_S)
    clerk.until(lambda: "要改" in dialog.form.problem)
    clerk.press(KEY.Key_Escape)
    clerk.until(lambda: QApplication.activeModalWidget() is None)
    assert clerk.focus() is tab.needs


def test_enter_corrects_what_the_cursor_is_on(clerk: Office) -> None:
    tab = tab_of(clerk, QIUTANG)
    tab.obstacles.setFocus()
    clerk.press(KEY.Key_Return)
    assert form_of(clerk).form.form.value("description") == "要求月结三十天，首单不付款"
    clerk.press(KEY.Key_Escape)
    clerk.until(lambda: QApplication.activeModalWidget() is None)


def test_who_only_looks_changes_nothing(office_of: OpenOffice) -> None:
    office = office_of("baining", "customers")
    tab = tab_of(office, ZHEWU)
    assert {button.isEnabled() for button in tab.buttons.values()} == {False}
