"""Who may take data out and for what, and the log of it (rule R22): nothing is exported or printed unlogged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import file_digest
from pathlib import Path
from secrets import token_hex
from typing import Any

from sqlalchemy.orm import Session

from app.choices import codes_of
from app.context import App
from app.db.records import ComplaintLog, ExportLog
from app.errors import Forbidden, Invalid
from app.forms.clean import clean

FULL_PURPOSES = ("branch_archive", "hq_filing", "visit_prep")
"""What complete phone numbers may be printed or exported for."""

MOST_COMPLETE = 200
"""How many customers may go out with complete numbers without the supervisor (rule R22)."""

NON_BUSINESS = "non_business"
NOT_SHARED = (
    "非业务用途只能给出同意“提供给合作方”的客户，档案里还没有登记这样的同意，所以一户也不能导出或打印。"
    "业务上用，请改选对应的用途；对外提供要等能登记客户同意以后，现在导不出。"
)
"""Why nothing is given out for what is not the business: no consent of scope share is kept yet."""

COMPLAINT_SHEET = "RP09"
"""The 投诉处理单, which its handler prints whole (承办版)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportInput:
    """One export or print job: `report_code` RP01…, `format` of export_format, `rows` how many rows or papers it has,
    `filter` the conditions, `purpose` of export_purpose, `sha256` and `file_name` of what was written, if a file was;
    `complaint_id` whose 投诉处理单 it is.
    """

    report_code: str
    format: str
    rows: int
    purpose: str
    masked: bool = True
    filter: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    recipient: str = ""
    file_name: str = ""
    sha256: str = ""
    complaint_id: int | None = None


def need_export(app: App, *, masked: bool, purpose: str, complaint_id: int | None = None) -> None:
    """Raise Forbidden without the right, Invalid for a purpose that has no complete numbers, or no customers at all.

    Who handles the complaint has the right to its 投诉处理单 with complete numbers (reports.md RP09).
    """
    app.need("export.masked" if masked or _handles(app, complaint_id) else "export.full")
    if purpose == NON_BUSINESS:
        raise Invalid(NOT_SHARED, {"purpose": "没有同意对外提供的客户"})
    if not masked and purpose not in FULL_PURPOSES:
        raise Invalid(
            "这个用途只能用掩码版，没有写出文件。请取消“显示完整手机号”，或改选存档、备案、拜访准备。",
            {"purpose": "这个用途只能用掩码版"},
        )


def needs_presence(app: App, customers: int, *, masked: bool) -> bool:
    """Whether a supervisor must be there for this many customers; who is one is."""
    return not masked and customers > MOST_COMPLETE and app.user.role != "supervisor"


def refuse_many(app: App, customers: int, *, masked: bool, instead: str, at_most: bool = False) -> None:
    """Raise Forbidden where a supervisor must be there and is not; `instead` says what can be done (请…).

    With `at_most` the customers could not be told apart, and there may be fewer.
    """
    if needs_presence(app, customers, masked=masked):
        many = f"可能超过 {MOST_COMPLETE} 户" if at_most else f"共 {customers:,} 户，超过 {MOST_COMPLETE} 户"
        raise Forbidden(f"显示完整手机号{many}，须主管在场，没有写出文件。{instead}")


def _handles(app: App, complaint_id: int | None) -> bool:
    if complaint_id is None or app.user.employee_id is None:
        return False
    with app.reading() as session:
        complaint = session.get(ComplaintLog, complaint_id)
        return complaint is not None and complaint.handler_id == app.user.employee_id


def log_export(app: App, given: ExportInput) -> int:
    """Write down one export or print job; returns the entry's id.

    Raises Forbidden, or Invalid for a format or purpose there is not; file names that are too long lose their beginning.
    """
    entry = _entry(app, given)
    with app.transaction(_OPERATION) as session:
        session.add(entry)
        session.flush()
        return entry.id


@dataclass(frozen=True, slots=True)
class Finished:
    """What is ready to leave, and the `path` where it is to stand; a folder brings its digest in `given`."""

    ready: Path
    path: Path
    given: ExportInput


def hand_over(app: App, ready: Path, path: Path, given: ExportInput) -> str:
    """Move a finished file to where it was asked for and write that down: both or neither. Returns its SHA-256.

    Raises what `handing_over` does; `given` needs no name or digest.
    """
    digest = _digest(ready)
    with handing_over(app, Finished(ready, path, replace(given, sha256=digest))):
        return digest


@contextmanager
def handing_over(app: App, *finished: Finished, operation: str = "") -> Iterator[Session]:
    """A transaction that logs what is finished and moves it to where it belongs at the end: all of it, or nothing.

    What else is written down in the session belongs to it. After any error older files stand where they stood. Raises
    what `log_export` does, and OSError for what cannot be moved.
    """
    entries = [_entry(app, _named(each)) for each in finished]
    with ExitStack() as places, app.transaction(operation or _OPERATION) as session:
        session.add_all(entries)
        yield session
        session.flush()
        for each in finished:
            places.enter_context(_in_place(each.ready, each.path))


def _named(finished: Finished) -> ExportInput:
    given = finished.given
    return replace(given, file_name=finished.path.name, sha256=given.sha256 or _digest(finished.ready))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


@contextmanager
def _in_place(ready: Path, path: Path) -> Iterator[None]:
    """`ready` stands at `path`; when the block fails it is back, and so is the file that stood there before."""
    older = path.with_name(f".sweepbook-{token_hex(6)}.old")
    if path.is_file():
        path.replace(older)
    try:
        ready.replace(path)
        try:
            yield
        except BaseException:
            path.replace(ready)  # nothing leaves unlogged
            raise
    except BaseException:
        if older.exists():
            older.replace(path)
        raise
    with suppress(OSError):  # the new file stands and is logged
        older.unlink(missing_ok=True)


def _entry(app: App, given: ExportInput) -> ExportLog:
    complaint_id = given.complaint_id if given.report_code == COMPLAINT_SHEET else None
    need_export(app, masked=given.masked, purpose=given.purpose, complaint_id=complaint_id)
    typed = {
        "report_code": given.report_code,
        "format": given.format,
        "row_count": given.rows,
        "purpose": given.purpose,
        "purpose_note": given.note,
        "recipient": given.recipient,
    }
    fields = [each for each in ExportLog.fields() if each.name in typed]
    return ExportLog(
        **clean(fields, typed, codes_of),
        at=app.now(),
        user_id=app.user.user_id,
        filter={name: _plain(value) for name, value in given.filter.items()},
        is_masked=given.masked,
        file_name=given.file_name[-_LONGEST_NAME:] or None,
        sha256=given.sha256 or None,
    )


_OPERATION = "导出打印"
_LONGEST_NAME = 160


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(each) for each in value] if isinstance(value, tuple | list) else value
