"""The blocks of a report as items on A4: measures and looks of design-language.md §10 and reports.md §0."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.reports.flow import Gap, Item
from app.reports.ink import MM, Ink, Run, Tone, bold, regular, styled
from app.reports.model import Align, Fact, Facts, Signature, Signatures, Strip, Text
from app.reports.values import EMPTY, printed_fact, written_date

PAD = 1.2 * MM
NOTE_LABEL = 22 * MM
SIGNING_LINE = 28 * MM
WORD_SPACE = "　"


class FactsItem(Item):
    """One row of labelled values in equal columns, without rules."""

    def __init__(self, facts: Sequence[Fact], width: float) -> None:
        self._face = regular(9)
        self._column = width / max(len(facts), 1)
        room = self._column - 2 * PAD
        self._cells = [styled(fact_runs(fact, WORD_SPACE), self._face, room) for fact in facts]
        self.height = max((len(cell) for cell in self._cells), default=0) * self._face.leading + 0.6 * MM

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """Label grey, value black, each cell left-aligned."""
        for number, lines in enumerate(self._cells):
            ink.block(x + number * self._column, y, self._column, Align.LEFT, lines, self._face)


class StripItem(Item):
    """Figures side by side in a light band, label over value."""

    height = 11 * MM

    def __init__(self, strip: Strip, width: float) -> None:
        self._facts = strip.facts
        self._column = width / max(len(strip.facts), 1)

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """Thin rules between the figures, none heavier than the table's inner ones."""
        ink.fill(x, y, width, self.height)
        for number, fact in enumerate(self._facts):
            left = x + number * self._column
            if number:
                ink.line(left, y + 1.6 * MM, left, y + self.height - 1.6 * MM, 0.5, Tone.RULE)
            self._draw_fact(ink, left, y, fact)
        ink.frame(x, y, width, self.height, 0.6, Tone.RULE)

    def _draw_fact(self, ink: Ink, x: float, y: float, fact: Fact) -> None:
        label = regular(7.5)
        value = bold(11)
        ink.aligned(x, y + 4.1 * MM, self._column, Align.CENTER, [Run(fact.label, Tone.LABEL)], label)
        ink.aligned(x, y + 9.2 * MM, self._column, Align.CENTER, [Run(printed_fact(fact))], value)


@dataclass
class NoteItem(Item):
    """Prose beside its heading, inside the table's frame."""

    heading: str
    lines: Sequence[Sequence[Run]]
    heavy: bool = False
    keep: bool = True
    framed: bool = field(default=True, init=False)

    def __post_init__(self) -> None:
        self._face = regular(9)
        self.height = max(len(self.lines) * self._face.leading + 2 * PAD, 6.4 * MM)

    @classmethod
    def of(cls, text: Text, width: float, *, heavy: bool = False, keep: bool = True) -> NoteItem:
        """The block's lines wrapped; the facts of one line stand side by side."""
        face = regular(9)
        room = width - NOTE_LABEL - 3 * PAD
        lines = [line for facts in text.lines for line in styled(_line_runs(facts), face, room)]
        return cls(text.heading, lines, heavy, keep)

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """Heading on a light field at the left, prose at the right."""
        ink.fill(x, y, NOTE_LABEL, self.height)
        ink.line(x + NOTE_LABEL, y, x + NOTE_LABEL, y + self.height, 0.6, Tone.RULE)
        head = bold(8.5)
        lines = [[Run(line)] for line in head.lines(self.heading, NOTE_LABEL - 2 * PAD, even=True)]
        top = y + (self.height - len(lines) * head.leading) / 2
        ink.block(x, top, NOTE_LABEL, Align.CENTER, lines, head)
        top = y + (self.height - len(self.lines) * self._face.leading) / 2
        ink.block(x + NOTE_LABEL + 1.5 * PAD, top, width, Align.LEFT, self.lines, self._face)

    def split(self, room: float) -> tuple[Item, Item] | None:
        """Between two lines."""
        count = int((room - 2 * PAD) / self._face.leading)
        if not 0 < count < len(self.lines):
            return None
        first = NoteItem(self.heading, self.lines[:count], self.heavy, keep=False)
        return first, NoteItem(f"{self.heading}（续）", self.lines[count:], False, self.keep)


class SignaturesItem(Item):
    """Who signs, side by side: a line to sign on, or the name and day of who signed electronically.

    Where the columns are too narrow for role, line and day in a row, the days stand below.
    """

    def __init__(self, block: Signatures, width: float) -> None:
        self._role, self._name, self._small = regular(9), bold(9), regular(8)
        self._people = block.people
        self._column = width / max(len(block.people), 1)
        room = self._column - 4 * PAD
        self._notes = [styled(_note_runs(person), self._small, room) if person.note else [] for person in block.people]
        self._day_drop = 0.0 if all(map(self._fits, block.people)) else 6 * MM
        self.height = 9 * MM + self._day_drop + max(map(len, self._notes), default=0) * self._small.leading

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """Each role with its line at one height; remarks under it."""
        for number, (person, notes) in enumerate(zip(self._people, self._notes, strict=True)):
            left = x + number * self._column
            self._draw_person(ink, left, y + 7 * MM, person)
            ink.block(left, y + 8.6 * MM + self._day_drop, self._column, Align.LEFT, notes, self._small)

    def _draw_person(self, ink: Ink, x: float, y: float, person: Signature) -> None:
        ink.text(x, y, person.role, self._role, Tone.LABEL)
        start = x + self._role.width(person.role) + 2 * MM
        ink.text(start + 1 * MM, y, person.name, self._name)
        end = start + self._line(person)
        ink.line(start, y + 0.9 * MM, end, y + 0.9 * MM, 0.6)
        day, indent = _day(person)
        ink.text((start if self._day_drop else end) + indent, y + self._day_drop, day, self._role)

    def _line(self, person: Signature) -> float:
        return max(SIGNING_LINE, self._name.width(person.name) + 2 * MM)

    def _fits(self, person: Signature) -> bool:
        day, indent = _day(person)
        used = self._role.width(person.role) + 2 * MM + self._line(person) + indent + self._role.width(day)
        return used <= self._column - PAD


class LineItem(Item):
    """A heading or a remark by itself."""

    def __init__(self, text: str, width: float, *, size: float = 11, heading: bool = True) -> None:
        self._face = bold(size) if heading else regular(size)
        self._tone = Tone.BLACK if heading else Tone.LABEL
        self._lines = styled([Run(text, self._tone)], self._face, width)
        self.height = len(self._lines) * self._face.leading + 1.5 * MM
        self.keep = heading

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """From the left."""
        ink.block(x, y, width, Align.LEFT, self._lines, self._face)


def head_items(block: Facts | Strip, width: float) -> Iterator[Item]:
    """Labelled values in rows, or the strip of figures with air around it."""
    match block:
        case Facts(rows):
            yield from (FactsItem(row, width) for row in rows)
        case Strip():
            yield Gap(1.2 * MM)
            yield StripItem(block, width)
            yield Gap(2 * MM)


def fact_runs(fact: Fact, between: str = "：") -> list[Run]:
    """Label, value and alarm, each in its tone."""
    label = [Run(f"{fact.label}{between}", Tone.LABEL)] if fact.label else []
    alarm = [Run(f"{WORD_SPACE}{fact.alarm}", Tone.ALARM)] if fact.alarm else []
    return [*label, Run(printed_fact(fact)), *alarm]


def _day(person: Signature) -> tuple[str, float]:
    """The day signed, or the words to write it between; and how far it stands from the line."""
    if person.signed_on:
        return written_date(person.signed_on), 2 * MM
    return f"年{WORD_SPACE}月{WORD_SPACE}日", 8 * MM


def _line_runs(facts: Sequence[Fact]) -> list[Run]:
    runs: list[Run] = []
    for fact in facts:
        runs += [Run(WORD_SPACE * 2)] if runs else []
        runs += fact_runs(fact)
    return runs


def _note_runs(person: Signature) -> list[Run]:
    return [Run("意见：", Tone.LABEL), Run(person.note or EMPTY)]
