"""Counting what a piece of work asks of the database."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import event

from tests.support.office import Office


def statements_of(office: Office, work: Callable[[], object]) -> int:
    """How many statements the work sends."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(office.app.db.engine, "before_cursor_execute", note)
    work()
    event.remove(office.app.db.engine, "before_cursor_execute", note)
    return len(seen)
