"""Where exported files go and what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from app.context import App
from app.errors import FileUnusable, NotFound
from app.paths import user_folder
from app.reports.files import write_reports
from app.reports.model import Report
from app.reports.writing import file_name
from app.tasks import Task
from ui.pages.reports.sheets import Conditions, build_sheets
from ui.preferences import Preferences

_FOLDER_KEY = "reports/folder"
_NAMES_SPELT_OUT = 2


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written, and how much is in it: 5 页 of a PDF, 5 张 of a workbook."""

    path: Path
    amount: str


def export_folder() -> Path:
    """The folder last chosen, else 扫街簿 among the user's documents."""
    chosen = _preferences().text(_FOLDER_KEY)
    if chosen:
        return Path(chosen)
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents or str(Path.home())) / "扫街簿"


def remember_folder(folder: Path) -> None:
    """Export there from now on."""
    _preferences().remember(_FOLDER_KEY, str(folder))


def _preferences() -> Preferences:
    return Preferences(user_folder() / "window.ini")


def export_sheets(app: App, wanted: Conditions, suffix: str, folder: Path, task: Task) -> Exported:
    """Write the sheets into one new file of the folder, which is made when it is not there.

    Raises FileUnusable, NotFound when there are no sheets, or Cancelled; none leaves a file behind.
    """
    sheets = build_sheets(app, wanted, task)
    if not sheets:
        raise NotFound("这段时间没有可导出的日报，没有写出文件。请换个日期，或勾选业务员。")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = free_path(folder / sheets_name(sheets, wanted, suffix))
    except OSError as error:
        raise FileUnusable(f"用不了文件夹 {folder}，没有写出文件。请检查路径和权限，或换一个文件夹。") from error
    write_reports(sheets, suffix, path, task)
    return Exported(path, _amount(path, suffix, len(sheets)))


def export_to(app: App, wanted: Conditions, path: Path, task: Task) -> Exported:
    """Write the sheets into the file a person named, replacing it; its ending says the format."""
    sheets = build_sheets(app, wanted, task)
    suffix = path.suffix.lstrip(".")
    write_reports(sheets, suffix, path, task)
    return Exported(path, _amount(path, suffix, len(sheets)))


def sheets_name(sheets: Sequence[Report], wanted: Conditions, suffix: str) -> str:
    """The rule's file name; several reps are named, from three on counted; a week says from when to when."""
    people = list(dict.fromkeys(sheet.subject for sheet in sheets))
    subject = "、".join(people[:_NAMES_SPELT_OUT])
    if len(people) > _NAMES_SPELT_OUT:
        subject += f"等{len(people)}人"
    if wanted.period.weekly:
        subject = f"至{wanted.period.last:%m-%d}_{subject}"
    latest = max(sheet.issue for sheet in sheets)
    return file_name(replace(sheets[0], issue=latest), suffix, subject)


def free_path(path: Path) -> Path:
    """The path itself, or with the first number in brackets that is not taken: nothing is ever overwritten."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return free


def _amount(path: Path, suffix: str, sheets: int) -> str:
    if suffix != "pdf":
        return f"{sheets} 张"
    from ui.rendering import PdfFile

    pdf = PdfFile(path.read_bytes())
    pages = len(pdf.sizes)
    pdf.close()
    return f"{pages} 页"
