"""Giving out the customer archive as a workbook (report RP07): who may, what for, which customers, all or nothing."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from app.choices import codes_of, label_of
from app.context import App
from app.customers.filters import CustomerFilter
from app.errors import FileUnusable, Forbidden, Invalid
from app.exchange.activity_sheets import (
    complaints_sheet,
    evaluations_sheet,
    follow_ups_sheet,
    observations_sheet,
    purchases_sheet,
    visits_sheet,
)
from app.exchange.archive_sheets import brands_sheet, contacts_sheet, customers_sheet
from app.exchange.book import MOST_ROWS, Book, Wording, Written
from app.exchange.choosing import chosen_ids, withdrawn
from app.exchange.columns import Sheet
from app.exchange.labels import read_lists
from app.exchange.notes import explanations
from app.exchange.reading import read_sheet
from app.letterhead import heading
from app.reports.writing import replaced
from app.security.exporting import ExportInput, log_export, need_export
from app.tasks import Task

CODE, TITLE = "RP07", "客户档案总表"
MOST_COMPLETE = 200
"""How many customers may be given out unmasked without the supervisor (rule R22)."""
_PIECE = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRequest:
    """What is asked for: `purpose` of export_purpose, `recipient` who gets the file, `full` for unmasked numbers."""

    purpose: str
    recipient: str
    wanted: CustomerFilter = field(default_factory=CustomerFilter)
    told: str = ""
    full: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class ArchiveResult:
    """What was given out: how many customers, the sheets as counted in the file, its SHA-256."""

    customers: int
    sheets: tuple[Written, ...]
    sha256: str


def archive_sheets() -> tuple[Sheet, ...]:
    """The sheets of RP07 in their order."""
    return (
        customers_sheet(),
        contacts_sheet(),
        brands_sheet(),
        observations_sheet(),
        visits_sheet(),
        purchases_sheet(),
        complaints_sheet(),
        evaluations_sheet(),
        follow_ups_sheet(),
    )


def export_archive(
    app: App,
    path: Path,
    request: ArchiveRequest,
    task: Task,
    *,
    sheets: Sequence[Sheet] | None = None,
    most_rows: int = MOST_ROWS,
) -> ArchiveResult:
    """Write the workbook and log it; the file is there whole or not at all.

    Raises Forbidden without the right (or for more than 200 customers unmasked without the supervisor), Invalid for
    what is missing, FileUnusable, Cancelled.
    """
    masked = not request.full
    _check(app, request)
    with replaced(path) as temporary:
        with app.db.snapshot() as session:
            ids = chosen_ids(app, session, request.wanted)
            _check_number(app, len(ids), masked=masked)
            written = _write(app, session, temporary, request, ids, task, sheets or archive_sheets(), most_rows)
        digest = _digest(temporary)
        log_export(
            app,
            ExportInput(
                report_code=CODE,
                format="xlsx",
                rows=len(ids),
                purpose=request.purpose,
                masked=masked,
                filter=request.wanted.told(),
                note=request.note,
                recipient=request.recipient,
                file_name=path.name,
                sha256=digest,
            ),
        )
    return ArchiveResult(len(ids), tuple(written), digest)


def _check(app: App, request: ArchiveRequest) -> None:
    need_export(app, masked=not request.full, purpose=request.purpose)
    problems = {}
    if request.purpose not in codes_of("export_purpose"):
        problems["purpose"] = "请选用途"
    if not request.recipient.strip():
        problems["recipient"] = "请写接收人"
    if problems:
        raise Invalid(f"{'，'.join(problems.values())}，没有写出文件。填好后再导出。", problems)
    if request.purpose == "non_business":
        raise Invalid(
            "非业务用途只能导出同意对外提供的客户，档案里还没有登记这样的同意，没有写出文件。请改选业务用途。",
            {"purpose": "没有同意对外提供的客户"},
        )


def _check_number(app: App, customers: int, *, masked: bool) -> None:
    if not masked and customers > MOST_COMPLETE and app.user.role != "supervisor":
        raise Forbidden(
            f"完整版一次最多 {MOST_COMPLETE} 户，这次有 {customers:,} 户，没有写出文件。"
            "请主管登录后导出，或缩小筛选、改用掩码版。"
        )


def _write(
    app: App,
    session: Session,
    path: Path,
    request: ArchiveRequest,
    ids: array[int],
    task: Task,
    sheets: Sequence[Sheet],
    most_rows: int,
) -> list[Written]:
    masked = not request.full
    purpose = label_of("export_purpose", request.purpose)
    printed = heading(app, session, app.user.branch_id, purpose=purpose, masked=masked)
    conditions = request.told or "全部"
    kept = "掩码" if masked else "完整"
    when = f"{app.now():%Y-%m-%d %H:%M}"
    parts = (printed.office, app.user.name, when, purpose, conditions, f"共 {len(ids):,} 户", kept)
    lists = read_lists(session, (column for sheet in sheets for column in sheet.columns))
    with path.open("wb") as file:
        book = Book(file, sheets, lists, Wording("｜".join(parts), printed.footer, app.today()), most_rows=most_rows)
        for place, sheet in enumerate(sheets):
            task.step(place * len(ids), len(sheets) * len(ids), sheet.name)

            def step(customers: int, place: int = place, sheet: Sheet = sheet) -> None:
                task.step(place * len(ids) + customers, len(sheets) * len(ids), sheet.name)

            book.write(sheet, read_sheet(app, session, sheet, ids, masked=masked), step)
        task.step(len(sheets) * len(ids), len(sheets) * len(ids), "核对条数")
        about = (
            ("办事处", printed.office),
            ("导出人", app.user.name),
            ("时间", when),
            ("用途", purpose),
            ("接收人", request.recipient),
            ("筛选条件", conditions),
            ("版别", kept),
            ("客户", f"{len(ids):,} 户，另有 {withdrawn(app, session, request.wanted):,} 户撤回同意，没有导出"),
        )
        written = book.finish(path, lambda counts: explanations(TITLE, about, sheets, counts))
    if not all(sheet.agrees for sheet in written):
        raise FileUnusable(f"写出的文件读回来条数不符，没有留下 {path.name}。档案没有变。请换个位置再导出。")
    return written


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            found.update(piece)
    return found.hexdigest()
