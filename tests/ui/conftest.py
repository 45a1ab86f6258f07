"""Every window test stands in the dressed application, in the light scheme at normal size; pages on the sample office."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.context import App, SignedIn
from tests.support.clock import StandingClock
from tests.support.gui_reads import noting_gui_reads
from tests.support.sample import Office, make_sample, open_office
from ui.application import dress
from ui.shell.desk import Desk
from ui.theme import Mode, theme

OpenOffice = Callable[[str, str], Office]


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application with fonts, palette, sheet and translation, once."""
    dress(qapp)
    return qapp


@pytest.fixture(autouse=True)
def _normal_look(dressed: QApplication) -> Iterator[None]:
    theme().choose(mode=Mode.LIGHT, scale=1.0, density="normal")
    yield
    theme().choose(mode=Mode.LIGHT, scale=1.0, density="normal")


@pytest.fixture
def bare_desk(clock: StandingClock) -> Iterator[Desk]:
    """A desk without a database, for what only needs jobs, changes and toasts."""
    user = SignedIn(None, "sunqian", "孙倩", "clerk", frozenset(), branch_name="杭州办事处")
    desk = Desk(App(cast("Any", None), user, clock))
    yield desk
    desk.jobs.close()


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample office, filled once for all tests of a run."""
    return make_sample(tmp_path_factory.mktemp("sample") / "sample.db", StandingClock(datetime(2026, 11, 20, 22, 0)))


@pytest.fixture
def office_of(
    qtbot: QtBot, sample_file: Path, tmp_path: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[OpenOffice]:
    """Open the window for a user on a page; the user's folders are the test's own. No page may wait for the database."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(home))
    opened: list[Office] = []
    waited: list[list[str]] = []

    with ExitStack() as watched:

        def open_as(username: str, page: str) -> Office:
            office = open_office(qtbot, sample_file, tmp_path, clock, username, page)
            opened.append(office)
            waited.append(watched.enter_context(noting_gui_reads(office.db)))
            return office

        yield open_as
        for office in opened:
            office.close()
    assert not any(waited), "read on the GUI thread"
