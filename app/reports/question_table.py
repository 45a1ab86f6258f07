"""Table questions on paper: a head that repeats, rows high enough to write in, two lines a row where one is too short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.reports.galley import Galley
from app.reports.ink import MM, Ink, Run, Tone, bold, regular
from app.reports.model import Align
from app.reports.question_cells import PAD, WRITING, Lines, option_text, value_face
from app.reports.question_data import QuestionColumn, QuestionTable
from app.reports.row import SIDE, Frame, RowItem
from app.reports.stack import INNER_RULE, Item

LEAST_COLUMN = 20 * MM
SEQUENCE = 7 * MM
HEAD = 6 * MM


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one column stands: on which line of a row, and from where to where."""

    index: int
    column: QuestionColumn
    line: int
    left: float
    width: float

    @property
    def room(self) -> float:
        """For text."""
        return self.width - 2 * SIDE


class HeadItem(Item):
    """The columns' labels, in one line or two."""

    framed = True
    keep = True

    def __init__(self, places: Sequence[Sequence[_Place]], width: float) -> None:
        face = bold(8.5, 1.25)
        self._lines = [
            [(place, Galley.of(place.column.label, face, place.room, Align.CENTER, even=True)) for place in line]
            for line in places
        ]
        self._heights = [max([galley.height + 1.6 * MM for _, galley in line] + [HEAD]) for line in self._lines]
        self.height = sum(self._heights)

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """On a grey field, ruled as the rows under it."""
        ink.fill(x, y, width, self.height)
        for number, (line, height) in enumerate(zip(self._lines, self._heights, strict=True)):
            if number:
                ink.line(x + SEQUENCE, y, x + width, y, INNER_RULE, Tone.RULE)
            for place, galley in line:
                ink.line(x + place.left, y, x + place.left, y + height, INNER_RULE, Tone.RULE)
                galley.draw(ink, x + place.left + SIDE, y + (height - galley.height) / 2)
            y += height


def table_items(table: QuestionTable, width: float) -> Iterator[Item]:
    """Head, rows and the legend under them; the lines of one row stay together."""
    places = _places(table.columns, width)
    head = HeadItem(places, width)
    blank = ("",) * len(table.columns)
    rows = table.rows or (blank,) * max(table.blank, 1)
    for number, values in enumerate(rows, 1):
        for line, members in enumerate(places):
            last = line == len(places) - 1
            first_words = str(number) if not line else ""
            row = _row(members, values, first_words, head)
            row.keep = not last or (number == len(rows) and bool(table.legend)) or number == 1 < len(rows)
            yield row
    if table.legend:
        galley = Galley.of(table.legend, regular(8), width - 2 * PAD)
        yield RowItem([(PAD, galley)], Frame((), (), 0.0), head=head)


def _row(members: Sequence[_Place], values: Sequence[str], number: str, head: Item) -> RowItem:
    cells: list[tuple[float, Galley]] = []
    if number:
        cells.append((0.0, Galley([[Run(number, Tone.LABEL)]], regular(8), Align.CENTER, SEQUENCE)))
    for place in members:
        cells.append((place.left + SIDE, _cell(place, values[place.index])))
    return RowItem(cells, Frame(tuple(place.left for place in members), (), WRITING), head=head)


def _cell(place: _Place, value: str) -> Galley:
    if value or not place.column.options:
        return Galley.of(value, value_face(), place.room)
    lines = Lines(tuple(map(option_text, place.column.options)), between=" ")
    face = regular(8, 1.5)
    return Galley(lines.wrapped(face, place.room), face)


def _places(columns: Sequence[QuestionColumn], width: float) -> list[list[_Place]]:
    """The columns on one line, or on as many as keep each wide enough to write in, then under each other."""
    room = width - SEQUENCE
    count = -(-len(columns) // max(int(room / LEAST_COLUMN), 1))
    size = -(-len(columns) // count)
    if count == 1:
        total = sum(column.share for column in columns)
        return [_line(columns, 0, 0, [column.share / total * room for column in columns])]
    starts = range(0, len(columns), size)
    return [_line(columns[start : start + size], n, start, [room / size] * size) for n, start in enumerate(starts)]


def _line(members: Sequence[QuestionColumn], line: int, first: int, widths: Sequence[float]) -> list[_Place]:
    """One line of columns; the last one reaches to the right edge."""
    left, placed = SEQUENCE, []
    for number, column in enumerate(members):
        wide = widths[number] if number < len(members) - 1 else sum(widths[number:])
        placed.append(_Place(first + number, column, line, left, wide))
        left += wide
    return placed
