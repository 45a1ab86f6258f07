"""办事处资料 by keys: adding and correcting people, markets and brands."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.people.brands import list_brands
from app.people.directory import edit_person, list_people, read_person
from app.people.markets import list_markets
from tests.support.sample import Office, button_of, texts_of
from tests.ui.conftest import OpenOffice
from ui.dialogs.message import MessageDialog
from ui.pages.office.page import OfficePage
from ui.pages.office.tab import OfficeTab


@pytest.fixture
def office(office_of: OpenOffice) -> Office:
    """The administrator, with the people listed."""
    opened = office_of("admin", "office")
    opened.until(lambda: tab_of(opened).why_no_edit() == "")
    return opened


def page_of(office: Office) -> OfficePage:
    return cast("OfficePage", office.window.page)


def tab_of(office: Office) -> OfficeTab:
    return page_of(office).tab


def turn(office: Office, name: str) -> None:
    """Ctrl+Tab until the tab is shown."""
    while tab_of(office).kind.name != name:
        office.ctrl(Qt.Key.Key_Tab)
    office.until(lambda: tab_of(office).why_no_edit() == "")


def type_fields(office: Office, *texts: str) -> None:
    for text in texts:
        office.type(text)
        office.press(Qt.Key.Key_Return)


def test_people_are_listed_and_the_chosen_one_shown(office: Office) -> None:
    assert tab_of(office).table.rows.rowCount() == 10
    assert tab_of(office).heading.text() == "程砚舟"
    office.press(Qt.Key.Key_Down)
    office.until(lambda: tab_of(office).heading.text() == "罗以南")


def test_a_rep_is_added_by_keys(office: Office) -> None:
    office.ctrl(Qt.Key.Key_N)
    office.until(lambda: tab_of(office).state == "new")
    type_fields(office, "e11", "秦知远", "1", "销售部")
    tab_of(office).form.form.focus_field("username")
    office.type("qinzy")
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: tab_of(office).heading.text() == "秦知远")
    added = next(row for row in list_people(office.app) if row.emp_no == "E11")
    assert (added.name, added.position, added.department, added.username) == ("秦知远", "业务员", "销售部", "qinzy")
    office.until(lambda: "已保存员工「秦知远」" in texts_of(office.window))


def test_the_problems_stand_at_their_fields_and_the_list_waits(office: Office) -> None:
    office.ctrl(Qt.Key.Key_N)
    office.until(lambda: tab_of(office).state == "new")
    office.type("E01")
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: tab_of(office).form.problem)
    form = tab_of(office).form.form
    assert form.message("emp_no") == "工号 E01 已经有人在用"
    assert form.message("name") == "姓名没有填"
    assert form.value("emp_no") == "E01"
    assert not tab_of(office).table.isEnabled()
    assert len(list_people(office.app)) == 10


def test_correcting_hands_over_only_what_was_changed(office: Office) -> None:
    office.press(Qt.Key.Key_F2)
    office.press(Qt.Key.Key_Return)
    office.type("程砚洲")
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: tab_of(office).state == "" and tab_of(office).heading.text() == "程砚洲")
    assert list_people(office.app)[0].name == "程砚洲"
    assert tab_of(office).table.current_row().name == "程砚洲"


def test_a_conflict_keeps_what_was_typed_and_can_be_got_over(office: Office) -> None:
    tab = tab_of(office)
    chosen = tab.table.current_row().id
    office.press(Qt.Key.Key_F2)
    office.press(Qt.Key.Key_Return)
    office.type("程砚洲")
    edit_person(office.app, chosen, read_person(office.app, chosen).row_version, {"email": "cheng@lz.cn"})
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: "刚被别人改过" in tab.form.problem)
    assert tab.form.form.value("name") == "程砚洲"
    button_of(tab.form, "取来最新的再改").click()
    office.until(lambda: "已换成最新的内容" in tab.form.problem)
    assert tab.form.form.value("email") == "cheng@lz.cn"
    assert tab.form.changes() == {"name": "程砚洲"}
    tab.form.save()
    office.until(lambda: tab.state == "")
    assert read_person(office.app, chosen).values["name"] == "程砚洲"
    assert read_person(office.app, chosen).values["email"] == "cheng@lz.cn"


def test_esc_asks_only_when_something_was_changed(office: Office) -> None:
    tab = tab_of(office)
    office.press(Qt.Key.Key_F2)
    office.press(Qt.Key.Key_Escape)
    assert tab.state == ""
    assert tab.table.hasFocus()
    office.press(Qt.Key.Key_F2)
    office.press(Qt.Key.Key_Return)
    office.type("程砚洲")
    office.press(Qt.Key.Key_Escape)
    question = office.dialog()
    assert isinstance(question, MessageDialog)
    question.choose("drop")
    office.until(lambda: tab.state == "")
    assert tab.form.form.value("name") == "程砚舟"


def test_a_market_is_added_and_its_rep_chosen_by_initials(office: Office) -> None:
    turn(office, "市场")
    office.ctrl(Qt.Key.Key_N)
    office.until(lambda: tab_of(office).state == "new")
    type_fields(office, "lz-nq", "南桥灯饰城", "4", "高新区", "", "1", "lyn")
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: tab_of(office).heading.text() == "南桥灯饰城")
    added = next(row for row in list_markets(office.app) if row.code == "LZ-NQ")
    assert (added.name, added.upper, added.market_type, added.owner) == (
        "南桥灯饰城",
        "高新区",
        "专业市场",
        "罗以南",
    )


def test_a_brand_is_added(office: Office) -> None:
    turn(office, "品牌")
    office.ctrl(Qt.Key.Key_N)
    office.until(lambda: tab_of(office).state == "new")
    type_fields(office, "xj", "星岬")
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: tab_of(office).heading.text() == "星岬")
    assert "XJ" in [row.code for row in list_brands(office.app)]


def test_new_people_are_offered_on_the_other_tabs(office: Office) -> None:
    office.ctrl(Qt.Key.Key_N)
    office.until(lambda: tab_of(office).state == "new")
    type_fields(office, "e11", "秦知远", "1", "销售部")
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: tab_of(office).heading.text() == "秦知远")
    markets = page_of(office).tabs[1]
    office.until(lambda: "秦知远" in [choice.label for choice in markets._offered("owner_id")])


def test_marketing_keeps_markets_and_brands_only(office_of: OpenOffice) -> None:
    office = office_of("guyc", "office")
    assert [tab.kind.name for tab in page_of(office).tabs] == ["市场", "品牌"]
    office.until(lambda: tab_of(office).why_no_edit() == "")


def test_the_page_is_found_by_its_initials(office_of: OpenOffice) -> None:
    office = office_of("guyc", "customers")
    office.ctrl(Qt.Key.Key_K)
    office.dialog()
    office.type("bsczl")
    office.press(Qt.Key.Key_Return)
    office.until(lambda: QApplication.activeModalWidget() is None)
    office.window.activateWindow()
    office.until(lambda: tab_of(office).table.hasFocus())
    assert isinstance(office.window.page, OfficePage)
    office.press(Qt.Key.Key_Escape)
    assert office.window.page.name == "customers"
