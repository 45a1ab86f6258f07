"""kill -9 while typing and while saving: what was acknowledged is there, and the draft is offered again."""

from __future__ import annotations

import pytest

from app.clock import beijing_now
from app.context import App
from app.db.schema import open_database
from app.people.accounts import OFFICE_JOB
from app.sample.fill import fill_sample
from tests.support.crash import SAVING, TYPING, broken_promises, work_and_die

ROUNDS = 10


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('kill') / 'office.db'}"
    db = open_database(url, now=beijing_now())
    fill_sample(App(db, OFFICE_JOB))
    db.close()
    return url


@pytest.mark.parametrize("mode", [TYPING, SAVING])
def test_nothing_acknowledged_is_lost(office: str, mode: str) -> None:
    for seed in range(ROUNDS):
        claims = work_and_die(office, mode, seed + (1000 if mode == SAVING else 0))
        assert claims.drafts or claims.sheets
        assert broken_promises(office, claims) == []
