"""The grid: the cursor goes over cells and cards, Alt moves a visit, dragging does the same."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDropEvent
from pytestqt.qtbot import QtBot

from tests.ui.showing import bring_up
from ui.pages.planning.board import Board, Card, CardLook, Day, Lane, Spot
from ui.pages.planning.dragging import CARDS, DUE, packed, unpacked
from ui.pages.planning.grid import PlanGrid
from ui.pages.planning.places import Places
from ui.theme import theme

MONDAY = date(2026, 11, 23)
DAYS = [MONDAY + timedelta(n) for n in range(6)]
ALT = Qt.KeyboardModifier.AltModifier
KEY = Qt.Key


def card(number: int, owner: int = 1, day: int = 0, start: str = "09:00", **more: object) -> Card:
    return Card(number, owner, DAYS[day], f"客户{number}", start, "第 1 步", **more)  # type: ignore[arg-type]


def board(*cards: Card, notes: dict[tuple[int, date], str] | None = None) -> Board:
    lanes = [Lane(1, "程砚舟"), Lane(2, "罗以南"), Lane(3, "邵知夏")]
    return Board([Day(day) for day in DAYS], lanes, cards, notes or {}, MONDAY)


@pytest.fixture
def grid(qtbot: QtBot) -> PlanGrid:
    made = PlanGrid()
    made.show_board(board(card(1), card(2, start="10:00"), card(3, owner=2, day=1)))
    made.resize(700, 560)
    bring_up(qtbot, made)
    made.setFocus()
    return made


def test_the_cursor_goes_through_cards_then_the_free_place_then_the_next_rep(qtbot: QtBot, grid: PlanGrid) -> None:
    seen = []
    for _ in range(4):
        seen.append((grid.spot.lane, grid.card.item_id if grid.card else None))
        qtbot.keyClick(grid, KEY.Key_Down)
    assert seen == [(0, 1), (0, 2), (0, None), (1, None)]
    qtbot.keyClick(grid, KEY.Key_Up)
    qtbot.keyClick(grid, KEY.Key_Up)
    qtbot.keyClick(grid, KEY.Key_Up)
    assert grid.card is not None
    assert grid.card.item_id == 2


def test_left_and_right_change_the_day_and_stop_at_the_ends(qtbot: QtBot, grid: PlanGrid) -> None:
    qtbot.keyClick(grid, KEY.Key_Left)
    assert grid.day == MONDAY
    qtbot.keyClick(grid, KEY.Key_End)
    qtbot.keyClick(grid, KEY.Key_Right)
    assert grid.day == DAYS[-1]
    qtbot.keyClick(grid, KEY.Key_PageDown)
    assert grid.owner_id == 2


def test_enter_opens_a_card_and_fills_a_free_place(qtbot: QtBot, grid: PlanGrid) -> None:
    with qtbot.waitSignal(grid.opened) as opened:
        qtbot.keyClick(grid, KEY.Key_Return)
    assert opened.args[0].item_id == 1
    qtbot.keyClick(grid, KEY.Key_Right)
    with qtbot.waitSignal(grid.filled):
        qtbot.keyClick(grid, KEY.Key_Return)


def test_alt_and_arrows_move_the_visit_but_not_off_the_grid(qtbot: QtBot, grid: PlanGrid) -> None:
    moves: list[tuple[int, int, date]] = []
    grid.shifted.connect(lambda *move: moves.append(move))
    qtbot.keyClick(grid, KEY.Key_Left, ALT)
    qtbot.keyClick(grid, KEY.Key_Right, ALT)
    qtbot.keyClick(grid, KEY.Key_Down, ALT)
    assert moves == [(1, 1, DAYS[1]), (1, 2, DAYS[0])]


def test_the_cursor_stays_on_its_visit_when_it_was_moved(qtbot: QtBot, grid: PlanGrid) -> None:
    grid.show_board(board(card(1, owner=3, day=4), card(2, start="10:00")))
    assert (grid.owner_id, grid.day) == (3, DAYS[4])


def test_letters_turn_the_week(qtbot: QtBot, grid: PlanGrid) -> None:
    turns: list[int] = []
    grid.turned.connect(turns.append)
    qtbot.keyClicks(grid, "+-t")
    assert turns == [1, -1, 0]


def test_customers_and_cards_are_dropped_into_a_cell(qtbot: QtBot, grid: PlanGrid) -> None:
    dropped: list[tuple[object, ...]] = []
    grid.dropped.connect(lambda *what: dropped.append(what))
    grid.shifted.connect(lambda *what: dropped.append(what))
    at = grid.rect_of(Spot(2, 3)).center()
    for kind, ids in ((DUE, [12, 15]), (CARDS, [1])):
        data = packed(kind, ids)
        grid.dropEvent(_drop(data, at))
    assert dropped == [([12, 15], 3, DAYS[3]), (1, 3, DAYS[3])]


def _drop(data: QMimeData, at: QPointF) -> QDropEvent:
    return QDropEvent(
        at, Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier, QEvent.Type.Drop,
    )  # fmt: skip


def test_a_card_pulled_away_is_dragged_with_its_id(
    qtbot: QtBot, grid: PlanGrid, monkeypatch: pytest.MonkeyPatch
) -> None:
    dragged: list[list[int]] = []

    class Dragged(QDrag):
        def exec(self, *_: object) -> Qt.DropAction:  # type: ignore[override]
            dragged.append(unpacked(self.mimeData(), CARDS))
            return Qt.DropAction.MoveAction

    monkeypatch.setattr("ui.pages.planning.grid.QDrag", Dragged)
    at = grid.rect_of(Spot(0, 0, 1)).center().toPoint()
    qtbot.mousePress(grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseMove(grid.viewport(), at + QPoint(60, 40))
    assert dragged == [[2]]


def test_a_double_click_opens_a_card_and_fills_a_free_place(qtbot: QtBot, grid: PlanGrid) -> None:
    with qtbot.waitSignal(grid.opened):
        qtbot.mouseDClick(
            grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.rect_of(Spot(0, 0, 0)).center().toPoint()
        )
    with qtbot.waitSignal(grid.filled):
        qtbot.mouseDClick(
            grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.rect_of(Spot(2, 4, 0)).center().toPoint()
        )


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_cards_stay_inside_their_cells_and_rows_fill_the_height(scale: float) -> None:
    theme().choose(scale=scale)
    full = board(*(card(n) for n in range(1, 9)), notes={(1, MONDAY): "排了 9 家，超过 8 家"})
    places = Places(full, 646, 694)
    for n in range(8):
        assert places.cell(0, 0).contains(places.card(Spot(0, 0, n)))
    assert places.card(Spot(0, 0, 7)).bottom() <= places.note(0, 0).top()
    assert places.rows[-1].top + places.rows[-1].height == places.content_height >= 694 - places.head


def test_one_day_lays_its_cards_side_by_side() -> None:
    one = Board([Day(MONDAY)], [Lane(1, "程砚舟")], [card(1), card(2), card(3)], {}, MONDAY)
    places = Places(one, 646, 694)
    tops = {places.card(Spot(0, 0, n)).top() for n in range(3)}
    assert len(tops) == 1


def test_on_one_day_left_and_right_go_from_card_to_card(qtbot: QtBot, grid: PlanGrid) -> None:
    grid.show_board(Board([Day(MONDAY)], [Lane(1, "程砚舟"), Lane(2, "罗以南")], [card(1), card(2, start="10:00")]))
    moves: list[tuple[int, int, date]] = []
    grid.shifted.connect(lambda *move: moves.append(move))
    qtbot.keyClick(grid, KEY.Key_Right)
    assert grid.card is not None
    assert grid.card.item_id == 2
    qtbot.keyClick(grid, KEY.Key_Right, ALT)
    assert moves == [(2, 1, DAYS[1])]


def test_a_proposed_visit_stands_among_the_planned_ones() -> None:
    proposed = card(-1, start="09:30", look=CardLook.PROPOSED)
    with_it = board(card(1), card(2, start="10:00")).with_proposals([proposed])
    assert [each.item_id for each in with_it.cell(0, 0)] == [1, -1, 2]


def test_of_many_reps_only_those_in_sight_are_drawn(qtbot: QtBot, grid: PlanGrid) -> None:
    lanes = [Lane(n, f"业务员 {n}", "西埠陶瓷城") for n in range(1, 301)]
    cards = [card(10 * n, owner=n) for n in range(1, 301)]
    grid.show_board(Board([Day(day) for day in DAYS], lanes, cards, {}, MONDAY))
    places = Places(grid.board, grid.viewport().width(), grid.viewport().height())
    assert list(places.lanes_from(0)) == [0, 1, 2, 3, 4, 5]
    grid.go_to_owner(300)
    assert list(places.lanes_from(grid.verticalScrollBar().value()))[-1] == 299
    last = grid.rect_of(Spot(299, 0, 0)).toRect()
    assert grid.viewport().rect().contains(last)
    drawn = grid.viewport().grab(last).toImage()
    assert len({drawn.pixel(x, drawn.height() // 4) for x in range(drawn.width())}) > 5, "the last rep's visit is drawn"
