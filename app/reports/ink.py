"""Drawing on one PDF: measured text, rules and fills, in points from the top left corner of the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from reportlab.pdfgen.canvas import Canvas

from app.reports.fonts import BOLD, REGULAR, PaperFont, Used, paper_font
from app.reports.model import Align
from app.reports.wrap import balanced, printable, wrap

MM = 72 / 25.4
BASELINE = 0.36
"""How far below the middle of a line its baseline lies, as a part of the size."""


class Tone(StrEnum):
    """The few colours of a print that must copy and fax well; red only repeats what a word says."""

    BLACK = "0 0 0"
    LABEL = "0.33 0.33 0.33"
    RULE = "0.47 0.47 0.47"
    FILL = "0.945 0.945 0.945"
    WATERMARK = "0.92 0.92 0.92"
    ALARM = "0.75 0.1 0.1"


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


def regular(size: float, leading: float = 1.36) -> Type:
    """The regular face; the leading is a multiple of the size."""
    return Type(paper_font(REGULAR), size, size * leading)


def bold(size: float, leading: float = 1.36) -> Type:
    """The bold face; the leading is a multiple of the size."""
    return Type(paper_font(BOLD), size, size * leading)


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


class Ink:
    """A canvas to draw on; the page it draws on is `height` points high."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.height = 0.0
        self._used: dict[PaperFont, Used] = {}

    def text(self, x: float, y: float, text: str, face: Type, tone: Tone = Tone.BLACK) -> None:
        """One line whose baseline starts at (x, y)."""
        if not text:
            return
        used = self._used.get(face.font) or self._used.setdefault(face.font, face.font.used(self.canvas._doc))
        place = f"{x:.2f} {self.height - y:.2f}"
        codes = used.encoded(text).hex()
        self.canvas.addLiteral(f"BT {tone} rg {used.name} {face.size:g} Tf 1 0 0 1 {place} Tm <{codes}> Tj ET")

    def aligned(self, x: float, y: float, width: float, align: Align, runs: Sequence[Run], face: Type) -> None:
        """One line of runs in a box of `width` from x, its baseline at y."""
        widths = [face.width(run.text) for run in runs]
        spare = width - sum(widths)
        at = x + {Align.LEFT: 0.0, Align.CENTER: spare / 2, Align.RIGHT: spare}[align]
        for run, wide in zip(runs, widths, strict=True):
            self.text(at, y, run.text, face, run.tone)
            if run.boxed:
                self.frame(at - 0.6, y - face.size * 0.86, wide + 1.2, face.size * 1.04, 0.4, run.tone)
            at += wide

    def block(self, x: float, y: float, width: float, align: Align, lines: Sequence[Sequence[Run]], face: Type) -> None:
        """Lines of runs under each other, the first one's top at y."""
        for number, runs in enumerate(lines):
            middle = y + (number + 0.5) * face.leading
            self.aligned(x, middle + BASELINE * face.size, width, align, runs, face)

    def line(self, x1: float, y1: float, x2: float, y2: float, weight: float, tone: Tone = Tone.BLACK) -> None:
        """A straight rule."""
        ends = f"{x1:.2f} {self.height - y1:.2f} m {x2:.2f} {self.height - y2:.2f} l"
        self.canvas.addLiteral(f"{tone} RG {weight:g} w {ends} S")

    def frame(self, x: float, y: float, width: float, height: float, weight: float, tone: Tone = Tone.BLACK) -> None:
        """The outline of a box."""
        self.canvas.addLiteral(f"{tone} RG {weight:g} w {self._box(x, y, width, height)} S")

    def fill(self, x: float, y: float, width: float, height: float, tone: Tone = Tone.FILL) -> None:
        """A filled box."""
        self.canvas.addLiteral(f"{tone} rg {self._box(x, y, width, height)} f")

    def _box(self, x: float, y: float, width: float, height: float) -> str:
        return f"{x:.2f} {self.height - y - height:.2f} {width:.2f} {height:.2f} re"

    def missing(self) -> list[str]:
        """Characters drawn so far that the faces do not have."""
        found = [char for font in self._used for char in font.missing(self.canvas._doc)]
        return list(dict.fromkeys(found))
