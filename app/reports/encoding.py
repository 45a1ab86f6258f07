"""A report as JSON and back, exactly.

A fact is {"label", "value"}, a table {"title", "columns": [{"key", "label"}], "rows": [[…]]}; whatever differs from
the model's defaults stands beside these. Blocks carry their "type".
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, TypeAlias, Union, get_args, get_origin, get_type_hints

from app.errors import Invalid
from app.reports.model import (
    Card,
    Changes,
    Chart,
    Column,
    Fact,
    Facts,
    PageBreak,
    Pictures,
    Report,
    RowSource,
    Section,
    SideBySide,
    Signatures,
    Strip,
    Subtotal,
    Table,
    Text,
    Value,
    ValueKind,
)
from app.reports.question_data import FreeRoom, QuestionGrid, ScanHead
from app.reports.values import decoded, encoded

Json: TypeAlias = dict[str, Any]

BLOCKS: dict[str, type] = {
    "facts": Facts,
    "strip": Strip,
    "card": Card,
    "table": Table,
    "chart": Chart,
    "text": Text,
    "side_by_side": SideBySide,
    "section": Section,
    "pictures": Pictures,
    "signatures": Signatures,
    "changes": Changes,
    "page_break": PageBreak,
    "questions": QuestionGrid,
    "free_room": FreeRoom,
    "scan": ScanHead,
}
_TYPES = {kind: name for name, kind in BLOCKS.items()}
_ALWAYS = frozenset(("rows", "footer", "details"))
"""Written even when they are what the model has by default."""


def to_json(report: Report) -> Json:
    """The report as plain JSON data."""
    return _object(report)


def from_json(data: Mapping[str, Any]) -> Report:
    """The report `to_json` was given; raises Invalid when the data is not one."""
    try:
        report: Report = _read_object(Report, dict(data))
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise Invalid("这份报表数据不完整，读不出来。原数据没有改动，请重新导出一份。") from error
    return report


def _object(thing: Any) -> Json:
    """Required attributes, and those that differ from their defaults."""
    kind = _TYPES.get(type(thing))
    written: Json = {"type": kind} if kind else {}
    for attribute in fields(thing):
        value = getattr(thing, attribute.name)
        if attribute.default is MISSING or attribute.name in _ALWAYS or value != attribute.default:
            written[attribute.name] = _written(value)
    return written


def _written(value: Any) -> Any:
    match value:
        case StrEnum():
            return value.value
        case tuple() | RowSource():
            return [_written(item) for item in value]
        case Path():
            return str(value)
        case float():
            return value
        case bytes():
            return {"base64": b64encode(value).decode("ascii")}
        case _ if is_dataclass(value):
            return _object(value)
        case _:
            return encoded(value)


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
        return decoded(value, ValueKind.NUMBER)
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
    return Fact(**{**values, "value": decoded(values["value"], kind), "kind": kind})


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
    return tuple(decoded(value, column.kind) for value, column in zip(row, columns, strict=True))


def _read_subtotal(values: Json, columns: tuple[Column, ...]) -> Subtotal:
    return Subtotal(**{**values, "values": _read_row(values.get("values"), columns)})


_SPECIAL: dict[type, Callable[[Json], Any]] = {Fact: _read_fact, Table: _read_table}
