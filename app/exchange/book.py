"""Writing the archive workbook: rows streamed into its sheets, a new sheet where one is full, everything else last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.utils import get_column_letter

from app.exchange import checksum
from app.exchange.columns import NO_DATA, Column, Shape, Sheet
from app.exchange.labels import Lists
from app.exchange.package import MOST_BYTES, Counted, Package, count_back
from app.exchange.reading import Batch
from app.exchange.rows import Cells, cell_writer, row_writer, summed_texts
from app.exchange.shared import SharedTexts
from app.exchange.shell import FIRST_ROW, HEAD_ROW, LONG_TEXTS, Placed, Shell, build_shell
from app.exchange.texts import Block, escaped, parts_of
from app.reports.model import Footer

MOST_ROWS = 1_000_000
"""How many rows of data one sheet takes; Excel ends at 1,048,576."""


@dataclass(frozen=True, slots=True)
class Written:
    """A worksheet as it was written and as it was found to be when it was read back; rows are rows of data."""

    name: str
    rows: int
    columns: int
    found_rows: int
    found_columns: int

    @property
    def agrees(self) -> bool:
        """Whether the file holds what was written."""
        return (self.rows, self.columns) == (self.found_rows, self.found_columns)


@dataclass(frozen=True, slots=True)
class Wording:
    """What stands on every sheet: the line below its title, the foot, and the day that overdue is measured from."""

    told: str
    footer: Footer
    today: date


class Book:
    """One workbook being written to an open file. Sheets come in their order; `finish` makes a workbook of them."""

    def __init__(
        self, file: IO[bytes], sheets: Sequence[Sheet], lists: Lists, wording: Wording, *, most_rows: int = MOST_ROWS
    ) -> None:
        self._package, self._file, self._shared = Package(file), file, SharedTexts()
        self._lists, self._wording, self._most = lists, wording, most_rows
        self._heads = self._shell([Placed(sheet.name, sheet) for sheet in (*sheets, _LONG)], lists)
        self._placed: list[Placed] = []
        self._long: list[tuple[str, str, str]] = []
        self._totals: dict[str, float] = {}

    def write(self, sheet: Sheet, batches: Iterable[Batch], step: Callable[[int], None]) -> None:
        """Write a sheet, or as many as its rows need; `step` is told how many customers have been read."""
        self._begin(sheet)
        for batch in batches:
            self._add(sheet, batch)
            step(batch.customers)
        self._end()

    def finish(self, path: Path, notes: Callable[[Sequence[Written]], Sequence[Sequence[str]]]) -> list[Written]:
        """Count what the file at `path` holds, and add everything but the rows; `notes` makes 说明 of the counts."""
        if self._long:
            self._write_long_texts()
        self._package.finish()
        self._file.flush()
        written = [_compared(each, count_back(path, self._part(place))) for place, each in enumerate(self._placed)]
        shell = self._shell(self._placed, self._lists, notes(written))
        with ZipFile(path, "a", ZIP_DEFLATED) as book:
            for name, content in self._shared.joined(shell.parts).items():
                book.writestr(name, content)
        return written

    @staticmethod
    def _part(place: int) -> str:
        return f"xl/worksheets/sheet{place + 2}.xml"

    def _shell(self, placed: Sequence[Placed], lists: Lists, notes: Sequence[Sequence[str]] = ()) -> Shell:
        wording = self._wording
        return build_shell(placed, lists, told=wording.told, today=wording.today, notes=notes, footer=wording.footer)

    def _begin(self, sheet: Sheet) -> None:
        """Open the next part for the sheet; a second one of it has a number behind its name."""
        parts = sum(each.sheet is sheet for each in self._placed)
        name = f"{sheet.name} ({parts + 1})" if parts else sheet.name
        self._placed.append(Placed(name, sheet))
        columns = self._placed[-1].columns
        self._next = FIRST_ROW
        self._totals = dict.fromkeys(sheet.totals, 0.0)
        self._write_rows = row_writer(
            [
                self._cells(name, *each)
                for each in enumerate(zip(columns, self._heads.styles[sheet.name], strict=True), 1)
            ]
        )
        self._sums = [summed_texts(columns[place], self._lists.of(columns[place])) for place in sheet.editable]
        self._package.open(self._part(len(self._placed) - 1))
        self._package.write(self._heads.sheets[sheet.name][1])

    def _cells(self, name: str, place: int, styled: tuple[Column, Any]) -> Cells:
        column, styles = styled
        letter = get_column_letter(place)
        labels = self._lists.of(column)

        def too_long(cell: str, text: str) -> None:
            self._long.append((name, cell, text))

        return cell_writer(column, letter, styles, labels, too_long, self._shared)

    def _add(self, sheet: Sheet, batch: Batch) -> None:
        done = 0
        while done < batch.rows:
            if self._next - FIRST_ROW >= self._most or self._package.size > MOST_BYTES:
                self._end()
                self._begin(sheet)
            count = min(batch.rows - done, self._most - (self._next - FIRST_ROW))
            part = batch if count == batch.rows else batch.part(done, count)
            self._package.write(self._write_rows(self._blocks(sheet, part), self._next))
            self._sum_up(sheet, part.values)
            self._next, done = self._next + count, done + count

    def _blocks(self, sheet: Sheet, part: Batch) -> list[Block]:
        """The columns of some rows, the hidden ones among them."""
        blocks = [Block(values) for values in part.values]
        if not sheet.checked:
            return blocks
        texts = [summed(blocks[place]) for summed, place in zip(self._sums, sheet.editable, strict=True)]
        checks = map(checksum.written, part.uids, part.versions, zip(*texts, strict=True))
        return [*blocks, Block(part.uids), Block(list(checks))]

    def _sum_up(self, sheet: Sheet, values: Sequence[Sequence[Any]]) -> None:
        for column, each in zip(sheet.columns, values, strict=True):
            if column.title in self._totals:
                self._totals[column.title] += sum(filter(None, each))

    def _end(self) -> None:
        """Close the open part with its last row and what follows the rows."""
        placed = replace(self._placed[-1], last=self._next - 1)
        self._placed[-1] = placed
        if self._next == FIRST_ROW:
            self._package.write(f'<row r="{FIRST_ROW}">{_text("A", FIRST_ROW, NO_DATA)}</row>'.encode())
        elif self._totals:
            self._package.write(self._total_row(placed).encode())
        self._package.write(self._shell([placed], _NO_LISTS).sheets[placed.name][2])
        self._package.close()

    def _total_row(self, placed: Placed) -> str:
        row, cells = self._next, [_text("A", self._next, "合计")]
        count = f"SUBTOTAL(103,A{FIRST_ROW}:A{placed.last})"
        cells.append(f'<c r="B{row}" t="str"><f>{count}&amp;" 户"</f><v>{placed.last - HEAD_ROW} 户</v></c>')
        for place, column in enumerate(placed.columns, 1):
            if column.title in self._totals:
                letter = get_column_letter(place)
                total = f"SUBTOTAL(109,{letter}{FIRST_ROW}:{letter}{placed.last})"
                cells.append(f'<c r="{letter}{row}"><f>{total}</f><v>{self._totals[column.title]!r}</v></c>')
        return f'<row r="{row}">{"".join(cells)}</row>'

    def _write_long_texts(self) -> None:
        """The texts that no cell holds, whole, in pieces."""
        pieces = [
            (name, cell, number, piece)
            for name, cell, text in self._long
            for number, piece in enumerate(parts_of(text), 1)
        ]
        values: list[Sequence[Any]] = list(zip(*pieces, strict=True))
        self.write(_LONG, [Batch(values, (), (), 0)], lambda _: None)


_NO_LISTS = Lists({}, {})
_LONG = Sheet(
    name=LONG_TEXTS,
    columns=(
        Column(title="工作表", width=14),
        Column(title="单元格", width=10),
        Column(title="段", width=6, shape=Shape.NUMBER, number_format="0"),
        Column(title="内容", width=100),
    ),
)


def _compared(placed: Placed, counted: Counted) -> Written:
    """The rows of data are those below the head, but for the totals, or the line that says there are none."""
    rows = placed.last - HEAD_ROW
    below = counted.rows - HEAD_ROW
    extra = 1 if not rows or placed.sheet.totals else 0
    return Written(placed.name, rows, len(placed.columns), below - extra, counted.columns)


def _text(letter: str, row: int, text: str) -> str:
    return f'<c r="{letter}{row}" t="inlineStr"><is><t>{escaped(text)}</t></is></c>'
