"""Heads stand between rows, and the cursor goes past them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from ui.tables.columns import Column, Status
from ui.tables.grouped import GroupedTable
from ui.tables.model import GroupHead
from ui.theme import theme

KEY = Qt.Key


@dataclass(frozen=True)
class Shop:
    """A row."""

    house: str
    state: Status


COLUMNS = (
    Column(key="house", title="门牌", width=80),
    Column(key="state", title="状态", width=90, kind="status"),
)
HALF = Status(word="部分", tone="link", icon="circle-half-fill")


def street(name: str, *houses: int) -> tuple[GroupHead, list[Shop]]:
    return GroupHead(name, f"{len(houses)} 户"), [Shop(f"{n}号", HALF) for n in houses]


@pytest.fixture
def table(qtbot: QtBot) -> GroupedTable:
    """Two streets of two and forty houses."""
    made = GroupedTable(COLUMNS)
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show_groups([street("南街", 1, 2), street("北街", *range(3, 43))])
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.setFocus()
    return made


def press(qtbot: QtBot, table: GroupedTable, *keys: KEY) -> str:
    for key in keys:
        qtbot.keyClick(table, key)
    return str(table.current_row().house)


def test_the_cursor_passes_heads_over(qtbot: QtBot, table: GroupedTable) -> None:
    assert table.current_row().house == "1号"
    assert press(qtbot, table, KEY.Key_Up) == "1号"
    assert press(qtbot, table, KEY.Key_Down) == "2号"
    assert press(qtbot, table, KEY.Key_Down) == "3号"
    assert press(qtbot, table, KEY.Key_Up) == "2号"
    assert press(qtbot, table, KEY.Key_End) == "42号"
    assert press(qtbot, table, KEY.Key_Home) == "1号"
    assert press(qtbot, table, KEY.Key_PageDown, KEY.Key_PageUp, KEY.Key_PageUp) == "1号"


def test_the_head_shows_with_the_first_row_below_it(qtbot: QtBot, table: GroupedTable) -> None:
    press(qtbot, table, KEY.Key_End, KEY.Key_Home)
    assert table.verticalScrollBar().value() == 0


def test_a_head_is_never_copied(qtbot: QtBot, table: GroupedTable) -> None:
    assert table.rows.index(0, 0).data() == "南街　2 户"
    qtbot.keyClick(table, KEY.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "门牌\t状态\n1号\t部分"
    table.show_groups([])
    assert table.current_row() is None


def test_a_status_with_an_icon_is_drawn_by_its_shape(table: GroupedTable) -> None:
    image = table.viewport().grab().toImage()
    assert image.pixelColor(4, theme().row_height // 2) == theme().color("subtle")
    left = table.columnViewportPosition(1) + theme().px(12)
    row = range(theme().row_height * 2, theme().row_height * 3)
    colours = {image.pixelColor(left + x, y).rgb() for x in range(theme().px(14)) for y in row}
    assert theme().color("accent").rgb() in colours
