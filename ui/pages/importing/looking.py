"""What is known of a file as soon as it is read: its tables, and what their columns become."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.context import App
from app.errors import FileUnusable
from app.importing.source import Source
from app.importing.tables import Table, look_at
from app.importing.targets import SEVERAL
from app.importing.templates import fitting_template


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was read: its tables, or why none of its sheets seems to be a list of customers."""

    source: Source
    tables: tuple[Table, ...]
    problem: str = ""
    layout: str = ""


def look_through(app: App, source: Source) -> Looked:
    """The tables of a file, mapped as the layout that is remembered for such files; raises KnownErrors."""
    try:
        tables = look_at(source)
    except FileUnusable as error:
        return Looked(source, (), str(error))
    template = fitting_template(app, tables[0].columns)
    return Looked(source, look_at(source, template), layout=template.name) if template else Looked(source, tables)


def with_column(table: Table, place: int, **changes: Any) -> Table:
    """The table with one column read otherwise; another that had its target and may not share it gives it up."""
    target = changes.get("target", "")
    if target:
        for other in table.columns:
            if other.target == target and other.place != place and target not in SEVERAL:
                table = table.with_column(other.place, target="", how="")
    if "target" in changes:
        changes = {"how": "", "values": {}, "money": "", "accept": (), **changes}
    return table.with_column(place, **changes)
