"""Reports as PDF: A4, embedded fonts, page x of y, bookmarks; the same bytes for the same reports (reports.md §0)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time
from functools import partial
from io import BytesIO
from math import cos, radians, sin
from pathlib import Path
from typing import BinaryIO

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from app.reports.changes import changes_text
from app.reports.flow import OUTER_RULE, Break, Flow, Gap, Item
from app.reports.fonts import REGULAR, SUBSTITUTE, paper_font
from app.reports.grid import Addendum, Grid
from app.reports.ink import MM, Ink, Run, Tone, Type, bold, regular
from app.reports.layout import LineItem, NoteItem, SignaturesItem, head_items
from app.reports.model import (
    DEFAULT_FOOTER,
    Align,
    Block,
    Changes,
    Fact,
    Facts,
    Orientation,
    PageBreak,
    Report,
    Signatures,
    Strip,
    Table,
    Text,
)
from app.reports.values import long_date
from app.reports.writing import replaced, require_reports
from app.tasks import Task

MARGINS = {Orientation.LANDSCAPE: (12 * MM, 12 * MM), Orientation.PORTRAIT: (15 * MM, 15 * MM)}
"""Left and right, top and bottom (reports.md §0)."""
FOOT = 5.5 * MM


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
    canvas.setTitle(" ".join(part for part in (first.title, first.office, first.date.isoformat(), subjects) if part))
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
    addenda: list[Addendum] = []
    known = set(ink.missing())
    sheet = _Sheet(ink, report, number, on_page)
    flow = Flow(ink, sheet)
    flow.run(_items(report, sheet.width, addenda))
    flow.run(_addenda_items(addenda, sheet.width))
    flow.run(_missing_items([char for char in ink.missing() if char not in known], sheet.width))
    pages = flow.finish()
    sheet.write_total(pages)
    return pages


def _items(report: Report, width: float, addenda: list[Addendum]) -> Iterator[Item]:
    """The report's blocks in order; what the signatures close is bound to them."""
    blocks = report.blocks
    titled = sum(isinstance(block, Table) for block in blocks) > 1
    for index, block in enumerate(blocks):
        before = blocks[index - 1] if index else None
        yield from _block_items(block, before, width, addenda, keep=_is_signed(blocks[index + 1 :]), titled=titled)


def _block_items(
    block: Block, before: Block | None, width: float, addenda: list[Addendum], *, keep: bool, titled: bool
) -> Iterator[Item]:
    match block:
        case Facts() | Strip():
            yield from head_items(block, width)
        case Table():
            if titled and block.title:
                yield Gap(3 * MM)
                yield LineItem(block.title, width)
            yield from Grid(block, width, addenda).items(keep_last=keep)
        case Text() | Changes():
            text = changes_text(block) if isinstance(block, Changes) else block
            yield NoteItem.of(text, width, heavy=isinstance(before, Table), keep=keep)
        case Signatures():
            yield SignaturesItem(block, width)
        case PageBreak():
            yield Break()


def _is_signed(following: Sequence[Block]) -> bool:
    """Whether only prose stands between here and the signatures."""
    for block in following:
        if isinstance(block, Signatures):
            return True
        if not isinstance(block, Text | Changes):
            return False
    return False


def _addenda_items(addenda: Sequence[Addendum], width: float) -> Iterator[Item]:
    """The rests of long texts on a page of their own, 附记 (reports.md §0)."""
    if addenda:
        yield Break()
        yield LineItem("附记", width)
    for addendum in addenda:
        fact = Fact(addendum.place, addendum.text)
        yield NoteItem.of(Text(f"附记 {addendum.number}", ((fact,),)), width, keep=False)


def _missing_items(missing: Sequence[str], width: float) -> Iterator[Item]:
    if missing:
        names = "、".join(f"U+{ord(char):04X}" for char in missing)
        yield Gap(1 * MM)
        yield LineItem(
            f"字体里没有 {len(missing)} 个字，以“{SUBSTITUTE}”代印：{names}。复制文字或看 Excel 可得原字。",
            width,
            size=8,
            heading=False,
        )


class _Sheet:
    """The paper of one report: title or running head, watermark and foot of each page."""

    def __init__(self, ink: Ink, report: Report, number: int, on_page: Callable[[int], None]) -> None:
        self._ink = ink
        self._report = report
        self._total = f"total{number}"
        self._key = f"report{number}"
        self._on_page = on_page
        narrow, long = A4
        lying = report.orientation is Orientation.LANDSCAPE
        self._size = (long, narrow) if lying else (narrow, long)
        self.left, self._margin = MARGINS[report.orientation]
        self.width = self._size[0] - 2 * self.left
        self.bottom = self._size[1] - self._margin

    def begin(self, ink: Ink, page: int) -> float:
        """Watermark, then the title on the first page or the running head on the others."""
        self._on_page(page)
        ink.canvas.setPageSize(self._size)
        ink.height = self._size[1]
        self._draw_watermark()
        if page == 1:
            self._bookmark()
            return self._draw_title()
        return self._draw_running_head()

    def end(self, ink: Ink, page: int) -> None:
        """Foot and page number; the number of pages is filled in by `write_total`."""
        footer = self._report.footer
        face = regular(8)
        baseline = self._size[1] - FOOT
        side = self.width * 0.4
        self._draw_foot(baseline, side, footer.words or DEFAULT_FOOTER, Align.LEFT)
        self._draw_foot(baseline, side, footer.printing, Align.RIGHT)
        words = f"第 {page} 页　共"
        middle = self._size[0] / 2
        ink.text(middle - face.width(words), baseline, words, face, Tone.LABEL)
        ink.canvas.doForm(self._total)
        ink.canvas.showPage()

    def write_total(self, pages: int) -> None:
        """Define what every page of this report shows as the number of its pages."""
        ink = self._ink
        ink.canvas.beginForm(self._total, 0, 0, *self._size)
        ink.text(self._size[0] / 2, self._size[1] - FOOT, f" {pages} 页", regular(8), Tone.LABEL)
        ink.canvas.endForm()

    def _draw_foot(self, baseline: float, side: float, words: str, align: Align) -> None:
        face = regular(8, 1.2)
        lines = face.lines(words, side)
        x = self.left if align is Align.LEFT else self.left + self.width - side
        for number, line in enumerate(lines):
            y = baseline - (len(lines) - 1 - number) * face.leading
            self._ink.aligned(x, y, side, align, [Run(line.strip(), Tone.LABEL)], face)

    def _draw_title(self) -> float:
        report, ink, top = self._report, self._ink, self._margin
        ink.text(self.left, top + 3.2 * MM, report.sender, regular(9))
        ink.text(self.left, top + 10.2 * MM, report.title, bold(16))
        self._draw_right(top + 5.4 * MM, f"表号 {report.shown_number}", regular(9))
        self._draw_right(top + 10.2 * MM, long_date(report.date), regular(9))
        rule = top + 13 * MM
        ink.line(self.left, rule, self.left + self.width, rule, OUTER_RULE)
        return rule + 2 * MM

    def _draw_running_head(self) -> float:
        report, top = self._report, self._margin
        self._ink.text(self.left, top + 3.4 * MM, f"{report.title}（续）", bold(10))
        words = f"{report.office}　{long_date(report.date)}　{report.shown_number}"
        self._draw_right(top + 3.4 * MM, words, regular(9))
        return top + 5.6 * MM

    def _draw_right(self, baseline: float, words: str, face: Type) -> None:
        self._ink.aligned(self.left, baseline, self.width, Align.RIGHT, [Run(words)], face)

    def _draw_watermark(self) -> None:
        words = "　".join(self._report.watermark)
        if not words:
            return
        face = bold(96)
        turn = radians(25)
        back = face.width(words) / 2
        canvas = self._ink.canvas
        canvas.saveState()
        canvas.translate(self._size[0] / 2 - back * cos(turn), self._size[1] / 2 - back * sin(turn) - 30)
        canvas.rotate(25)
        self._ink.text(0, self._ink.height, words, face, Tone.WATERMARK)
        canvas.restoreState()

    def _bookmark(self) -> None:
        report, canvas = self._report, self._ink.canvas
        canvas.bookmarkPage(self._key)
        words = (report.title, report.office, report.subject, report.date.isoformat())
        canvas.addOutlineEntry(" ".join(word for word in words if word), self._key)
