"""The sample office's own time: it is always the Friday evening of its week, and goes on from there."""

from __future__ import annotations

from sqlalchemy import select

from app.clock import Clock, beijing_now
from app.db.engine import Database
from app.db.records import Company
from app.sample.desk import uid_of
from app.sample.tables import items
from app.sample.week import DEMO_NOW


def office_clock(db: Database) -> Clock:
    """The clock to open a database with: the wall clock, or the demonstration's in the sample office."""
    with db.reading() as session:
        uid = session.scalar(select(Company.uid).order_by(Company.id).limit(1))
    if uid != uid_of("Company", items("office")["公司简称"]):
        return beijing_now
    begun = beijing_now()
    return lambda: DEMO_NOW + (beijing_now() - begun)
