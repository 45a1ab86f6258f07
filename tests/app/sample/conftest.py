"""One sample office for all tests that only look at it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from app.context import App
from app.db.schema import open_database
from app.people.accounts import OFFICE_JOB
from app.sample.fill import fill_sample

FRIDAY_EVENING = datetime(2026, 11, 20, 22, 0)


@pytest.fixture(scope="session")
def sample_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The sample office as the office's own jobs see it on the Friday evening."""
    file = tmp_path_factory.mktemp("sample") / "sweepbook.db"
    database = open_database(f"sqlite:///{file}", now=FRIDAY_EVENING)
    app = App(database, OFFICE_JOB, lambda: FRIDAY_EVENING)
    fill_sample(app)
    yield app
    database.close()


@pytest.fixture
def session(sample_app: App) -> Iterator[Session]:
    """A session for looking at the sample office."""
    with sample_app.reading() as session:
        yield session
