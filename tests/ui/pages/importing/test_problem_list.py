"""A hundred thousand problems are one list that reads only what is in sight."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.importing.findings import Action, Decision, Group, Problem, ProblemRow
from tests.ui.showing import bring_up
from ui.pages.importing.problem_lines import CellLine, GroupLine, Lines, Mended
from ui.pages.importing.problems import ProblemTable
from ui.shell.desk import Desk

KEY = Qt.Key
_MANY = 100_000
_FRAME_MS = 16


class Fake:
    """Problems of two columns, counted while they are read."""

    def __init__(self) -> None:
        self.groups: Sequence[Group] = (
            Group(0, Problem(5, "月销", "money", "300000", "“300000”像是元，不是万元", "30万元"), _MANY, _MANY),
            Group(0, Problem(3, "手机", "phone", "1385", "“1385”有 4 位，手机号应为 11 位"), 3, 0),
        )
        self.read = 0

    def problem_rows(self, first: int, count: int, key: tuple[int, int, str] | None = None) -> Sequence[ProblemRow]:
        group = next(each for each in self.groups if each.key == key)
        numbers = range(first, min(first + count, group.count))
        self.read += len(numbers)
        return [ProblemRow(0, number + 4, f"第{number}家", group.first) for number in numbers]


def test_a_line_is_found_wherever_it_stands() -> None:
    lines = Lines(Fake(), 0, Mended())
    assert lines.count() == _MANY + 2
    head, first = lines.rows(0, 2)
    assert isinstance(head, GroupLine)
    assert head.open
    assert isinstance(first, CellLine)
    assert first.cell == (0, 4, 5)
    last, after = lines.rows(_MANY, 9)
    assert isinstance(last, CellLine)
    assert isinstance(after, GroupLine)
    assert (after.number, lines.place_of(1)) == (1, _MANY + 1)
    assert lines.find((0, 100, 5), 99) == 97


def test_what_was_done_about_a_cell_shows_at_once() -> None:
    mended = Mended({}, {})
    (line,) = Lines(Fake(), 1, mended).rows(2, 1)
    assert isinstance(line, CellLine)
    assert (str(line.what), line.advice) == ("1385", "“1385”有 4 位，手机号应为 11 位")
    dict_of = mended.cells
    assert isinstance(dict_of, dict)
    dict_of[line.cell] = "14200005555"
    assert (str(line.what), line.offer) == ("14200005555", None)
    dict_of.clear()
    assert isinstance(mended.rows, dict)
    mended.rows[0, line.row.number] = Decision(Action.SKIP)
    assert line.advice == "跳过这一行"


def test_only_what_is_in_sight_is_read_and_no_key_waits(qtbot: QtBot, bare_desk: Desk) -> None:
    problems, table = Fake(), ProblemTable(bare_desk.jobs)
    table.resize(660, 300)
    bring_up(qtbot, table)
    table.show_problems(problems, Mended())
    table.setFocus()
    qtbot.waitUntil(lambda: table.current_row() is not None)
    qtbot.keyClick(table, KEY.Key_Right)
    qtbot.waitUntil(lambda: isinstance(table.row_at(1), CellLine))
    slowest = 0.0
    for key in (KEY.Key_End, KEY.Key_PageUp, KEY.Key_Home, KEY.Key_PageDown, KEY.Key_End):
        begun = time.thread_time()
        qtbot.keyClick(table, key)
        slowest = max(slowest, time.thread_time() - begun)
        qtbot.waitUntil(lambda: not bare_desk.jobs.busy)
    assert table.currentIndex().row() == _MANY + 1
    assert problems.read < _MANY / 20
    assert slowest * 1000 < _FRAME_MS * 4, "the list must not be walked on the GUI thread"


def test_letters_typed_before_a_cell_is_read_are_kept(qtbot: QtBot, bare_desk: Desk) -> None:
    table, taken = ProblemTable(bare_desk.jobs), []
    table.resize(660, 300)
    bring_up(qtbot, table)
    table.corrected.connect(lambda cell, text: taken.append((cell, text)))
    table.show_problems(Fake(), Mended())
    table.setFocus()
    qtbot.waitUntil(lambda: table.current_row() is not None)
    qtbot.keyClick(table, KEY.Key_Right)
    table.select_row(50_000)
    qtbot.keyClicks(table, "28")
    qtbot.waitUntil(lambda: table.entry is not None)
    assert table.entry is not None
    assert table.entry.text() == "28"
    qtbot.keyClick(table.entry, KEY.Key_Return)
    assert taken == [((0, 50_003, 5), "28")]
    assert table.currentIndex().row() == 50_001
