"""kill -9 while somebody types: what was said to be kept is there, and is offered again."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

from app.context import App
from app.db.schema import open_database
from app.people.accounts import OFFICE_JOB, sign_in
from app.surveys.drafts import list_drafts
from tests.support.clock import StandingClock
from tests.support.sources import ROOT

ROUNDS = 20
_PATIENCE_S = 60
_SEED = 20261120


def _typed_until_killed(file: Path, longest_s: float) -> tuple[str, str]:
    """Let a process type and kill it some time after its draft was kept first; the draft's uid, the last text said."""
    typing = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.pages.survey.typing_process", str(file)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert typing.stdout is not None
    first = typing.stdout.readline()
    with suppress(subprocess.TimeoutExpired):
        typing.wait(longest_s)
    typing.send_signal(signal.SIGKILL)
    said = [first, *typing.stdout.read().splitlines()]
    typing.stdout.close()
    assert typing.wait(_PATIENCE_S) == -signal.SIGKILL
    uid, text = said[-1].split()
    return uid, text


def test_what_was_acknowledged_survives_twenty_kills(sample_file: Path, tmp_path: Path, clock: StandingClock) -> None:
    chance = random.Random(_SEED)
    file = tmp_path / "sweepbook.db"
    file.write_bytes(sample_file.read_bytes())
    for number in range(ROUNDS):
        uid, said = _typed_until_killed(file, chance.uniform(0, 1.2))
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        database = open_database(f"sqlite:///{file}", now=clock())
        drafts = list_drafts(sign_in(App(database, OFFICE_JOB, clock), "wenk"))
        database.close()
        assert len(drafts) == number + 1
        kept = next(draft for draft in drafts if draft.uid == uid)
        assert kept.state["typing"][0] == kept.state["cursor"] == "/data/a/customer_name"
        assert kept.state["typing"][1].startswith(said)
