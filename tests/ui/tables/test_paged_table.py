"""A list of a million records: read by block in the background, moved in and picked by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from threading import Event

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.errors import DatabaseUnavailable
from ui.jobs import Jobs
from ui.tables.columns import Column
from ui.tables.paged_table import PagedTable
from ui.tables.paging import BLOCK_ROWS, BLOCKS_KEPT, WAITING
from ui.tables.picking import Picked

KEY, HELD = Qt.Key, Qt.KeyboardModifier
MANY = range(1, 1_000_001)
COLUMNS = (
    Column(key="no", title="编号", width=70),
    Column(key="name", title="客户名称", width=160, stretch=True),
    *(Column(key="no", title=f"栏{n}", width=200) for n in range(6)),
)


@dataclass(frozen=True)
class Shop:
    id: int

    @property
    def no(self) -> str:
        return f"{self.id:07}"

    @property
    def name(self) -> str:
        return f"{self.id} 号店"


class Shops:
    """Reads shops, and remembers what it was asked for; it waits while `hold` is cleared."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.hold, self.broken = Event(), False
        self.hold.set()

    def read(self, ids: Sequence[int]) -> Sequence[Shop]:
        self.asked.append(ids[0])
        self.hold.wait(10)
        if self.broken:
            raise DatabaseUnavailable("没有连上数据库。")
        return [Shop(each) for each in ids]


@pytest.fixture
def shops() -> Iterator[Shops]:
    made = Shops()
    yield made
    made.hold.set()


@pytest.fixture
def table(qtbot: QtBot, shops: Shops) -> Iterator[PagedTable]:
    jobs = Jobs()
    made = PagedTable(COLUMNS, jobs, shops.read)
    made.set_sticky("name")
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.list_ids(MANY)
    with qtbot.waitExposed(made):
        made.show()
    made.setFocus()
    yield made
    shops.hold.set()
    jobs.close()


Press = Callable[..., None]


@pytest.fixture
def press(qtbot: QtBot, table: PagedTable) -> Press:
    return lambda key, held=HELD.NoModifier: qtbot.keyClick(table, key, held)


def test_the_end_is_read_as_the_start_is_and_nothing_between(
    qtbot: QtBot, table: PagedTable, shops: Shops, press: Press
) -> None:
    qtbot.waitUntil(lambda: table.current_row() == Shop(1))
    press(KEY.Key_End)
    qtbot.waitUntil(lambda: table.current_row() == Shop(1_000_000))
    press(KEY.Key_Home, HELD.ControlModifier)
    press(KEY.Key_PageDown)
    assert table.current_id() == 1 + table.viewport().height() // 30
    assert len(set(shops.asked)) <= 4


def test_rows_not_read_yet_do_not_hold_up_the_keys(qtbot: QtBot, table: PagedTable, shops: Shops, press: Press) -> None:
    qtbot.waitUntil(lambda: table.current_row() == Shop(1))
    shops.hold.clear()
    press(KEY.Key_End)
    assert (table.current_id(), table.current_row()) == (1_000_000, None)
    assert table.paged.row(999_999) is WAITING
    waiting = table.grab().toImage()
    shops.hold.set()
    qtbot.waitUntil(lambda: table.current_row() == Shop(1_000_000))
    assert table.grab().toImage() != waiting


def test_blocks_scrolled_past_are_not_read(qtbot: QtBot, table: PagedTable, shops: Shops) -> None:
    qtbot.waitUntil(lambda: table.current_row() == Shop(1))
    shops.hold.clear()
    for place in range(20):
        table.paged.row(place * 10 * BLOCK_ROWS)
    shops.hold.set()
    qtbot.waitUntil(lambda: table.paged.row(190 * BLOCK_ROWS) is not WAITING)
    assert len(set(shops.asked)) <= 7


def test_few_blocks_are_kept(qtbot: QtBot, table: PagedTable, shops: Shops) -> None:
    def is_read(number: int) -> bool:
        return table.paged.row(number) is not WAITING

    first = 100 * BLOCK_ROWS
    for place in range(BLOCKS_KEPT + 2):
        qtbot.waitUntil(lambda number=first + place * BLOCK_ROWS: is_read(number))
    before = len(shops.asked)
    assert not is_read(first)
    qtbot.waitUntil(lambda: is_read(first))
    assert len(shops.asked) == before + 1


def test_what_cannot_be_read_is_said_once_and_read_with_the_next_listing(
    qtbot: QtBot, table: PagedTable, shops: Shops
) -> None:
    qtbot.waitUntil(lambda: table.current_row() == Shop(1))
    shops.broken = True
    with qtbot.waitSignal(table.paged.failed, check_params_cb=lambda error: "没有连上" in str(error)):
        table.paged.row(700_000)
    assert table.paged.row(700_000) is WAITING
    shops.broken = False
    table.list_ids(MANY)
    qtbot.waitUntil(lambda: table.paged.row(700_000) == Shop(700_001))


def test_known_rows_stand_in_until_they_are_read_anew(qtbot: QtBot, table: PagedTable, shops: Shops) -> None:
    qtbot.waitUntil(lambda: table.current_row() == Shop(1))
    shops.hold.clear()
    table.list_ids([3, 2, 1])
    assert [table.paged.row(number) for number in range(3)] == [Shop(3), Shop(2), Shop(1)]
    assert table.rows.rowCount() == 3


def test_the_cursor_keeps_its_place_on_the_screen(qtbot: QtBot, table: PagedTable, press: Press) -> None:
    for _ in range(40):
        press(KEY.Key_Down)
    there = table.visualRect(table.currentIndex()).top()
    table.list_ids(range(101, 1_000_001), current=700_000)
    assert table.current_id() == 700_101
    assert table.visualRect(table.currentIndex()).top() == there


def test_the_cursor_tells_another_record_in_the_same_row(table: PagedTable) -> None:
    told: list[int | None] = []
    table.came_to.connect(told.append)
    table.list_ids([7, 8, 9])
    table.list_ids([7])
    table.list_ids([])
    assert told == [7, None]


def test_space_picks_and_shift_extends(table: PagedTable, press: Press) -> None:
    press(KEY.Key_Space)
    for _ in range(3):
        press(KEY.Key_Down)
    for _ in range(3):
        press(KEY.Key_Down, HELD.ShiftModifier)
    press(KEY.Key_Up, HELD.ShiftModifier)
    assert table.picked.spans == [(0, 1), (3, 6)]
    press(KEY.Key_Space)
    assert list(table.wanted_ids()) == [1, 4, 5]
    table.pick_none()
    assert list(table.wanted_ids()) == [6]


def test_a_million_are_picked_without_reading_them(qtbot: QtBot, table: PagedTable, shops: Shops, press: Press) -> None:
    qtbot.waitUntil(lambda: table.current_row() == Shop(1))
    press(KEY.Key_A, HELD.ControlModifier)
    assert len(table.picked) == 1_000_000
    assert len(shops.asked) == 1
    press(KEY.Key_A, HELD.ControlModifier)
    assert not table.picked
    press(KEY.Key_End, HELD.ShiftModifier)
    assert len(table.picked) == 1_000_000


def test_the_mouse_picks_as_the_keys_do(qtbot: QtBot, table: PagedTable) -> None:
    def click(row: int, held: Qt.KeyboardModifier = HELD.NoModifier) -> None:
        place = QPoint(90, table.rowViewportPosition(row) + 5)
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, held, place)

    click(1)
    click(4, HELD.ShiftModifier)
    click(2, HELD.ControlModifier)
    assert table.picked.spans == [(1, 2), (3, 5)]
    assert table.current_id() == 3


def test_picked_rows_are_given_anew_with_a_listing(table: PagedTable, press: Press) -> None:
    press(KEY.Key_Space)
    table.list_ids([5, 4, 3, 2, 1], picked=Picked.of(set(table.picked.ids(table.paged.ids)), [5, 4, 3, 2, 1]))
    assert table.picked.spans == [(4, 5)]


def test_the_name_stays_in_sight_when_scrolled_sideways(table: PagedTable, press: Press) -> None:
    assert table.head.stuck() == 0
    before = table.currentIndex()
    for _ in range(5):
        press(KEY.Key_Right)
    assert table.head.stuck() == table.columnWidth(1)
    assert table.indexAt(QPoint(5, 35)).column() == 1
    press(KEY.Key_Down)
    assert table.horizontalScrollBar().value() > 0
    assert table.currentIndex().row() == before.row() + 1


def test_the_head_that_stays_sorts_by_its_column(qtbot: QtBot, table: PagedTable, press: Press) -> None:
    for _ in range(5):
        press(KEY.Key_Right)
    with qtbot.waitSignal(table.head.sectionClicked, check_params_cb=lambda place: place == 1):
        qtbot.mousePress(table.head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
