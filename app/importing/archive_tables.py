"""The sheets of workbooks the program itself gave out, archives and templates: known by their titles (report RP07)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.exchange.archive_sheets import BRANDS, CONTACTS, CUSTOMERS, brands_sheet, contacts_sheet, customers_sheet
from app.exchange.columns import CHECK, UID, Sheet
from app.exchange.columns import Column as ArchiveColumn
from app.importing.layout import LOOKED_AT, Layout
from app.importing.mapping import Column
from app.importing.readers import cell_text
from app.importing.targets import CONTACT, OWNER, targets

NUMBER_TITLE, NAME_TITLE = "客户编号", "客户名称"
_MORE = re.compile(r" \(\d+\)$")
_MOST = 0.8
"""How many of a sheet's titles must be there still."""


@dataclass(frozen=True, slots=True)
class ArchiveTable:
    """One of 客户档案, 联系人, 经营品牌: where its columns stand, None for those somebody took out.

    `places` are those of the columns that may be brought back, in the sheet's order. Without `check` it is a template
    somebody filled in: every row is a new one.
    """

    kind: str
    places: tuple[int | None, ...]
    number: int | None
    name: int | None
    uid: int | None
    check: int | None


@lru_cache(maxsize=1)
def archive_sheets() -> Mapping[str, Sheet]:
    """The sheets that may be brought back."""
    return {CUSTOMERS: customers_sheet(), CONTACTS: contacts_sheet(), BRANDS: brands_sheet()}


def editable(kind: str) -> tuple[ArchiveColumn, ...]:
    """The columns of a sheet that may be brought back."""
    return tuple(column for column in archive_sheets()[kind].columns if column.editable)


def find_archive(name: str, rows: Sequence[Sequence[Any]]) -> tuple[ArchiveTable, Layout] | None:
    """The sheet as one the program gave out, with its heading; None when it is none."""
    kind = _MORE.sub("", name)
    if kind not in archive_sheets():
        return None
    wanted = [column.title for column in editable(kind)]
    for number, row in enumerate(rows[:LOOKED_AT]):
        titles = [cell_text(cell) for cell in row]
        if len(set(wanted).intersection(titles)) >= _MOST * len(wanted):
            layout = Layout(number, 1, tuple((title,) if title else () for title in titles))
            at = {title: place for place, title in reversed(list(enumerate(titles)))}
            found = ArchiveTable(
                kind,
                tuple(at.get(title) for title in wanted),
                at.get(NUMBER_TITLE),
                at.get(NAME_TITLE),
                at.get(UID),
                at.get(CHECK),
            )
            return found, layout
    return None


def archive_columns(archive: ArchiveTable, layout: Layout, samples: Sequence[Sequence[Any]]) -> tuple[Column, ...]:
    """The columns with what each becomes in a new row; nothing of it is guessed."""
    meant = _meant(archive.kind)
    found = []
    for place, parts in enumerate(layout.headings):
        heading = "".join(parts)
        seen = dict.fromkeys(cell_text(row[place]) for row in samples if place < len(row))
        texts = tuple(text for text in seen if text)[:_SAMPLES]
        found.append(Column(place, heading, texts, meant.get(heading, ""), "总表", "wan"))
    return tuple(found)


_SAMPLES = 40


def _meant(kind: str) -> dict[str, str]:
    """The targets of a sheet's titles; 客户档案 has them all, and the rep besides, whom a new customer needs."""
    prefix = {CUSTOMERS: "", CONTACTS: CONTACT}.get(kind)
    if prefix is None:
        return {}
    found = {column.title: prefix + column.field for column in editable(kind) if prefix + column.field in targets()}
    return found | ({targets()[OWNER].label: OWNER} if kind == CUSTOMERS else {})
