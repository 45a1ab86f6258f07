"""Founding an office by keys, in an empty database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.context import App
from app.db.schema import open_database
from app.founding.office import is_founded
from app.people.accounts import NOBODY, list_accounts
from tests.support.clock import StandingClock
from tests.support.keyboard import commit_text
from tests.ui.showing import bring_up
from ui.dialogs.founding import FoundingDialog
from ui.dialogs.message import MessageDialog

_PATIENCE_MS = 15_000


@pytest.fixture
def empty(sqlite_url: str) -> Iterator[App]:
    """An empty database before anybody can sign in."""
    clock = StandingClock(datetime(2026, 11, 20, 9, 0))
    db = open_database(sqlite_url, now=clock())
    yield App(db, NOBODY, clock)
    db.close()


@pytest.fixture
def dialog(qtbot: QtBot, empty: App) -> Iterator[FoundingDialog]:
    """The dialog with the focus in its first field."""
    made = FoundingDialog(empty)
    bring_up(qtbot, made)
    yield made
    made.done(0)


def fill(qtbot: QtBot, dialog: FoundingDialog, *texts: str) -> None:
    """Type each text and go on with Enter; Chinese as an input method commits it."""
    for text in texts:
        focused = QApplication.focusWidget()
        if text.isascii():
            qtbot.keyClicks(focused, text)
        else:
            commit_text(focused, text)
        qtbot.keyClick(focused, Qt.Key.Key_Return)


OFFICE = ("云栎电缆股份公司", "云栎", "云栎", "澜州办事处", "lz", "澜州市四区县", "温可", "wenk")


def test_keys_alone_found_the_office(qtbot: QtBot, dialog: FoundingDialog, empty: App) -> None:
    fill(qtbot, dialog, *OFFICE, "2", "sweep2026")
    qtbot.waitUntil(lambda: dialog.answer == "save", timeout=_PATIENCE_MS)
    assert [(row.username, row.role) for row in list_accounts(empty)] == [("admin", "admin"), ("wenk", "supervisor")]
    assert dialog.result_of_save == "澜州办事处"


def test_every_problem_stands_at_its_field_and_what_was_typed_stays(
    qtbot: QtBot, dialog: FoundingDialog, empty: App
) -> None:
    form = dialog.form.form
    commit_text(form.editor("company_name"), "云栎电缆股份公司")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(dialog.form.problem), timeout=_PATIENCE_MS)
    assert form.message("branch_code") == "办事处代码没有填"
    assert form.message("company_name") == ""
    assert form.value("company_name") == "云栎电缆股份公司"
    assert form.editor("short_name").hasFocus()
    assert not is_founded(empty)


def test_only_who_can_begin_is_offered(dialog: FoundingDialog) -> None:
    editor = dialog.form.form.editor("role")
    assert editor.text() == "1 内勤"
    assert [choice.label for choice in editor.picker.options] == ["内勤", "主管"]


def test_the_password_does_not_show(dialog: FoundingDialog) -> None:
    editor = dialog.form.form.editor("password")
    assert isinstance(editor, QLineEdit)
    assert editor.echoMode() == QLineEdit.EchoMode.Password


def test_esc_ends_at_once_when_nothing_was_typed(qtbot: QtBot, dialog: FoundingDialog) -> None:
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert dialog.answer == ""


def asked(qtbot: QtBot, dialog: FoundingDialog) -> MessageDialog:
    """Type something, press Esc and wait for the question."""
    commit_text(QApplication.focusWidget(), "云栎")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), MessageDialog))
    question = QApplication.activeModalWidget()
    assert isinstance(question, MessageDialog)
    return question


def test_esc_asks_before_something_typed_is_lost(qtbot: QtBot, dialog: FoundingDialog) -> None:
    question = asked(qtbot, dialog)
    qtbot.keyClick(question, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.form.form.value("company_name") == "云栎"


def test_what_was_typed_goes_when_that_is_wanted(qtbot: QtBot, dialog: FoundingDialog) -> None:
    asked(qtbot, dialog).choose("drop")
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert dialog.answer == ""
