"""The first rows of a sheet as they stand in the file, with the heading that was found; another row can be named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from ui.keys import ENTER
from ui.tables.columns import Column, Status
from ui.tables.view import RecordTable

SHOWN_ROWS, _SHOWN_COLUMNS = 40, 40


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row: its number from 1, its cells as texts, and whether it belongs to the heading."""

    number: int
    cells: Sequence[str]
    heads: bool = False


class PreviewTable(RecordTable):
    """`heading_chosen` carries the first row of the heading, counted from 0, and how many rows it takes.

    Enter makes the current row the heading, Shift+Enter it and the row below.
    """

    heading_chosen = Signal(int, int)

    def __init__(self) -> None:
        super().__init__([_number_column()])
        self.setAccessibleName("表格预览")

    def show_sheet(self, rows: Sequence[Sequence[str]], first: int, height: int) -> None:
        """Show the first rows of a sheet; the heading begins at `first`, counted from 0, -1 when none was found."""
        width = min(max((len(row) for row in rows), default=0), _SHOWN_COLUMNS)
        self.set_columns([_number_column(), *(_cell_column(place) for place in range(width))])
        self.show_rows([FileRow(number + 1, row, first <= number < first + height) for number, row in enumerate(rows)])
        self.select_row(max(0, first))

    def choose_heading(self, height: int) -> None:
        """Make the current row the first of the heading."""
        row = self.current_row()
        if row is not None:
            self.heading_chosen.emit(row.number - 1, height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Shift+Enter name the heading."""
        if event.key() in ENTER:
            self.choose_heading(2 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)


def _number_column() -> Column:
    return Column(key="number", title="行", width=84, value=_mark)


def _mark(row: FileRow) -> Status | str:
    return Status(word=f"{row.number} 标题", tone="link") if row.heads else str(row.number)


def _cell_column(place: int) -> Column:
    return Column(
        key=f"cell{place}",
        title=letters(place),
        width=124,
        value=partial(_cell, place=place),
        tone=lambda row: "link" if row.heads else "",
    )


def _cell(row: FileRow, place: int) -> str:
    return row.cells[place].replace("\n", " ") if place < len(row.cells) else ""


def letters(place: int) -> str:
    """What spreadsheets call a column: A, B … Z, AA."""
    text, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
