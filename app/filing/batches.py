"""Filing batches: sent, confirmed with a receipt, or given back by head office (rules R14, R24)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import codes_of, label_of
from app.context import App
from app.db.numbers import next_number
from app.db.records import BranchOffice, Company, Employee, FilingBatch, FilingItem, User
from app.db.saving import check_version, existing
from app.errors import Conflict, Forbidden, Invalid
from app.filing.package import Package, need_free, package
from app.filing.papers import KINDS, FilingPaper, PaperKey, customers_in, mark_filed, report_of, waiting
from app.forms.clean import clean
from app.reports.filing import CODE, FiledPaper, FilingData, filing_report
from app.reports.model import Report
from app.security.exporting import ExportInput, Finished, handing_over, need_export, refuse_many
from app.tasks import Task

PURPOSE = "hq_filing"
_INSTEAD = "请取消“显示完整手机号”，或分几批上报。"
_READERS = ("filing.create", "filing.confirm", "weekly.review")


@dataclass(frozen=True, slots=True)
class FilingInput:
    """What to file where: `papers` by table and id, the folder to put the package into, zip or folder, and for whom.

    `receiver` is the company's setting when empty.
    """

    branch_id: int
    first: date
    last: date
    papers: tuple[PaperKey, ...]
    folder: Path
    as_zip: bool = True
    receiver: str = ""
    masked: bool = True


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch as lists show it."""

    id: int
    batch_no: str
    period_from: date
    period_to: date
    item_count: int
    package_name: str
    sha256: str
    sent_on: date
    sent_by: str
    receiver: str
    receipt_no: str
    confirmed_on: date | None
    return_opinion: str
    state: str
    state_code: str
    row_version: int


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One paper of a batch."""

    entity: str
    entity_id: int
    kind: str
    number: str
    title: str
    pages: int


def papers_to_file(app: App, branch_id: int, first: date, last: date) -> list[FilingPaper]:
    """The archived papers of a period that head office does not have yet; both days included."""
    _need_reader(app)
    if last < first:
        raise Invalid("止日不能早于起日，没有可备案的单据。请改过日期再看。", {"last": "止日不能早于起日"})
    with app.reading() as session:
        return waiting(session, branch_id, first, last)


def list_batches(app: App, branch_id: int, *, limit: int = 200) -> list[BatchRow]:
    """The office's batches, latest first."""
    _need_reader(app)
    query = (
        select(FilingBatch, Employee.name)
        .outerjoin(User, User.id == FilingBatch.sent_by_id)
        .outerjoin(Employee, Employee.id == User.employee_id)
        .where(FilingBatch.branch_id == branch_id, FilingBatch.deleted_at.is_(None))
        .order_by(FilingBatch.id.desc())
        .limit(limit)
    )
    with app.reading() as session:
        return [_row(batch, name or "") for batch, name in session.execute(query)]


def batch_items(app: App, batch_id: int) -> list[BatchItem]:
    """The papers of a batch, as they were listed."""
    _need_reader(app)
    with app.reading() as session:
        return [
            BatchItem(item.entity, item.entity_id, KINDS[item.entity], item.number, item.title, item.pages)
            for item in _items(session, batch_id)
        ]


def _need_reader(app: App) -> None:
    if not any(app.may(right) for right in _READERS):
        raise Forbidden(
            f"账号 {app.user.username} 没有这项权限（{_READERS[0]}），没有做任何改动。请找管理员或主管办理。"
        )


def file_papers(app: App, given: FilingInput, task: Task) -> BatchRow:
    """Write a package of these papers and note the batch as sent; both or neither.

    Raises Invalid when nothing is chosen, Conflict when a paper is no longer waiting, Forbidden for complete numbers of
    too many customers, FileUnusable or Cancelled when the package cannot be written; nothing is left behind then but
    the number, which is not given again.
    """
    app.need("filing.create")
    app.need_office(given.branch_id)
    need_export(app, masked=given.masked, purpose=PURPOSE)
    with app.transaction("取备案批次号") as session:
        chosen = _chosen(session, given)
        refuse_many(app, customers_in(session, given.papers), masked=given.masked, instead=_INSTEAD)
        branch = session.get_one(BranchOffice, given.branch_id)
        data = _list_data(app, session, given, branch)
    target = given.folder / f"{data.batch_no}_{branch.name}_{given.first}_{given.last}{'.zip' if given.as_zip else ''}"

    def build(paper: FilingPaper) -> Report:
        return report_of(app, paper, "报公司备案", masked=given.masked)

    def list_of(papers: Sequence[FiledPaper]) -> Report:
        return filing_report(replace(data, papers=tuple(papers)))

    with (
        package(target, chosen, build, list_of, task) as made,
        handing_over(app, _finished(given, made), operation="上报公司备案") as session,
    ):
        batch = _add_batch(app, session, given, data, made)
        need_free(target)
    return _row(batch, app.user.name)


def _chosen(session: Session, given: FilingInput) -> list[FilingPaper]:
    """The papers asked for, in the list's order; all of them must still be waiting."""
    free = waiting(session, given.branch_id, given.first, given.last)
    chosen = [paper for paper in free if paper.key in given.papers]
    if not given.papers:
        raise Invalid("没有选中单据，没有上报。请先勾选要备案的单据。", {"papers": "请勾选单据"})
    if len(chosen) != len(set(given.papers)):
        raise Conflict("有的单据已被退回、已上报或不在这段期间，没有上报。请刷新后重选。")
    return chosen


def _list_data(app: App, session: Session, given: FilingInput, branch: BranchOffice) -> FilingData:
    company = session.scalar(select(Company).limit(1))
    asked = [f for f in FilingBatch.fields() if f.name == "receiver"]
    receiver = given.receiver.strip() or (company.filing_receiver if company else "")
    return FilingData(
        company=company.name if company else "",
        office=branch.name,
        batch_no=next_number(session, f"BA-{branch.code}-{app.today():%Y%m%d}-", 2),
        period_from=given.first,
        period_to=given.last,
        receiver=clean(asked, {"receiver": receiver}, codes_of)["receiver"],
        sent_on=app.today(),
        sent_by=app.user.name,
        papers=(),
        footer_text=company.report_footer if company else "",
        printed_at=app.now(),
    )


def _add_batch(app: App, session: Session, given: FilingInput, data: FilingData, made: Package) -> FilingBatch:
    """The batch and its items, if the papers are all still waiting."""
    chosen = _chosen(session, given)
    batch = FilingBatch(
        batch_no=data.batch_no,
        branch_id=given.branch_id,
        period_from=given.first,
        period_to=given.last,
        item_count=len(chosen),
        package_name=made.target.name,
        sha256=made.sha256,
        sent_on=data.sent_on,
        sent_by_id=app.user.user_id,
        receiver=data.receiver,
        state="sent",
    )
    session.add(batch)
    session.flush()
    for paper, filed in zip(chosen, made.papers, strict=True):
        title = paper.title[:_LONGEST_TITLE]
        item = FilingItem(batch_id=batch.id, entity=paper.entity, entity_id=paper.id, number=paper.number, title=title)
        item.pages = filed.pages
        session.add(item)
    session.flush()
    return batch


_LONGEST_TITLE = next(f.max_length for f in FilingItem.fields() if f.name == "title") or 80


def _finished(given: FilingInput, made: Package) -> Finished:
    logged = ExportInput(
        report_code=CODE,
        format="zip",
        rows=len(made.papers),
        purpose=PURPOSE,
        masked=given.masked,
        filter={"period_from": given.first, "period_to": given.last},
        recipient=given.receiver[:40],
        sha256=made.sha256,
    )
    return Finished(made.ready, made.target, logged)


def confirm_batch(app: App, batch_id: int, row_version: int, receipt_no: str, *, uid: str = "") -> None:
    """Note head office's receipt: the batch's papers are filed from now on."""
    app.need("filing.confirm")
    asked = [f for f in FilingBatch.fields() if f.name == "receipt_no"]
    number = clean(asked, {"receipt_no": receipt_no}, codes_of)["receipt_no"]
    if not number:
        raise Invalid("确认要填公司的回执号。这一批没有变动。", {"receipt_no": "请填回执号"})
    with app.transaction("确认公司备案", uid=uid) as session:
        batch = _sent(session, batch_id, row_version, "确认")
        batch.state, batch.receipt_no, batch.confirmed_on = "confirmed", number, app.today()
        mark_filed(session, [(item.entity, item.entity_id) for item in _items(session, batch_id)], app.now())


def return_batch(app: App, batch_id: int, row_version: int, opinion: str, *, uid: str = "") -> None:
    """Note that head office gave the batch back; its papers wait again, archived as they were. The opinion is required."""
    app.need("filing.confirm")
    asked = [f for f in FilingBatch.fields() if f.name == "return_opinion"]
    said = clean(asked, {"return_opinion": opinion}, codes_of)["return_opinion"]
    if not said:
        raise Invalid("退回要写明意见，办事处才知道改什么。这一批没有变动。", {"return_opinion": "请填退回意见"})
    with app.transaction("公司退回备案", uid=uid) as session:
        batch = _sent(session, batch_id, row_version, "退回")
        batch.state, batch.return_opinion = "returned", said


def _sent(session: Session, batch_id: int, row_version: int, doing: str) -> FilingBatch:
    batch = existing(session, FilingBatch, batch_id, "这一批备案已不在了，没有做任何改动。请刷新列表。")
    check_version(batch, row_version)
    if batch.state != "sent":
        now = label_of("filing_state", batch.state)
        raise Conflict(f"备案批次 {batch.batch_no} 现在是“{now}”，不能{doing}。没有做任何改动。")
    return batch


def _items(session: Session, batch_id: int) -> list[FilingItem]:
    query = select(FilingItem).where(FilingItem.batch_id == batch_id, FilingItem.deleted_at.is_(None))
    return list(session.scalars(query.order_by(FilingItem.id)))


def _row(batch: FilingBatch, sent_by: str) -> BatchRow:
    return BatchRow(
        batch.id,
        batch.batch_no,
        batch.period_from,
        batch.period_to,
        batch.item_count,
        batch.package_name,
        batch.sha256,
        batch.sent_on,
        sent_by,
        batch.receiver,
        batch.receipt_no or "",
        batch.confirmed_on,
        batch.return_opinion or "",
        label_of("filing_state", batch.state),
        batch.state,
        batch.row_version,
    )
