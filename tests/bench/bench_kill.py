"""kill -9 at 200 random moments while a clerk types and saves: how often something acknowledged was lost."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from app.clock import beijing_now
from app.context import App
from app.db.schema import open_database
from app.people.accounts import OFFICE_JOB
from app.sample.fill import fill_sample
from tests.support.crash import SAVING, TYPING, broken_promises, work_and_die

ROUNDS = 200


def main() -> None:
    """Print how many rounds kept everything."""
    kept = acknowledged = 0
    with TemporaryDirectory() as folder:
        for seed in range(ROUNDS):
            if seed % 20 == 0:
                url = f"sqlite:///{Path(folder) / f'office-{seed}.db'}"
                db = open_database(url, now=beijing_now())
                fill_sample(App(db, OFFICE_JOB))
                db.close()
            claims = work_and_die(url, SAVING if seed % 2 else TYPING, seed)
            acknowledged += sum(claims.drafts.values()) + len(claims.sheets)
            problems = broken_promises(url, claims)
            kept += not problems
            for problem in problems:
                print(f"  round {seed}: {problem}")
    print(f"\nkill -9: {kept} of {ROUNDS} rounds kept every one of about {acknowledged} acknowledged saves")


if __name__ == "__main__":
    main()
