"""A report as JSON, with all that is in it.

A fact is {"label", "value"}, a table {"title", "columns": [{"key", "label"}], "rows": [[…]]}; whatever differs from
the model's defaults stands beside these. Blocks carry their "type".
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeAlias

from app.reports.model import (
    Card,
    Changes,
    Chart,
    Facts,
    PageBreak,
    Pictures,
    Report,
    RowSource,
    Section,
    SideBySide,
    Signatures,
    Strip,
    Table,
    Text,
)
from app.reports.question_data import FreeRoom, QuestionGrid, ScanHead
from app.reports.values import encoded

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
