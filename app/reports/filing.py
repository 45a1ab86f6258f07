"""RP12-12 备案清单: the list that goes with a filing batch (reports.md RP12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.reports.model import Align, Column, Fact, Facts, Footer, Report, Signature, Signatures, Table, ValueKind

CODE = "RP12-12"
TITLE = "备案清单"
_CENTER = Align.CENTER
COLUMNS = (
    Column(key="batch", label="批次", width=40, align=_CENTER, excel_width=22),
    Column(key="kind", label="单据类", width=22, align=_CENTER, excel_width=10),
    Column(key="number", label="编号", width=52, bold=True, excel_width=26),
    Column(key="title", label="名称", width=79, excel_width=36),
    Column(key="pages", label="页数", width=16, align=Align.RIGHT, kind=ValueKind.INTEGER, excel_width=7),
    Column(key="archived_on", label="存档日", width=26, align=_CENTER, kind=ValueKind.DATE, excel_width=12),
    Column(key="receipt", label="回执", width=38, align=_CENTER, excel_width=16),
    Column(key="file", label="文件", excel_width=50, paper=False),
    Column(key="pdf_sha256", label="PDF 摘要(SHA-256)", excel_width=68, paper=False),
    Column(key="xlsx_sha256", label="Excel 摘要(SHA-256)", excel_width=68, paper=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledPaper:
    """One paper of a batch; `file` is its name without suffix, the digests are those of its two files."""

    kind: str
    number: str
    title: str
    pages: int
    archived_on: date | None
    file: str = ""
    pdf_sha256: str = ""
    xlsx_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingData:
    """Everything the list of a batch prints."""

    company: str
    office: str
    batch_no: str
    period_from: date
    period_to: date
    receiver: str
    sent_on: date
    sent_by: str
    papers: tuple[FiledPaper, ...]
    receipt_no: str = ""
    confirmed_on: date | None = None
    footer_text: str = ""
    printed_at: datetime | None = None


def filing_report(data: FilingData) -> Report:
    """The list by kind and number, with what is needed to check each file."""
    rows = tuple(
        (
            data.batch_no,
            paper.kind,
            paper.number,
            paper.title,
            paper.pages,
            paper.archived_on,
            data.receipt_no or None,
            paper.file or None,
            paper.pdf_sha256 or None,
            paper.xlsx_sha256 or None,
        )
        for paper in data.papers
    )
    pages = sum(paper.pages for paper in data.papers)
    head = Facts(
        (
            (
                Fact("办事处", data.office),
                Fact("期间", f"{data.period_from} 至 {data.period_to}"),
                Fact("接收部门", data.receiver),
                Fact("上报日", data.sent_on, ValueKind.DATE),
            ),
        )
    )
    return Report(
        code=CODE,
        title=TITLE,
        number=data.batch_no,
        office=data.office,
        company=data.company,
        date=data.sent_on,
        sheet=TITLE,
        footer=Footer(
            words=data.footer_text, printed_by=data.sent_by, printed_at=data.printed_at, purpose="报公司备案"
        ),
        blocks=(
            head,
            Table(
                title="单据",
                columns=COLUMNS,
                rows=rows,
                row_ids=tuple(paper.number for paper in data.papers),
                row_name="number",
                summary=f"合计 {len(rows)} 份，{pages} 页",
            ),
            Signatures(
                (
                    Signature("上报人", data.sent_by, data.sent_on),
                    Signature("接收（公司）", "", data.confirmed_on, data.receipt_no and f"回执号 {data.receipt_no}"),
                )
            ),
        ),
    )
