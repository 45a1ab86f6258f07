"""What every record has: number, uid, author and time, version, soft deletion (records.md §0.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import DateTime, Index, MetaData, String
from sqlalchemy import text as sql
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from app.forms.model import Field

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables; constraints are named from the first day so that migrations can name them."""

    metadata = MetaData(naming_convention=NAMING)


class Record(Base):
    """A journalled record of records.md. `LABEL` is its Chinese name, `NAME_FIELD` what the journal calls it by."""

    __abstract__ = True
    LABEL = ""
    NAME_FIELD = "id"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid4()))
    created_at: Mapped[datetime] = mapped_column(DateTime)
    created_by_id: Mapped[int | None] = mapped_column()
    updated_at: Mapped[datetime] = mapped_column(DateTime)
    updated_by_id: Mapped[int | None] = mapped_column()
    row_version: Mapped[int] = mapped_column(default=1)
    deleted_at: Mapped[datetime | None] = mapped_column(DateTime)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.row_version}

    @classmethod
    @cache
    def fields(cls) -> tuple[Field, ...]:
        """The declared fields, in the order written, named after their columns."""
        columns = cls.__table__.columns
        return tuple(replace(c.info["field"], name=c.key) for c in columns if "field" in c.info)


AnyRecord = TypeVar("AnyRecord", bound=Record)
"""Some kind of record, for functions that hand back what they were given."""


def unique(table: str, *columns: str, when: str = "", name: str = "") -> Index:
    """A uniqueness rule that counts only rows not deleted (records.md §0.2), and only those for which `when` holds."""
    condition = sql("deleted_at IS NULL" + (f" AND {when}" if when else ""))
    full_name = f"uq_{table}_{name or '_'.join(columns)}"
    return Index(full_name, *columns, unique=True, sqlite_where=condition, postgresql_where=condition)
