"""A complaint's files in place of its record, by keys."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from app.attachments.records import attach, keep_file
from tests.support.copying import copy_files
from tests.support.pictures import picture, put
from tests.support.sample import Office, texts_of
from tests.ui.conftest import OpenOffice
from tests.ui.pages.complaints.by_keys import choose, finish, opened, page_of, read


def test_a_file_is_added_and_taken_away_again_beside_the_board(office: Office, tmp_path: Path) -> None:
    page, box = page_of(office), page_of(office).panel.box
    choose(office, "002")
    office.alt(Qt.Key.Key_F)
    assert page.files.is_open
    copy_files(put(tmp_path, "门头.png", picture()))
    office.ctrl(Qt.Key.Key_V)
    office.dialog()
    finish(office)
    office.until(lambda: box.files.text() == "附件 1")
    assert office.focus() is page.files.panel.list
    assert page.files.panel.rows[0].kind_label == "凭证"
    office.press(Qt.Key.Key_Delete)
    office.until(lambda: box.files.text() == "附件")
    office.ctrl(Qt.Key.Key_Z)
    office.until(lambda: box.files.text() == "附件 1")
    office.press(Qt.Key.Key_Escape)
    assert not page.files.is_open
    assert box.field.hasFocus()


def test_the_files_follow_the_chosen_complaint(office: Office, tmp_path: Path) -> None:
    page = page_of(office)
    found = read(office, "202611-002").row
    kept = keep_file(office.app, "complaint_log", put(tmp_path, "a.png", picture()))
    attach(office.app, "complaint_log", found.id, [("evidence", kept)])
    choose(office, "002")
    office.alt(Qt.Key.Key_F)
    office.until(lambda: len(page.files.panel.rows) == 1)
    choose(office, "006")
    office.until(lambda: "还没有附件" in texts_of(page.panel))
    assert page.files.is_open


def test_who_may_not_register_complaints_does_not_see_their_files(office_of: OpenOffice) -> None:
    office = opened(office_of("guyc", "complaints"))
    choose(office, "002")
    office.alt(Qt.Key.Key_F)
    office.until(lambda: "这个账号不能看和添加投诉附件" in texts_of(office.window))
    assert not page_of(office).files.is_open
