"""The customer list by keys: found, narrowed, sorted, picked, copied, and the detail that follows it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.customers.orders import ORDERED_COLUMNS
from app.customers.records import edit_customer
from tests.support.sample import Office, texts_of
from tests.ui.conftest import OpenOffice
from tests.ui.pages.customers.by_keys import at_rest, menu, names, page_of, popup
from ui.pages.customers.columns import SHOWN, list_columns
from ui.pages.customers.page import CustomersPage
from ui.shell.targets import CustomerTarget

KEY, HELD = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def clerk(office_of: OpenOffice) -> Office:
    """温可 before the archive, which is read."""
    office = office_of("wenk", "customers")
    at_rest(office)
    return office


def shown(page: CustomersPage, customer_id: int | None) -> bool:
    return page.panel.detail is not None and page.panel.detail.row.id == customer_id


def follow(office: Office, page: CustomersPage) -> None:
    """Wait until the detail shows the row under the cursor."""
    office.until(lambda: shown(page, page.table.current_id()))


def condition(office: Office, label: str) -> None:
    """Open the list of a condition by Alt+S and its digit."""
    office.alt(KEY.Key_S)
    line = next(action.text() for action in menu(office).actions() if label in action.text())
    office.qtbot.keyClicks(menu(office), line[1])
    popup(office)


def test_every_column_can_be_shown_and_sorted_by(clerk: Office) -> None:
    columns = list_columns(clerk.app.today)
    assert {column.sort for column in columns} == set(ORDERED_COLUMNS)
    assert set(SHOWN) <= {column.key for column in columns}
    row = page_of(clerk).table.current_row()
    for column in columns:
        column.value_of(row)
        column.tone(row)


def test_the_list_shows_everybody_and_the_detail_the_first(clerk: Office) -> None:
    page = page_of(clerk)
    assert page.listing.number == 36
    assert page.status == "共 36 家"
    follow(clerk, page)
    assert "往来时间线" in texts_of(page.panel)


def test_a_search_marks_its_hits_and_esc_clears_it(clerk: Office) -> None:
    page = page_of(clerk)
    clerk.type("dl")
    clerk.until(lambda: page.listing.asked.text == "dl" and page.listing.whole)
    assert page.search.hasFocus()
    assert page.listing.number < 36
    assert "命中" in page.status
    assert page.table.grab().toImage() is not None
    clerk.press(KEY.Key_Down)
    clerk.until(page.table.hasFocus)
    clerk.press(KEY.Key_Escape)
    clerk.until(lambda: page.listing.number == 36)


def test_a_chinese_search_says_when_nobody_is_found(clerk: Office) -> None:
    page = page_of(clerk)
    clerk.ctrl(KEY.Key_F)
    clerk.until(page.search.hasFocus)
    clerk.type("没有这家店")
    clerk.until(lambda: page.listing.whole and not page.listing.number)
    assert "没有找到「没有这家店」" in texts_of(page)
    clerk.until(lambda: page.panel.detail is None)


def test_a_condition_is_chosen_changed_and_taken_away_by_keys(clerk: Office) -> None:
    page = page_of(clerk)
    condition(clerk, "等级")
    clerk.press(KEY.Key_Space)
    clerk.press(KEY.Key_Down, times=2)
    clerk.press(KEY.Key_Space)
    clerk.press(KEY.Key_Return)
    clerk.until(lambda: page.listing.asked.conditions == {"classes": ("A", "C")} and page.listing.whole)
    assert 0 < page.listing.number < 36
    assert "等级：A 重点、C 普通" in texts_of(page.choice.bar)
    condition(clerk, "业务员")
    clerk.type("lyn")
    clerk.press(KEY.Key_Return)
    clerk.until(lambda: set(page.listing.asked.conditions) == {"classes", "owners"} and page.listing.whole)
    assert {row.owner for row in map(page.table.paged.row, range(page.listing.number))} == {"罗以南"}
    condition(clerk, "等级")
    clerk.press(KEY.Key_Delete)
    clerk.until(lambda: set(page.listing.asked.conditions) == {"owners"})
    condition(clerk, "业务员")
    clerk.type("邵知")
    clerk.press(KEY.Key_Return)
    clerk.until(lambda: page.listing.whole and page.table.paged.row(0).owner == "邵知夏")
    clerk.alt(KEY.Key_Q)
    clerk.until(lambda: page.listing.number == 36)


def test_the_conditions_stand_in_the_round_of_f6(clerk: Office) -> None:
    page = page_of(clerk)
    bar = page.choice.bar
    clerk.press(KEY.Key_F6, HELD.ShiftModifier)
    clerk.press(KEY.Key_F6, HELD.ShiftModifier)
    clerk.until(lambda: bar.isAncestorOf(clerk.focus()))
    clerk.press(KEY.Key_Right)
    first = clerk.focus()
    clerk.press(KEY.Key_Right)
    assert bar.isAncestorOf(clerk.focus())
    assert clerk.focus() is not first


def test_the_list_is_sorted_by_a_key_and_by_its_heads(clerk: Office) -> None:
    page = page_of(clerk)
    before = names(page)
    clerk.alt(KEY.Key_P)
    clerk.qtbot.keyClicks(menu(clerk), "8")
    clerk.until(lambda: page.listing.asked.column == "next_visit_due_on" and page.listing.whole)
    dues = [page.table.paged.row(number).next_visit_due_on for number in range(page.listing.number)]
    assert dues == sorted(dues)
    head = page.table.horizontalHeader()
    head.sectionClicked.emit(7)
    clerk.until(lambda: page.listing.asked.down and page.listing.whole)
    head.sectionClicked.emit(7)
    clerk.until(lambda: page.listing.asked.column == "" and page.listing.whole)
    assert names(page) == before


def test_conditions_and_order_are_remembered_for_the_next_time(clerk: Office, office_of: OpenOffice) -> None:
    page = page_of(clerk)
    condition(clerk, "等级")
    clerk.press(KEY.Key_Return)
    clerk.alt(KEY.Key_P)
    clerk.qtbot.keyClicks(menu(clerk), "2")
    clerk.until(lambda: page.listing.asked.column == "name" and page.listing.whole)
    again = office_of("wenk", "customers")
    asked = at_rest(again).listing.asked
    assert (asked.conditions, asked.column) == ({"classes": ("A",)}, "name")
    assert "等级：A 重点" in texts_of(page_of(again).choice.bar)
    other = office_of("shenql", "customers")
    assert not at_rest(other).listing.asked.narrows


def test_picked_rows_are_counted_and_stay_picked_when_the_list_is_read_anew(clerk: Office) -> None:
    page = page_of(clerk)
    clerk.press(KEY.Key_Space)
    clerk.press(KEY.Key_Down, times=2)
    clerk.press(KEY.Key_Down, HELD.ShiftModifier)
    picked = list(page.table.wanted_ids())
    assert page.status == "共 36 家，已选 3 家"
    clerk.press(KEY.Key_F5)
    clerk.until(lambda: page.listing.whole and not clerk.desk.jobs.busy)
    assert list(page.table.wanted_ids()) == picked
    clerk.ctrl(KEY.Key_A)
    assert page.status == "共 36 家，已选 36 家"
    clerk.press(KEY.Key_Escape)
    assert page.status == "共 36 家"


def test_picked_rows_are_copied_with_masked_phones_a_line_each(clerk: Office) -> None:
    page = page_of(clerk)
    row = page.table.current_row()
    edit_customer(clerk.app, row.id, row.row_version, {"short_name": "甲\t乙\n丙"})
    clerk.desk.changes.tell("customers")
    page.columns.choose(type(page.columns.choice)(("name", "short_name", "mobile")))
    clerk.until(lambda: page.listing.whole and not clerk.desk.jobs.busy)
    clerk.press(KEY.Key_Down, HELD.ShiftModifier)
    QGuiApplication.clipboard().clear()
    clerk.ctrl(KEY.Key_C)
    clerk.until(lambda: QGuiApplication.clipboard().text())
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert [len(line) for line in lines] == [3, 3, 3]
    assert lines[0] == ["客户名称", "简称", "手机"]
    assert lines[1][1] == "甲 乙 丙"
    assert all("****" in line[2] for line in lines[1:])


def test_numbers_and_dates_are_copied_in_full_and_texts_stay_texts(clerk: Office) -> None:
    page = page_of(clerk)
    row = page.table.current_row()
    edit_customer(clerk.app, row.id, row.row_version, {"short_name": "=1+1<"})
    clerk.desk.changes.tell("customers")
    page.columns.choose(type(page.columns.choice)(("customer_no", "name", "short_name", "next_visit_due_on")))
    clerk.until(lambda: page.listing.whole and not clerk.desk.jobs.busy)
    QGuiApplication.clipboard().clear()
    clerk.ctrl(KEY.Key_C)
    clerk.until(lambda: QGuiApplication.clipboard().text())
    number, _, short_name, due = QGuiApplication.clipboard().text().split("\n")[1].split("\t")
    row = page.table.current_row()
    assert (number, short_name) == (row.customer_no, "=1+1<")
    assert due == (row.next_visit_due_on.isoformat() if row.next_visit_due_on else "")
    marked = QGuiApplication.clipboard().mimeData().html()
    assert '.t{mso-number-format:"\\@"}' in marked
    assert "<td class=t>=1+1&lt;</td>" in marked


def test_the_order_menu_names_every_order_once_below_the_heads(clerk: Office) -> None:
    page = page_of(clerk)
    clerk.alt(KEY.Key_P)
    opened = menu(clerk)
    lines = [action.text().partition("　")[2] for action in opened.actions()]
    assert [line.partition("　")[0] for line in lines] == [column.title for column in page.table.rows.columns]
    assert lines[0] == "编号　升序"
    head = page.table.head
    assert opened.y() > head.mapToGlobal(head.rect().topLeft()).y()
    clerk.qtbot.keyClicks(opened, "1")
    clerk.until(lambda: page.listing.asked.down and page.listing.whole)
    assert page.listing.asked.column == "customer_no"
    numbers = [page.table.paged.row(number).customer_no for number in range(page.listing.number)]
    assert numbers == sorted(numbers, reverse=True)


def test_esc_in_an_empty_search_goes_back_to_the_list(clerk: Office) -> None:
    page = page_of(clerk)
    clerk.press(KEY.Key_Space)
    clerk.ctrl(KEY.Key_F)
    clerk.until(page.search.hasFocus)
    clerk.press(KEY.Key_Escape)
    clerk.until(page.table.hasFocus)
    assert page.status == "共 36 家，已选 1 家"


def test_the_next_customer_is_shown_without_leaving_the_detail(clerk: Office) -> None:
    page = page_of(clerk)
    follow(clerk, page)
    clerk.press(KEY.Key_Return)
    clerk.until(lambda: page.panel.isAncestorOf(clerk.focus()))
    page.panel.turn(2)
    first = page.table.current_id()
    clerk.alt(KEY.Key_Down)
    follow(clerk, page)
    assert page.table.current_id() != first
    assert page.panel.isAncestorOf(clerk.focus())
    assert page.panel.tabs.current == 2
    clerk.alt(KEY.Key_Up)
    follow(clerk, page)
    assert page.table.current_id() == first
    clerk.press(KEY.Key_Escape)
    clerk.until(page.table.hasFocus)
    assert page.table.current_id() == first


def test_somebody_is_shown_where_they_stand_in_the_list(clerk: Office) -> None:
    page = page_of(clerk)
    clerk.window.go("customers", CustomerTarget(customer_id=30))
    clerk.until(lambda: shown(page, 30) and page.table.current_id() == 30)


def test_somebody_whom_the_conditions_leave_out_is_shown_beside_the_list(clerk: Office) -> None:
    page = page_of(clerk)
    condition(clerk, "等级")
    clerk.press(KEY.Key_Return)
    clerk.until(lambda: page.listing.whole and page.listing.number < 36)
    outside = 2
    clerk.window.go("customers", CustomerTarget(customer_id=outside))
    clerk.until(lambda: shown(page, outside) and page.listing.whole)
    assert page.table.current_id() != outside


def test_a_narrow_window_shows_list_or_detail(clerk: Office) -> None:
    page = page_of(clerk)
    follow(clerk, page)
    clerk.window.setMinimumSize(800, 500)
    clerk.window.resize(1000, 700)
    clerk.until(lambda: page.panel.isHidden())
    clerk.press(KEY.Key_Return)
    clerk.until(lambda: page.left.isHidden() and page.panel.isVisible())
    clerk.press(KEY.Key_Escape)
    clerk.until(lambda: page.left.isVisible() and page.table.hasFocus())


def test_the_context_menu_holds_what_the_page_can_do(clerk: Office) -> None:
    page = page_of(clerk)
    page.table.customContextMenuRequested.emit(page.table.rect().center())
    texts = [action.text() for action in menu(clerk).actions()]
    assert {"编辑", "批量修改…", "打印档案"} <= set(texts)
    menu(clerk).close()
