"""A sample office of the test's own, with the clerk signed in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from app.context import App
from app.db.schema import open_database
from app.people.accounts import OFFICE_JOB, sign_in
from app.sample.fill import fill_sample

FRIDAY_EVENING = datetime(2026, 11, 20, 22, 0)


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[App]:
    """The office clerk at the desk on the Friday evening of the sample week."""
    database = open_database(f"sqlite:///{tmp_path / 'sweepbook.db'}", now=FRIDAY_EVENING)
    app = App(database, OFFICE_JOB, lambda: FRIDAY_EVENING)
    fill_sample(app)
    yield sign_in(app, "wenk")
    database.close()
