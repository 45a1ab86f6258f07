"""What a notice offers to take back is what it tells of, and the figures of the window follow."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from app.customers.archive import read_customer
from app.customers.bulk import bulk_edit
from app.db.records import Customer
from tests.support.sample import Office, button_of, texts_of
from ui.shell.toasts import Toast

FIRST, SECOND = 1, 2


@pytest.fixture
def office(office_of: Callable[[str, str], Office]) -> Office:
    opened = office_of("shenql", "workbench")
    opened.until(lambda: not opened.desk.jobs.busy)
    return opened


def change(office: Office, customer_id: int, scale: str) -> None:
    detail, uid = read_customer(office.app, customer_id), str(uuid4())
    bulk_edit(office.app, {customer_id: detail.row_version}, {"scale": scale}, uid=uid)
    office.desk.done(f"已改 {customer_id}", f"修改 {customer_id}", uid, "customers")
    office.until(lambda: not office.desk.jobs.busy)


def scale(office: Office, customer_id: int) -> str | None:
    with office.db.reading() as session:
        return session.get_one(Customer, customer_id).scale


def toast(office: Office, said: str) -> Toast | None:
    shown = (toast for toast in office.window.findChildren(Toast) if not toast.isHidden())
    return next((toast for toast in shown if toast.text.text() == said), None)


def test_an_older_notice_takes_nothing_newer_back(office: Office) -> None:
    before = scale(office, FIRST), scale(office, SECOND)
    change(office, FIRST, "large" if before[0] != "large" else "small")
    change(office, SECOND, "large" if before[1] != "large" else "small")
    older = toast(office, f"已改 {FIRST}")
    assert older is not None
    button_of(older, "撤销").click()
    assert "这之后还做过别的" in texts_of(office.window)
    assert scale(office, SECOND) != before[1]

    newer = toast(office, f"已改 {SECOND}")
    assert newer is not None
    button_of(newer, "撤销").click()
    office.until(lambda: scale(office, SECOND) == before[1])


def test_the_notice_of_what_was_taken_back_goes(office: Office) -> None:
    before = scale(office, FIRST)
    change(office, FIRST, "large" if before != "large" else "small")
    assert toast(office, f"已改 {FIRST}") is not None
    office.desk.undoing.undo()
    office.until(lambda: scale(office, FIRST) == before)
    office.until(lambda: toast(office, f"已改 {FIRST}") is None)
    assert toast(office, f"已撤销：修改 {FIRST}") is not None


def test_a_long_undo_is_told_of_and_can_be_stopped_and_done_after_all(office: Office) -> None:
    before = scale(office, FIRST)
    change(office, FIRST, "large" if before != "large" else "small")
    with office.app.transaction("别人正在写") as session:
        session.get_one(Customer, SECOND)
        office.ctrl(Qt.Key.Key_Z)
        office.until(lambda: f"撤销 修改 {FIRST}" in texts_of(office.window.status))
        office.ctrl(Qt.Key.Key_Z)
        assert "上一步还没有撤销完" in texts_of(office.window)
        office.alt(Qt.Key.Key_Period)
    office.until(lambda: "已停下，没有撤销" in texts_of(office.window))
    assert scale(office, FIRST) != before
    office.ctrl(Qt.Key.Key_Z)
    office.until(lambda: scale(office, FIRST) == before)


def test_a_stopped_undo_stays_below_what_was_done_meanwhile(office: Office) -> None:
    change(office, FIRST, "large" if scale(office, FIRST) != "large" else "small")
    older = toast(office, f"已改 {FIRST}")
    with office.app.transaction("别人正在写") as session:
        session.get_one(Customer, SECOND)
        office.ctrl(Qt.Key.Key_Z)
        office.until(lambda: f"撤销 修改 {FIRST}" in texts_of(office.window.status))
        office.desk.done("已改别的", "修改别的", str(uuid4()), "customers")
        office.alt(Qt.Key.Key_Period)
    office.until(lambda: "已停下，没有撤销" in texts_of(office.window))
    assert older is not None
    button_of(older, "撤销").click()
    assert "这之后还做过别的" in texts_of(office.window)


def test_the_number_of_customers_follows_every_change(office: Office) -> None:
    assert "客户 36 家" in texts_of(office.window)
    with office.app.transaction("删除客户") as session:
        session.get_one(Customer, SECOND).deleted_at = office.app.now()
    office.desk.changes.tell("customers")
    office.until(lambda: "客户 35 家" in texts_of(office.window))
