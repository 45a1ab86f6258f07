"""The due list: groups, only their beginning at first, planned by Enter."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.showing import bring_up
from ui.pages.planning.due_list import DuePanel
from ui.pages.planning.due_rows import DueLine, Group, More

KEY = Qt.Key


def lines(first: int, count: int, *, late: bool = False) -> list[DueLine]:
    return [DueLine(n, 1, f"客户{n}", "B", f"超 {n} 天" if late else "周五", late) for n in range(first, first + count)]


@pytest.fixture
def panel(qtbot: QtBot) -> DuePanel:
    made = DuePanel([("A", "7 天")], lambda: None)
    made.show_groups([Group("超期", lines(1, 12, late=True), late=True), Group("本周到期", lines(50, 30))])
    made.resize(214, 480)
    bring_up(qtbot, made)
    made.view.setFocus()
    return made


def test_it_counts_all_and_shows_the_beginning_of_long_groups(panel: DuePanel) -> None:
    assert panel.count.text() == "42 家"
    rest = [line for line in panel.view.rows.lines if isinstance(line, More)]
    assert [line.group for line in rest] == ["超期", "本周到期"]


def test_arrows_pass_over_heads_and_enter_on_the_rest_shows_it(qtbot: QtBot, panel: DuePanel) -> None:
    view = panel.view
    assert view.current is not None
    assert view.current.customer_id == 1
    qtbot.keyClick(view, KEY.Key_Up)
    assert view.current.customer_id == 1
    while view.current is not None:
        qtbot.keyClick(view, KEY.Key_Down)
    qtbot.keyClick(view, KEY.Key_Return)
    assert sum(isinstance(line, DueLine) and line.late for line in view.rows.lines) == 12
    assert view.current is not None


def test_enter_plans_and_the_next_customer_is_chosen(qtbot: QtBot, panel: DuePanel) -> None:
    with qtbot.waitSignal(panel.view.planned):
        qtbot.keyClick(panel.view, KEY.Key_Return)
    panel.show_groups([Group("超期", lines(2, 11, late=True), late=True)])
    assert panel.view.current is not None
    assert panel.view.current.customer_id == 2


def test_plus_minus_and_t_turn_the_week_from_the_list_too(qtbot: QtBot, panel: DuePanel) -> None:
    weeks: list[int] = []
    panel.view.turned.connect(weeks.append)
    qtbot.keyClicks(panel.view, "+-t")
    assert weeks == [1, -1, 0]


def test_left_and_right_change_the_day_of_the_grid(qtbot: QtBot, panel: DuePanel) -> None:
    days: list[int] = []
    panel.view.day_moved.connect(days.append)
    qtbot.keyClick(panel.view, KEY.Key_Right)
    qtbot.keyClick(panel.view, KEY.Key_Left)
    assert days == [1, -1]


def test_when_nobody_is_due_it_says_so(panel: DuePanel) -> None:
    panel.show_groups([Group("超期", []), Group("本周到期", [])])
    assert panel.empty.isVisible()
    assert panel.view.current is None
