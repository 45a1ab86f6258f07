"""Which files a record has: adding, listing, captions, taking away (records.md Attachment, rule R22)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Select, select

from app.attachments.kinds import EVERYTHING, FileKind
from app.attachments.store import KeptFile, check_file, keep
from app.choices import codes_of, label_of
from app.context import App
from app.db.records import Attachment
from app.db.saving import check_version, existing, write
from app.errors import Invalid
from app.forms.clean import clean
from app.forms.model import Field

EDITING: Mapping[str, str] = {
    "survey_sheet": "survey.edit",
    "customer": "customer.edit",
    "visit": "visit.edit",
    "visit_plan": "plan.edit",
    "complaint_log": "complaint.register",
    "daily_sweep_report": "daily.edit",
    "weekly_summary": "weekly.edit",
}
"""The records that may have files, by table name, and the right that adding, changing or seeing them needs."""

SENSITIVE = frozenset(("business_card", "license", "contract_scan"))
"""Kinds that show more than a mask would (records.md Attachment)."""

_GONE = "这个附件已不在了，没有改动。请刷新。"


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """One file of a record; `kind` is a code of attachment_kind, `kind_label` its label."""

    id: int
    kind: str
    kind_label: str
    file: KeptFile
    caption: str
    taken_on: date | None
    is_sensitive: bool
    row_version: int

    @property
    def told(self) -> str:
        """What the file is: its kind, caption and day."""
        day = f"{self.taken_on:%Y-%m-%d}" if self.taken_on else ""
        return "　".join(part for part in (self.kind_label, self.caption, day) if part)


def adding_fields() -> tuple[Field, ...]:
    """What a person says about files when adding them, in the form's order; whether they are sensitive, the kind says."""
    return tuple(field for field in caption_fields() if field.name != "is_sensitive")


def caption_fields() -> tuple[Field, ...]:
    """What a person may change about an attachment, in the form's order."""
    wanted = ("kind", "caption", "taken_on", "is_sensitive")
    return tuple(field for field in Attachment.fields() if field.name in wanted)


def may_see(app: App, owner_type: str) -> bool:
    """Whether the signed-in user sees, adds and changes the files of records of that type."""
    return app.may(EDITING[owner_type])


def check_addable(app: App, owner_type: str, source: Path) -> None:
    """Raise what `keep_file` would raise for a file, before anything is asked or stored."""
    app.need(EDITING[owner_type])
    check_file(source)


def keep_file(app: App, owner_type: str, source: Path, allowed: frozenset[FileKind] = EVERYTHING) -> KeptFile:
    """Take a file for a record of that type into the store, to be added by `attach`.

    Raises FileUnusable when it is too large, of another kind, damaged or cannot be stored.
    """
    app.need(EDITING[owner_type])
    return keep(app, source, allowed)


def attach(
    app: App, owner_type: str, owner_id: int, files: Sequence[tuple[str, KeptFile]], *, uid: str = ""
) -> tuple[int, ...]:
    """Record stored files as the record's own, each with its kind; those it has already are left. Returns the new ids."""
    wrong = {kind for kind, _ in files} - set(codes_of("attachment_kind"))
    if wrong:
        raise Invalid(f"没有“{'、'.join(sorted(wrong))}”这种附件类别，没有登记附件。", {"kind": "请从名单里选类别"})
    return _attach(app, owner_type, owner_id, [(kept, {"kind": kind}) for kind, kept in files], uid)


def add_attachments(
    app: App,
    owner_type: str,
    owner_id: int,
    files: Sequence[KeptFile],
    values: Mapping[str, object],
    *,
    uid: str = "",
) -> tuple[int, ...]:
    """Record stored files as the record's own, all with the same `values` of adding_fields; those it has already are
    left. Returns the new ids; raises Invalid.
    """
    cleaned = clean(adding_fields(), values, codes_of)
    return _attach(app, owner_type, owner_id, [(kept, cleaned) for kept in files], uid)


def _attach(
    app: App, owner_type: str, owner_id: int, files: Sequence[tuple[KeptFile, Mapping[str, object]]], uid: str
) -> tuple[int, ...]:
    app.need(EDITING[owner_type])
    if not files:
        return ()
    with app.transaction("登记附件", uid=uid) as session:
        known = {found.sha256 for found in session.scalars(_of(owner_type, owner_id))}
        added = []
        for kept, values in files:
            if kept.sha256 not in known:
                known.add(kept.sha256)
                sensitive = values["kind"] in SENSITIVE
                owned = {"owner_type": owner_type, "owner_id": owner_id, "is_sensitive": sensitive}
                added.append(Attachment(**owned, **values, **kept.as_json()))
        session.add_all(added)
        session.flush()
        return tuple(found.id for found in added)


def list_attachments(
    app: App, owner_type: str, owner_id: int, kinds: Collection[str] = ()
) -> tuple[AttachmentRow, ...]:
    """A record's files, in the order they were added; only those of some kinds when any are given."""
    app.need(EDITING[owner_type])
    query = _of(owner_type, owner_id)
    if kinds:
        query = query.where(Attachment.kind.in_(kinds))
    with app.reading() as session:
        return tuple(_row(found) for found in session.scalars(query.order_by(Attachment.id)))


def change_caption(
    app: App, attachment_id: int, row_version: int, values: Mapping[str, object], *, uid: str = ""
) -> None:
    """Change kind, caption, day and whether it is sensitive; a kind that is sensitive by itself makes it so unless
    `values` say otherwise. Raises Invalid or Conflict.
    """
    with app.transaction("修改附件说明", uid=uid) as session:
        found = existing(session, Attachment, attachment_id, _GONE)
        app.need(EDITING[found.owner_type])
        check_version(found, row_version)
        cleaned = clean(caption_fields(), values, codes_of)
        write(found, {"is_sensitive": found.is_sensitive or cleaned.get("kind") in SENSITIVE} | cleaned)


def remove_attachment(app: App, attachment_id: int, row_version: int, *, uid: str = "") -> None:
    """Take a file away from its record; it stays in the store, so that this can be undone."""
    with app.transaction("删除附件", uid=uid) as session:
        found = existing(session, Attachment, attachment_id, _GONE)
        app.need(EDITING[found.owner_type])
        check_version(found, row_version)
        found.deleted_at = app.now()


def _of(owner_type: str, owner_id: int) -> Select[tuple[Attachment]]:
    return select(Attachment).where(
        Attachment.owner_type == owner_type, Attachment.owner_id == owner_id, Attachment.deleted_at.is_(None)
    )


def _row(found: Attachment) -> AttachmentRow:
    return AttachmentRow(
        found.id,
        found.kind,
        label_of("attachment_kind", found.kind),
        KeptFile(found.file_name, found.stored_name, found.mime, found.size, found.sha256),
        found.caption or "",
        found.taken_on,
        found.is_sensitive,
        found.row_version,
    )
