"""Rows that are like customers on record: side by side, decided by key, one by one or all that are open at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.customers.archive import CustomerDetail, read_customer
from app.importing.findings import Action
from app.importing.targets import targets
from tests.support.sample import Office, texts_of
from tests.ui.pages.importing.messy import come_to, rest, row, workbook
from ui.pages.importing.comparing import CompareDialog, Fact
from ui.pages.importing.page import ImportPage

KEY = Qt.Key


def _name_and_address(detail: CustomerDetail) -> tuple[str, str]:
    facts = {label: text for _, section in detail.sections for label, text in section}
    return detail.row.name, facts["详细地址"]


@pytest.fixture
def page(office: Office, tmp_path: Path) -> ImportPage:
    """Three rows, each a customer on record by name and address, with another number; the focus on the first."""
    known = [_name_and_address(read_customer(office.app, number)) for number in (1, 2, 3)]
    rows = [
        row(单位名称=name, **{"地 址": address, "联系人/电话": f"张三 1420000555{number}"})
        for number, (name, address) in enumerate(known)
    ]
    page = come_to(office, workbook(tmp_path, rows))
    office.alt(KEY.Key_2)
    rest(office)
    assert page.work.trial is not None
    assert page.work.trial.alike == 3
    page.check.twins.setFocus()
    office.press(KEY.Key_Home)
    office.until(page.check.twins.current_row)
    return page


def test_both_stand_side_by_side_and_a_digit_decides(office: Office, page: ImportPage) -> None:
    office.press(KEY.Key_F9)
    dialog = office.dialog()
    assert isinstance(dialog, CompareDialog)
    twin = page.check.twins.current_row()
    rows = [dialog.table.rows.row(number) for number in range(dialog.table.rows.rowCount())]
    name = next(fact for fact in rows if fact.label == "客户名称")
    assert name.in_file == name.there == twin.row.name
    people = next(fact for fact in rows if fact.label == "联系人/电话")
    assert people.in_file == "张三 14200005550"
    assert "****" in people.there or not people.there
    assert f"{twin.row.score} 分" in texts_of(dialog)
    office.press(KEY.Key_4)
    office.until(lambda: QApplication.activeModalWidget() is None)
    assert next(iter(page.work.decided.rows.values())).action is Action.UPDATE
    office.until(lambda: page.check.twins.currentIndex().row() == 1)
    assert rest(office).work.trial.counts.updated == 1  # type: ignore[union-attr]


def test_sides_that_mean_the_same_do_not_differ() -> None:
    kind = targets()["primary_class"].field
    assert not Fact("主分类", "A", "A 重点", kind).differs
    assert Fact("主分类", "B", "A 重点", kind).differs
    assert not Fact("员工数", "1200", "1,200", targets()["staff_count"].field).differs
    assert not Fact("主分类", "A", "—", kind).differs


def test_the_hints_tell_all_four_decisions(page: ImportPage) -> None:
    assert ("1 2 3 4", "合并、都保留、跳过、更新") in [(hint.key, hint.text) for hint in page.hints()]


def test_all_that_are_open_are_decided_at_once(office: Office, page: ImportPage) -> None:
    office.press(KEY.Key_3)
    rest(office)
    office.until(page.check.twins.current_row)
    office.alt(KEY.Key_G)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    office.qtbot.keyClick(menu, KEY.Key_Return)
    office.until(lambda: len(page.work.decided.rows) == 3)
    actions = sorted(decision.action for decision in page.work.decided.rows.values())
    assert actions == [Action.MERGE, Action.MERGE, Action.SKIP]
    counts = rest(office).work.trial.counts  # type: ignore[union-attr]
    assert (counts.merged, counts.skipped, counts.pending) == (2, 1, 0)


def test_keeping_all_of_them_asks_for_one_reason(office: Office, page: ImportPage) -> None:
    office.alt(KEY.Key_G)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    office.qtbot.keyClick(menu, KEY.Key_Down)
    office.qtbot.keyClick(menu, KEY.Key_Return)
    office.dialog()
    office.type("都是新开的分店")
    office.ctrl(KEY.Key_Return)
    office.until(lambda: len(page.work.decided.rows) == 3)
    assert {decision.reason for decision in page.work.decided.rows.values()} == {"都是新开的分店"}
    rest(office)
