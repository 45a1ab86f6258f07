"""Pairs are looked at, merged, told apart and split again, by keys alone."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt

from app.customers.candidates import DIFFERENT, PENDING, count_candidates, list_candidates
from app.customers.splitting import recent_merges
from app.db.records import Customer
from tests.support.sample import Office, texts_of
from tests.ui.conftest import OpenOffice
from ui.pages.duplicates.merging import MergeDialog
from ui.pages.duplicates.page import DuplicatesPage

KEY = Qt.Key
ZHEWU, QIUTANG = 8, 12


def page_of(office: Office) -> DuplicatesPage:
    return cast("DuplicatesPage", office.window.page)


def make_alike(office: Office) -> None:
    """Two customers of the sample become one another's like."""
    with office.app.transaction("改") as session:
        one, other = session.get_one(Customer, ZHEWU), session.get_one(Customer, QIUTANG)
        other.name = other.name_key = f"{one.soft_key}商行"
        other.soft_key = one.soft_key
        other.phone, other.phone_key = "0600-8100001", "06008100001"
        one.phone, one.phone_key = "0600-8100002", "06008100002"
        other.owner_id = one.owner_id


def scanned(office: Office) -> Office:
    make_alike(office)
    office.window.go("duplicates")
    office.until(lambda: not office.desk.jobs.busy)
    office.alt(KEY.Key_C)
    office.until(lambda: page_of(office).table.rows.rowCount())
    office.until(lambda: page_of(office).compared.comparison and not office.desk.jobs.busy)
    return office


@pytest.fixture
def chief(office_of: OpenOffice) -> Office:
    """沈其岚 before the pairs a scan has found."""
    return scanned(office_of("shenql", "customers"))


def answer_merge(office: Office) -> MergeDialog:
    dialog = cast("MergeDialog", office.dialog())
    assert dialog.table.hasFocus()
    return dialog


def test_a_scan_lists_the_pairs_with_reasons(chief: Office) -> None:
    page = page_of(chief)
    row = page.current
    assert row is not None
    assert {row.one.customer_id, row.other.customer_id} == {ZHEWU, QIUTANG}
    assert "名称只差经营后缀" in row.reasons
    assert page.compared.comparison is not None
    assert "名称只差经营后缀" in page.compared.reasons.text()
    chief.press(KEY.Key_F9)
    assert chief.focus() is page.compared.table
    shown = page.compared.table.rows.rowCount()
    chief.press(KEY.Key_F7)
    assert page.compared.table.rows.rowCount() > shown
    chief.press(KEY.Key_Escape)
    assert chief.focus() is page.table


def test_a_pair_is_merged_field_by_field_undone_and_split(chief: Office) -> None:
    page = page_of(chief)
    chief.alt(KEY.Key_H)
    dialog = answer_merge(chief)
    chief.alt(KEY.Key_2)
    chief.until(lambda: dialog.kept.current == 1)
    dialog.table.setFocus()
    place = [each.name for each in dialog.table.choices].index("phone")
    chief.press(KEY.Key_Home)
    chief.press(KEY.Key_Down, times=place)
    chief.press(KEY.Key_Left)
    assert dialog.table.choices[place].chosen == 0
    chief.press(KEY.Key_Space)
    assert dialog.table.choices[place].chosen == 1
    chief.ctrl(KEY.Key_Left)
    assert {each.chosen for each in dialog.table.choices if each.texts[0] != "—"} == {0}
    chief.ctrl(KEY.Key_Right)
    chief.press(KEY.Key_Left)
    chief.ctrl(KEY.Key_Return)
    chief.settle()
    [merge] = recent_merges(chief.app)
    assert (merge.kept.customer_id, merge.gone.customer_id) == (QIUTANG, ZHEWU)
    with chief.app.reading() as session:
        assert session.get_one(Customer, QIUTANG).phone == "0600-8100002"
    chief.until(lambda: not page.table.rows.rowCount())
    chief.ctrl(KEY.Key_Z)
    chief.until(lambda: page.table.rows.rowCount() == 1 and not chief.desk.jobs.busy)
    assert recent_merges(chief.app) == []


def test_a_merge_is_split_from_its_list(chief: Office) -> None:
    page = page_of(chief)
    chief.alt(KEY.Key_H)
    answer_merge(chief)
    chief.ctrl(KEY.Key_Return)
    chief.settle()
    chief.until(lambda: not page.table.rows.rowCount())
    chief.ctrl(KEY.Key_Tab)
    chief.ctrl(KEY.Key_Tab)
    chief.until(lambda: page.state == "merged" and page.table.rows.rowCount() == 1 and not chief.desk.jobs.busy)
    chief.alt(KEY.Key_U)
    chief.dialog()
    chief.press(KEY.Key_Return)
    chief.settle()
    chief.until(lambda: not page.table.rows.rowCount())
    assert count_candidates(chief.app, PENDING) == 1


def test_a_pair_is_told_apart_and_taken_up_again(chief: Office) -> None:
    page = page_of(chief)
    chief.alt(KEY.Key_X)
    chief.dialog()
    chief.type("兄弟俩各开各的")
    chief.ctrl(KEY.Key_Return)
    chief.settle()
    chief.until(lambda: not page.table.rows.rowCount())
    [pair] = list_candidates(chief.app, DIFFERENT)
    assert pair.note == "兄弟俩各开各的"
    chief.alt(KEY.Key_C)
    chief.until(lambda: not page.progress.running and not chief.desk.jobs.busy)
    assert count_candidates(chief.app, PENDING) == 0
    chief.ctrl(KEY.Key_Tab)
    chief.until(lambda: page.state == DIFFERENT and page.current and not chief.desk.jobs.busy)
    chief.alt(KEY.Key_R)
    chief.until(lambda: count_candidates(chief.app, PENDING) == 1)


def test_a_clerk_asks_the_chief_to_merge(office_of: OpenOffice) -> None:
    office = scanned(office_of("wenk", "customers"))
    office.alt(KEY.Key_H)
    office.dialog()
    office.type("老板说是一家")
    office.ctrl(KEY.Key_Return)
    office.settle()
    [pair] = list_candidates(office.app)
    assert pair.note == "提请合并：老板说是一家"


def test_two_reps_customers_need_a_reason(chief: Office) -> None:
    with chief.app.transaction("换人") as session:
        one, other = session.get_one(Customer, ZHEWU), session.get_one(Customer, QIUTANG)
        other.owner_id = 2 if one.owner_id == 1 else 1
    chief.press(KEY.Key_F5)
    chief.until(lambda: page_of(chief).compared.comparison and page_of(chief).compared.comparison.owners_differ)
    chief.until(lambda: not chief.desk.jobs.busy)
    chief.alt(KEY.Key_H)
    dialog = answer_merge(chief)
    chief.ctrl(KEY.Key_Return)
    assert "还没有写理由" in texts_of(dialog)
    chief.type("先跑的那位留着")
    chief.ctrl(KEY.Key_Return)
    chief.settle()
    assert recent_merges(chief.app)[0].reason == "先跑的那位留着"


def test_without_pairs_the_focus_stays_on_the_page(office_of: OpenOffice) -> None:
    office = office_of("shenql", "workbench")
    for _ in range(2):
        office.window.go("duplicates")
        office.until(lambda: not office.desk.jobs.busy and page_of(office).table.isHidden())
        assert page_of(office).states.isAncestorOf(office.focus())
        office.window.go("workbench")
        office.until(lambda: not office.desk.jobs.busy)


def test_what_a_scan_left_out_stays_in_sight(chief: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    page = page_of(chief)
    assert page.left_out.isHidden()
    monkeypatch.setattr("app.customers.scanning.MOST_PAIRS", 0)
    chief.alt(KEY.Key_C)
    chief.until(lambda: not page.progress.running and page.left_out.isVisible() and not chief.desk.jobs.busy)
    assert "另有 1 对分低的没有记" in page.left_out.text()
    chief.press(KEY.Key_F5)
    chief.until(lambda: not chief.desk.jobs.busy)
    assert page.left_out.isVisible()
