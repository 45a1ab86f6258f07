"""The rows an import did not take, as a workbook: each as it stood, with the reason beside every cell that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from app.errors import Cancelled
from app.exchange.columns import CHECK, DAY_FORMAT, MOMENT_FORMAT, UID, Column, Shape
from app.exchange.package import Package
from app.exchange.rows import Cells, Styles, cell_writer, row_writer
from app.exchange.texts import Block
from app.importing.readers import cell_text
from app.importing.source import uncollected
from app.importing.tables import Table
from app.importing.trial import Trial, chunks
from app.reports.cells import LONGEST_TEXT
from app.reports.writing import replaced
from app.tasks import Task

if TYPE_CHECKING:
    from openpyxl import Workbook

_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_WIDTH, _REASON_WIDTH = 16, 34
_REASON, _LINE = "原因", "行号"
_LONGEST_SHEET_NAME = 31
_KINDS = (
    Column(title="text", width=_WIDTH),
    Column(title="number", width=_WIDTH, shape=Shape.NUMBER),
    Column(title="day", width=_WIDTH, shape=Shape.DAY, number_format=DAY_FORMAT),
    Column(title="moment", width=_WIDTH, shape=Shape.MOMENT, number_format=MOMENT_FORMAT),
)
"""What stands in the cells of a file: texts, numbers, days and moments."""

_WHOLE_ROW = -1
_TEXTS, _NUMBERS = frozenset({str, type(None)}), frozenset({int, float, type(None)})

Kept = tuple[int, list[tuple[Any, ...]], list[Any]]
"""A row not taken: its line, the values of its problems, and its cells as they stood or were typed anew."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """The columns of one table's sheet: places in the file, and those that a column of reasons stands beside."""

    table: Table
    wrong: frozenset[int]

    def titles(self) -> Iterator[str]:
        """The headings."""
        yield from (_LINE, _REASON)
        for column in self.table.columns:
            yield column.heading
            if column.place in self.wrong:
                yield f"{column.heading}{_REASON}"

    def blocks(self, rows: Sequence[Kept]) -> Iterator[Block]:
        """The values of some rows, a column each."""
        said = _said([problems for _, problems, _ in rows])
        found = list(zip_longest(*(cells for _, _, cells in rows)))
        nothing = Block([None] * len(rows))
        yield Block([line for line, _, _ in rows])
        yield said.get(_WHOLE_ROW, nothing)
        for column in self.table.columns:
            at = column.place
            yield Block(_storable(found[at])) if at < len(found) else nothing
            if at in self.wrong:
                yield said.get(at, nothing)

    def writers(self, styles: Sequence[Styles]) -> list[Cells]:
        """How the columns become cells."""
        from openpyxl.utils import get_column_letter

        titles = list(self.titles())
        return [_any_cells(get_column_letter(place), styles) for place in range(1, len(titles) + 1)]


def write_rejects(trial: Trial, path: Path, task: Task) -> int:
    """Write the pending rows of a trial into a new workbook; returns how many.

    It has the columns of the file, so that it can be corrected and imported again; after each column with problems
    stands one with the reasons. Written aside and renamed. Raises FileUnusable when it cannot be written.
    """
    plans = _plans(trial)
    try:
        with uncollected(), replaced(path) as temporary, temporary.open("wb") as file:
            return _write(trial, plans, Package(file), task)
    except Cancelled as stopped:
        raise Cancelled(f"已停下，没有写出 {path.name}。") from stopped


def _write(trial: Trial, plans: Sequence[_Plan], package: Package, task: Task) -> int:
    parts, sheets, styles = _shell(plans)
    for name, content in parts.items():
        package.add(name, content)
    written, kept = 0, trial.spool.others()
    for number, plan in enumerate(plans):
        name, before, after = sheets[number]
        package.open(name)
        package.write(before)
        write, line = row_writer(plan.writers(styles)), 2
        for rows in chunks(trial.source, plan.table, number, trial.choices):
            task.step(written, trial.counts.pending, "写出待处理的行")
            cells = dict(rows)
            pending = [(at, problems, cells[at]) for at, _, problems in next(kept).pending]
            if pending:
                package.write(write(list(plan.blocks(pending)), line))
            line, written = line + len(pending), written + len(pending)
        package.write(after)
        package.close()
    package.finish()
    return written


def _plans(trial: Trial) -> list[_Plan]:
    wrong: dict[int, set[int]] = {}
    for group in trial.groups:
        wrong.setdefault(group.table, set()).add(group.first.place)
    return [_Plan(table, frozenset(wrong.get(number, ()))) for number, table in enumerate(trial.tables)]


def _shell(plans: Sequence[_Plan]) -> tuple[dict[str, bytes], list[tuple[str, bytes, bytes]], Sequence[Styles]]:
    """The workbook but for its rows: its parts, its sheets as what stands before and after, and the cells' styles."""
    from openpyxl import Workbook

    from app.exchange.shell import column_styles

    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    styles = column_styles(book, _KINDS)
    for plan in plans:
        _head(book, plan)
    stream = BytesIO()
    book.save(stream)
    with ZipFile(stream) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheets = []
    for number in range(1, len(plans) + 1):
        name = f"xl/worksheets/sheet{number}.xml"
        before, after = parts.pop(name).split(b"</sheetData>")
        sheets.append((name, re.sub(rb"<dimension [^>]*/>", b"", before), b"</sheetData>" + after))
    return parts, sheets, styles


def _head(book: Workbook, plan: _Plan) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(_SHEET_NAME.sub(" ", plan.table.name)[:_LONGEST_SHEET_NAME] or "客户")
    sheet.freeze_panes = "C2"
    for place, title in enumerate(plan.titles(), start=1):
        cell = sheet.cell(1, place, "")
        cell.value, cell.data_type, cell.font = title or None, "s", Font(bold=True)
        dimension = sheet.column_dimensions[get_column_letter(place)]
        dimension.width = _REASON_WIDTH if title.endswith(_REASON) else _WIDTH
        dimension.hidden = plan.table.archive is not None and title in (UID, CHECK)


def _any_cells(letter: str, styles: Sequence[Styles]) -> Cells:
    """How a column of the file becomes cells again: each value as what it is, texts never as formulas."""
    writers = [
        cell_writer(kind, letter, style, {}, lambda _cell, _text: None)
        for kind, style in zip(_KINDS, styles, strict=True)
    ]

    def write(block: Block, first: int) -> Sequence[bytes]:
        classes = set(map(type, block.values))
        if classes <= _TEXTS or classes <= _NUMBERS:
            return writers[classes <= _NUMBERS](block, first)
        kinds = [_kind(value) for value in block.values]
        parts = [
            writer(
                Block([value if kind == each else None for value, each in zip(block.values, kinds, strict=True)]), first
            )
            for kind, writer in enumerate(writers)
        ]
        return [b"".join(cells) for cells in zip(*parts, strict=True)]

    return write


def _kind(value: Any) -> int:
    """Which of `_KINDS` a value is."""
    if value is None or isinstance(value, str):
        return 0
    return 3 if isinstance(value, datetime) else 2 if isinstance(value, date) else 1


def _said(rows: Sequence[Sequence[tuple[Any, ...]]]) -> dict[int, Block]:
    """What is wrong with the cells of some rows, by the place of their column."""
    words: dict[int, list[str | None]] = {}
    for at, problems in enumerate(rows):
        for place, _, _, _, reason, suggestion in problems:
            word = f"{reason}。可改为 {suggestion}" if suggestion else reason
            column = words.setdefault(place, [None] * len(rows))
            before = column[at]
            column[at] = (word if before is None else f"{before}；{word}")[:LONGEST_TEXT]
    return {place: Block(column) for place, column in words.items()}


def _storable(values: Sequence[Any]) -> Sequence[Any]:
    """The cells of a column as a workbook holds them; truth values, times and errors as words."""
    classes = set(map(type, values))
    if classes <= _NUMBERS or (classes <= _TEXTS and max(map(len, filter(None, values)), default=0) <= LONGEST_TEXT):
        return values
    return [_one_storable(raw) for raw in values]


def _one_storable(raw: Any) -> Any:
    if isinstance(raw, str):
        return raw[:LONGEST_TEXT]
    if raw is None or (isinstance(raw, int | float | date) and not isinstance(raw, bool)):
        return raw
    return cell_text(raw)
