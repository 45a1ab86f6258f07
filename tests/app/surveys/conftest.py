"""A sample office of the test's own, with the clerk signed in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from app.context import App
from app.db.schema import open_database
from app.people.accounts import OFFICE_JOB, sign_in
from tests.support.clock import StandingClock
from tests.support.sample import make_sample


@pytest.fixture(scope="session")
def _sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_sample(tmp_path_factory.mktemp("sample") / "sample.db", StandingClock(datetime(2026, 11, 20, 22, 0)))


@pytest.fixture
def clerk(_sample_file: Path, tmp_path: Path, clock: StandingClock) -> Iterator[App]:
    """The office clerk at the desk on the Friday evening of the sample week."""
    file = shutil.copy(_sample_file, tmp_path / "sweepbook.db")
    database = open_database(f"sqlite:///{file}", now=clock())
    yield sign_in(App(database, OFFICE_JOB, clock), "wenk")
    database.close()
