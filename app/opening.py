"""Opening an office's database for the window: migrated, with the right clock, filled when it is to be the sample."""

from __future__ import annotations

from sqlalchemy import select

from app.clock import beijing_now
from app.context import App
from app.db.engine import Database
from app.db.records import BranchOffice
from app.db.schema import on_network_share, open_database
from app.people.accounts import NOBODY, OFFICE_JOB
from app.sample.clock import office_clock


def open_office(url: str, *, sample: bool = False) -> App:
    """The App on this database, nobody signed in; `sample` fills an empty one with the sample office.

    Raises DatabaseUnavailable.
    """
    db = open_database(url, now=beijing_now())
    try:
        if sample and not _has_office(db):
            from app.sample.fill import fill_sample

            fill_sample(App(db, OFFICE_JOB))
        return App(db, NOBODY, office_clock(db))
    except BaseException:
        db.close()
        raise


def misgiving(app: App) -> str:
    """What the user should know about where the database lies; empty when all is well (architecture §6.11)."""
    file = app.db.file
    if file is None or not on_network_share(file):
        return ""
    return (
        f"数据库 {file.name} 放在网络共享盘上，几个人同时用可能损坏。数据现在没有问题。"
        "请移到本机磁盘；要几个人共用，请改用 PostgreSQL。"
    )


def _has_office(db: Database) -> bool:
    with db.reading() as session:
        return session.scalar(select(BranchOffice.id).limit(1)) is not None
