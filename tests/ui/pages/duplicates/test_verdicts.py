"""Before a shop is added that may be on record, it is said by keys whether it is the same (rule R11)."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.customers.candidates import DIFFERENT, PENDING, list_candidates
from app.customers.listing import list_customers
from app.db.records import Customer
from tests.support.sample import Office, texts_of
from tests.ui.conftest import OpenOffice
from ui.dialogs.message import MessageDialog
from ui.dialogs.verdict import VerdictDialog
from ui.pages.customers.editing import NewCustomerDialog
from ui.pages.customers.page import CustomersPage

KEY = Qt.Key


@pytest.fixture
def office(office_of: OpenOffice) -> Office:
    """The clerk, with the archive listed and the first customer chosen."""
    opened = office_of("wenk", "customers")
    opened.until(lambda: cast("CustomersPage", opened.window.page).panel.detail)
    return opened


def known(office: Office) -> Customer:
    with office.app.reading() as session:
        return session.get_one(Customer, 8)


def typed_again(office: Office, *, phone: str = "") -> NewCustomerDialog:
    """A customer of the same name is typed anew and saved."""
    office.ctrl(KEY.Key_N)
    dialog = cast("NewCustomerDialog", office.dialog())
    office.type(known(office).name)
    form = dialog.form.form
    for name, text in (("market_area_id", "hxwj"), ("address", "别处 9 号"), ("phone", phone)):
        form.focus_field(name)
        office.type(text)
    office.press(KEY.Key_Tab)
    form.set_value("owner_id", str(known(office).owner_id))
    office.ctrl(KEY.Key_S)
    office.until(lambda: isinstance(QApplication.activeModalWidget(), VerdictDialog))
    return dialog


def verdict(office: Office) -> VerdictDialog:
    return cast("VerdictDialog", office.dialog())


def test_another_shop_is_added_with_a_reason(office: Office) -> None:
    typed_again(office)
    asked = verdict(office)
    assert known(office).customer_no in texts_of(asked)
    assert "别处 9 号" in texts_of(asked)
    office.alt(KEY.Key_X)
    assert "还没有写理由" in texts_of(asked)
    office.type("同名，两个老板")
    office.alt(KEY.Key_X)
    office.settle()
    [pair] = [each for each in list_candidates(office.app, DIFFERENT) if each.note]
    assert pair.note == "同名，两个老板"
    assert len(list_customers(office.app, known(office).name)) == 2


def test_going_back_keeps_what_was_typed(office: Office) -> None:
    dialog = typed_again(office)
    verdict(office)
    office.press(KEY.Key_Escape)
    office.until(lambda: QApplication.activeModalWidget() is dialog)
    assert dialog.form.form.value("name") == known(office).name
    assert "先对照" in dialog.form.problem
    assert list_candidates(office.app, PENDING) == []
    dialog.form.form.set_values({})
    dialog.done(0)


def test_the_same_shop_is_gone_to(office: Office) -> None:
    typed_again(office)
    verdict(office)
    office.alt(KEY.Key_H)
    office.until(lambda: isinstance(QApplication.activeModalWidget(), MessageDialog))
    question = cast("MessageDialog", office.dialog())
    office.press(KEY.Key_Tab)
    office.until(question.buttons["drop"].hasFocus)
    office.press(KEY.Key_Return)
    office.settle()
    office.until(lambda: cast("CustomersPage", office.window.page).panel.name.text() == known(office).name)
    assert len(list_customers(office.app, known(office).name)) == 1


def test_what_is_the_same_for_certain_needs_the_administrator(office: Office) -> None:
    with office.app.transaction("电话") as session:
        shop = session.get_one(Customer, 8)
        shop.phone, shop.phone_key = "0600-8109999", "06008109999"
    typed_again(office, phone="0600-8109999")
    asked = verdict(office)
    assert "确定重复" in texts_of(asked)
    office.type("分了家，两本执照")
    office.alt(KEY.Key_X)
    assert "没有账号" in texts_of(asked)
    asked.account.setFocus()
    office.type("wenk")
    office.alt(KEY.Key_X)
    assert "不是管理员" in texts_of(asked)
    asked.account.selectAll()
    office.type("admin")
    office.alt(KEY.Key_X)
    office.settle()
    assert len(list_customers(office.app, known(office).name)) == 2
