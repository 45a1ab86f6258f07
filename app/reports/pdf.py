"""Reports as PDF: A4, embedded fonts, page x of y, bookmarks; the same bytes for the same reports (reports.md §0)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from app.reports.blocks import Blocks, missing_items
from app.reports.flow import Flow
from app.reports.fonts import REGULAR, paper_font
from app.reports.ink import Ink
from app.reports.model import Report
from app.reports.paper import RUNNING_HEAD, Paper
from app.reports.question_paper import ScanPaper
from app.reports.writing import replaced, require_reports
from app.tasks import Task


def write_pdf(reports: Sequence[Report], path: Path, task: Task) -> int:
    """Write the reports one after the other, each from a new page; returns the number of pages.

    Raises FileUnusable when the file cannot be written and Cancelled when the task is; neither leaves a file behind.
    """
    with replaced(path) as temporary, temporary.open("wb") as stream:
        return _write(reports, stream, task)


def pdf_bytes(reports: Sequence[Report], task: Task) -> bytes:
    """The same PDF in memory, for the preview."""
    stream = BytesIO()
    _write(reports, stream, task)
    return stream.getvalue()


def _write(reports: Sequence[Report], stream: BinaryIO, task: Task) -> int:
    require_reports(reports)
    paper_font(REGULAR)
    rl_config.useA85 = 0  # binary page streams: a sixth of the time and a fifth of the size less
    canvas = Canvas(stream, pagesize=A4, invariant=True, pageCompression=1, initialFontName=REGULAR)
    _describe(canvas, reports)
    ink = Ink(canvas)
    pages = 0
    for number, report in enumerate(reports):
        task.step(number, len(reports), report.subject or report.title)
        pages += _write_report(ink, report, number, partial(_page_done, task, number, len(reports)))
    task.step(len(reports), len(reports))
    canvas.save()
    return pages


def _page_done(task: Task, number: int, total: int, page: int) -> None:
    task.step(number, total, f"第 {page} 页")


def _describe(canvas: Canvas, reports: Sequence[Report]) -> None:
    """Document properties, from the reports alone so that the bytes depend on nothing else."""
    first = reports[0]
    subjects = "、".join(dict.fromkeys(report.subject for report in reports if report.subject))
    canvas.setTitle(" ".join(part for part in (first.title, first.office, first.dated, subjects) if part))
    canvas.setAuthor(first.footer.printed_by or first.office)
    canvas.setSubject(first.title)
    canvas.setKeywords("、".join(report.number for report in reports))
    canvas.setCreator("扫街簿")
    made = first.footer.printed_at or datetime.combine(first.date, time())
    canvas.setDateFormatter(lambda *_: f"D:{made:%Y%m%d%H%M%S}+08'00'")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.setCatalogEntry("Lang", "zh-CN")
    if len(reports) > 1:
        canvas.showOutline()


def _write_report(ink: Ink, report: Report, number: int, on_page: Callable[[int], None]) -> int:
    known = set(ink.missing())
    paper = (ScanPaper if report.scan else Paper)(ink, report, number, on_page)
    flow = Flow(ink, paper)
    blocks = Blocks(report, paper.width, paper.bottom - paper.top - RUNNING_HEAD)
    flow.run(blocks.items())
    flow.run(blocks.appendix())
    flow.run(missing_items([char for char in ink.missing() if char not in known], paper.width))
    pages = flow.finish()
    paper.write_total(pages)
    return pages
