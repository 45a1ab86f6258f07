"""Writing a report to a folder in one of its formats."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.errors import FileUnusable
from app.reports.model import Report
from app.reports.writing import file_name, write_json
from app.tasks import Task

FORMATS = ("pdf", "xlsx", "json")


def write_named(reports: Sequence[Report], suffix: str, folder: Path, task: Task) -> Path:
    """Write reports as one file under the first one's name into a folder, made when it is not there; returns the file.

    Raises FileUnusable or Cancelled and leaves nothing half-written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileUnusable(f"建不了文件夹 {folder}，没有写出文件。请检查路径和权限，或换一个文件夹。") from error
    path = folder / file_name(reports[0], suffix)
    write_reports(reports, suffix, path, task)
    return path


def write_reports(reports: Sequence[Report], suffix: str, path: Path, task: Task) -> None:
    """Write several reports into one file, pdf, xlsx or json."""
    match suffix:
        case "pdf":
            from app.reports.pdf import write_pdf

            write_pdf(reports, path, task)
        case "xlsx":
            from app.reports.xlsx import write_xlsx

            write_xlsx(reports, path, task)
        case _:
            write_json(reports, path, task)
