"""Looking at a file before anything is read for good: its tables, their headings, and what the columns become."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from app.errors import FileUnusable
from app.importing.layout import LOOKED_AT, Layout, find_layout, no_customer
from app.importing.mapping import Column, map_columns
from app.importing.targets import KEYS
from app.importing.templates import Template, applied
from app.importing.workbook import Sheet, open_tables

_SAMPLES = 300


@dataclass(frozen=True, slots=True)
class Table:
    """One table that can be imported: where its heading stands and what its columns become."""

    name: str
    layout: Layout
    columns: tuple[Column, ...]

    def with_column(self, place: int, **changes: Any) -> Table:
        """The table with one column mapped otherwise: `target`, `money`, `values`, `accept`."""
        columns = tuple(replace(each, **changes) if each.place == place else each for each in self.columns)
        return replace(self, columns=columns)


def look_at(path: Path, template: Template | None = None) -> tuple[Table, ...]:
    """The tables of a file that name customers; raises FileUnusable when it cannot be read or none does."""
    with open_tables(path) as sheets:
        found = [table for sheet in sheets if (table := _table(sheet, template))]
        names = [sheet.name for sheet in sheets]
    if not found:
        raise FileUnusable(
            f"{path.name} 里没有找到客户名单（看了 {'、'.join(names) or '0 张表'}），没有导入任何数据。"
            "请让标题行里有“客户名称”和至少另一列，再试一次。"
        )
    return tuple(found)


def _table(sheet: Sheet, template: Template | None) -> Table | None:
    with closing(sheet.rows()) as rows:  # type: ignore[type-var]
        first = list(islice(rows, LOOKED_AT + _SAMPLES))
    layout = find_layout(first[:LOOKED_AT], sheet.merged)
    if layout is None:
        return None
    samples: Sequence[Sequence[Any]] = [row for row in first[layout.body :] if not no_customer(row, layout.headings)]
    columns = map_columns(layout, samples)
    if template:
        columns = applied(template, columns)
    if not {column.target for column in columns} & {"name", *KEYS}:
        return None
    return Table(sheet.name, layout, columns)
