"""Dates as people type them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.support.keyboard import commit_text
from tests.ui.showing import bring_up
from ui.widgets.dates import DateField, date_text, month_later, read_date
from ui.widgets.fields import LineEdit
from ui.widgets.layout import column

TODAY = date(2026, 11, 25)


@pytest.fixture
def field(qtbot: QtBot) -> Iterator[DateField]:
    window, made = QWidget(), DateField(lambda: TODAY, date(2026, 11, 18))
    column(window, made, LineEdit())
    bring_up(qtbot, window)
    made.setFocus(Qt.FocusReason.TabFocusReason)
    yield made
    window.close()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1126", date(2026, 11, 26)),
        ("20251231", date(2025, 12, 31)),
        ("2026-1-5", date(2026, 1, 5)),
        ("2026年1月5日", date(2026, 1, 5)),
        ("11月5日", date(2026, 11, 5)),
        ("3/9", date(2026, 3, 9)),
        ("１１２６", date(2026, 11, 26)),
        ("2026-11-25 周三", date(2026, 11, 25)),
        ("昨天", date(2026, 11, 24)),
        ("T", TODAY),
        ("  ", None),
    ],
)
def test_what_is_typed_is_understood(typed: str, meant: date | None) -> None:
    assert read_date(typed, TODAY) == meant


@pytest.mark.parametrize("typed", ["1332", "0230", "abc", "20", "2026-13-01"])
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        read_date(typed, TODAY)


def test_a_month_later_is_the_last_day_of_a_shorter_one() -> None:
    assert month_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert month_later(date(2026, 1, 15), -1) == date(2025, 12, 15)


def test_dates_are_shown_with_their_weekday() -> None:
    assert date_text(TODAY) == "2026-11-25 周三"


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        (Qt.Key.Key_T, "2026-11-25 周三"),
        (Qt.Key.Key_Plus, "2026-11-19 周四"),
        (Qt.Key.Key_Minus, "2026-11-17 周二"),
        (Qt.Key.Key_PageDown, "2026-12-18 周五"),
        (Qt.Key.Key_PageUp, "2026-10-18 周日"),
    ],
)
def test_single_keys_change_the_date(qtbot: QtBot, field: DateField, key: Qt.Key, shown: str) -> None:
    with qtbot.waitSignal(field.changed):
        qtbot.keyClick(field, key)
    assert field.text() == shown


def test_typing_digits_replaces_and_leaving_takes_them(qtbot: QtBot, field: DateField) -> None:
    qtbot.keyClicks(field, "2026-12-1")
    assert field.value == date(2026, 11, 18)
    with qtbot.waitSignal(field.changed):
        qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert (field.value, field.text()) == (date(2026, 12, 1), "2026-12-01 周二")


def test_a_committed_chinese_date_is_not_swallowed(qtbot: QtBot, field: DateField) -> None:
    commit_text(field, "今天")
    assert field.text() == "今天"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value == TODAY


def test_what_is_no_date_stays_and_says_so(qtbot: QtBot, field: DateField) -> None:
    qtbot.keyClicks(field, "1332")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "1332"
    assert "不是日期" in field.problem == field.toolTip()
    assert field.property("state") == "error"
    assert field.value == date(2026, 11, 18)
    field.selectAll()
    qtbot.keyClicks(field, "1126")
    assert field.take()
    assert (field.problem, field.property("state")) == ("", "")


def test_emptying_it_means_no_date(qtbot: QtBot, field: DateField) -> None:
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    with qtbot.waitSignal(field.changed, check_params_cb=lambda value: value is None):
        qtbot.keyClick(field, Qt.Key.Key_Tab)
