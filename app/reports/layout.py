"""The blocks of a report as items on A4: measures and looks of design-language.md §10 and reports.md §0."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.reports.galley import Galley
from app.reports.ink import MM, Ink, Run, Tone, bold, regular, styled
from app.reports.model import Align, Fact, Facts, Strip, Text
from app.reports.row import Frame, RowItem
from app.reports.stack import Gap, Item
from app.reports.values import printed_fact

PAD = 1.2 * MM
NOTE_LABEL = 22 * MM
GOES_ON = "（续）"
WORD_SPACE = "　"


class StripItem(Item):
    """Figures side by side in a light band, label over value; what is too wide steps down in size, then wraps."""

    def __init__(self, strip: Strip, width: float) -> None:
        self._column = width / max(len(strip.facts), 1)
        room = self._column - 0.8 * MM
        self._labels = [_fitted(fact.label, room, 7.5, heavy=False) for fact in strip.facts]
        self._values = [_fitted(printed_fact(fact), room, 11, heavy=True) for fact in strip.facts]
        self._label_height = max((galley.height for galley in self._labels), default=0.0)
        value_height = max((galley.height for galley in self._values), default=0.0)
        self.height = max(11 * MM, self._label_height + value_height + 2.1 * MM)

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """Thin rules between the figures, none heavier than the table's inner ones."""
        ink.fill(x, y, width, self.height)
        for number, (label, value) in enumerate(zip(self._labels, self._values, strict=True)):
            left = x + number * self._column
            if number:
                ink.line(left, y + 1.6 * MM, left, y + self.height - 1.6 * MM, 0.5, Tone.RULE)
            top = y + 1.2 * MM
            label.draw(ink, left + 0.4 * MM, top)
            rest = self.height - 1.2 * MM - self._label_height
            value.draw(ink, left + 0.4 * MM, top + self._label_height + (rest - value.height) / 2 - 0.5 * MM)
        ink.frame(x, y, width, self.height, 0.6, Tone.RULE)


class NoteItem(RowItem):
    """Prose beside its heading on a light field, inside the table's frame."""

    def __init__(self, heading: str, prose: Galley, *, heavy: bool = False, keep: bool = False) -> None:
        self._heading = heading
        label = Galley.of(heading, bold(8.5), NOTE_LABEL - 2 * PAD, Align.CENTER, even=True)
        frame = Frame((NOTE_LABEL,), ((0.0, NOTE_LABEL),), 6.4 * MM, PAD)
        super().__init__([(PAD, label), (NOTE_LABEL + 1.5 * PAD, prose)], frame, keep=keep, heavy=heavy)
        self._prose = prose

    def split(self, room: float) -> tuple[Item, Item] | None:
        """Between two lines of the prose; the heading says that it goes on."""
        count = int((room - 2 * PAD) / self._prose.face.leading)
        if not 0 < count < len(self._prose.lines):
            return None
        first = NoteItem(self._heading, self._prose.part(0, count), heavy=self.heavy)
        rest = NoteItem(f"{self._heading.removesuffix(GOES_ON)}{GOES_ON}", self._prose.part(count), keep=self.keep)
        return (first, rest) if first.height <= room else None


class LineItem(RowItem):
    """A heading or a remark by itself."""

    def __init__(self, text: str, width: float, *, size: float = 11, heading: bool = True) -> None:
        face = bold(size) if heading else regular(size)
        tone = Tone.BLACK if heading else Tone.LABEL
        galley = Galley(styled([Run(text, tone)], face, width), face)
        super().__init__([(0.0, galley)], LINE, keep=heading)
        self.height = galley.height + 1.5 * MM


class SectionItem(LineItem):
    """The heading of a section, which the bookmarks lead to."""

    def __init__(self, title: str, width: float) -> None:
        super().__init__(title, width)
        self._title = title

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """The heading and its bookmark."""
        ink.bookmark(self._title, 1, y)
        super().draw(ink, x, y, width)


LINE = Frame(least=0.0, over=0.0, framed=False, middle=False)
FACTS = Frame(least=0.0, over=0.3 * MM, framed=False, middle=False)


def facts_item(facts: Sequence[Fact], width: float) -> RowItem:
    """One row of labelled values in equal columns, without rules: label grey, value black."""
    face = regular(9)
    column = width / max(len(facts), 1)
    room = column - 2 * PAD
    cells = [
        (number * column, Galley(styled(fact_runs(fact, WORD_SPACE), face, room), face))
        for number, fact in enumerate(facts)
    ]
    return RowItem(cells, FACTS)


def note_item(text: Text, width: float, *, heavy: bool = False, keep: bool = False) -> RowItem:
    """Prose with its heading, or (heading empty) lines that stand alone; the facts of one line are side by side."""
    face = regular(9)
    room = width - NOTE_LABEL - 3 * PAD if text.heading else width
    lines = [line for facts in text.lines for line in styled(_line_runs(facts), face, room)]
    prose = Galley(lines, face)
    if text.heading:
        return NoteItem(text.heading, prose, heavy=heavy, keep=keep)
    return RowItem([(0.0, prose)], FACTS, keep=keep)


def head_items(block: Facts | Strip, width: float) -> Iterator[Item]:
    """Labelled values in rows, or the strip of figures with air around it."""
    match block:
        case Facts(rows):
            yield from (facts_item(row, width) for row in rows)
        case Strip():
            yield Gap(1.2 * MM)
            yield StripItem(block, width)
            yield Gap(2 * MM)


def fact_runs(fact: Fact, between: str = "：") -> list[Run]:
    """Label, value and alarm, each in its tone."""
    label = [Run(f"{fact.label}{between}", Tone.LABEL)] if fact.label else []
    alarm = [Run(f"{WORD_SPACE}{fact.alarm}", Tone.ALARM)] if fact.alarm else []
    return [*label, Run(printed_fact(fact)), *alarm]


def _fitted(text: str, room: float, size: float, *, heavy: bool) -> Galley:
    face = (bold if heavy else regular)(size, 1.2).fitting(text, room)
    return Galley.of(text, face, room, Align.CENTER, even=True)


def _line_runs(facts: Sequence[Fact]) -> list[Run]:
    runs: list[Run] = []
    for fact in facts:
        runs += [Run(WORD_SPACE * 2)] if runs else []
        runs += fact_runs(fact)
    return runs
