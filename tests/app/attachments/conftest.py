"""An office whose store is a folder of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.clock import StandingClock
from tests.support.office import Office, open_office


@pytest.fixture
def sqlite_office(sqlite_office_url: str, clock: StandingClock) -> Iterator[Office]:
    """The office in a file."""
    office = open_office(sqlite_office_url, clock)
    yield office
    office.app.db.close()


@pytest.fixture
def office(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The office on each engine; a server's store lies in the user's folder, here the test's own."""
    monkeypatch.setattr("app.attachments.store.user_folder", lambda: tmp_path / "user")
    return office
