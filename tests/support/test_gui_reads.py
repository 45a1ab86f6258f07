"""Where a window waits for the database is noted; what the pool reads and what a test reads itself is not."""

from __future__ import annotations

from pytestqt.qtbot import QtBot
from sqlalchemy import text

from app.db.engine import Database
from app.db.schema import open_database
from tests.support.clock import StandingClock
from tests.support.gui_reads import noting_gui_reads
from ui.changes import Changes
from ui.jobs import Jobs


def _read(db: Database) -> None:
    with db.engine.connect() as connection:
        connection.execute(text("SELECT 1"))


def test_only_what_the_window_waits_for_is_noted(qtbot: QtBot, sqlite_url: str, clock: StandingClock) -> None:
    db, jobs, changes = open_database(sqlite_url, now=clock()), Jobs(), Changes()
    with noting_gui_reads(db) as found:
        _read(db)
        with qtbot.waitSignal(jobs.start(jobs, lambda _task: _read(db), lambda _: None).ended):
            pass
        assert found == []
        changes.happened.connect(lambda _kinds: _read(db))
        changes.tell("customers")
    assert {place.rpartition(" ")[2] for place in found} == {"Changes.tell"}
    jobs.close()
    db.close()
