"""A clerk at work in another process who may be killed at any moment, and what must hold afterwards."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from app.clock import beijing_now
from app.context import App
from app.db.schema import open_database
from app.db.verify import verify
from app.paths import ROOT
from app.people.accounts import NOBODY, sign_in
from app.surveys.drafts import list_drafts
from app.surveys.listing import list_sheets

TYPING, SAVING = "typing", "saving"
CLERK = "wenk"
_LONGEST_LIFE = 0.6


@dataclass
class Claims:
    """What the killed process had been told was on disk."""

    drafts: dict[str, int] = field(default_factory=dict)
    sheets: list[str] = field(default_factory=list)

    def take(self, line: str) -> None:
        """Note one acknowledgement."""
        said = json.loads(line)
        if "draft" in said:
            self.drafts[said["draft"]] = said["keys"]
        else:
            self.drafts.pop(said["dropped"], None)
            self.sheets.append(said["sheet"])


def work_and_die(url: str, mode: str, seed: int) -> Claims:
    """Let the clerk work until a moment drawn from the seed, kill -9, and return what was acknowledged until then."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.support.crash", url, mode, str(seed)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert child.stdout is not None
    claims = Claims()
    claims.take(child.stdout.readline())
    try:
        child.wait(random.Random(seed).uniform(0, _LONGEST_LIFE))
    except subprocess.TimeoutExpired:
        child.kill()
    rest = child.stdout.read()
    child.wait()
    child.stdout.close()
    for line in rest.splitlines():
        if line.endswith("}"):
            claims.take(line)
    return claims


def broken_promises(url: str, claims: Claims) -> list[str]:
    """What does not hold after the crash; empty when nothing was lost."""
    file = Path(url.removeprefix("sqlite:///"))
    with sqlite3.connect(file) as raw:
        found = [row[0] for row in raw.execute("PRAGMA integrity_check") if row[0] != "ok"]
    raw.close()
    db = open_database(url, now=beijing_now())
    try:
        app = sign_in(App(db, NOBODY), CLERK)
        drafts = {draft.uid: draft for draft in list_drafts(app)}
        for uid, keys in claims.drafts.items():
            if uid not in drafts or drafts[uid].state["keys"] < keys:
                found.append(f"draft {uid} lost keys")
        stored = {sheet.sheet_no for sheet in list_sheets(app)}
        found += [f"sheet {number} lost" for number in claims.sheets if number not in stored]
        found += verify(db).problems
    finally:
        db.close()
    return found


def _work(url: str, mode: str, seed: int) -> None:
    """The clerk: type with autosave, and in saving mode finish a sheet after every few keys."""
    from app.surveys.drafts import save_draft
    from app.surveys.sheets import SheetInput, new_sheet, save_sheet

    app = sign_in(App(open_database(url, now=beijing_now()), NOBODY), CLERK)
    blank = new_sheet(app)
    surveyor = 1
    keys = 0
    number = 0
    while True:
        number += 1
        uid = f"{seed}-{number}"
        answers = {
            "/data/a/customer_name": f"第{seed}街{number}号电料行",
            "/data/a/market_area/market_area_id": "LZ-HX",
            "/data/a/address": f"{number}排{seed}号",
        }
        for _ in range(10_000 if mode == TYPING else 3):
            keys += 1
            answers["/data/g/situation"] = "说" * (keys % 300)
            save_draft(app, uid, None, "新表", {"answers": answers, "keys": keys, "cursor": "/data/g/situation"})
            print(json.dumps({"draft": uid, "keys": keys}), flush=True)
        typed = SheetInput(blank.form_record_id, answers, {}, 1, surveyor, draft_uid=uid)
        saved = save_sheet(app, typed)
        print(json.dumps({"sheet": saved.sheet_no, "dropped": uid}), flush=True)


if __name__ == "__main__":
    _work(sys.argv[1], sys.argv[2], int(sys.argv[3]))
