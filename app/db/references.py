"""Which records refer to which, read from the tables themselves, so that a new kind of record is never forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Index, Integer, Table

import app.db.records  # noqa: F401  # maps every kind of record
from app.db.base import Base, Record

_AUTHORS = frozenset({"created_by_id", "updated_by_id"})
_NAMING = ("type", "entity")
"""How the column is called that says which kind of record the number beside it means: owner_type, source_entity."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A column of one kind of record that holds the number of another; `entity`, if any, names the other's table."""

    kind: type[Record]
    name: str
    entity: str = ""

    @property
    def column(self) -> Any:
        """The column that holds the number."""
        return getattr(self.kind, self.name)

    def to(self, table: str, record_id: int) -> ColumnElement[bool]:
        """Which of its rows refer to one record."""
        condition: ColumnElement[bool] = self.column == record_id
        return condition & (getattr(self.kind, self.entity) == table) if self.entity else condition


@cache
def record_kinds() -> Mapping[str, type[Record]]:
    """Every kind of record by its table, always in the same order."""
    mapped = (mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Record))
    return {kind.__tablename__: kind for kind in sorted(mapped, key=lambda kind: kind.__name__)}


@cache
def references_to(table: str) -> tuple[Reference, ...]:
    """The foreign keys that lead to a table's records."""
    return tuple(
        Reference(kind, column.key)
        for name, kind in record_kinds().items()
        for column in Base.metadata.tables[name].columns
        if any(key.column.table.name == table for key in column.foreign_keys)
    )


@cache
def naming_references() -> tuple[Reference, ...]:
    """The numbers that mean a record of the table named beside them: attachments, follow-ups, papers filed."""
    return tuple(
        Reference(kind, name, entity)
        for table, kind in record_kinds().items()
        for name, entity in _named(Base.metadata.tables[table])
    )


def _named(table: Table) -> Iterator[tuple[str, str]]:
    for column in table.columns:
        plain = isinstance(column.type, Integer) and not column.foreign_keys and column.key not in _AUTHORS
        if plain and column.key.endswith("_id"):
            stem = column.key.removesuffix("id").removesuffix("entity_")
            found = [f"{stem}{word}" for word in _NAMING if f"{stem}{word}" in table.columns]
            if not found:
                raise TypeError(f"{table.name}.{column.key} does not say what it refers to")
            yield column.key, found[0]


def unique_with(reference: Reference) -> tuple[Index, ...]:
    """The uniqueness rules a reference is part of."""
    table = Base.metadata.tables[reference.kind.__tablename__]
    found = (index for index in table.indexes if index.unique and reference.name in index.columns)
    return tuple(sorted(found, key=lambda index: str(index.name)))
