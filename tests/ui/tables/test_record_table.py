"""Lists read what they show, are worked by keys and copied as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from ui.tables.columns import Column, Pips, Progress, Status, cell_text
from ui.tables.view import RecordTable
from ui.theme import Mode, theme


@dataclass(frozen=True)
class Shop:
    """A row."""

    no: str
    name: str
    grade: str
    stage: Pips
    step: int
    done: Progress
    state: Status
    seen: date | None
    sales: Decimal


COLUMNS = (
    Column(key="no", title="编号", width=70, quiet=True, sort="customer_no"),
    Column(key="name", title="客户名称", width=160, stretch=True, strong=True, marked=True),
    Column(key="grade", title="等级", width=50, kind="grade"),
    Column(key="stage", title="阶段", width=130, kind="pips"),
    Column(key="step", title="四步法", width=90, kind="steps"),
    Column(key="done", title="完成度", width=110, kind="progress"),
    Column(key="state", title="状态", width=90, kind="status"),
    Column(key="seen", title="上次拜访", width=80, kind="date", tone=lambda row: "danger"),
    Column(key="sales", title="月销量", width=80, kind="number"),
)


class Shops(Sequence[Shop]):
    """Many shops, made when they are asked for; keeps which were."""

    def __init__(self, number: int) -> None:
        self.number, self.asked = number, set[int]()

    def __len__(self) -> int:
        return self.number

    def __getitem__(self, number: Any) -> Any:
        self.asked.add(number)
        return shop(number)


def shop(number: int) -> Shop:
    return Shop(
        no=f"{number:05}",
        name=f"杭州永盛电缆{number}号店",
        grade="ABC "[number % 4].strip(),
        stage=Pips(done=number % 6 - 1, total=5, word="商务谈判"),
        step=number % 5,
        done=Progress(done=number % 60, total=59),
        state=Status(word="待登记", tone="warn"),
        seen=None if number % 3 else date(2026, 11, 25),
        sales=Decimal("1234.50"),
    )


@pytest.fixture
def table(qtbot: QtBot) -> RecordTable:
    made = RecordTable(COLUMNS, many=True)
    qtbot.addWidget(made)
    made.resize(1000, 400)
    made.show_rows(Shops(1_000_000))
    made.show()
    return made


def test_the_view_asks_only_for_what_it_shows(qtbot: QtBot, table: RecordTable) -> None:
    source = Shops(1_000_000)
    table.show_rows(source)
    table.grab()
    qtbot.keyClick(table, Qt.Key.Key_End)
    table.grab()
    assert len(source.asked) < 60
    assert table.current_row().no == "999999"


def test_enter_opens_and_letters_go_to_the_search(qtbot: QtBot, table: RecordTable) -> None:
    qtbot.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened, check_params_cb=lambda row: row.no == "00001"):
        qtbot.keyClick(table, Qt.Key.Key_Return)
    with qtbot.waitSignal(table.typed, check_params_cb=lambda text: text == "h"):
        qtbot.keyClick(table, Qt.Key.Key_H)


def test_moving_says_the_current_row_once(qtbot: QtBot, table: RecordTable) -> None:
    said: list[str] = []
    table.current_changed.connect(lambda row: said.append(row.no))
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Right)
    assert said == ["00001", "00002"]


def test_selected_rows_are_copied_as_tab_separated_text(qtbot: QtBot, table: RecordTable) -> None:
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t") == [column.title for column in COLUMNS]
    assert lines[1].split("\t") == [
        "00000",
        "杭州永盛电缆0号店",
        "A",
        "商务谈判",
        "0",
        "0/59",
        "待登记",
        "2026-11-25",
        "1,234.5",
    ]
    assert len(lines) == 3


def test_new_rows_keep_place_and_selection(qtbot: QtBot, table: RecordTable) -> None:
    table.select_row(700)
    table.show_rows(Shops(900))
    assert table.current_row().no == "00700"
    table.show_rows([shop(1), shop(2)])
    assert table.current_row().no == "00002"
    with qtbot.waitSignal(table.current_changed, check_params_cb=lambda row: row is None):
        table.show_rows([])
    assert table.current_row() is None


def test_a_click_on_a_head_asks_for_sorting(qtbot: QtBot, table: RecordTable) -> None:
    head, asked = table.horizontalHeader(), list[tuple[str, bool]]()
    table.sort_wanted.connect(lambda name, descending: asked.append((name, descending)))
    for column in (0, 0, 1):
        head.sectionClicked.emit(column)
    assert asked == [("customer_no", False), ("customer_no", True)]


def test_rows_are_thirty_high_and_the_name_takes_what_is_left(table: RecordTable) -> None:
    assert table.rowHeight(0) == 30
    assert table.horizontalHeader().height() == 28
    widths = sum(table.columnWidth(at) for at in range(len(COLUMNS)))
    assert widths == table.viewport().width()
    theme().choose(density="compact")
    assert table.rowHeight(0) == 26


def test_hits_hover_and_schemes_are_drawn(qtbot: QtBot, table: RecordTable) -> None:
    plain = table.viewport().grab().toImage()
    table.mark("永盛")
    marked = table.viewport().grab().toImage()
    assert marked != plain
    assert any(marked.pixelColor(x, 15) == theme().color("mark") for x in range(80, 240))
    theme().choose(mode=Mode.DARK)
    assert table.viewport().grab().toImage() != marked


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (412806, "412,806"),
        (Decimal("42.00"), "42"),
        (0.5, "0.5"),
        (date(2026, 11, 25), "11-25"),
        (Progress(done=39, total=50, percent=True), "78%"),
        (Progress(done=0, total=0), "0/0"),
    ],
)
def test_values_in_words(value: object, text: str) -> None:
    assert cell_text(value) == text
