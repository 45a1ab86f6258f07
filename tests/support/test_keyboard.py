"""Committed Chinese text arrives, once, where the focus is."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.support.keyboard import commit_text


def test_text_is_committed_where_the_focus_is(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    first, second = QLineEdit("电"), QLineEdit()
    layout = QVBoxLayout(page)
    layout.addWidget(first)
    layout.addWidget(second)
    page.show()
    second.setFocus()
    commit_text(page, "老王电线行")
    assert (first.text(), second.text()) == ("电", "老王电线行")
