"""Tables on paper: wrapped cells, a head that repeats, subtotals, rows split only when very high (reports.md §0)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from app.reports.addenda import Addenda
from app.reports.galley import Galley
from app.reports.ink import MM, Ink, Run, Tone, Type, bold, plain, regular, styled
from app.reports.model import Align, Column, Mark, Subtotal, Table, Value, ValueKind
from app.reports.row import SIDE, Frame, RowItem
from app.reports.stack import INNER_RULE, Item
from app.reports.values import printed

LEADING = 1.27
REMEMBERED = 1024
"""Set cells a column remembers: most columns say the same few words again and again."""


class GridColumn:
    """One printed column: where its texts stand and how they are set."""

    def __init__(self, column: Column, index: int, left: float, width: float) -> None:
        self.column = column
        self.index = index
        self.left = left
        self.width = width
        self.room = width - 2 * SIDE
        self._face = regular(8, LEADING) if column.long else bold(9, LEADING) if column.bold else regular(9, LEADING)
        self._is_text = column.kind is ValueKind.TEXT
        self._set: dict[str, Galley] = {}

    def text(self, value: Value) -> str:
        """The value as printed."""
        if self._is_text and value and type(value) is str:
            return value
        return printed(value, self.column.kind, self.column.scale)

    def summed(self, value: Value) -> str:
        """The value as a total prints it: where words are not summed the cell is empty, a missing number is —."""
        return "" if value is None and not self.column.kind.is_number else self.text(value)

    def cell(self, text: str) -> Galley:
        """The text set in the column's face, from memory when it was set before."""
        found = self._set.get(text)
        if found is None:
            if len(self._set) >= REMEMBERED:
                self._set.clear()
            found = self._set[text] = self.fitted(text, self._face)
        return found

    def fitted(self, text: str, face: Type) -> Galley:
        """Numbers step down in size rather than break; centred words break into lines of equal width."""
        if self.column.kind.is_number:
            face = face.fitting(text, self.room)
        even = self.column.align is Align.CENTER
        return Galley(plain(text, face, self.room, even=even), face, self.column.align, self.room)

    def marked(self, text: str, marks: Sequence[Mark]) -> Galley:
        """The text with its marks behind it."""
        runs = [Run(text)]
        for mark in marks:
            runs += [Run(" "), Run(mark.text, Tone.ALARM if mark.alarm else Tone.LABEL, boxed=True)]
        return Galley(styled(runs, self._face, self.room), self._face, self.column.align, self.room)


class Grid:
    """Makes the rows of one table for paper `width` points wide, each at least `least` high; too long texts go to `addenda`."""

    def __init__(self, table: Table, width: float, addenda: Addenda, least: float) -> None:
        self._table = table
        self._addenda = addenda
        self._width = width
        self._columns = _columns(table, width)
        self._least = least
        self._frame = Frame(tuple(column.left for column in self._columns[1:]), least=least)
        self._closing_frame = Frame(self._frame.posts, ((0.0, width),), least)
        self._marks: dict[tuple[int, str], list[Mark]] = defaultdict(list)
        for mark in table.marks:
            self._marks[mark.row, mark.column].append(mark)
        self._head = HeadItem(self._columns, width, least)
        keys = [column.key for column in table.columns]
        self._name = keys.index(table.row_name) if table.row_name in keys else None

    def items(self, *, keep_last: bool) -> Iterator[Item]:
        """Rows with their subtotals, total and summary; `keep_last` binds the last ones to what follows."""
        closing = [*self._closing_rows()]
        before: Item | None = None
        for row in self._rows():
            if before:
                yield before
            before = row
        if before:
            before.keep = keep_last or bool(closing)
            yield before
        else:
            closing.insert(0, self._line(self._table.empty, Align.CENTER))
        for number, row in enumerate(closing):
            row.keep = keep_last or number < len(closing) - 1
            yield row

    def _rows(self) -> Iterator[RowItem]:
        """Every row; one before a subtotal stays with it."""
        subtotals = {subtotal.after: subtotal for subtotal in self._table.subtotals}
        for number, values in enumerate(self._table.rows):
            subtotal = subtotals.get(number + 1)
            yield RowItem(self._cells(number, values), self._frame, head=self._head, keep=subtotal is not None)
            if subtotal:
                yield self._subtotal(subtotal)

    def _cells(self, number: int, values: Sequence[Value]) -> list[tuple[float, Galley]]:
        cells = []
        marks = self._marks
        for column in self._columns:
            text = column.text(values[column.index])
            if self._addenda.too_long(text):
                text = self._addenda.shortened(text, self._place(number, values, column.column))
            marked = marks.get((number, column.column.key)) if marks else None
            cells.append((column.left + SIDE, column.marked(text, marked) if marked else column.cell(text)))
        return cells

    def _place(self, number: int, values: Sequence[Value], column: Column) -> str:
        name = f" {values[self._name]}" if self._name is not None else ""
        return f"第 {number + 1} 行{name} {column.label}"

    def _closing_rows(self) -> Iterator[RowItem]:
        if self._table.total:
            yield self._values_line(self._table.total)
        if self._table.summary:
            yield self._line(self._table.summary, Align.LEFT)

    def _subtotal(self, subtotal: Subtotal) -> RowItem:
        if subtotal.values:
            return self._values_line(subtotal.values)
        return self._line(subtotal.words, Align.LEFT, filled=True)

    def _values_line(self, values: Sequence[Value]) -> RowItem:
        face = bold(9, LEADING)
        cells = [
            (column.left + SIDE, column.fitted(column.summed(values[column.index]), face)) for column in self._columns
        ]
        return RowItem(cells, self._closing_frame, head=self._head)

    def _line(self, text: str, align: Align, *, filled: bool = False) -> RowItem:
        galley = Galley.of(text, bold(9) if filled else regular(9), self._width - 2 * SIDE, align)
        frame = Frame(fields=((0.0, self._width),) if filled else (), least=self._least)
        return RowItem([(SIDE, galley)], frame, head=self._head)


class HeadItem(RowItem):
    """The head of a table: labels on grey, those of one group under the group's own label."""

    def __init__(self, columns: Sequence[GridColumn], width: float, least: float) -> None:
        face = bold(8.5, 1.3)
        labels = [Galley.of(column.column.label, face, column.room, Align.CENTER, even=True) for column in columns]
        posts = tuple(column.left for column in columns[1:])
        super().__init__(
            [(c.left + SIDE, g) for c, g in zip(columns, labels, strict=True)], Frame(posts, ((0, width),))
        )
        self._groups = [*_groups(columns, face)]
        self._band = max((galley.height for *_, galley in self._groups), default=0.0)
        if self._groups:
            self._band += 2 * MM
            self._make_room(columns, labels)

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """The groups' labels in a band above those of their columns, a rule under each."""
        if not self._groups:
            super().draw(ink, x, y, width)
            return
        ink.fill(x, y, width, self.height)
        for left, galley, grouped in self._labels:
            top = y + self._band if grouped else y
            galley.draw(ink, x + left, top + (self.height - (self._band if grouped else 0) - galley.height) / 2)
        for post, top in self._short_posts:
            ink.line(x + post, y + top, x + post, y + self.height, INNER_RULE, Tone.RULE)
        for left, wide, galley in self._groups:
            galley.draw(ink, x + left + SIDE, y + (self._band - galley.height) / 2)
            ink.line(x + left, y + self._band, x + left + wide, y + self._band, INNER_RULE, Tone.RULE)

    def _make_room(self, columns: Sequence[GridColumn], labels: Sequence[Galley]) -> None:
        self._labels = [
            (column.left + SIDE, galley, bool(column.column.group))
            for column, galley in zip(columns, labels, strict=True)
        ]
        self._short_posts = [
            (column.left, self._band if column.column.group and column.column.group == before.column.group else 0.0)
            for before, column in pairwise(columns)
        ]
        self.posts = ()
        highest = max(galley.height for galley in labels)
        self.height = max(self.height, self._band + highest + 2 * self._frame.over)


def _columns(table: Table, width: float) -> list[GridColumn]:
    shown = [(index, column) for index, column in enumerate(table.columns) if column.paper]
    asked = sum(column.width for _, column in shown) or 1.0
    even = width / max(len(shown), 1)
    columns, left = [], 0.0
    for index, column in shown:
        wide = column.width * width / asked or even
        columns.append(GridColumn(column, index, left, wide))
        left += wide
    return columns


def _groups(columns: Sequence[GridColumn], face: Type) -> Iterator[tuple[float, float, Galley]]:
    """Left, width and label of each run of columns that share a group."""
    for name, members in groupby(columns, key=lambda column: column.column.group):
        run = [*members]
        if name:
            left, right = run[0].left, run[-1].left + run[-1].width
            yield left, right - left, Galley.of(name, face, right - left - 2 * SIDE, Align.CENTER, even=True)
