"""Adding records that are compared with all there are: one adder at a time, who sees what the one before added."""

from __future__ import annotations

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.db.base import Record
from app.db.records import AuditEntry

_AREA = 0x52313100


def alone_adding(session: Session, kind: type[Record]) -> None:
    """Wait until nobody else adds records of a kind, and keep others waiting until this transaction ends.

    SQLite's writer is alone anyway. Take it before anything else the transaction locks.
    """
    if session.get_bind().dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(:area, hashtext(:kind))")
        session.execute(lock, {"area": _AREA, "kind": kind.__tablename__})


def last_entry(session: Session) -> int:
    """The number of the journal's last line: whatever is written later has a higher one."""
    return session.scalar(select(func.max(AuditEntry.id))) or 0
