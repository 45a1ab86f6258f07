"""Pictures that belong to a sheet: its scan, and the photos its questions ask for; stored as every attachment is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.attachments.kinds import PAPERS
from app.attachments.records import attach, keep_file, list_attachments
from app.attachments.store import KeptFile, stored_path
from app.context import App

__all__ = ["KeptFile", "attach_photos", "keep_photo", "list_photos", "photo_path"]

SHEET_SCAN = "sheet_scan"
OWNER = "survey_sheet"


def photo_path(app: App, kept: KeptFile) -> Path:
    """The stored file."""
    return stored_path(app, kept.stored_name)


def keep_photo(app: App, source: Path) -> KeptFile:
    """Copy a JPG, PNG or PDF of at most 20 MB into the store; raises FileUnusable for anything else."""
    return keep_file(app, OWNER, source, PAPERS)


def attach_photos(app: App, sheet_id: int, photos: Sequence[tuple[str, KeptFile]]) -> None:
    """Record stored files as the sheet's attachments, each with its kind; those it already has are left."""
    attach(app, OWNER, sheet_id, photos)


def list_photos(app: App, sheet_id: int, kind: str = SHEET_SCAN) -> list[KeptFile]:
    """The sheet's pictures of a kind, latest first."""
    return [row.file for row in reversed(list_attachments(app, OWNER, sheet_id, (kind,)))]
