"""Undo and redo of what the signed-in user did, over the journal: nothing done is final."""

from __future__ import annotations

from uuid import uuid4

from app.context import App
from app.errors import Forbidden
from app.tasks import Task


def undo(app: App, uid: str) -> str:
    """Take one transaction of the signed-in user back; returns the uid of doing so, whose own undo is the redo.

    Raises NotFound for a transaction nobody journalled, Forbidden for somebody else's, Conflict when a record it
    touched was changed or used since; nothing is written then.
    """
    from app.db.undo import operation_of, operation_rows, take_back
    from app.importing.batches import batch_to_undo, undo_import

    own = str(uuid4())
    with app.reading() as session:
        operation = operation_of(session, uid)
        batch_id = batch_to_undo(session, uid)
    if batch_id is not None:
        undo_import(app, batch_id, Task(), uid=own)
        return own
    with app.transaction(f"撤销：{operation}"[:60], uid=own) as session:
        rows = operation_rows(session, uid)
        if rows[0].user_id != app.user.user_id:
            raise Forbidden(f"“{operation}”是别人做的，不能由{app.user.name}撤销。没有做任何改动。")
        take_back(session, rows, app.now())
    return own
