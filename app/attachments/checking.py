"""Comparing the store with what the records say is in it, for `main.py check`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.attachments.store import store_folder, stored_path
from app.context import App
from app.db.records import Attachment, SurveyDraft
from app.tasks import Task

_CHUNK = 1024 * 1024
_NAMED_STRAYS = 20


@dataclass(frozen=True, slots=True)
class StoreCheck:
    """How many attachments are recorded, and what is wrong with their files; file names in the store are digests."""

    recorded: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]
    stray: tuple[str, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """A sentence a problem; stray files do no harm and are told in one."""
        missing = (f"{name}：文件不见了。记录还在，请从备份里找回。" for name in self.missing)
        damaged = (f"{name}：文件内容变了，与登记的摘要不符。请从备份里找回。" for name in self.damaged)
        strays = "、".join(self.stray[:_NAMED_STRAYS]) + ("等" if len(self.stray) > _NAMED_STRAYS else "")
        told = (f"附件文件夹里有 {len(self.stray)} 个没有记录的文件，不影响使用：{strays}。",) if self.stray else ()
        return (*missing, *damaged, *told)


def check_attachments(app: App, task: Task | None = None) -> StoreCheck:
    """Read every stored file once and compare its digest; files taken back are still expected, for undoing."""
    with app.reading() as session:
        recorded = list(
            session.execute(
                select(Attachment.stored_name, Attachment.file_name, Attachment.sha256, Attachment.deleted_at)
            )
        )
        wanted = _drafted(session) | {found.stored_name for found in recorded}
    missing, damaged = [], []
    seen: dict[str, str | None] = {}
    for number, found in enumerate(recorded):
        if task:
            task.step(number, len(recorded), found.file_name)
        if found.stored_name not in seen:
            seen[found.stored_name] = _digest(stored_path(app, found.stored_name))
        name = f"附件 {found.file_name}（{found.stored_name}）"
        if seen[found.stored_name] is None:
            missing.append(name)
        elif seen[found.stored_name] != found.sha256:
            damaged.append(name)
    stray = sorted(file.name for file in _files(store_folder(app)) if file.name not in wanted)
    live = sum(found.deleted_at is None for found in recorded)
    return StoreCheck(live, tuple(dict.fromkeys(missing)), tuple(dict.fromkeys(damaged)), tuple(stray))


def _drafted(session: Session) -> set[str]:
    """Stored names that drafts hold, which become attachments when their sheets are saved."""
    names: set[str] = set()
    for state in session.scalars(select(SurveyDraft.state)):
        json.loads(json.dumps(state), object_hook=lambda part: names.add(str(part.get("stored_name", ""))))
    return names


def _digest(file: Path) -> str | None:
    """The file's SHA-256; None when it cannot be read."""
    digest = hashlib.sha256()
    try:
        with file.open("rb") as content:
            while part := content.read(_CHUNK):
                digest.update(part)
    except OSError:
        return None
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file())
