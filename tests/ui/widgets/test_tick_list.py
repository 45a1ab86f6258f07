"""Some of many are ticked by keys, looked for by initials, and put in order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.support.keyboard import commit_text
from ui.widgets.tick_list import TickList, TickPopup

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
PEOPLE = [(1, "程砚舟"), (2, "罗以南"), (3, "邵知夏"), (4, "贺庭樾"), (5, "沈其岚"), (6, "温可")]


@pytest.fixture
def popup(qtbot: QtBot) -> Iterator[TickPopup]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(600, 500)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    made = TickPopup(PEOPLE, {2}, window)
    made.open_below(window)
    qtbot.waitUntil(made.field.hasFocus)
    yield made
    window.close()


def taken(qtbot: QtBot, popup: TickPopup, *keys: Qt.Key) -> object:
    with qtbot.waitSignal(popup.taken) as signal:
        for key in keys:
            qtbot.keyClick(popup.field, key)
    return signal.args[0]


def test_space_ticks_and_enter_takes(qtbot: QtBot, popup: TickPopup) -> None:
    assert taken(qtbot, popup, KEY.Key_Down, KEY.Key_Down, KEY.Key_Space, KEY.Key_Return) == (2, 3)


def test_enter_takes_the_line_found_when_nothing_was_ticked(qtbot: QtBot, popup: TickPopup) -> None:
    qtbot.keyClicks(popup.field, "htk")
    assert popup.list.current_value() is None
    popup.field.clear()
    qtbot.keyClicks(popup.field, "ht")
    assert taken(qtbot, popup, KEY.Key_Return) == (4,)


def test_chinese_finds_too(qtbot: QtBot, popup: TickPopup) -> None:
    commit_text(popup.field, "知夏")
    assert taken(qtbot, popup, KEY.Key_Return) == (3,)


def test_delete_takes_none(qtbot: QtBot, popup: TickPopup) -> None:
    assert taken(qtbot, popup, KEY.Key_Delete) == ()


def test_esc_takes_nothing(qtbot: QtBot, popup: TickPopup) -> None:
    with qtbot.assertNotEmitted(popup.taken):
        qtbot.keyClick(popup.field, KEY.Key_Space)
        qtbot.keyClick(popup.field, KEY.Key_Escape)


def test_lines_change_places_where_they_may(qtbot: QtBot) -> None:
    made = TickList(ordered=True)
    qtbot.addWidget(made)
    made.show_choices(PEOPLE[:3], {1, 3})
    qtbot.keyClick(made, KEY.Key_Down, CONTROL)
    qtbot.keyClick(made, KEY.Key_Space)
    assert (made.all_values(), made.values()) == ((2, 1, 3), (3,))
    qtbot.keyClick(made, KEY.Key_Up, CONTROL)
    assert made.all_values() == (1, 2, 3)
