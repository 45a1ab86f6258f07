"""A report read back from its JSON: what the JSON does not say cannot come back."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterable
from dataclasses import is_dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from app.reports.encoding import BLOCKS, Json
from app.reports.model import Column, Fact, Report, Subtotal, Table, Value, ValueKind
from app.reports.values import JsonValue


def from_json(data: Json) -> Report:
    """The report `to_json` was given."""
    report: Report = _read_object(Report, data)
    return report


def _read_object(kind: type, data: Json) -> Any:
    special = _SPECIAL.get(kind)
    values = {name: value for name, value in data.items() if name != "type"}
    return special(values) if special else kind(**_read_fields(kind, values))


def _read_fields(kind: type, values: Json) -> Json:
    hints = _hints(kind)
    return {name: _read(hints[name], value) for name, value in values.items()}


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(hint: Any, value: Any) -> Any:
    """A value of the type an attribute of the model is declared with."""
    origin, choices = get_origin(hint), get_args(hint)
    if origin is tuple:
        return tuple(_read(choices[0], item) for item in _listed(value))
    if origin in (Union, UnionType):
        return _read_choice(choices, value)
    if hint in (date, datetime):
        return hint.fromisoformat(value)
    if issubclass(hint, StrEnum):
        return hint(value)
    if isinstance(hint, type) and is_dataclass(hint):
        return _read_object(hint, dict(value))
    return value


def _read_choice(choices: tuple[type, ...], value: Any) -> Any:
    """One of several types: a block by its name, a picture by how it is stored, a number or a day or nothing."""
    if value is None:
        return None
    if bytes in choices:
        return b64decode(value["base64"], validate=True) if isinstance(value, dict) else Path(value)
    if Decimal in choices:
        return _decoded(value, ValueKind.NUMBER)
    if isinstance(value, dict):
        kind = BLOCKS[value["type"]]
        return _read_object(kind if kind in choices else _refused(kind), value)
    return _read(choices[0], value)


def _refused(kind: type) -> type:
    raise ValueError(f"{kind.__name__} is not possible here")


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value


def _read_fact(values: Json) -> Fact:
    kind = ValueKind(values.get("kind", ValueKind.TEXT))
    return Fact(**{**values, "value": _decoded(values["value"], kind), "kind": kind})


def _read_table(values: Json) -> Table:
    own = ("columns", "rows", "total", "subtotals")
    columns = _read(tuple[Column, ...], values["columns"])
    return Table(
        **_read_fields(Table, {name: value for name, value in values.items() if name not in own}),
        columns=columns,
        rows=tuple(_read_row(row, columns) for row in _listed(values["rows"])),
        total=_read_row(values.get("total"), columns),
        subtotals=tuple(_read_subtotal(subtotal, columns) for subtotal in values.get("subtotals", [])),
    )


def _read_row(row: Iterable[Any] | None, columns: tuple[Column, ...]) -> tuple[Value, ...]:
    """The values of a row; none at all for a line without any."""
    if not row:
        return ()
    return tuple(_decoded(value, column.kind) for value, column in zip(row, columns, strict=True))


def _read_subtotal(values: Json, columns: tuple[Column, ...]) -> Subtotal:
    return Subtotal(**{**values, "values": _read_row(values.get("values"), columns)})


def _decoded(value: JsonValue, kind: ValueKind) -> Value:
    """What `encoded` was given; words in a column of numbers or dates (合计) stay words."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if not isinstance(value, str):
        return value
    try:
        return _parsed(value, kind)
    except (ValueError, InvalidOperation):
        return value


def _parsed(text: str, kind: ValueKind) -> Value:
    match kind:
        case ValueKind.NUMBER | ValueKind.PERCENT:
            return Decimal(text)
        case ValueKind.DATETIME:
            return datetime.fromisoformat(text)
        case ValueKind.DATE:
            return date.fromisoformat(text)
        case ValueKind.TIME:
            return time.fromisoformat(text)
        case _:
            return text


_SPECIAL: dict[type, Callable[[Json], Any]] = {Fact: _read_fact, Table: _read_table}
