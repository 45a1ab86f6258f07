"""Undo and redo of what the signed-in user did, over the journal: nothing done is final."""

from __future__ import annotations

from uuid import uuid4

from app.context import App
from app.errors import Cancelled, Forbidden
from app.tasks import Task


def undo(app: App, uid: str, task: Task | None = None) -> str:
    """Take one transaction of the signed-in user back; returns the uid of doing so, whose own undo is the redo.

    Raises NotFound for a transaction nobody journalled, Forbidden for somebody else's, Conflict when a record it
    touched was changed or used since, Cancelled when the task is stopped; nothing is written then.
    """
    from app.db.undo import operation_of, operation_rows, take_back
    from app.importing.batches import batch_to_undo, undo_import

    own, task = str(uuid4()), task or Task()
    with app.reading() as session:
        operation = operation_of(session, uid)
        batch_id = batch_to_undo(session, uid)
    if batch_id is not None:
        undo_import(app, batch_id, task, uid=own)
        return own
    try:
        with app.transaction(f"撤销：{operation}"[:60], uid=own) as session:
            rows = operation_rows(session, uid, task)
            if rows[0].user_id != app.user.user_id:
                raise Forbidden(f"“{operation}”是别人做的，不能由{app.user.name}撤销。没有做任何改动。")
            take_back(session, rows, app.now(), task)
    except Cancelled as stopped:
        raise Cancelled(f"已停下，没有撤销“{operation}”，数据没有变。") from stopped
    return own
