"""Fields take what an input method commits, whole; searching waits for the last letter."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.support.keyboard import commit_text
from tests.ui.showing import bring_up
from ui.widgets.fields import LineEdit, SearchField
from ui.widgets.layout import column


def test_committed_chinese_arrives_whole(qtbot: QtBot) -> None:
    field = LineEdit()
    qtbot.addWidget(field)
    field.show()
    commit_text(field, "杭州永盛电线电缆经营部")
    commit_text(field, "（城北店）")
    assert field.text() == "杭州永盛电线电缆经营部（城北店）"


def test_a_latin_field_switches_the_input_method_off_but_loses_nothing(qtbot: QtBot) -> None:
    field = LineEdit(latin=True)
    qtbot.addWidget(field)
    assert not field.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    commit_text(field, "一千二百")
    assert field.text() == "一千二百"


def test_leaving_is_said_once(qtbot: QtBot) -> None:
    window, first, second = QWidget(), LineEdit(), LineEdit()
    column(window, first, second)
    bring_up(qtbot, window)
    first.setFocus()
    with qtbot.waitSignal(first.left):
        qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()


def test_unit_and_sign_leave_the_text_its_room(qtbot: QtBot) -> None:
    field = LineEdit("1,860", unit="㎡")
    qtbot.addWidget(field)
    room = field.textMargins().right()
    field.set_state("warn", message="上次填 186 ㎡，请看是否多打了一个 0。")
    assert field.textMargins().right() > room > 0
    assert field.toolTip().startswith("上次填")


def test_searching_waits_for_the_last_letter(qtbot: QtBot) -> None:
    field, asked = SearchField("找客户"), []
    qtbot.addWidget(field)
    field.searched.connect(asked.append)
    qtbot.keyClicks(field, "hzys")
    assert asked == []
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == ["hzys"]


def test_enter_searches_at_once_and_escape_clears(qtbot: QtBot) -> None:
    field, asked = SearchField("找客户"), []
    qtbot.addWidget(field)
    field.searched.connect(asked.append)
    commit_text(field, "永盛")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert asked == ["永盛", ""]
    assert field.text() == ""


def test_down_goes_to_the_hits(qtbot: QtBot) -> None:
    field = SearchField("找客户")
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.down):
        qtbot.keyClick(field, Qt.Key.Key_Down)
