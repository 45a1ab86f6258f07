"""A small office on both engines, and the sample office, each made once and copied for the tests that write."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url

from app.context import App
from app.db.schema import open_database
from app.people.accounts import OFFICE_JOB, sign_in
from tests.support.clock import StandingClock
from tests.support.office import Office, found_office, open_office
from tests.support.postgres import PostgresServer
from tests.support.sample import make_sample


@pytest.fixture(scope="session")
def office_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file that holds the office, to be copied."""
    file = tmp_path_factory.mktemp("office") / "office.db"
    found_office(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def office_template(postgres_server: PostgresServer) -> Iterator[str]:
    """The name of a PostgreSQL database that holds the office, to be copied."""
    with postgres_server.fresh_database() as url:
        found_office(url)
        yield make_url(url).database or ""


@pytest.fixture
def sqlite_office_url(office_file: Path, tmp_path: Path) -> str:
    """An office of the test's own in a SQLite file."""
    return f"sqlite:///{shutil.copy(office_file, tmp_path / 'office.db')}"


@pytest.fixture
def postgres_office_url(postgres_server: PostgresServer, office_template: str) -> Iterator[str]:
    """An office of the test's own on PostgreSQL."""
    with postgres_server.fresh_database(office_template) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def office_url(request: pytest.FixtureRequest) -> str:
    """An office of the test's own, once on each engine."""
    url: str = request.getfixturevalue(f"{request.param}_office_url")
    return url


@pytest.fixture
def office(office_url: str, clock: StandingClock) -> Iterator[Office]:
    """The office opened, on Friday evening."""
    office = open_office(office_url, clock)
    yield office
    office.app.db.close()


@pytest.fixture(scope="session")
def _sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_sample(tmp_path_factory.mktemp("sample") / "sample.db", StandingClock(datetime(2026, 11, 20, 22, 0)))


@pytest.fixture
def clerk(_sample_file: Path, tmp_path: Path, clock: StandingClock) -> Iterator[App]:
    """The clerk of the sample office at the desk, on the Friday evening of the sample week."""
    file = shutil.copy(_sample_file, tmp_path / "sweepbook.db")
    database = open_database(f"sqlite:///{file}", now=clock())
    yield sign_in(App(database, OFFICE_JOB, clock), "wenk")
    database.close()


@pytest.fixture(scope="session")
def sample_app(_sample_file: Path) -> Iterator[App]:
    """The sample office as the office's own jobs see it on the Friday evening, for tests that only look at it."""
    clock = StandingClock(datetime(2026, 11, 20, 22, 0))
    database = open_database(f"sqlite:///{_sample_file}", now=clock())
    yield App(database, OFFICE_JOB, clock)
    database.close()


@pytest.fixture
def own_sample(_sample_file: Path, tmp_path: Path, clock: StandingClock) -> Iterator[Office]:
    """A copy of the sample office for one test, on the Friday evening; nobody needs a password."""
    office = open_office(f"sqlite:///{shutil.copy(_sample_file, tmp_path / 'sweepbook.db')}", clock)
    yield office
    office.app.db.close()
