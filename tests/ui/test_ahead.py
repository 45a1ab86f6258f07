"""Modules of pages are loaded ahead: off the GUI thread, one page after another, and only while nothing else runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.tasks import Task
from ui.ahead import PagesAhead
from ui.shell.desk import Desk
from ui.shell.page import Page
from ui.shell.rail import PageSpec
from ui.shell.window import MainWindow

_TWO_LOOKS_MS = 500


class Blank(Page):
    """The page shown meanwhile."""

    name, title = "blank", "空白"

    def build(self) -> None:
        """Nothing."""


@pytest.fixture
def window(qtbot: QtBot, bare_desk: Desk) -> Iterator[MainWindow]:
    made = MainWindow(bare_desk, [PageSpec("blank", "空白", "house", lambda: Blank, 1)])
    qtbot.addWidget(made)
    made.go("blank")
    yield made
    made.close()


def specs(loaded: list[tuple[str, bool]]) -> list[PageSpec]:
    """Two pages that note when they are loaded and whether off the GUI thread."""

    def loading(name: str) -> Callable[[], type[Page]]:
        def load() -> type[Page]:
            loaded.append((name, threading.current_thread() is not threading.main_thread()))
            return Blank

        return load

    return [PageSpec(name, name, "house", loading(name)) for name in ("one", "two")]


def test_pages_are_loaded_in_their_order_off_the_gui_thread(qtbot: QtBot, window: MainWindow) -> None:
    loaded: list[tuple[str, bool]] = []
    PagesAhead(window, specs(loaded))
    qtbot.waitUntil(lambda: loaded == [("one", True), ("two", True)])


def test_nothing_is_loaded_while_other_work_runs(qtbot: QtBot, window: MainWindow) -> None:
    loaded: list[tuple[str, bool]] = []
    may_end = threading.Event()

    def work(_task: Task) -> None:
        may_end.wait(5)

    window.desk.jobs.start(window, work, lambda _: None)
    PagesAhead(window, specs(loaded))
    qtbot.wait(_TWO_LOOKS_MS)
    assert loaded == []
    may_end.set()
    qtbot.waitUntil(lambda: len(loaded) == 2)
