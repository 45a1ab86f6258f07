"""Picked customers are changed together by keys, and it is taken back."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt

from app.customers.archive import read_customer
from app.customers.records import edit_customer
from tests.support.sample import Office, texts_of
from tests.ui.conftest import OpenOffice
from tests.ui.pages.customers.by_keys import at_rest, closed, dialog, page_of
from ui.pages.customers.bulk import BulkDialog

KEY, HELD = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def chief(office_of: OpenOffice) -> Office:
    """沈其岚, who may change grades, with three customers picked."""
    office = office_of("shenql", "customers")
    at_rest(office)
    office.press(KEY.Key_Down, HELD.ShiftModifier, times=2)
    return office


def bulk(office: Office) -> BulkDialog:
    office.alt(KEY.Key_G)
    return cast("BulkDialog", dialog(office))


def grades(office: Office) -> list[str]:
    return [read_customer(office.app, each).row.primary_class for each in page_of(office).table.wanted_ids()]


def put(office: Office, asking: BulkDialog, **texts: str) -> None:
    for name, text in texts.items():
        asking.form.form.focus_field(name)
        office.type(text)


def test_picked_customers_get_the_same_values_and_lose_them_again(chief: Office) -> None:
    before = grades(chief)
    asking = bulk(chief)
    assert "批量修改 3 家客户" in texts_of(asking)
    put(chief, asking, primary_class="3", reason="年底重新分级")
    chief.ctrl(KEY.Key_S)
    chief.until(closed)
    chief.until(lambda: grades(chief) == ["C", "C", "C"])
    chief.until(lambda: not chief.desk.jobs.busy)
    page = page_of(chief)
    assert len(page.table.picked) == 3
    assert page.table.paged.row(0).primary_class == "C"
    chief.ctrl(KEY.Key_Z)
    chief.until(lambda: grades(chief) == before)


def test_a_grade_is_not_changed_without_a_reason(chief: Office) -> None:
    before, asking = grades(chief), bulk(chief)
    put(chief, asking, primary_class="3")
    chief.ctrl(KEY.Key_S)
    chief.until(lambda: asking.form.form.message("reason"))
    assert grades(chief) == before
    chief.press(KEY.Key_Escape)
    chief.until(lambda: "改过的内容还没有保存" in texts_of(dialog(chief)))


def test_who_changed_one_meanwhile_is_told_and_nothing_is_written(chief: Office) -> None:
    asking, first = bulk(chief), page_of(chief).table.wanted_ids()[0]
    edit_customer(chief.app, first, read_customer(chief.app, first).row_version, {"short_name": "别名"})
    before = [read_customer(chief.app, each).row.scale for each in page_of(chief).table.wanted_ids()]
    put(chief, asking, scale="1")
    chief.ctrl(KEY.Key_S)
    chief.until(lambda: "刚被改过" in asking.form.problem)
    assert [read_customer(chief.app, each).row.scale for each in page_of(chief).table.wanted_ids()] == before


def test_without_picked_customers_the_one_under_the_cursor_is_changed(chief: Office) -> None:
    chief.press(KEY.Key_Escape)
    assert "批量修改 1 家客户" in texts_of(bulk(chief))


def test_who_may_not_change_customers_is_told(office_of: OpenOffice) -> None:
    office = office_of("baining", "customers")
    at_rest(office)
    office.alt(KEY.Key_G)
    assert "这个账号不能改客户资料" in texts_of(office.window)
