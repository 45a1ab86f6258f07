"""Looking at a file before anything is read for good: its tables, their headings, and what the columns become."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from app.errors import FileUnusable
from app.importing.archive_tables import ArchiveTable, archive_columns, find_archive
from app.importing.layout import LOOKED_AT, Layout, find_layout, layout_at, no_customer
from app.importing.mapping import Column, map_columns
from app.importing.readers import cell_text
from app.importing.source import Source, SourceSheet
from app.importing.targets import KEYS
from app.importing.templates import Template, applied

_SAMPLES = 300
_PREVIEW = 50


@dataclass(frozen=True, slots=True)
class Table:
    """One table that can be imported: where its heading stands and what its columns become.

    `rows` is how many stand under the heading, `preview` the first rows of the sheet as texts.
    A sheet of a workbook the program gave out has `archive`: its columns are known and not to be mapped otherwise.
    """

    name: str
    layout: Layout
    columns: tuple[Column, ...]
    rows: int = 0
    preview: tuple[tuple[str, ...], ...] = ()
    archive: ArchiveTable | None = None

    def with_column(self, place: int, **changes: Any) -> Table:
        """The table with one column mapped otherwise: `target`, `money`, `values`, `accept`."""
        columns = tuple(replace(each, **changes) if each.place == place else each for each in self.columns)
        return replace(self, columns=columns)


def look_at(source: Source, template: Template | None = None) -> tuple[Table, ...]:
    """The tables of a file that name customers; raises FileUnusable when none does.

    Of a workbook the program gave out only the sheets that may be brought back: its others name customers too.
    """
    found = [table for sheet in source.sheets if (table := _table(sheet, template))]
    if not found:
        names = "、".join(sheet.name for sheet in source.sheets) or "0 张表"
        raise FileUnusable(
            f"{source.path.name} 里没有找到客户名单（看了 {names}），没有导入任何数据。"
            "请让标题行里有“客户名称”和至少另一列，再试一次。"
        )
    return tuple([table for table in found if table.archive] or found)


def table_at(source: Source, name: str, first: int, height: int) -> Table:
    """The table of a sheet with the heading a person named: `height` rows from row `first`, counted from 0."""
    sheet = source.sheet(name)
    rows = list(islice(sheet.rows(), first + height + _SAMPLES))
    layout = layout_at(rows, sheet.merged, first, height)
    return _mapped(sheet, layout, rows, None)


def _table(sheet: SourceSheet, template: Template | None) -> Table | None:
    first = list(islice(sheet.rows(), LOOKED_AT + _SAMPLES))
    if given_out := find_archive(sheet.name, first):
        archive, layout = given_out
        columns = archive_columns(archive, layout, first[layout.body :])
        return Table(sheet.name, layout, columns, sheet.height - layout.body, _preview(first), archive)
    found = find_layout(first[:LOOKED_AT], sheet.merged)
    if found is None:
        return None
    table = _mapped(sheet, found, first, template)
    return table if {column.target for column in table.columns} & {"name", *KEYS} else None


def _mapped(sheet: SourceSheet, layout: Layout, first: Sequence[Sequence[Any]], template: Template | None) -> Table:
    samples: Sequence[Sequence[Any]] = [row for row in first[layout.body :] if not no_customer(row, layout.texts)]
    columns = map_columns(layout, samples)
    if template:
        columns = applied(template, columns)
    return Table(sheet.name, layout, columns, sheet.height - layout.body, _preview(first))


def _preview(first: Sequence[Sequence[Any]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(cell_text, row)) for row in first[:_PREVIEW])
