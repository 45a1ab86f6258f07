"""Writing the files of one command: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from app.errors import FileUnusable
from app.reports.files import write_named
from app.tasks import Task

if TYPE_CHECKING:
    from app.reports.model import Report


def write_together(
    reports: Sequence[Report], formats: Iterable[str], folder: Path, *, as_one: bool = False
) -> list[Path]:
    """Write every report in every format into a folder, made when it is not there; returns the files.

    Each report becomes a file of its own, or with `as_one` all of them one file a format, named after the first.

    They are written aside and moved in when every one is done. Raises FileUnusable and leaves the folder as it was.
    """
    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with TemporaryDirectory(prefix=".unfinished-", dir=folder) as aside:
                files = [reports] if as_one else [[report] for report in reports]
                made = [write_named(each, suffix, Path(aside), Task()) for each in files for suffix in formats]
                return [file.replace(folder / file.name) for file in made]
        finally:
            if is_new and not any(folder.iterdir()):
                folder.rmdir()
    except OSError as error:
        raise FileUnusable(
            f"写不进文件夹 {folder}，没有写出文件。请检查路径、权限和磁盘空间，关掉打开着的同名文件，或换一个文件夹。"
        ) from error
