"""Writing the files of one command: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from app.errors import FileUnusable
from app.reports.files import write_report
from app.tasks import Task

if TYPE_CHECKING:
    from app.reports.model import Report


def write_together(reports: Sequence[Report], formats: Iterable[str], folder: Path) -> list[Path]:
    """Write every report in every format into a folder, made when it is not there; returns the files.

    They are written aside and moved in when every one is done. Raises FileUnusable and leaves the folder as it was.
    """
    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with TemporaryDirectory(prefix=".unfinished-", dir=folder) as aside:
                made = [write_report(report, suffix, Path(aside), Task()) for report in reports for suffix in formats]
                return [file.replace(folder / file.name) for file in made]
        finally:
            if is_new and not any(folder.iterdir()):
                folder.rmdir()
    except OSError as error:
        raise FileUnusable(
            f"写不进文件夹 {folder}，没有写出文件。请检查路径、权限和磁盘空间，关掉打开着的同名文件，或换一个文件夹。"
        ) from error
