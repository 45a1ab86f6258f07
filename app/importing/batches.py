"""The imports that were carried out: recorded with what they wrote, and taken back whole within seven days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from app.context import App
from app.db.base import Record
from app.db.records import AuditEntry, Contact, Customer, CustomerBrand, Employee, ImportBatch, User
from app.db.saving import existing
from app.db.undo import Step, operation_rows, take_back
from app.errors import Cancelled, Conflict, Forbidden
from app.importing.findings import Counts
from app.importing.matching import batched
from app.importing.trial import Trial
from app.tasks import Task

UNDONE_WITHIN = timedelta(days=7)
"""How long an import can be taken back."""
_SUPERVISES = "customer.delete"
_OFFICE_JOB = "系统"
_TOGETHER = 2000
_MOST_NAMED = 3
_OWNERS: Mapping[type[Record], Any] = {
    Customer: Customer.id,
    Contact: Contact.customer_id,
    CustomerBrand: CustomerBrand.customer_id,
}
"""What an import writes, and whose it is."""
_LONGEST_NAME, _LONGEST_LAYOUT = 160, 40


@dataclass(frozen=True, slots=True)
class Batch:
    """One import; `by` is who did it, `undone_by` who took it back, `can_undo` whether whoever asks may do so now."""

    id: int
    file_name: str
    layout: str
    imported_at: datetime
    by: str
    counts: Counts
    undone_at: datetime | None
    undone_by: str
    can_undo: bool


def record_batch(app: App, session: Session, trial: Trial, uid: str) -> int:
    """Record an import in the transaction that writes it; returns the record's id."""
    counts = trial.counts
    batch = ImportBatch(
        file_name=trial.path.name[-_LONGEST_NAME:],
        sha256=trial.source.sha256,
        operation_uid=uid,
        layout=trial.layout[:_LONGEST_LAYOUT] or None,
        imported_at=app.now(),
        imported_by_id=app.user.user_id,
        rows_in=counts.rows,
        added=counts.added,
        updated=counts.updated,
        merged=counts.merged,
        skipped=counts.skipped,
        pending=counts.pending,
    )
    session.add(batch)
    session.flush()
    return batch.id


def list_batches(app: App, limit: int = 50) -> list[Batch]:
    """The imports in the signed-in user's range, latest first: a rep's own, the office's, or all (rule R22)."""
    app.need("customer.view")
    with app.reading() as session:
        people = dict(session.execute(select(User.id, Employee.name).join(Employee)).tuples().all())
        query = select(ImportBatch).where(ImportBatch.deleted_at.is_(None), _in_range(app))
        latest = session.scalars(query.order_by(ImportBatch.imported_at.desc(), ImportBatch.id.desc()).limit(limit))
        return [_shown(app, batch, people) for batch in latest]


def _in_range(app: App) -> ColumnElement[bool]:
    own = ImportBatch.imported_by_id == app.user.user_id
    if app.user.role == "rep":
        return own
    if app.user.branch_id is None:
        return true()
    office = select(User.id).join(Employee).where(Employee.branch_id == app.user.branch_id)
    return own | ImportBatch.imported_by_id.is_(None) | ImportBatch.imported_by_id.in_(office)


def _shown(app: App, batch: ImportBatch, people: dict[int, str]) -> Batch:
    return Batch(
        batch.id,
        batch.file_name,
        batch.layout or "",
        batch.imported_at,
        people.get(batch.imported_by_id or 0, _OFFICE_JOB),
        Counts(batch.rows_in, batch.added, batch.updated, batch.merged, batch.skipped, batch.pending),
        batch.undone_at,
        people.get(batch.undone_by_id or 0, _OFFICE_JOB) if batch.undone_at else "",
        not batch.undone_at and _may_undo(app, batch) and not _too_late(app, batch),
    )


def _may_undo(app: App, batch: ImportBatch) -> bool:
    return app.may(_SUPERVISES) or (app.may("customer.edit") and app.user.user_id == batch.imported_by_id)


def _too_late(app: App, batch: ImportBatch) -> bool:
    return app.now() - batch.imported_at > UNDONE_WITHIN


def undo_import(app: App, batch_id: int, task: Task, *, uid: str = "") -> None:
    """Take a whole import back: what it added is deleted, what it changed is as it was before.

    Raises Forbidden for whoever is neither its importer nor a supervisor of every office it wrote to, Conflict after seven days, when it was taken
    back already, or when something it wrote was changed or used since; Cancelled. Nothing is changed then.
    """
    try:
        with app.transaction("撤销导入", uid=uid or str(uuid4())) as session:
            batch = existing(session, ImportBatch, batch_id, "这次导入的记录已不在了，没有撤销任何数据。请刷新列表。")
            _check(app, batch)
            done = operation_rows(session, batch.operation_uid, task)
            rows = [row for row in done if row.entity != batch.__tablename__]
            _refuse_other_offices(app, session, batch, rows)
            _refuse_if_changed(session, batch, rows)
            take_back(session, rows, app.now(), task)
            batch.undone_at, batch.undone_by_id = app.now(), app.user.user_id
    except Cancelled as stopped:
        raise Cancelled("已停下，没有撤销任何数据，这次导入还在档案里。") from stopped


def batch_to_undo(session: Session, uid: str) -> int | None:
    """The import a journalled transaction brought in, or brought back, when it has not been taken back since.

    Such a transaction is taken back with undo_import alone: it also notes that the import is no longer there.
    """
    written = select(AuditEntry.entity_id).where(
        AuditEntry.operation_uid == uid, AuditEntry.entity == ImportBatch.__tablename__
    )
    return session.scalar(select(ImportBatch.id).where(ImportBatch.id.in_(written), ImportBatch.undone_at.is_(None)))


def _check(app: App, batch: ImportBatch) -> None:
    if not _may_undo(app, batch):
        raise Forbidden(f"“{batch.file_name}”不是{app.user.name}导入的，没有撤销任何数据。请由导入的人或主管撤销。")
    if batch.undone_at:
        raise Conflict(f"“{batch.file_name}”已在 {batch.undone_at:%m-%d %H:%M} 撤销过，没有做任何改动。")
    if _too_late(app, batch):
        raise Conflict(
            f"“{batch.file_name}”是 {batch.imported_at:%m-%d %H:%M} 导入的，已过 {UNDONE_WITHIN.days} 天，"
            "不能整批撤销，没有做任何改动。要改请直接改客户。"
        )


def _refuse_other_offices(app: App, session: Session, batch: ImportBatch, rows: Sequence[Step]) -> None:
    """Raise Forbidden for a supervisor where others' customers are not those of the supervisor's office (rule R22)."""
    if batch.imported_by_id == app.user.user_id:
        return
    for kind, owner in _OWNERS.items():
        ids = sorted({row.entity_id for row in rows if row.entity == kind.__tablename__})
        for some in batched(ids):
            theirs = select(owner).where(kind.id.in_(some))
            for branch_id in session.scalars(select(Customer.branch_id).where(Customer.id.in_(theirs)).distinct()):
                app.need_office(branch_id)


def _refuse_if_changed(session: Session, batch: ImportBatch, rows: Sequence[Step]) -> None:
    """What was added is deleted whole: who wrote on one of these records since would lose that."""
    written = {(row.entity, row.entity_id) for row in rows}
    last = select(func.max(AuditEntry.id)).where(AuditEntry.operation_uid == batch.operation_uid)
    # Taking it back and doing so again left everything as it was imported.
    turns = select(AuditEntry.operation_uid).where(
        AuditEntry.entity == batch.__tablename__, AuditEntry.entity_id == batch.id
    )
    later = (
        select(AuditEntry.entity, AuditEntry.entity_id, AuditEntry.entity_label, AuditEntry.operation)
        .where(AuditEntry.id > last.scalar_subquery(), AuditEntry.action != "view_full")
        .where(AuditEntry.operation_uid.not_in(turns))
        .order_by(AuditEntry.id)
        .execution_options(yield_per=_TOGETHER)
    )
    changed = {
        label: operation for kind, number, label, operation in session.execute(later) if (kind, number) in written
    }
    if changed:
        named = "、".join(f"“{label}”（{operation}）" for label, operation in list(changed.items())[:_MOST_NAMED])
        more = f"等 {len(changed)} 条" if len(changed) > _MOST_NAMED else ""
        raise Conflict(
            f"导入后又改过 {named}{more}，整批撤销会丢掉这些改动，没有撤销任何数据。请先撤销那些改动，或直接改客户。"
        )
