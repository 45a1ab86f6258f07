"""What reading and writing one record has in common: it is still there, nobody was faster, only changes are set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.db.base import AnyRecord, Record
from app.db.engine import CHANGED_MEANWHILE
from app.errors import Conflict, NotFound


def existing(session: Session, kind: type[AnyRecord], record_id: int, gone: str) -> AnyRecord:
    """The record; raises NotFound with the sentence `gone` when there is none or it was deleted."""
    record = session.get(kind, record_id)
    if record is None or record.deleted_at:
        raise NotFound(gone)
    return record


def check_version(record: Record, row_version: int) -> None:
    """Raise Conflict when the record is newer than what the user saw."""
    if record.row_version != row_version:
        raise Conflict(CHANGED_MEANWHILE)


def write(record: Record, values: Mapping[str, Any]) -> None:
    """Set what differs."""
    for name, value in values.items():
        if getattr(record, name) != value:
            setattr(record, name, value)
