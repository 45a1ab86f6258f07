"""Charts on paper, by reportlab.graphics: grey, every value printed, the plan as a dashed outline (design §10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import floor, log10

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color

from app.reports.fonts import REGULAR
from app.reports.galley import Galley
from app.reports.ink import MM, Ink, Type, bold, regular
from app.reports.model import Align, Chart, ChartKind
from app.reports.stack import Item
from app.reports.values import EMPTY, rounded

PLOT = 34 * MM
BAR_ROW = 6 * MM
WIDEST_NAME = 0.4
"""Of the chart's width, for the names beside lying bars."""
STEPS = 4
GREY, GUIDE, WHITE, BLACK = (Color(part, part, part) for part in (0.35, 0.75, 1.0, 0.0))


class ChartItem(Item):
    """A titled chart; the values stand in or at their bars, names wrap and never run into each other."""

    tall = float("inf")

    def __init__(self, chart: Chart, width: float) -> None:
        face = bold(9.5)
        self._title = Galley.of(chart.title, face, width)
        self._note = Galley.of(chart.note, regular(9, face.leading / 9), width)
        beside = face.width(chart.title) + 4 * MM
        fits = beside + regular(9).width(chart.note) <= width
        self._note_place = (beside, 0.0) if fits else (0.0, self._title.height)
        self._plot = _plot(chart, width)
        self._above = self._title.height + 1 * MM + (0.0 if fits else self._note.height)
        self.height = self._above + self._plot.height + 1.5 * MM

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """Title and note above the plot."""
        self._title.draw(ink, x, y)
        self._note.draw(ink, x + self._note_place[0], y + self._note_place[1])
        self._plot.draw(ink, x, y + self._above, width)


def _plot(chart: Chart, width: float) -> Item:
    if chart.is_empty:
        return _Nothing(chart.empty, width)
    return (_Columns if chart.kind is ChartKind.COLUMNS else _Bars)(chart, width)


class _Nothing(Item):
    """The sentence instead of a plot."""

    def __init__(self, words: str, width: float) -> None:
        face = regular(9)
        self._galley = Galley.of(words, face, width, Align.CENTER)
        self.height = self._galley.height + 6 * MM

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        self._galley.draw(ink, x, y + 3 * MM)


class _Columns(Item):
    """Upright columns over their names, thin guides behind, the scale at the left."""

    def __init__(self, chart: Chart, width: float) -> None:
        self._chart = chart
        self._top = nice_top([*chart.values, *chart.plan])
        small = regular(8)
        self._guides = [self._top * step / STEPS for step in (0, STEPS // 2, STEPS)]
        self._axis = max(small.width(_number(guide)) for guide in self._guides) + 2 * MM
        self._slot = (width - self._axis) / max(len(chart.categories), 1)
        face = min((small.fitting(name, self._slot - 1) for name in chart.categories), key=lambda face: face.size)
        self._names = [Galley.of(n, face, self._slot - 1, Align.CENTER, even=True) for n in chart.categories]
        self._room = max(name.height for name in self._names) + 1 * MM
        self.height = PLOT + self._room + 3 * MM

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        drawing = _drawing(width, self.height)
        for guide in self._guides:
            at = self._room + self._high(guide)
            drawing.add(Line(self._axis, at, width, at, strokeColor=GUIDE, strokeWidth=0.5))
            drawing.add(_string(self._axis - 1.5 * MM, at - 2.8, _number(guide), regular(8), BLACK, "end"))
        chart = self._chart
        for number, value in enumerate(chart.values):
            left = self._axis + number * self._slot
            if chart.plan and chart.plan[number] is not None:
                drawing.add(
                    _outline(left + 0.14 * self._slot, self._room, 0.72 * self._slot, self._at(chart.plan[number]))
                )
            if value is not None:
                self._add_column(drawing, left, value)
        renderPDF.draw(drawing, ink.canvas, x, ink.height - y - self.height)
        for number, name in enumerate(self._names):
            name.draw(ink, x + self._axis + number * self._slot + 0.5, y + self.height - self._room + 1 * MM)

    def _add_column(self, drawing: Drawing, left: float, value: int | Decimal) -> None:
        high = self._at(value)
        wide = 0.5 * self._slot
        start = left + (self._slot - wide) / 2
        drawing.add(Rect(start, self._room, wide, high, fillColor=GREY, strokeColor=None))
        words = shown(value, self._chart)
        face = bold(8).fitting(words, self._slot - 0.5, least=4)
        inside = high > face.size + 5 and face.width(words) <= wide
        at = self._room + (high - face.size - 1.5 if inside else high + 1.8)
        drawing.add(_string(left + self._slot / 2, at, words, face, WHITE if inside else BLACK, "middle"))

    def _at(self, value: int | Decimal | None) -> float:
        return self._high(float(value or 0))

    def _high(self, value: float) -> float:
        return max(value, 0.0) / self._top * PLOT


class _Bars(Item):
    """Lying bars beside their names, the value behind each."""

    def __init__(self, chart: Chart, width: float) -> None:
        self._chart = chart
        face = regular(8.5, 1.2)
        widest = max(map(face.width, chart.categories), default=0.0)
        self._name = min(widest + 1, width * WIDEST_NAME)
        self._names = [Galley.of(name, face, self._name, Align.RIGHT) for name in chart.categories]
        self._words = [shown(value, chart) for value in chart.values]
        self._face = regular(8.5)
        self._tops = [*_running(max(name.height + 1 * MM, BAR_ROW) for name in self._names)]
        self._room = width - self._name - 4 * MM - max(map(self._face.width, self._words), default=0.0)
        self._most = max(float(max(value or 0 for value in [*chart.values, *chart.plan])), 1e-9)
        self.height = self._tops[-1]

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        drawing = _drawing(width, self.height)
        start = self._name + 1.5 * MM
        for number, words in enumerate(self._words):
            top, bottom = self._tops[number], self._tops[number + 1]
            middle = self.height - (top + bottom) / 2
            long = self._long(self._chart.values[number])
            drawing.add(Rect(start, middle - 2 * MM, long, 4 * MM, fillColor=GREY, strokeColor=None))
            planned = self._long(self._chart.plan[number]) if self._chart.plan else 0.0
            if planned:
                drawing.add(_outline(start, middle - 2.5 * MM, planned, 5 * MM))
            at = start + max(long, planned) + 1.5 * MM
            drawing.add(_string(at, middle - 0.36 * self._face.size, words, self._face, BLACK, "start"))
        renderPDF.draw(drawing, ink.canvas, x, ink.height - y - self.height)
        for number, name in enumerate(self._names):
            high = self._tops[number + 1] - self._tops[number]
            name.draw(ink, x, y + self._tops[number] + (high - name.height) / 2)

    def _long(self, value: int | Decimal | None) -> float:
        return max(float(value or 0), 0.0) / self._most * self._room


def shown(value: int | Decimal | None, chart: Chart) -> str:
    """The value as printed at its bar."""
    return EMPTY if value is None else f"{rounded(value, chart.scale):,}{chart.unit}"


def nice_top(values: Sequence[int | Decimal | None]) -> float:
    """The end of the scale: 1, 2, 4, 6, 8 or 10 times a power of ten, none of the values above it."""
    most = max((float(value) for value in values if value is not None), default=0.0)
    if most <= 0:
        return 1.0
    power = 10.0 ** floor(log10(most))
    return next(step * power for step in (1, 2, 4, 6, 8, 10) if step * power >= most)


def _number(value: float) -> str:
    return f"{value:,.10g}"


def _drawing(width: float, height: float) -> Drawing:
    """An empty drawing that names the bundled font; reportlab's own choice is one that is not embedded."""
    drawing = Drawing(width, height)
    drawing.initialFontName = REGULAR
    return drawing


def _outline(x: float, y: float, width: float, height: float) -> Rect:
    return Rect(x, y, width, height, fillColor=None, strokeColor=GREY, strokeWidth=0.7, strokeDashArray=(2, 1.5))


def _string(x: float, y: float, words: str, face: Type, colour: Color, anchor: str) -> String:
    return String(x, y, words, fontName=face.font.fontName, fontSize=face.size, fillColor=colour, textAnchor=anchor)


def _running(heights: Iterator[float]) -> Iterator[float]:
    total = 0.0
    yield total
    for height in heights:
        total += height
        yield total
