"""The paper of one report: title or running head, watermark, foot and page numbers of every page (reports.md §0)."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, radians, sin

from reportlab.lib.pagesizes import A4

from app.reports.galley import Galley
from app.reports.ink import BASELINE, MM, Ink, Tone, bold, regular
from app.reports.model import DEFAULT_FOOTER, Align, Orientation, Report
from app.reports.stack import OUTER_RULE
from app.reports.values import long_date

MARGINS = {Orientation.LANDSCAPE: (12 * MM, 12 * MM), Orientation.PORTRAIT: (15 * MM, 15 * MM)}
"""Left and right, top and bottom (reports.md §0)."""
FOOT = 5.5 * MM
FOOT_SIZES = (8, 7, 6, 5, 4)
HEAD_GAP = 6 * MM
RUNNING_HEAD = 6.6 * MM
"""Of a page after the first, when it takes one line."""


class Paper:
    """Draws what every page of a report has besides its items, and how many pages there are."""

    def __init__(self, ink: Ink, report: Report, number: int, on_page: Callable[[int], None]) -> None:
        self._ink = ink
        self._report = report
        self._total = f"total{number}"
        self._on_page = on_page
        narrow, long = A4
        lying = report.orientation is Orientation.LANDSCAPE
        self._size = (long, narrow) if lying else (narrow, long)
        self.left, self.top = MARGINS[report.orientation]
        self.width = self._size[0] - 2 * self.left
        self.bottom = self._size[1] - self.top

    def begin(self, ink: Ink, page: int) -> float:
        """Watermark, then the title on the first page or the running head on the others."""
        self._on_page(page)
        ink.canvas.setPageSize(self._size)
        ink.height = self._size[1]
        self._draw_watermark()
        if page == 1:
            report = self._report
            words = (report.title, report.office, report.subject, report.dated)
            ink.bookmark(" ".join(word for word in words if word), 0, 0)
            return self._draw_title()
        return self._draw_running_head()

    def end(self, ink: Ink, page: int) -> None:
        """Foot and page number; the number of pages is filled in by `write_total`."""
        footer = self._report.footer
        face = regular(8)
        baseline = self._size[1] - FOOT
        self._draw_foot(baseline, footer.words or DEFAULT_FOOTER, Align.LEFT)
        self._draw_foot(baseline, footer.printing, Align.RIGHT)
        words = f"第 {page} 页　共"
        ink.text(self._size[0] / 2 - face.width(words), baseline, words, face, Tone.LABEL)
        ink.canvas.doForm(self._total)
        ink.end_page()

    def write_total(self, pages: int) -> None:
        """Define what every page of this report shows as the number of its pages."""
        ink = self._ink
        ink.canvas.beginForm(self._total, 0, 0, *self._size)
        ink.text(self._size[0] / 2, self._size[1] - FOOT, f" {pages} 页", regular(8), Tone.LABEL)
        ink.canvas.endForm()

    def _draw_foot(self, baseline: float, words: str, align: Align) -> None:
        """Upwards from the baseline when it is long, smaller when even so; the middle is the page number's."""
        side = self.width * 0.4
        for size in FOOT_SIZES:
            face = regular(size, 1.2)
            galley = Galley.of(words, face, side, align, tone=Tone.LABEL)
            below = face.leading / 2 - BASELINE * size
            if galley.height <= baseline + below - self.bottom:
                break
        x = self.left if align is Align.LEFT else self.left + self.width - side
        galley.draw(self._ink, x, baseline + below - galley.height)

    def _draw_title(self) -> float:
        """Sender and title at the left, number and date at the right; a long title wraps beside them."""
        report, top = self._report, self.top
        face = regular(9, 1.5)
        words = [f"表号 {report.shown_number}", _when(report)]
        side = min(max(map(face.width, words)), self.width * 0.5)
        room = self.width - side - HEAD_GAP
        sender = Galley.of(report.sender, regular(9), room)
        title = Galley.of(report.title, bold(16, 1.25).fitting(report.title, room, least=12), room)
        right = Galley.of("\n".join(words), face, side, Align.RIGHT)
        sender.draw(self._ink, self.left, top)
        below = max(top + sender.height, top + 4.3 * MM)
        title.draw(self._ink, self.left, below + 0.4 * MM)
        rule = max(below + title.height + 1.2 * MM, top + right.height + 1 * MM, top + 13 * MM)
        right.draw(self._ink, self.left + self.width - side, rule - right.height - 0.9 * MM)
        self._ink.line(self.left, rule, self.left + self.width, rule, OUTER_RULE)
        return rule + 2 * MM

    def _draw_running_head(self) -> float:
        """The title at the left, office, date and number at the right, or under it when there is no room beside."""
        report, top = self._report, self.top
        title, face = f"{report.title}（续）", regular(9)
        words = f"{report.office}　{_when(report)}　{report.shown_number}"
        beside = bold(10).width(title) + HEAD_GAP + face.width(words) <= self.width
        left = Galley.of(title, bold(10), self.width)
        right = Galley.of(words, face, self.width, Align.RIGHT)
        left.draw(self._ink, self.left, top)
        under = 0.0 if beside else left.height
        right.draw(self._ink, self.left, top + under)
        return top + max(RUNNING_HEAD, under + right.height + 1 * MM)

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
        self._ink.canvas.restoreState()


def _when(report: Report) -> str:
    return report.period or long_date(report.date)
