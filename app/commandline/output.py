"""Writing the files of one command: all of them, each logged, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from app.context import App
from app.errors import FileUnusable
from app.reports.counting import rows_of
from app.reports.files import write_named
from app.security.exporting import ExportInput, Finished, handing_over
from app.tasks import Task

if TYPE_CHECKING:
    from app.reports.model import Report


@dataclass(frozen=True, slots=True)
class Asked:
    """What the files are: a report each, or with `as_one` one of them all named after the first, in every format.

    `purpose` of export_purpose and the `conditions` are what the log keeps.
    """

    formats: Sequence[str]
    purpose: str
    conditions: Mapping[str, Any]
    as_one: bool = False


def write_together(app: App, reports: Sequence[Report], folder: Path, asked: Asked) -> list[Path]:
    """Write every report in every format into a folder, made when it is not there; returns the files.

    They are written aside, and moved in and logged (rule R22) when every one is done. Raises FileUnusable and leaves
    the folder as it was.
    """
    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with TemporaryDirectory(prefix=".unfinished-", dir=folder) as aside:
                files = [reports] if asked.as_one else [[report] for report in reports]
                made = [
                    _written(each, suffix, Path(aside), folder, asked) for each in files for suffix in asked.formats
                ]
                with handing_over(app, *made):
                    return [each.path for each in made]
        finally:
            if is_new and not any(folder.iterdir()):
                folder.rmdir()
    except OSError as error:
        raise FileUnusable(
            f"写不进文件夹 {folder}，没有写出文件。请检查路径、权限和磁盘空间，关掉打开着的同名文件，或换一个文件夹。"
        ) from error


def _written(reports: Sequence[Report], suffix: str, aside: Path, folder: Path, asked: Asked) -> Finished:
    file = write_named(reports, suffix, aside, Task())
    logged = ExportInput(
        report_code=reports[0].code,
        format=suffix,
        rows=rows_of(reports),
        purpose=asked.purpose,
        filter=asked.conditions,
    )
    return Finished(file, folder / file.name, logged)
