"""The paper of a sheet that is scanned later: corner marks, QR code, visit rows and foot (design-language.md §10)."""

from __future__ import annotations

from collections.abc import Callable

from reportlab.lib.pagesizes import A4

from app.reports.galley import Galley
from app.reports.ink import MM, Ink, Tone, bold, regular
from app.reports.model import Align, Report
from app.reports.qr import QR_SIZE, draw_qr
from app.reports.question_data import ScanHead, VisitRow
from app.reports.stack import INNER_RULE, OUTER_RULE

LEFT, RIGHT, TOP, BOTTOM = 17.5 * MM, 12 * MM, 10.7 * MM, 13 * MM
"""Margins; the left one is the binding edge."""
PAGE_BOTTOM = A4[1] - BOTTOM
MARK, MARK_FROM_EDGE = 3.4 * MM, 6.3 * MM
QUIET = 4.5 * MM
HEAD_ROW, VISIT_ROW = 5.2 * MM, 7 * MM
FOOT = 7.6 * MM
VISIT_COLUMNS = (("拜访", 14.0), ("日期", 25.0), ("调查人", 20.0), ("见到谁", 24.0), ("结果", 11.0))
REST_COLUMN = "本次补填的题号（如 C07）"
INSTRUCTIONS = (
    "填写说明：选项打勾或写编号；打分题圈选；没问到的写“不详”，不要空着。\n"
    "第 2、3 次拜访只补还缺的题，换一种颜色的笔，并在正面写明补填的题号。"
)
SCAN = "SJB1"
"""What our codes begin with, and the version of how they are written."""


def scan_code(code: str, page: int) -> str:
    """What the QR code of a page says."""
    return f"{SCAN}|{code}|{page}"


class ScanPaper:
    """Draws what every page of a sheet has besides its questions."""

    def __init__(self, ink: Ink, report: Report, number: int, on_page: Callable[[int], None]) -> None:
        assert report.scan is not None
        self._ink = ink
        self._report = report
        self._head: ScanHead = report.scan
        self._total = f"total{number}"
        self._on_page = on_page
        self._size = A4
        self.left, self.top = LEFT, TOP
        self.width = A4[0] - LEFT - RIGHT
        self.bottom = PAGE_BOTTOM
        self._beside = self.width - QR_SIZE - QUIET
        self._foot_face = regular(8)
        self._total_width = self._foot_face.width(" 88 页")

    def begin(self, ink: Ink, page: int) -> float:
        """Marks and code, then title and visits on the first page, title and instructions on the others."""
        self._on_page(page)
        ink.canvas.setPageSize(self._size)
        ink.height = self._size[1]
        self._draw_marks()
        code = self._draw_code(page)
        if page > 1:
            return max(self._draw_running_head(), code)
        report = self._report
        words = (report.title, report.office, report.subject, report.dated)
        ink.bookmark(" ".join(word for word in words if word), 0, 0)
        return max(self._draw_head(), code)

    def end(self, ink: Ink, page: int) -> None:
        """Remark at the left, form version and page number at the right."""
        face, baseline = self._foot_face, self._size[1] - FOOT
        words = f"第 {page} 页　共"
        right = self.left + self.width - self._total_width - face.width(words)
        version = self._head.version
        ink.text(right, baseline, words, face, Tone.LABEL)
        start = right - face.width(version) - 4 * MM
        ink.text(start, baseline, version, face, Tone.LABEL)
        room = start - self.left - 4 * MM
        small = face.fitting(self._head.remark, room)
        ink.text(self.left, baseline, small.lines(self._head.remark, room)[0], small, Tone.LABEL)
        ink.canvas.doForm(self._total)
        ink.end_page()

    def write_total(self, pages: int) -> None:
        """Define what every page of this sheet shows as the number of its pages."""
        ink = self._ink
        ink.canvas.beginForm(self._total, 0, 0, *self._size)
        left = self.left + self.width - self._total_width
        ink.text(left, self._size[1] - FOOT, f" {pages} 页", self._foot_face, Tone.LABEL)
        ink.canvas.endForm()

    def _draw_marks(self) -> None:
        width, height = self._size
        near, far = MARK_FROM_EDGE, MARK_FROM_EDGE + MARK
        for x in (near, width - far):
            for y in (near, height - far):
                self._ink.fill(x, y, MARK, MARK, Tone.BLACK)

    def _draw_code(self, page: int) -> float:
        """The code at the right with its caption; returns where what follows may start."""
        x = self.left + self.width - QR_SIZE
        draw_qr(self._ink, x, self.top, scan_code(self._head.code, page))
        face = bold(8.5).fitting(self._head.caption, QR_SIZE + QUIET)
        caption = Galley.of(self._head.caption, face, QR_SIZE + 2 * QUIET, Align.CENTER)
        y = self.top + QR_SIZE + QUIET - 1.6 * MM
        caption.draw(self._ink, x - QUIET, y)
        return y + caption.height

    def _draw_head(self) -> float:
        """Sender, title, facts and the visits."""
        sender = Galley.of(self._report.sender, regular(9), self._beside)
        sender.draw(self._ink, self.left, self.top)
        y = self.top + sender.height + 0.6 * MM
        facts = "　".join(self._head.facts)
        side = min(regular(9).width(facts) + 1, self._beside * 0.66)
        title = self._title(self._report.title, self._beside - side - 3 * MM)
        title.draw(self._ink, self.left, y)
        right = Galley.of(facts, regular(9), side, Align.RIGHT)
        bottom = y + max(title.height, right.height)
        right.draw(self._ink, self.left + self._beside - side, bottom - right.height)
        y = bottom + 1.6 * MM
        return self._draw_visits(y) if self._head.visits else y

    def _title(self, words: str, room: float) -> Galley:
        return Galley.of(words, bold(16, 1.2).fitting(words, room, least=11), room)

    def _draw_running_head(self) -> float:
        sender = Galley.of(self._report.sender, regular(9), self._beside)
        sender.draw(self._ink, self.left, self.top)
        y = self.top + sender.height + 0.6 * MM
        title = self._title(f"{self._report.title}（续）", self._beside)
        title.draw(self._ink, self.left, y)
        y += title.height + 2.2 * MM
        face = regular(8.5, 1.5)
        about = f"{self._head.about}\n" if self._head.about else ""
        words = Galley.of(f"{about}{INSTRUCTIONS}", face, self._beside - 5 * MM)
        height = words.height + 2.4 * MM
        self._ink.frame(self.left, y, self._beside, height, 0.6, Tone.RULE)
        words.draw(self._ink, self.left + 2.5 * MM, y + 1.2 * MM)
        return y + height

    def _draw_visits(self, y: float) -> float:
        """A row a visit: what is known is printed, the rest is left to write."""
        columns = [(label, wide * MM) for label, wide in VISIT_COLUMNS]
        columns.append((REST_COLUMN, self._beside - sum(wide for _, wide in columns)))
        top = y
        self._ink.fill(self.left, y, self._beside, HEAD_ROW)
        self._draw_cells(y, HEAD_ROW, [label for label, _ in columns], columns, heading=True)
        y += HEAD_ROW
        for visit in self._head.visits:
            self._ink.line(self.left, y, self.left + self._beside, y, INNER_RULE, Tone.RULE)
            self._draw_cells(y, VISIT_ROW, _known(visit), columns, heading=False)
            y += VISIT_ROW
        x = self.left
        for _, wide in columns[:-1]:
            x += wide
            self._ink.line(x, top, x, y, INNER_RULE, Tone.RULE)
        self._ink.frame(self.left, top, self._beside, y - top, OUTER_RULE)
        if self._head.result_legend:
            legend = Galley.of(self._head.result_legend, regular(7.5), self._beside)
            legend.draw(self._ink, self.left, y + 0.6 * MM)
            y += legend.height + 0.6 * MM
        return y

    def _draw_cells(
        self, y: float, height: float, words: list[str], columns: list[tuple[str, float]], *, heading: bool
    ) -> None:
        x = self.left
        for text, (_, wide) in zip(words, columns, strict=True):
            face = (bold(8.5) if heading else regular(9)).fitting(text, wide - 2 * MM)
            galley = Galley.of(text, face, wide - 2 * MM, Align.CENTER)
            galley.draw(self._ink, x + 1 * MM, y + (height - galley.height) / 2)
            x += wide


def _known(visit: VisitRow) -> list[str]:
    return [visit.name, visit.on or "年　　月　　日", visit.by, visit.met, "", ""]
