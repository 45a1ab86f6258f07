"""The board's cursor goes by keys over four columns, and cards show how their limit stands."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ui.pages.complaints.board import MIME, Board, Lane
from ui.pages.complaints.cards import Card
from ui.theme import theme

_LANES = [Lane(title, "") for title in ("待受理", "处理中", "待客户确认", "已结案")]


def card(number: int, **more: object) -> Card:
    given = {
        "grade": "B",
        "customer": "苔原建材",
        "text": "短米",
        "handler": "白宁",
        "limit": "剩 6 小时",
        "share": 0.5,
    }
    return Card(id=number, number=f"TS-{number}", **{**given, **more})  # type: ignore[arg-type]


@pytest.fixture
def board(qtbot: QtBot) -> Board:
    """Two cards waiting, two under way, none to confirm, one closed."""
    made = Board(_LANES)
    qtbot.addWidget(made)
    made.resize(880, 600)
    made.show_cards([[card(1), card(2)], [card(3), card(4)], [], [card(5, share=None, tone="ok")]])
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.focus_cards()
    qtbot.waitUntil(lambda: made.columns[0].hasFocus())
    return made


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        focus = QApplication.focusWidget()
        assert isinstance(focus, QWidget)
        qtbot.keyClick(focus, key)


def current(board: Board) -> int:
    assert board.current is not None
    return board.current.id


def test_arrows_go_from_card_to_card_and_over_empty_columns(board: Board, qtbot: QtBot) -> None:
    assert current(board) == 1
    press(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Right)
    assert current(board) == 4
    press(qtbot, Qt.Key.Key_Right)
    assert current(board) == 5
    assert board.columns[3].hasFocus()
    press(qtbot, Qt.Key.Key_Right)
    assert current(board) == 5
    press(qtbot, Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert current(board) == 1


def test_a_column_that_shows_only_some_says_how_many_there_are(board: Board, qtbot: QtBot) -> None:
    board.show_cards([[card(1), card(2)], [card(3)], [], []], [1250, 1, 0, 0])
    heads = {each.text(): each.toolTip() for each in board.findChildren(QLabel) if "/" in each.text()}
    assert list(heads) == ["2 / 1,250"]
    assert "Alt+2" in heads["2 / 1,250"]


def test_only_the_cursors_column_is_a_stop_for_tab(board: Board, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_Right)
    stops = [bool(view.focusPolicy() & Qt.FocusPolicy.TabFocus) for view in board.columns]
    assert stops == [False, True, False, False]
    assert [view.current_card() is not None for view in board.columns] == [False, True, False, False]


def test_the_cursor_stays_on_its_complaint_when_it_moves(board: Board, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_Down)
    board.show_cards([[card(1)], [card(3), card(4)], [card(2)], []])
    assert current(board) == 2
    assert board.current_column == 2
    assert board.columns[2].hasFocus()


def test_the_focus_comes_back_to_where_the_cursor_has_gone(board: Board, qtbot: QtBot) -> None:
    dialog = QDialog(board)
    dialog.open()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is dialog)
    board.show_cards([[card(2)], [card(3), card(4)], [card(1)], []])
    dialog.accept()
    board.activateWindow()
    qtbot.waitUntil(lambda: board.columns[2].hasFocus())
    assert current(board) == 1


def test_without_its_complaint_the_cursor_stays_in_place(board: Board) -> None:
    board.show_cards([[], [card(3)], [], []])
    assert current(board) == 3
    board.show_cards([[], [], [], []])
    assert board.current is None


def test_enter_opens_and_letters_go_to_the_search(board: Board, qtbot: QtBot) -> None:
    with qtbot.waitSignal(board.opened) as opened:
        press(qtbot, Qt.Key.Key_Return)
    assert opened.args is not None
    assert opened.args[0].id == 1
    with qtbot.waitSignal(board.typed) as typed:
        press(qtbot, Qt.Key.Key_S)
    assert typed.args == ["s"]


def test_a_card_dropped_on_a_column_asks_for_that_step(board: Board, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setData(MIME, b"3")
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with qtbot.waitSignal(board.dropped) as dropped:
        board.columns[2].dropEvent(drop)
    assert dropped.args == [3, 2]


def test_a_late_card_has_a_red_edge_and_a_full_red_bar(board: Board) -> None:
    board.show_cards([[card(1), card(2, tone="danger", share=1.0)], [], [], []])
    image = board.columns[0].viewport().grab().toImage()
    red, height = theme().color("danger"), theme().px(99)
    assert image.pixelColor(1, height + 40) == red
    assert image.pixelColor(60, height + 80) == red
    assert image.pixelColor(1, 40) != red
    assert image.pixelColor(20, 80) == theme().color("c1")
