"""One rep's daily report as PDF, against reportlab's plain Table and Paragraph for the same content."""

from __future__ import annotations

from functools import partial
from io import BytesIO

from pypdfium2 import PdfDocument

from app.reports.daily import daily_report
from app.reports.model import Report
from app.reports.pdf import pdf_bytes
from app.tasks import Task
from tests.bench.daily_sample import daily_data
from tests.bench.harness import compare, timed
from tests.bench.plain_pdf import plain_pdf

VISITS = (20, 200)


def main() -> None:
    """Print the ratios for an ordinary day and for one ten times as long."""
    for visits in VISITS:
        report = daily_report(daily_data(visits))
        _same_content(report, visits)
        compare(
            f"daily report, {visits} visits, to PDF in memory",
            {
                "reportlab Table + Paragraph": timed(partial(plain_pdf, report)),
                "app.reports.pdf": timed(partial(pdf_bytes, [report], Task())),
            },
        )


def _same_content(report: Report, visits: int) -> None:
    """Stop when one of the two leaves something out; a document that says less is not a faster one."""
    wanted = [f"{number}号店" for number in range(1, visits + 1)] + ["先攻主通道客户", "谈首批进货"]
    for name, content in (("plain", plain_pdf(report)), ("ours", pdf_bytes([report], Task()))):
        pages, text = _read(content)
        missing = [words for words in wanted if words not in text]
        if missing:
            raise SystemExit(f"{name} lacks {missing[:5]}")
        print(f"{visits} visits, {name}: {pages} pages, {len(content) / 1024:.0f} KiB, {len(text)} characters")


def _read(content: bytes) -> tuple[int, str]:
    """Number of pages, and the text without the line ends that wrapping put into it."""
    document = PdfDocument(BytesIO(content))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    return len(document), "".join(text.split())


if __name__ == "__main__":
    main()
