"""Drawing on one PDF: set text, rules and fills, in points from the top left corner of the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from reportlab.pdfgen.canvas import Canvas

from app.reports.fonts import BOLD, REGULAR, TICKED, PaperFont, Used, paper_font
from app.reports.objects import stream
from app.reports.wrap import balanced, printable, wrap

MM = 72 / 25.4
BASELINE = 0.36
"""How far below the middle of a line its baseline lies, as a part of the size."""


class Tone(StrEnum):
    """The few colours of a print that must copy and fax well; red only repeats what a word says."""

    BLACK = "0 g"
    LABEL = "0.33 g"
    BAR = "0.35 g"
    RULE = "0.47 g"
    GUIDE = "0.75 g"
    FILL = "0.945 g"
    WATERMARK = "0.92 g"
    WHITE = "1 g"
    ALARM = "0.75 0.1 0.1 rg"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one line in one tone; `boxed` ones get a thin frame (新, 补)."""

    text: str
    tone: Tone = Tone.BLACK
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class Type:
    """A face at a size with its line height."""

    font: PaperFont
    size: float
    leading: float

    def width(self, text: str) -> float:
        """How wide the text is, in points."""
        return sum(map(self.font.widths.__getitem__, text)) * self.size / 1000

    def lines(self, text: str, width: float, *, even: bool = False) -> list[str]:
        """The text in lines no wider than `width` points, of nearly equal width when `even`."""
        return (balanced if even else wrap)(text, width * 1000 / self.size, self.font.widths)

    def fitting(self, text: str, width: float, least: float = 6) -> Type:
        """The face, smaller by half points as far as the text then fits on one line, or as `least` allows."""
        face = self
        while face.size > least and face.width(text) > width:
            face = Type(face.font, face.size - 0.5, face.leading)
        return face


@cache
def regular(size: float, leading: float = 1.36) -> Type:
    """The regular face; the leading is a multiple of the size."""
    return Type(paper_font(REGULAR), size, size * leading)


@cache
def bold(size: float, leading: float = 1.36) -> Type:
    """The bold face; the leading is a multiple of the size."""
    return Type(paper_font(BOLD), size, size * leading)


def plain(text: str, face: Type, width: float, *, even: bool = False) -> list[str]:
    """One black text in lines without the spaces at their ends."""
    return [line.strip() for line in face.lines(printable(text), width, even=even)]


def styled(runs: Sequence[Run], face: Type, width: float) -> list[list[Run]]:
    """Runs wrapped as one text into lines of runs."""
    runs = [Run(printable(run.text), run.tone, run.boxed) for run in runs]
    text = "".join(run.text for run in runs)
    lines, position = [], 0
    for line in face.lines(text, width):
        lines.append(_cut(runs, position, position + len(line)))
        position += len(line)
        position += text[position : position + 1] == "\n"
    return lines


def _cut(runs: Sequence[Run], start: int, end: int) -> list[Run]:
    cut, offset = [], 0
    for run in runs:
        piece = run.text[max(start - offset, 0) : max(end - offset, 0)]
        if piece:
            cut.append(Run(piece, run.tone, run.boxed))
        offset += len(run.text)
    return cut


def ticks(text: str, face: Type) -> list[float]:
    """How far from the start of a line each ☑ in it stands."""
    if TICKED not in text:
        return []
    return [face.width(text[:index]) for index, char in enumerate(text) if char == TICKED]


class Ink:
    """What is drawn on a canvas; the page it draws on is `height` points high.

    Operators are gathered here and reach the canvas when somebody asks for it or the page is done.
    """

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self.height = 0.0
        self._ops: list[str] = []
        self._used: dict[PaperFont, Used] = {}
        self._bookmarks = 0
        self._fill: Tone | None = None
        self._stroke: tuple[Tone, float] | None = None

    @property
    def canvas(self) -> Canvas:
        """The canvas with all that is drawn so far, to draw on in reportlab's own way."""
        self._canvas._code += self._ops
        self._ops.clear()
        self._fill = self._stroke = None
        return self._canvas

    def end_page(self) -> None:
        """Finish the page; its operators are compressed at once, so that only a sixth of them stays in memory."""
        canvas = self.canvas
        canvas.showPage()
        page = canvas._doc.Pages.pages[-1]
        page.Contents = stream(page.stream.encode("latin-1"))
        page.stream = None

    def bookmark(self, title: str, level: int, y: float) -> None:
        """A bookmark to this page at y; level 0 is a report, 1 a section of it."""
        self._bookmarks += 1
        key = f"mark{self._bookmarks}"
        self._canvas.bookmarkPage(key, fit="XYZ", left=0, top=self.height - y)
        self._canvas.addOutlineEntry(title, key, level)

    def used(self, font: PaperFont) -> Used:
        """What this document uses of a face."""
        found = self._used.get(font)
        return found or self._used.setdefault(font, font.used(self._canvas._doc))

    def body(self, x: float, y: float, operators: str) -> None:
        """Text operators that start in black with the first baseline at (x, y); they leave the tone black."""
        if self._fill is not Tone.BLACK:
            self._fill = Tone.BLACK
            self._ops.append(Tone.BLACK)
        self._ops.append(f"BT {x:.2f} {self.height - y:.2f} Td {operators} ET")

    def text(self, x: float, y: float, text: str, face: Type, tone: Tone = Tone.BLACK) -> None:
        """One line whose baseline starts at (x, y)."""
        if text:
            self._tone(tone)
            used = self.used(face.font)
            place = f"{x:.2f} {self.height - y:.2f}"
            self._ops.append(f"BT {used.name} {face.size:g} Tf {place} Td <{used.hexed(text)}> Tj ET")
            for offset in ticks(text, face):
                self.tick(x + offset, y, face, tone)

    def tick(self, x: float, y: float, face: Type, tone: Tone) -> None:
        """The tick in the box that stands for ☑; the box's place starts at x, the baseline is y."""
        size = face.size
        low = x + 0.44 * size, y - 0.14 * size
        self.line(x + 0.24 * size, y - 0.38 * size, *low, 0.09 * size, tone)
        self.line(*low, x + 0.8 * size, y - 0.66 * size, 0.09 * size, tone)

    def line(self, x1: float, y1: float, x2: float, y2: float, weight: float, tone: Tone = Tone.BLACK) -> None:
        """A straight rule."""
        self._pen(tone, weight)
        self._ops.append(f"{x1:.2f} {self.height - y1:.2f} m {x2:.2f} {self.height - y2:.2f} l S")

    def frame(self, x: float, y: float, width: float, height: float, weight: float, tone: Tone = Tone.BLACK) -> None:
        """The outline of a box."""
        self._pen(tone, weight)
        self._ops.append(f"{self._box(x, y, width, height)} S")

    def fill(self, x: float, y: float, width: float, height: float, tone: Tone = Tone.FILL) -> None:
        """A filled box."""
        self._tone(tone)
        self._ops.append(f"{self._box(x, y, width, height)} f")

    def missing(self) -> list[str]:
        """Characters drawn so far that the faces do not have."""
        found = [char for font in self._used for char in font.missing(self._canvas._doc)]
        return list(dict.fromkeys(found))

    def _tone(self, tone: Tone) -> None:
        if self._fill is not tone:
            self._fill = tone
            self._ops.append(tone)

    def _pen(self, tone: Tone, weight: float) -> None:
        if self._stroke != (tone, weight):
            self._stroke = tone, weight
            self._ops.append(f"{tone.upper()} {weight:g} w")

    def _box(self, x: float, y: float, width: float, height: float) -> str:
        return f"{x:.2f} {self.height - y - height:.2f} {width:.2f} {height:.2f} re"
