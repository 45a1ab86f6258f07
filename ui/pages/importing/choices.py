"""What a person decided about a file so far; kept by the names of its sheets, so that it outlives another trial."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.importing.findings import Cell, Choices, Decision, Row, Side
from app.importing.tables import Table

_Line = tuple[str, int]
_Place = tuple[str, int, int]


@dataclass(slots=True)
class Decided:
    """Decisions by sheet and line, texts and sides by sheet, line and column."""

    market_id: int | None = None
    owner_id: int | None = None
    rows: dict[_Line, Decision] = field(default_factory=dict)
    cells: dict[_Place, str] = field(default_factory=dict)
    sides: dict[_Place, Side] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows) + len(self.cells) + len(self.sides)

    def for_tables(self, tables: Sequence[Table]) -> Choices:
        """The same as a trial of these tables counts them."""
        number = {table.name: at for at, table in enumerate(tables)}
        return Choices(
            market_id=self.market_id,
            owner_id=self.owner_id,
            rows={(number[name], line): each for (name, line), each in self.rows.items() if name in number},
            cells=_numbered(self.cells, number),
            sides=_numbered(self.sides, number),
        )

    def decide(self, tables: Sequence[Table], row: Row, decision: Decision) -> None:
        """Decide about a row of a trial of these tables."""
        self.rows[tables[row[0]].name, row[1]] = decision

    def type_cell(self, tables: Sequence[Table], cell: Cell, text: str) -> None:
        """Put another text into a cell."""
        self.cells[tables[cell[0]].name, cell[1], cell[2]] = text

    def choose_side(self, tables: Sequence[Table], cell: Cell, side: Side) -> None:
        """Choose between two changes to a cell."""
        self.sides[tables[cell[0]].name, cell[1], cell[2]] = side


def _numbered(given: dict[_Place, str] | dict[_Place, Side], number: dict[str, int]) -> dict[Cell, Any]:
    return {(number[name], line, place): each for (name, line, place), each in given.items() if name in number}
