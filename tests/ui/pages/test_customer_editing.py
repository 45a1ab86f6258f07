"""Adding and correcting a customer by keys."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.customers.archive import read_customer
from app.customers.listing import list_customers
from app.customers.records import edit_customer
from tests.support.sample import Office, button_of, texts_of
from tests.ui.conftest import OpenOffice
from tests.ui.pages.customers.by_keys import page_of
from ui.forms.code_editor import CodeEditor
from ui.pages.customers.editing import EditCustomerDialog, NewCustomerDialog


@pytest.fixture
def office(office_of: OpenOffice) -> Office:
    """The clerk, with the archive listed and the first customer chosen."""
    opened = office_of("wenk", "customers")
    opened.until(lambda: page_of(opened).panel.detail)
    return opened


def new_dialog(office: Office) -> NewCustomerDialog:
    office.ctrl(Qt.Key.Key_N)
    return cast("NewCustomerDialog", office.dialog())


def edit_dialog(office: Office) -> EditCustomerDialog:
    office.press(Qt.Key.Key_F2)
    return cast("EditCustomerDialog", office.dialog())


def closed(office: Office) -> bool:
    return QApplication.activeModalWidget() is None


def test_a_customer_is_added_by_keys_and_shown(office: Office) -> None:
    dialog = new_dialog(office)
    office.type("星海照明电器")
    office.press(Qt.Key.Key_Return)
    office.type("hxwj")
    office.press(Qt.Key.Key_Return)
    assert dialog.form.form.editor("owner_id").text() == "程砚舟"
    dialog.form.form.focus_field("address")
    office.type("C 区 3 排 8 号")
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: closed(office))
    (added,) = list_customers(office.app, "星海照明")
    detail = read_customer(office.app, added.id)
    assert (detail.row.owner, detail.short_name, detail.values["lead_source"]) == ("程砚舟", "星海照明电器", "sweep")
    office.until(lambda: page_of(office).panel.name.text() == "星海照明电器")
    assert "已建客户「星海照明电器」" in texts_of(office.window)


def test_what_is_missing_stands_at_its_field(office: Office) -> None:
    dialog = new_dialog(office)
    office.type("星海照明电器")
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: dialog.form.problem)
    messages = {name: dialog.form.form.message(name) for name in ("name", "address", "market_area_id", "owner_id")}
    assert messages == {
        "name": "",
        "address": "详细地址没有填",
        "market_area_id": "市场没有填",
        "owner_id": "负责业务员没有填",
    }
    assert dialog.form.form.value("name") == "星海照明电器"
    assert not list_customers(office.app, "星海照明")
    dialog.form.form.set_value("name", "")


def test_a_shop_on_record_shows_while_it_is_typed_and_can_be_looked_at(office: Office) -> None:
    known = list_customers(office.app, limit=3)[2]
    dialog = new_dialog(office)
    office.type(known.name)
    office.press(Qt.Key.Key_Return)
    office.until(lambda: dialog.likely)
    assert known.customer_no in texts_of(dialog)
    button_of(dialog, "看那一家").click()
    office.until(lambda: QApplication.activeModalWidget() not in (None, dialog))
    cast("EditCustomerDialog", QApplication.activeModalWidget()).choose("drop")
    office.until(lambda: closed(office))
    office.until(lambda: page_of(office).panel.name.text() == known.name)


def test_a_shop_of_another_name_takes_the_notice_away(office: Office) -> None:
    known = list_customers(office.app, limit=1)[0]
    dialog = new_dialog(office)
    office.type(known.name)
    office.press(Qt.Key.Key_Return)
    office.until(lambda: dialog.likely)
    dialog.form.form.focus_field("name")
    office.type("星海照明电器")
    office.press(Qt.Key.Key_Return)
    office.until(lambda: not dialog.likely)
    assert "可能已经有了" not in texts_of(dialog)
    dialog.form.form.set_value("name", "")


def test_a_correction_is_saved_and_taken_back(office: Office) -> None:
    chosen = page_of(office).panel.detail
    assert chosen is not None
    dialog = edit_dialog(office)
    dialog.form.form.focus_field("address")
    office.type("D 区 9 排 1 号")
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: closed(office))
    assert read_customer(office.app, chosen.row.id).values["address"] == "D 区 9 排 1 号"
    office.until(lambda: "撤销" in texts_of(office.window))
    button_of(office.window, "撤销").click()
    office.until(lambda: "已撤销" in texts_of(office.window))
    assert read_customer(office.app, chosen.row.id).values == chosen.values


def test_what_nobody_touched_is_not_judged_anew(office: Office) -> None:
    dialog = edit_dialog(office)
    dialog.form.form.focus_field("note")
    office.type("周三进货")
    assert dialog.form.changes() == {"note": "周三进货"}
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: closed(office))


def test_a_conflict_keeps_what_was_typed(office: Office) -> None:
    chosen = page_of(office).panel.detail
    assert chosen is not None
    dialog = edit_dialog(office)
    dialog.form.form.focus_field("note")
    office.type("周三进货")
    edit_customer(office.app, chosen.row.id, chosen.row_version, {"coverage_area": "河西区"})
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: "刚被别人改过" in dialog.form.problem)
    assert dialog.form.form.value("note") == "周三进货"
    button_of(dialog, "取来最新的再改").click()
    office.until(lambda: "已换成最新的内容" in dialog.form.problem)
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: closed(office))
    values = read_customer(office.app, chosen.row.id).values
    assert (values["note"], values["coverage_area"]) == ("周三进货", "河西区")


def test_esc_closes_at_once_when_nothing_was_changed(office: Office) -> None:
    edit_dialog(office)
    office.press(Qt.Key.Key_Escape)
    office.until(lambda: closed(office))


def test_who_only_looks_is_told_so(office_of: OpenOffice) -> None:
    office = office_of("jimc", "customers")
    office.ctrl(Qt.Key.Key_N)
    office.until(lambda: "不能建客户" in texts_of(office.window))


def test_control_z_takes_a_saved_change_back_and_control_y_does_it_again(office: Office) -> None:
    def name() -> str:
        return read_customer(office.app, first).row.name

    first = page_of(office).panel.detail.row.id  # type: ignore[union-attr]
    before = name()
    dialog = edit_dialog(office)
    dialog.form.form.focus_field("name")
    dialog.form.form.editor("name").selectAll()
    office.type("澜州枳沅线缆商行")
    office.ctrl(Qt.Key.Key_S)
    office.until(lambda: closed(office))
    assert name() == "澜州枳沅线缆商行"
    office.ctrl(Qt.Key.Key_Z)
    office.until(lambda: name() == before)
    office.until(lambda: "已撤销：修改客户" in texts_of(office.window))
    office.ctrl(Qt.Key.Key_Y)
    office.until(lambda: name() == "澜州枳沅线缆商行")
    office.until(lambda: "已恢复：" in texts_of(office.window))


def test_with_nothing_to_take_back_control_z_says_so(office: Office) -> None:
    office.ctrl(Qt.Key.Key_Z)
    office.until(lambda: "没有可以撤销的了" in texts_of(office.window))


def test_what_takes_another_right_is_shown_and_says_whose_it_is(office: Office) -> None:
    for dialog in (edit_dialog, new_dialog):
        form = dialog(office).form.form
        assert not form.editor("primary_class").isEnabled()
        assert form.message("primary_class") == "由市场部或主管来定。"
        assert form.value("primary_class")
        status = form.editor("lifecycle_status")
        assert isinstance(status, CodeEditor)
        assert [choice.label for choice in status.picker.options][-1] == "休眠"
        assert "由主管来定" in form.message("lifecycle_status")
        office.press(Qt.Key.Key_Escape)
        office.until(lambda: closed(office))


def test_the_supervisor_changes_the_class(office_of: OpenOffice) -> None:
    chief = office_of("shenql", "customers")
    chief.until(lambda: page_of(chief).panel.detail)
    form = edit_dialog(chief).form.form
    assert form.editor("primary_class").isEnabled()
    assert form.message("lifecycle_status") == ""
    chief.press(Qt.Key.Key_Escape)
    chief.until(lambda: closed(chief))
