"""A SQLite file with the sample office and any number of generated customers, kept between benches of one machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import gettempdir

from app.clock import beijing_now
from app.context import App
from app.db.schema import known_revisions, open_database
from app.people.accounts import OFFICE_JOB
from app.sample.fill import fill_sample
from app.sample.many import add_many
from app.tasks import Task

MOST = int(os.environ.get("SWEEPBOOK_BENCH_CUSTOMERS", "1000000"))
"""How many customers the large database has."""


@contextmanager
def office_of(customers: int) -> Iterator[App]:
    """The office with this many generated customers; made when it is not there yet."""
    file = Path(gettempdir()) / f"sweepbook-bench-{known_revisions()[-1]}-{customers}.db"
    url = f"sqlite:///{file}"
    if not file.exists():
        unfinished = file.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        db = open_database(f"sqlite:///{unfinished}", now=beijing_now())
        fill_sample(App(db, OFFICE_JOB))
        add_many(App(db, OFFICE_JOB), customers, Task())
        db.close()
        unfinished.rename(file)
    with closing(open_database(url, now=beijing_now())) as db:
        yield App(db, OFFICE_JOB)
