"""Giving out the customer archive as a workbook (report RP07): who may, what for, which customers, all or nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
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
from app.exchange.archive_sheets import CUSTOMERS, brands_sheet, contacts_sheet, customers_sheet
from app.exchange.book import MOST_ROWS, Book, Wording, Written
from app.exchange.choosing import Outgoing, choose
from app.exchange.columns import Sheet
from app.exchange.labels import read_lists
from app.exchange.notes import explanations
from app.exchange.reading import read_sheet
from app.letterhead import heading
from app.people.supervising import need_supervisor
from app.reports.writing import beside
from app.security.exporting import MOST_COMPLETE, ExportInput, hand_over, need_export, needs_presence
from app.tasks import Task

CODE, TITLE = "RP07", "客户档案总表"
ALWAYS = ("客户编号", "客户名称")
"""The columns of 客户档案 that no export leaves out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRequest:
    """What is asked for: `purpose` of export_purpose, `recipient` who gets the file, `full` for unmasked numbers.

    `told` is the wording of `wanted`; `among` are the ids of customers picked by hand, None for all that are wanted.
    `sheets` and `columns` (of 客户档案) are titles, all of them when empty. `approver` is the account of the supervisor
    who stands by, with `password`, where rule R22 asks for one.
    """

    purpose: str
    recipient: str
    wanted: CustomerFilter = field(default_factory=CustomerFilter)
    told: str = ""
    among: Collection[int] | None = None
    sheets: Sequence[str] = ()
    columns: Sequence[str] = ()
    full: bool = False
    note: str = ""
    approver: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ArchiveResult:
    """What was given out: how many customers, the sheets as counted in the file, its SHA-256."""

    customers: int
    sheets: tuple[Written, ...]
    sha256: str


def archive_sheets(names: Sequence[str] = (), columns: Sequence[str] = ()) -> tuple[Sheet, ...]:
    """The sheets of RP07 in their order; of those named, and of 客户档案 the columns named, when some are."""
    known = (
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
    wanted = [sheet for sheet in known if not names or sheet.name in names]
    return tuple(_narrowed(sheet, columns) if sheet.name == CUSTOMERS and columns else sheet for sheet in wanted)


def _narrowed(sheet: Sheet, titles: Sequence[str]) -> Sheet:
    kept = tuple(column for column in sheet.columns if column.title in titles or column.title in ALWAYS)
    return replace(sheet, columns=kept, totals=tuple(title for title in sheet.totals if title in titles))


def export_archive(
    app: App,
    path: Path,
    request: ArchiveRequest,
    task: Task,
    *,
    sheets: Sequence[Sheet] | None = None,
    most_rows: int = MOST_ROWS,
) -> ArchiveResult:
    """Write the workbook and log it: the file is there whole and logged, or not at all.

    Raises Forbidden without the right (or for more than 200 customers unmasked without the supervisor), Invalid for
    what is missing, FileUnusable, Cancelled.
    """
    _check(app, request)
    chosen = sheets or archive_sheets(request.sheets, request.columns)
    with beside(path) as temporary:
        task.step(0, 0, "挑选客户")
        with app.db.snapshot() as session:
            outgoing = choose(app, session, request.wanted, request.among)
            approver = _approved(app, request, len(outgoing.ids))
            written = _write(app, session, temporary, request, outgoing, task, chosen, most_rows)
        if not all(sheet.agrees for sheet in written):
            raise FileUnusable(f"写出的文件读回来条数不符，没有留下 {path.name}。档案没有变。请换个位置再导出。")
        digest = hand_over(app, temporary, path, _logged(request, len(outgoing.ids), approver))
    return ArchiveResult(len(outgoing.ids), tuple(written), digest)


def _check(app: App, request: ArchiveRequest) -> None:
    need_export(app, masked=not request.full, purpose=request.purpose)
    problems = {}
    if request.purpose not in codes_of("export_purpose"):
        problems["purpose"] = "请选用途"
    if not request.recipient.strip():
        problems["recipient"] = "请写接收人"
    if problems:
        raise Invalid(f"{'，'.join(problems.values())}，没有写出文件。填好后再导出。", problems)


def _approved(app: App, request: ArchiveRequest, customers: int) -> str:
    """The name of the supervisor who stands by, "" where none need to; the supervisors themselves are there."""
    if not needs_presence(app, customers, masked=not request.full):
        return ""
    if not request.approver:
        raise Forbidden(
            f"完整版超过 {MOST_COMPLETE} 户须主管在场输入口令，这次有 {customers:,} 户，没有写出文件。"
            "请主管登录后导出或在场输入口令，也可以缩小筛选、改用掩码版。"
        )
    return need_supervisor(app, request.approver, request.password)


def _logged(request: ArchiveRequest, customers: int, approver: str) -> ExportInput:
    """What the log says of it, the choices beside the conditions."""
    beside_them = {
        "picked": None if request.among is None else len(request.among),
        "sheets": list(request.sheets),
        "columns": list(request.columns),
        "approver": approver,
    }
    return ExportInput(
        report_code=CODE,
        format="xlsx",
        rows=customers,
        purpose=request.purpose,
        masked=not request.full,
        filter={**request.wanted.told(), **{name: value for name, value in beside_them.items() if value}},
        note=request.note,
        recipient=request.recipient,
    )


def _write(
    app: App,
    session: Session,
    path: Path,
    request: ArchiveRequest,
    outgoing: Outgoing,
    task: Task,
    sheets: Sequence[Sheet],
    most_rows: int,
) -> list[Written]:
    masked, ids = not request.full, outgoing.ids
    purpose = label_of("export_purpose", request.purpose)
    printed = heading(app, session, app.user.branch_id, purpose=purpose, masked=masked)
    picked = () if request.among is None else (f"勾选 {len(request.among):,} 户",)
    conditions = "；".join(part for part in (request.told, *picked) if part) or "全部"
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
            ("客户", f"{len(ids):,} 户，另有 {outgoing.withdrawn:,} 户撤回同意，没有导出"),
        )
        return book.finish(path, lambda counts: explanations(TITLE, about, sheets, counts))
