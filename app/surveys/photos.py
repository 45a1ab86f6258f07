"""Pictures that belong to a sheet: kept beside the database under their digest, never twice (records.md Attachment)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from app.context import App
from app.db.records import Attachment
from app.errors import FileUnusable
from app.paths import user_folder

LARGEST = 20 * 1024 * 1024
SHEET_SCAN = "sheet_scan"
_OWNER = "survey_sheet"
_SENSITIVE = frozenset(("business_card", "license", "contract_scan"))
_KINDS = {
    b"\xff\xd8\xff": (".jpg", "image/jpeg"),
    b"\x89PNG\r\n\x1a\n": (".png", "image/png"),
    b"%PDF-": (".pdf", "application/pdf"),
}


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file in the store: what it was called, its name there (digest and ending), type, bytes and digest."""

    file_name: str
    stored_name: str
    mime: str
    size: int
    sha256: str

    def as_json(self) -> dict[str, Any]:
        """For a draft."""
        return asdict(self)


def photo_folder(app: App) -> Path:
    """Where pictures lie: beside a database file, for a server in the user's folder."""
    file = app.db.file
    return (file.parent if file else user_folder()) / "attachments"


def photo_path(app: App, kept: KeptFile) -> Path:
    """The stored file."""
    return photo_folder(app) / kept.stored_name[:2] / kept.stored_name


def keep_photo(app: App, source: Path) -> KeptFile:
    """Copy a JPG, PNG or PDF of at most 20 MB into the store; raises FileUnusable for anything else."""
    app.need("survey.edit")
    content = _content(source)
    ending, mime = next((kind for start, kind in _KINDS.items() if content.startswith(start)), ("", ""))
    if not ending:
        raise FileUnusable(f"{source.name} 不是 JPG、PNG 图片或 PDF，没有收进来。请换成这三种文件再试。")
    return keep_content(app, content, source.name, ending, mime)


def keep_content(app: App, content: bytes, name: str, ending: str, mime: str) -> KeptFile:
    """Put checked content into the store under its digest."""
    app.need("survey.edit")
    digest = hashlib.sha256(content).hexdigest()
    kept = KeptFile(name[-120:], digest + ending, mime, len(content), digest)
    target = photo_path(app, kept)
    try:
        if not target.exists():
            _write(target, content)
    except OSError as error:
        raise FileUnusable(
            f"没能存下 {name}：{error.strerror or '磁盘写不进去'}。原文件没有动，请看磁盘空间和权限，再试一次。"
        ) from error
    return kept


def _content(source: Path) -> bytes:
    try:
        size = source.stat().st_size
        if size > LARGEST:
            raise FileUnusable(
                f"{source.name} 有 {size / 1024 / 1024:.0f} MB，最多收 20 MB。请缩小图片或降低扫描精度后再试。"
            )
        return source.read_bytes()
    except OSError as error:
        raise FileUnusable(f"读不了 {source.name}，没有收进来。请看文件是否还在、能不能打开，再试一次。") from error


def _write(target: Path, content: bytes) -> None:
    """All of it or nothing: to a file of its own first, then renamed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{uuid4()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def attach_photos(app: App, sheet_id: int, photos: Sequence[tuple[str, KeptFile]]) -> None:
    """Record stored files as the sheet's attachments, each with its kind; those it already has are left."""
    app.need("survey.edit")
    if not photos:
        return
    with app.transaction("登记调查表附件") as session:
        query = select(Attachment.sha256).where(
            Attachment.owner_type == _OWNER, Attachment.owner_id == sheet_id, Attachment.deleted_at.is_(None)
        )
        known = set(session.scalars(query))
        for kind, kept in photos:
            if kept.sha256 not in known:
                known.add(kept.sha256)
                sensitive = kind in _SENSITIVE
                session.add(
                    Attachment(
                        owner_type=_OWNER, owner_id=sheet_id, kind=kind, is_sensitive=sensitive, **kept.as_json()
                    )
                )


def list_photos(app: App, sheet_id: int, kind: str = SHEET_SCAN) -> list[KeptFile]:
    """The sheet's pictures of a kind, latest first."""
    app.need("survey.edit")
    query = (
        select(Attachment)
        .where(Attachment.owner_type == _OWNER, Attachment.owner_id == sheet_id, Attachment.kind == kind)
        .where(Attachment.deleted_at.is_(None))
        .order_by(Attachment.id.desc())
    )
    with app.reading() as session:
        return [
            KeptFile(found.file_name, found.stored_name, found.mime, found.size, found.sha256)
            for found in session.scalars(query)
        ]
