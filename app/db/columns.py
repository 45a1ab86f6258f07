"""Record columns that carry their `Field`: label, kind and rules are written once, here in the column."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Boolean, Date, DateTime, ForeignKey, Integer, Numeric, String, Text, Time
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator

from app.forms.model import Field, Kind

CODE_LENGTH = 32
LARGEST_INTEGER = 2**31 - 1
_DESCRIBING = ("help", "unit", "section", "shows", "sensitive", "least")


class Codes(TypeDecorator[tuple[str, ...]]):
    """Several codes in the order given, stored as XLSForm stores them: separated by spaces."""

    impl = String(400)
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else " ".join(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        return tuple(value.split()) if value else ()


def _column(kind: Kind, label: str, sql_type: Any, required: bool, rest: dict[str, Any], **field: Any) -> Any:
    described = {key: rest.pop(key) for key in _DESCRIBING if key in rest}
    info = {"field": Field(name="", label=label, kind=kind, required=required, **described, **field)}
    return mapped_column(sql_type, nullable=not required, info=info, **rest)


def text(label: str, length: int = 40, *, required: bool = False, **rest: Any) -> MappedColumn[Any]:
    """One line of at most `length` characters."""
    return _column(Kind.TEXT, label, String(length), required, rest, max_length=length)  # type: ignore[no-any-return]


def long_text(label: str, length: int = 500, *, required: bool = False, **rest: Any) -> MappedColumn[Any]:
    """Several lines of at most `length` characters."""
    return _column(Kind.LONG_TEXT, label, Text(), required, rest, max_length=length)  # type: ignore[no-any-return]


def integer(label: str, *, required: bool = False, **rest: Any) -> MappedColumn[int | None]:
    """A whole number from `least` (0) to `most` (all the database can hold)."""
    most = rest.pop("most", LARGEST_INTEGER)
    return _column(Kind.INTEGER, label, Integer(), required, rest, most=most)  # type: ignore[no-any-return]


def decimal(
    label: str, scale: int = 2, *, precision: int = 12, required: bool = False, **rest: Any
) -> MappedColumn[Decimal | None]:
    """A fixed-point number from 0 to `most` (all its digits can hold), with `scale` decimal places."""
    most = rest.pop("most", 10 ** (precision - scale) - 1)
    return _column(Kind.DECIMAL, label, Numeric(precision, scale), required, rest, scale=scale, most=most)  # type: ignore[no-any-return]


def flag(label: str, default: bool = False, **rest: Any) -> MappedColumn[bool]:
    """Yes or no, never empty."""
    return _column(Kind.BOOL, label, Boolean(), True, {"default": default, **rest})  # type: ignore[no-any-return]


def day(label: str, *, required: bool = False, **rest: Any) -> MappedColumn[date | None]:
    """A date."""
    return _column(Kind.DATE, label, Date(), required, rest)  # type: ignore[no-any-return]


def clock_time(label: str, *, required: bool = False, **rest: Any) -> MappedColumn[time | None]:
    """A time of day."""
    return _column(Kind.TIME, label, Time(), required, rest)  # type: ignore[no-any-return]


def moment(label: str, *, required: bool = False, **rest: Any) -> MappedColumn[datetime | None]:
    """A point in time: Beijing time to the second, without a zone (records.md §0.1)."""
    return _column(Kind.DATETIME, label, DateTime(), required, rest)  # type: ignore[no-any-return]


def one(label: str, choices: str, *, required: bool = False, **rest: Any) -> MappedColumn[Any]:
    """One code of a choice list."""
    return _column(Kind.ONE, label, String(CODE_LENGTH), required, rest, choices=choices)  # type: ignore[no-any-return]


def many(label: str, choices: str, **rest: Any) -> MappedColumn[tuple[str, ...]]:
    """Several codes of a choice list."""
    return _column(Kind.MANY, label, Codes(), False, rest, choices=choices)  # type: ignore[no-any-return]


def refer(label: str, table: str, *, required: bool = False, **rest: Any) -> MappedColumn[Any]:
    """A reference to a record of another table; `closes_circle` marks the one that is added after both tables."""
    column: Any = mapped_column(
        ForeignKey(f"{table}.id", use_alter=rest.pop("closes_circle", False)),
        nullable=not required,
        index=rest.pop("index", True),
        info={"field": Field(name="", label=label, kind=Kind.REFERENCE, required=required, references=table)},
        **rest,
    )
    return column  # type: ignore[no-any-return]


def data(label: str, *, required: bool = False, **rest: Any) -> MappedColumn[Any]:
    """A JSON value that no list or form shows by itself."""
    field = Field(name="", label=label, required=required)
    column: Any = mapped_column(JSON(), nullable=not required, info={"field": field}, **rest)
    return column  # type: ignore[no-any-return]
