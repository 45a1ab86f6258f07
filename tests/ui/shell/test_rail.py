"""The rail's places never overlap, however low the window and large the text."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from ui.shell.page import Page
from ui.shell.rail import PageSpec, Rail
from ui.theme import theme

_LOWEST = 615
"""The smallest window's height, without the status bar of the largest text."""


def test_nine_places_fit_into_the_smallest_window(qtbot: QtBot) -> None:
    theme().choose(scale=1.5)
    specs = [PageSpec(str(digit), "调查表", "house", lambda: Page, digit) for digit in range(1, 8)]
    rail = Rail(specs, "温可", lambda: None, lambda: None)
    qtbot.addWidget(rail)
    rail.resize(rail.width(), _LOWEST)
    rail.show()
    places = [*rail.places.values(), rail.menu_button, rail.user_button]
    qtbot.waitUntil(lambda: places[-1].isVisible())
    tops = [place.mapTo(rail, QPoint()).y() for place in places]
    bottoms = [top + place.height() for top, place in zip(tops, places, strict=True)]
    assert all(bottom <= top for (bottom, _), (_, top) in pairwise(zip(bottoms, tops, strict=True)))
    assert bottoms[-1] <= rail.height()
