"""What every test stands on: a clock, empty databases, and nothing left running."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.clock import StandingClock

if sys.platform.startswith("linux"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.support.leftovers import nothing_left_running
from tests.support.postgres import PostgresServer, running_postgres

settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")


def pytest_sessionfinish() -> None:
    """Without a screen Qt frees what was copied last only after Python has ended, and crashes."""
    if "PySide6.QtGui" in sys.modules:
        from PySide6.QtGui import QGuiApplication

        if QGuiApplication.instance():
            QGuiApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def _no_leftovers() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch, nothing_left_running(patch):
        yield


@pytest.fixture
def clock() -> StandingClock:
    """The Friday evening of the sample week, after the last report was due."""
    return StandingClock(datetime(2026, 11, 20, 22, 0))


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A SQLite database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'sweepbook.db'}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A real server for the whole run; the test errors, saying how to install it, when there is none."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """An empty PostgreSQL database of the test's own."""
    with postgres_server.fresh_database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database, once on each engine."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url
