"""The store: a folder beside the database in which each file lies once, named by its digest."""

from __future__ import annotations

import errno
import hashlib
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from app.attachments.kinds import EVERYTHING, LARGEST, FileKind, recognised
from app.context import App
from app.errors import FileUnusable
from app.paths import user_folder

_LONGEST_NAME = 120
_FULL = (errno.ENOSPC, errno.EDQUOT)


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

    @property
    def is_picture(self) -> bool:
        """Whether it is a JPEG or PNG."""
        return self.mime.startswith("image/")


def store_folder(app: App) -> Path:
    """Where the files lie: beside a database file, for a server in the user's folder."""
    file = app.db.file
    return (file.parent if file else user_folder()) / "attachments"


def stored_path(app: App, stored_name: str) -> Path:
    """Where a stored file lies."""
    return store_folder(app) / stored_name[:2] / stored_name


def keep(app: App, source: Path, allowed: frozenset[FileKind] = EVERYTHING) -> KeptFile:
    """Copy a file of at most 20 MB into the store; raises FileUnusable, in words, and leaves nothing half-written."""
    content = _content(source)
    return _kept(app, content, source.name, recognised(content, source.name, allowed))


def check_file(source: Path, allowed: frozenset[FileKind] = EVERYTHING) -> None:
    """Raise FileUnusable, in words, for a file `keep` would not take; nothing is written."""
    recognised(_content(source), source.name, allowed)


def save_copy(app: App, kept: KeptFile, target: Path) -> None:
    """Write a stored file to another place, all of it or nothing; raises FileUnusable."""
    content = content_of(app, kept)
    try:
        _write(target, content)
    except OSError as error:
        raise FileUnusable(_unwritten(target.name, error, f"文件夹“{target.parent}”")) from error


def _kept(app: App, content: bytes, name: str, kind: FileKind) -> KeptFile:
    """Put checked content into the store under its digest."""
    digest = hashlib.sha256(content).hexdigest()
    kept = KeptFile(name[-_LONGEST_NAME:], digest + kind.ending, kind.mime, len(content), digest)
    target = stored_path(app, kept.stored_name)
    try:
        if not (target.exists() and target.stat().st_size == len(content)):
            _write(target, content)
    except OSError as error:
        raise FileUnusable(_unwritten(name, error)) from error
    return kept


def content_of(app: App, kept: KeptFile) -> bytes:
    """The stored bytes; raises FileUnusable when they are gone."""
    try:
        return stored_path(app, kept.stored_name).read_bytes()
    except OSError as error:
        raise FileUnusable(
            f"附件 {kept.file_name} 的文件不见了或读不了。记录还在，请从备份里找回 {kept.stored_name}。"
        ) from error


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


def _unwritten(name: str, error: OSError, folder: str = "附件文件夹") -> str:
    if error.errno in _FULL:
        return f"没能存下 {name}，磁盘满了。原文件没有动。请腾出空间后再试一次。"
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return f"没能存下 {name}，{folder}不让写入。原文件没有动。请看文件夹的权限，再试一次。"
    return f"没能存下 {name}：{error.strerror or '磁盘写不进去'}。原文件没有动，请看磁盘空间和权限，再试一次。"
