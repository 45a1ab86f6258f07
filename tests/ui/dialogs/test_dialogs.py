"""Dialogs are answered by keys and hand back what was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.support.keyboard import commit_text
from tests.ui.showing import bring_up
from ui.dialogs.first_start import FirstStartDialog
from ui.dialogs.message import Answer, Detail, MessageDialog
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.sign_in import SignInDialog

ANSWERS = [Answer("", "取消"), Answer("elsewhere", "换位置保存…"), Answer("retry", "重试", "primary")]


@dataclass(frozen=True)
class Person:
    """An account."""

    username: str
    name: str
    branch_name: str
    asks_password: bool


PEOPLE = [Person("chen", "陈立群", "杭州办事处", False), Person("zhou", "周敏", "杭州办事处", True)]


@pytest.mark.parametrize(("key", "answer"), [(Qt.Key.Key_Return, "retry"), (Qt.Key.Key_Escape, "")])
def test_enter_is_the_safe_default_and_escape_cancels(qtbot: QtBot, key: Qt.Key, answer: str) -> None:
    dialog = MessageDialog("没能保存这份调查表", "D 盘只剩 12 MB，内容还在窗口里。", ANSWERS, default="retry")
    bring_up(qtbot, dialog)
    assert dialog.width() == 400
    qtbot.keyClick(dialog, key)
    assert (dialog.answer, dialog.isVisible()) == (answer, False)


def test_the_focused_button_is_the_one_pressed(qtbot: QtBot) -> None:
    dialog = MessageDialog("没能保存", "内容还在。", ANSWERS, default="retry")
    bring_up(qtbot, dialog)
    dialog.buttons["elsewhere"].setFocus()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.answer == "elsewhere"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_the_key_a_button_shows_presses_it_wherever_the_focus_is(qtbot: QtBot, key: Qt.Key) -> None:
    answers = [Answer("", "不撤销"), Answer("undo", "撤销导入", "danger", "Ctrl+Enter")]
    dialog = MessageDialog("撤销这次导入？", "24 家会一起撤回。", answers)
    bring_up(qtbot, dialog)
    dialog.buttons[""].setFocus()
    qtbot.keyClick(dialog.buttons[""], key, Qt.KeyboardModifier.ControlModifier)
    assert (dialog.answer, dialog.isVisible()) == ("undo", False)


def test_detail_is_folded_and_can_be_copied(qtbot: QtBot) -> None:
    dialog = MessageDialog("没能保存", "内容还在。", ANSWERS, default="retry", detail="OSError: 28")
    bring_up(qtbot, dialog)
    detail = dialog.findChildren(Detail)[0]
    shown = dialog.findChildren(QPlainTextEdit)[0]
    assert not shown.isVisible()
    detail.fold.click()
    assert shown.isVisible()
    detail.copy.click()
    assert QGuiApplication.clipboard().text() == "OSError: 28"
    assert detail.copy.text() == "已复制"


def test_a_reason_is_needed_before_it_is_done(qtbot: QtBot) -> None:
    dialog = ReasonDialog("退回这张日报？", "陈立群会看到理由，改好再交。", "退回")
    bring_up(qtbot, dialog)
    dialog.buttons["do"].click()
    assert dialog.isVisible()
    assert "还没有写理由" in dialog.problem.text()
    commit_text(dialog.field, "第 3 家没有写对策")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (dialog.answer, dialog.reason) == ("do", "第 3 家没有写对策")


@pytest.mark.parametrize(("key", "choice"), [(Qt.Key.Key_1, "sample"), (Qt.Key.Key_2, "new")])
def test_the_first_start_is_chosen_by_digit(qtbot: QtBot, tmp_path: Path, key: Qt.Key, choice: str) -> None:
    dialog = FirstStartDialog(tmp_path)
    bring_up(qtbot, dialog)
    qtbot.keyClick(dialog, key)
    assert (dialog.choice, dialog.result()) == (choice, QDialog.DialogCode.Accepted)


def test_a_database_is_opened_by_file_or_address(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "office.db"
    dialog = FirstStartDialog(tmp_path)
    bring_up(qtbot, dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_3)
    assert dialog.field.hasFocus()
    dialog.field.setText(str(file))
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert (dialog.choice, dialog.isVisible()) == ("", True)
    file.touch()
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert (dialog.choice, dialog.address) == ("open", f"sqlite:///{file.as_posix()}")


def test_a_server_address_is_taken_as_it_is(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = FirstStartDialog(tmp_path)
    bring_up(qtbot, dialog)
    dialog.choose("open")
    dialog.field.setText("postgresql://clerk@server/hangzhou")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.address == "postgresql://clerk@server/hangzhou"


def test_escape_on_the_first_start_chooses_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = FirstStartDialog(tmp_path)
    bring_up(qtbot, dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert (dialog.choice, dialog.isVisible()) == ("", False)


def test_signing_in_without_a_password_takes_one_key(qtbot: QtBot) -> None:
    tried: list[tuple[str, str]] = []
    dialog = SignInDialog(PEOPLE, lambda name, word: tried.append((name, word)) or "")
    bring_up(qtbot, dialog)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert (dialog.username, tried) == ("chen", [("chen", "")])


def test_a_wrong_password_is_told_and_can_be_typed_again(qtbot: QtBot) -> None:
    dialog = SignInDialog(
        PEOPLE, lambda name, word: "" if word == "right" else "口令不对，还可以试 4 次。", last="zhou"
    )
    bring_up(qtbot, dialog)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert dialog.password.hasFocus()
    qtbot.keyClicks(dialog.password, "wrong")
    qtbot.keyClick(dialog.password, Qt.Key.Key_Return)
    assert (dialog.username, dialog.isVisible()) == ("", True)
    qtbot.keyClicks(dialog.password, "right")
    qtbot.keyClick(dialog.password, Qt.Key.Key_Return)
    assert (dialog.username, dialog.isVisible()) == ("zhou", False)
