"""Views of the list a person keeps, and the columns they choose, by keys."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.customers.views import list_views
from tests.support.sample import Office, button_of, texts_of
from tests.ui.conftest import OpenOffice
from tests.ui.pages.customers.by_keys import at_rest, closed, dialog, menu, page_of
from ui.pages.customers.columns import SHOWN
from ui.pages.customers.page import CustomersPage
from ui.tables.column_choice import ColumnsDialog

KEY, HELD = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def clerk(office_of: OpenOffice) -> Office:
    """温可 before the archive, which is read."""
    office = office_of("wenk", "customers")
    at_rest(office)
    return office


def view_button(page: CustomersPage) -> str:
    return page.choice.views.button.text()


def by_menu(office: Office, key: str) -> None:
    """Alt+V and a key of its menu."""
    office.alt(KEY.Key_V)
    office.qtbot.keyClicks(menu(office), key)


def keep(office: Office, name: str) -> None:
    """Keep what is chosen as a new view."""
    by_menu(office, "s")
    dialog(office)
    office.type(name)
    office.press(KEY.Key_Return)
    office.until(lambda: closed() and view_button(page_of(office)) == name)


def sort_by(office: Office, digit: str, column: str) -> None:
    office.alt(KEY.Key_P)
    office.qtbot.keyClicks(menu(office), digit)
    page = page_of(office)
    office.until(lambda: page.listing.asked.column == column and page.listing.whole)


def columns_dialog(office: Office) -> ColumnsDialog:
    office.alt(KEY.Key_O)
    found = cast("ColumnsDialog", dialog(office))
    office.until(lambda: QApplication.focusWidget() is found.list)
    return found


def test_a_view_is_kept_shown_again_renamed_and_deleted(clerk: Office) -> None:
    page = page_of(clerk)
    sort_by(clerk, "2", "name")
    keep(clerk, "按名称")
    (kept,) = list_views(clerk.app)
    assert (kept.name, kept.order and kept.order.column, kept.columns) == ("按名称", "name", SHOWN)
    sort_by(clerk, "5", "market")
    clerk.until(lambda: view_button(page) == "按名称（已改）")
    by_menu(clerk, "0")
    clerk.until(lambda: view_button(page) == "全部客户" and page.listing.asked.column == "")
    by_menu(clerk, "1")
    clerk.until(lambda: view_button(page) == "按名称" and page.listing.asked.column == "name")
    by_menu(clerk, "r")
    dialog(clerk)
    clerk.type("照名称排")
    clerk.press(KEY.Key_Return)
    clerk.until(lambda: view_button(page) == "照名称排")
    by_menu(clerk, "d")
    clerk.until(lambda: not list_views(clerk.app) and view_button(page) == "全部客户")


def test_what_has_changed_is_kept_in_the_same_view(clerk: Office) -> None:
    page = page_of(clerk)
    keep(clerk, "我的")
    sort_by(clerk, "3", "primary_class")
    clerk.until(lambda: view_button(page) == "我的（已改）")
    by_menu(clerk, "u")
    clerk.until(lambda: view_button(page) == "我的")
    (kept,) = list_views(clerk.app)
    assert kept.order is not None
    assert kept.order.column == "primary_class"


def test_a_view_needs_a_name(clerk: Office) -> None:
    by_menu(clerk, "s")
    asking = dialog(clerk)
    clerk.press(KEY.Key_Return)
    assert "还没有写名称" in texts_of(asking)
    clerk.press(KEY.Key_Escape)
    clerk.until(closed)
    assert not list_views(clerk.app)


def test_views_are_everybodys_own(clerk: Office, office_of: OpenOffice) -> None:
    keep(clerk, "我的")
    other = office_of("shenql", "customers")
    at_rest(other)
    assert list_views(other.app) == []


def test_columns_are_hidden_moved_and_set_back_by_keys(clerk: Office) -> None:
    page = page_of(clerk)
    asking = columns_dialog(clerk)
    clerk.press(KEY.Key_Space)
    clerk.press(KEY.Key_Down, times=2)
    clerk.ctrl(KEY.Key_Down)
    clerk.press(KEY.Key_Return)
    clerk.until(closed)
    keys = [column.key for column in page.table.rows.columns]
    assert keys == ["name", "stage", "primary_class", *SHOWN[4:]]
    asking = columns_dialog(clerk)
    button_of(asking, "恢复原样").click()
    clerk.until(closed)
    assert [column.key for column in page.table.rows.columns] == list(SHOWN)


def test_widths_and_columns_are_remembered(clerk: Office, office_of: OpenOffice) -> None:
    page = page_of(clerk)
    page.table.horizontalHeader().resizeSection(4, 222)
    columns_dialog(clerk)
    clerk.press(KEY.Key_Space)
    clerk.press(KEY.Key_Return)
    clerk.until(closed)
    again = at_rest(office_of("wenk", "customers")).table
    assert [column.key for column in again.rows.columns] == list(SHOWN[1:])
    assert again.columnWidth(3) == 222


def test_a_dragged_head_changes_the_order_of_the_columns(clerk: Office) -> None:
    page = page_of(clerk)
    page.table.head.moveSection(5, 2)
    wanted = ["customer_no", "name", "owner", "primary_class", "stage", "market", *SHOWN[6:]]
    clerk.until(lambda: [column.key for column in page.table.rows.columns] == wanted)
    assert [page.table.head.visualIndex(place) for place in range(9)] == list(range(9))
