"""这个文件里的表: which sheets are imported, and where each has its heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.importing.tables import Table
from ui.tables.columns import Column, Status
from ui.tables.ticks import TickTable


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One sheet; without a table it has no heading yet and cannot be imported."""

    name: str
    height: int
    table: Table | None
    given_out: bool = False
    """Whether the file is one the program gave out: then only some sheets come back."""

    @property
    def state(self) -> Status:
        """Where its heading is."""
        if self.table is None:
            return Status(word="不导回") if self.given_out else Status(word="没有找到标题", tone="warn")
        layout = self.table.layout
        rows = f"第 {layout.first + 1} 行" if layout.height == 1 else f"第 {layout.first + 1}–{layout.body} 行"
        return Status(word=f"标题在{rows}", tone="ok")


_COLUMNS = (
    Column(key="name", title="表", width=120, stretch=True),
    Column(key="height", title="行数", width=76, kind="number"),
    Column(key="state", title="标题", width=160),
)


class SheetTable(TickTable):
    """Space ticks the sheets to import."""

    def __init__(self) -> None:
        super().__init__(_COLUMNS, lambda line: line.name)
        self.setAccessibleName("这个文件里的表")

    def show_sheets(self, lines: Sequence[SheetLine]) -> None:
        """Show other sheets, or the same ones after a change."""
        self.show_ticked(list(lines))

    def is_ticked(self, row: SheetLine) -> bool:
        """A sheet without a heading is never imported."""
        return row.table is not None and super().is_ticked(row)

    def left_out(self) -> set[str]:
        """The sheets that are not imported although they could be."""
        ticked = {line.name for line in self.ticked_rows()}
        lines = [self.rows.row(number) for number in range(self.rows.rowCount())]
        return {line.name for line in lines if line.table is not None and line.name not in ticked}
