"""The head of a page says as much as there is room for: keycaps go first, then words, then what is spare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.showing import bring_up
from ui.shell.actions import Action
from ui.shell.desk import Desk
from ui.shell.header import PageHeader
from ui.shell.page import Page
from ui.widgets.button import Button
from ui.widgets.layout import label


class WidePage(Page):
    """Three buttons and a spare label."""

    name, title = "wide", "拜访计划"

    def build(self) -> None:
        self.period = label("11月23日 – 11月28日", "head")
        self.week = label("第 48 周", "sub")
        self.week.setProperty("spare", True)

    def page_actions(self) -> Sequence[Action]:
        plain = [("抄上周", "copy", "Alt+C"), ("打印", "printer", "Ctrl+P"), ("新拜访", "plus", "Ctrl+N")]
        return [Action(text=text, icon=sign, key=key, button="plain", slot=list) for text, sign, key in plain]

    def header_widgets(self) -> Sequence[QWidget]:
        return [self.period, self.week]


@pytest.fixture
def header(qtbot: QtBot, bare_desk: Desk) -> Iterator[PageHeader]:
    room, page = QWidget(), WidePage(bare_desk)
    made = PageHeader(page)
    made.setParent(room)
    room.resize(1200, 60)
    bring_up(qtbot, room)
    made.resize(1000, 48)
    yield made
    page.deleteLater()


def buttons(header: PageHeader) -> list[Button]:
    return header.findChildren(Button)


def overlaps(header: PageHeader) -> bool:
    shown = [part for part in header.findChildren(QWidget) if isinstance(part, Button | QLabel) and part.isVisible()]
    ends = sorted((part.geometry().left(), part.geometry().right()) for part in shown)
    return any(right >= left for (_, right), (left, _) in pairwise(ends))


@pytest.mark.parametrize("width", [1000, 620, 520, 400])
def test_nothing_overlaps_however_narrow_it_is(header: PageHeader, width: int) -> None:
    header.resize(width, 48)
    assert not overlaps(header)
    assert all(part.geometry().right() <= width for part in buttons(header))


def test_what_is_left_out_comes_back_with_the_room(header: PageHeader) -> None:
    header.resize(1000, 48)
    full = [button.width() for button in buttons(header)]
    header.resize(400, 48)
    assert [button.width() for button in buttons(header)] < full
    assert buttons(header)[0].toolTip() == "抄上周（Alt+C）"
    header.resize(1000, 48)
    assert [button.width() for button in buttons(header)] == full


def test_other_words_are_fitted_too(qtbot: QtBot, header: PageHeader) -> None:
    header.resize(760, 48)
    period = next(part for part in header.findChildren(QLabel) if part.text().startswith("11月"))
    period.setText("2026年11月23日 – 2026年11月28日（跨月）")
    qtbot.waitUntil(lambda: period.width() >= period.sizeHint().width())
    assert not overlaps(header)
