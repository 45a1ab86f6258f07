"""Tables on paper: wrapped cells, a head that repeats, rows that split only when very high (reports.md §0)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.reports.flow import INNER_RULE, Item
from app.reports.ink import MM, Ink, Run, Tone, Type, bold, regular, styled
from app.reports.model import Align, Column, Mark, Table, Value, ValueKind
from app.reports.values import printed

SIDE = 1.0 * MM
OVER = 0.95 * MM
LEADING = 1.27
LEAST_ROW = 8.2 * MM
APPENDIX_FROM = 300
NUMBER_KINDS = frozenset((ValueKind.INTEGER, ValueKind.NUMBER, ValueKind.PERCENT))


@dataclass(frozen=True, slots=True)
class Cell:
    """Wrapped text in its type, ready to be drawn."""

    lines: Sequence[Sequence[Run]]
    face: Type
    align: Align

    @property
    def height(self) -> float:
        """Of the lines alone."""
        return len(self.lines) * self.face.leading


@dataclass(frozen=True, slots=True)
class Addendum:
    """The rest of a text too long for its cell; printed under 附记 with the same number."""

    number: int
    place: str
    text: str


class RowItem(Item):
    """One row of cells between the table's inner rules."""

    framed = True

    def __init__(
        self, cells: Sequence[Cell], widths: Sequence[float], *, head: Item | None, filled: bool = False
    ) -> None:
        self._cells = cells
        self._widths = widths
        self._filled = filled
        self.head = head
        self.height = max(max((cell.height for cell in cells), default=0.0) + 2 * OVER, LEAST_ROW)

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """Cells centred over the row's height, a thin rule between them."""
        if self._filled:
            ink.fill(x, y, width, self.height)
        for number, (cell, wide) in enumerate(zip(self._cells, self._widths, strict=True)):
            if number:
                ink.line(x, y, x, y + self.height, INNER_RULE, Tone.RULE)
            top = y + (self.height - cell.height) / 2
            ink.block(x + SIDE, top, wide - 2 * SIDE, cell.align, cell.lines, cell.face)
            x += wide

    def split(self, room: float) -> tuple[Item, Item] | None:
        """Between lines, in every cell that is too high."""
        counts = [int((room - 2 * OVER) / cell.face.leading) for cell in self._cells]
        if min(counts) < 1 or all(count >= len(cell.lines) for count, cell in zip(counts, self._cells, strict=True)):
            return None
        firsts = [Cell(c.lines[:n], c.face, c.align) for n, c in zip(counts, self._cells, strict=True)]
        rests = [Cell(c.lines[n:], c.face, c.align) for n, c in zip(counts, self._cells, strict=True)]
        rest = RowItem(rests, self._widths, head=self.head)
        rest.keep = self.keep
        return RowItem(firsts, self._widths, head=self.head), rest


class Grid:
    """Makes the rows of one table for paper `width` points wide; texts too long for a cell go to `addenda`."""

    def __init__(self, table: Table, width: float, addenda: list[Addendum]) -> None:
        self._table = table
        self._addenda = addenda
        self._width = width
        asked = sum(column.width for column in table.columns) or 1.0
        even = width / max(len(table.columns), 1)
        self._widths = [column.width * width / asked or even for column in table.columns]
        self._marks: dict[tuple[int, str], list[Mark]] = defaultdict(list)
        for mark in table.marks:
            self._marks[mark.row, mark.column].append(mark)
        self._head = self._head_row()

    def items(self, *, keep_last: bool) -> Iterator[Item]:
        """Rows, total and summary; `keep_last` binds the last ones to what follows."""
        table = self._table
        closing = [*self._closing_rows()]
        for number, values in enumerate(table.rows):
            row = RowItem(self._cells(number, values), self._widths, head=self._head)
            row.keep = number == len(table.rows) - 1 and (keep_last or bool(closing))
            yield row
        if not table.rows:
            closing.insert(0, self._spanning_row(table.empty, Align.CENTER))
        for number, row in enumerate(closing):
            row.keep = keep_last or number < len(closing) - 1
            yield row

    def _head_row(self) -> RowItem:
        face = bold(8.5, 1.3)
        cells = []
        for column, width in zip(self._table.columns, self._widths, strict=True):
            lines = face.lines(column.label, width - 2 * SIDE, even=True)
            cells.append(Cell([[Run(line)] for line in lines], face, Align.CENTER))
        return RowItem(cells, self._widths, head=None, filled=True)

    def _closing_rows(self) -> Iterator[RowItem]:
        table = self._table
        if table.total:
            face = bold(9)
            columns = zip(table.columns, table.total, self._widths, strict=True)
            cells = [self._fitted(column, _text(column, value), width, face) for column, value, width in columns]
            yield RowItem(cells, self._widths, head=self._head, filled=True)
        if table.summary:
            yield self._spanning_row(table.summary, Align.LEFT)

    def _spanning_row(self, text: str, align: Align) -> RowItem:
        face = regular(9)
        lines = styled([Run(text)], face, self._width - 2 * SIDE)
        return RowItem([Cell(lines, face, align)], [self._width], head=self._head)

    def _cells(self, number: int, values: Sequence[Value]) -> list[Cell]:
        return [
            self._cell(number, values, column, value, width)
            for column, value, width in zip(self._table.columns, values, self._widths, strict=True)
        ]

    def _cell(self, number: int, row: Sequence[Value], column: Column, value: Value, width: float) -> Cell:
        text = _text(column, value)
        if len(text) > APPENDIX_FROM:
            text = self._shortened(number, row, column, text)
        face = regular(8, LEADING) if column.long else bold(9, LEADING) if column.bold else regular(9, LEADING)
        marks = self._marks.get((number, column.key))
        if marks:
            return Cell(styled(_marked(text, marks), face, width - 2 * SIDE), face, column.align)
        return self._fitted(column, text, width, face)

    def _fitted(self, column: Column, text: str, width: float, face: Type) -> Cell:
        """Short values step down in size rather than break a number or leave one character alone on a line."""
        room = width - 2 * SIDE
        if column.kind in NUMBER_KINDS:
            while face.width(text) > room and face.size > 6:
                face = Type(face.font, face.size - 0.5, face.leading)
        even = column.align is Align.CENTER
        wrapped = styled([Run(text)], face, room) if not even else _even_lines(text, face, room)
        return Cell(wrapped, face, column.align)

    def _shortened(self, number: int, row: Sequence[Value], column: Column, text: str) -> str:
        names = [c.key for c in self._table.columns]
        name = f" {row[names.index(self._table.row_name)]}" if self._table.row_name in names else ""
        place = f"第 {number + 1} 行{name} {column.label}"
        addendum = Addendum(len(self._addenda) + 1, place, text[APPENDIX_FROM:])
        self._addenda.append(addendum)
        return f"{text[:APPENDIX_FROM]}……（续见附记 {addendum.number}）"


def _even_lines(text: str, face: Type, room: float) -> list[list[Run]]:
    return [[Run(line.strip())] for part in text.split("\n") for line in face.lines(part, room, even=True)]


def _text(column: Column, value: Value) -> str:
    return printed(value, column.kind, column.scale)


def _marked(text: str, marks: Sequence[Mark]) -> list[Run]:
    runs = [Run(text)]
    for mark in marks:
        runs += [Run(" "), Run(mark.text, Tone.ALARM if mark.alarm else Tone.LABEL, boxed=True)]
    return runs
