"""The one place papers leave by: into a file or to a printer, each time logged (rule R22)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths

from app.context import App
from app.errors import FileUnusable, NotFound
from app.paths import user_folder
from app.reports.counting import Customers, customers_of, rows_of
from app.reports.files import write_reports
from app.reports.model import Report
from app.reports.writing import aside, file_name
from app.security.exporting import ExportInput, hand_over, log_export, need_export, refuse_many
from app.tasks import Task
from ui.pages.reports.kind import ReportKind
from ui.pages.reports.wanted import Wanted
from ui.preferences import Preferences
from ui.printing.queues import print_pdf

_FOLDER_KEY = "reports/folder"
_NAMES_SPELT_OUT = 2


@dataclass(frozen=True, slots=True)
class Order:
    """Which report, on which conditions."""

    kind: ReportKind
    wanted: Wanted


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


def build(app: App, order: Order, task: Task) -> Sequence[Report]:
    """The papers asked for; none while a condition is still open.

    Raises KnownErrors of the services, Cancelled when the task is.
    """
    if order.kind.missing(order.wanted):
        return ()
    wanted = order.wanted
    need_export(app, masked=wanted.masked, purpose=wanted.purpose, complaint_id=wanted.complaint_id)
    return order.kind.build(app, wanted, task)


def pdf_of(reports: Sequence[Report], task: Task) -> bytes:
    """The papers as one PDF in memory; empty for none."""
    from app.reports.pdf import pdf_bytes

    return pdf_bytes(reports, task) if reports else b""


def export_new(app: App, order: Order, suffix: str, folder: Path, task: Task) -> Exported:
    """Write the papers into one new file of the folder, which is made when it is not there.

    Raises FileUnusable, NotFound when there are none, or Cancelled; none leaves a file behind.
    """
    reports = _some(app, order, task)
    return _write(app, order, reports, new_path(folder, name_of(order, reports, suffix)), task)


def export_to(app: App, order: Order, path: Path, task: Task) -> Exported:
    """Write the papers into the file a person named, replacing it; its ending says the format."""
    return _write(app, order, _some(app, order, task), path, task)


def print_out(app: App, order: Order, printer: str, copies: int, task: Task) -> None:
    """Print the papers; raises PrinterUnusable with a sentence, or Cancelled before anything was sent."""
    reports = _some(app, order, task)
    data = pdf_of(reports, task)
    print_pdf(data, printer, reports[0].title, copies, task)
    given = _logged(order, reports, "print")
    log_export(app, replace(given, file_name=f"打印机 {printer}", sha256=sha256(data).hexdigest()))


def name_of(order: Order, reports: Sequence[Report], suffix: str) -> str:
    """The rule's file name; several people or customers are named, from three on counted; a week of daily sheets says
    until when."""
    subjects = list(dict.fromkeys(report.subject for report in reports if report.subject))
    subject = "、".join(subjects[:_NAMES_SPELT_OUT])
    if len(subjects) > _NAMES_SPELT_OUT:
        subject += f"等{len(subjects)}{'人' if order.wanted.employee_ids else '户'}"
    if len({report.date for report in reports}) > 1 and not order.wanted.period.is_one_day:
        subject = f"至{order.wanted.period.last:%m-%d}_{subject}"
    latest = max(report.issue for report in reports)
    return file_name(replace(reports[0], issue=latest), suffix, subject)


def new_path(folder: Path, name: str) -> Path:
    """Where a new file of that name goes in a folder, which is made when it is not there; raises FileUnusable."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return free_path(folder / name)
    except OSError as error:
        raise FileUnusable(f"用不了文件夹 {folder}，没有写出文件。请检查路径和权限，或换一个文件夹。") from error


def free_path(path: Path) -> Path:
    """The path itself, or with the first number in brackets that is not taken: nothing is ever overwritten."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return free


def _some(app: App, order: Order, task: Task) -> Sequence[Report]:
    reports = build(app, order, task)
    if not reports:
        raise NotFound(f"{order.kind.nothing[0].rstrip('。')}，没有写出文件。{order.kind.nothing[1]}")
    customers = _customers(order, reports)
    refuse_many(
        app,
        customers.count,
        masked=order.wanted.masked,
        instead="请取消“显示完整手机号”，或缩小范围，或请主管登录后导出。",
        at_most=customers.at_most,
    )
    return reports


def _customers(order: Order, reports: Sequence[Report]) -> Customers:
    wanted = order.wanted
    if wanted.sheet_id is not None or wanted.complaint_id is not None:
        return Customers(1, at_most=False)
    if wanted.customer_ids:
        return Customers(len(set(wanted.customer_ids)), at_most=False)
    return customers_of(reports)


def _write(app: App, order: Order, reports: Sequence[Report], path: Path, task: Task) -> Exported:
    suffix = path.suffix.lstrip(".")
    with aside(path) as ready:
        write_reports(reports, suffix, ready, task)
        hand_over(app, ready, path, _logged(order, reports, suffix))
    return Exported(path, _amount(path, suffix, len(reports)))


def _logged(order: Order, reports: Sequence[Report], form: str) -> ExportInput:
    """What the log says of it but for the name and digest."""
    wanted = order.wanted
    return ExportInput(
        report_code=reports[0].code,
        format=form,
        rows=rows_of(reports),
        purpose=wanted.purpose,
        masked=wanted.masked,
        filter=_conditions(wanted),
        complaint_id=wanted.complaint_id,
    )


def _conditions(wanted: Wanted) -> dict[str, Any]:
    """The conditions that were set, as the log keeps them."""
    given = {name: value for name, value in asdict(wanted).items() if value and name not in ("period", "masked")}
    return {"first": wanted.period.first, "last": wanted.period.last, **given}


def _amount(path: Path, suffix: str, sheets: int) -> str:
    if suffix != "pdf":
        return f"{sheets} 张"
    from ui.rendering import PdfFile

    pdf = PdfFile(path.read_bytes())
    pages = len(pdf.sizes)
    pdf.close()
    return f"{pages} 页"
