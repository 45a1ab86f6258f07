"""Pages are tested in the real window on the sample office."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.support.clock import StandingClock
from tests.support.sample import Office, make_sample, open_office

OpenOffice = Callable[[str, str], Office]


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample office, filled once for all tests of a run."""
    return make_sample(tmp_path_factory.mktemp("sample") / "sample.db", StandingClock(datetime(2026, 11, 20, 22, 0)))


@pytest.fixture
def office_of(
    qtbot: QtBot, sample_file: Path, tmp_path: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[OpenOffice]:
    """Open the window for a user on a page; the user's folders are the test's own."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(home))
    opened: list[Office] = []

    def open_as(username: str, page: str) -> Office:
        opened.append(open_office(qtbot, sample_file, tmp_path, clock, username, page))
        return opened[-1]

    yield open_as
    for office in opened:
        office.close()
