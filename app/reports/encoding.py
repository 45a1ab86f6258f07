"""A report as JSON and back, exactly.

A fact is {"label", "value"}, a table {"title", "columns": [{"key", "label"}], "rows": [[…]]}; whatever differs from
the model's defaults stands beside these. Blocks carry their "type".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime
from typing import Any, TypeAlias

from app.errors import Invalid
from app.reports.model import (
    Align,
    Block,
    Change,
    Changes,
    Column,
    Fact,
    Facts,
    Footer,
    Mark,
    Orientation,
    PageBreak,
    Report,
    Signature,
    Signatures,
    Strip,
    Table,
    Text,
    Value,
    ValueKind,
)
from app.reports.values import decoded, encoded

Json: TypeAlias = dict[str, Any]


def to_json(report: Report) -> Json:
    """The report as plain JSON data."""
    return {
        "code": report.code,
        "title": report.title,
        "number": report.number,
        "office": report.office,
        "date": report.date.isoformat(),
        **_unusual(report, "company", "subject", "sheet", "orientation", "draft", "watermark", "issue"),
        "footer": {**_unusual(report.footer, "words", "printed_by", "purpose"), **_printed_at(report.footer)},
        "blocks": [_block(block) for block in report.blocks],
        "details": [_block(table) for table in report.details],
    }


def from_json(data: Mapping[str, Any]) -> Report:
    """The report `to_json` was given; raises Invalid when the data is not one."""
    try:
        return _report(dict(data))
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise Invalid("这份报表数据不完整，读不出来。原数据没有改动，请重新导出一份。") from error


def _unusual(thing: Any, *names: str) -> Json:
    """The named attributes that differ from their defaults."""
    defaults = {f.name: f.default for f in fields(thing)}
    values = {name: getattr(thing, name) for name in names}
    return {name: value for name, value in values.items() if defaults[name] is MISSING or value != defaults[name]}


def _printed_at(footer: Footer) -> Json:
    return {"printed_at": footer.printed_at.isoformat()} if footer.printed_at else {}


def _block(block: Block) -> Json:
    match block:
        case Facts(rows):
            return {"type": "facts", "rows": [[_fact(fact) for fact in row] for row in rows]}
        case Strip(facts):
            return {"type": "strip", "facts": [_fact(fact) for fact in facts]}
        case Table():
            return {"type": "table", **_table(block)}
        case Text(heading, lines):
            return {"type": "text", "heading": heading, "lines": [[_fact(fact) for fact in line] for line in lines]}
        case Signatures(people):
            return {"type": "signatures", "people": [_signature(person) for person in people]}
        case Changes(issue, changes):
            listed = [{"place": c.place, "before": c.before, "after": c.after} for c in changes]
            return {"type": "changes", "issue": issue, "changes": listed}
        case PageBreak():
            return {"type": "page_break"}


def _fact(fact: Fact) -> Json:
    return {"label": fact.label, "value": encoded(fact.value), **_unusual(fact, "kind", "scale", "alarm")}


def _table(table: Table) -> Json:
    return {
        "title": table.title,
        "columns": [_column(column) for column in table.columns],
        "rows": [[encoded(value) for value in row] for row in table.rows],
        "marks": [{"row": m.row, "column": m.column, "text": m.text, **_unusual(m, "alarm")} for m in table.marks],
        "row_ids": list(table.row_ids),
        "total": [encoded(value) for value in table.total],
        **_unusual(table, "row_name", "summary", "empty"),
    }


def _column(column: Column) -> Json:
    names = ("width", "align", "kind", "scale", "excel_width", "long", "bold")
    return {"key": column.key, "label": column.label, **_unusual(column, *names)}


def _signature(person: Signature) -> Json:
    day = {"signed_on": person.signed_on.isoformat()} if person.signed_on else {}
    return {"role": person.role, **_unusual(person, "name", "note"), **day}


def _report(data: Json) -> Report:
    footer = dict(data.pop("footer"))
    if "printed_at" in footer:
        footer["printed_at"] = datetime.fromisoformat(footer["printed_at"])
    return Report(
        **{
            **data,
            "date": date.fromisoformat(data["date"]),
            "orientation": Orientation(data.get("orientation", Orientation.LANDSCAPE)),
            "footer": Footer(**footer),
            "blocks": tuple(_read_block(block) for block in data["blocks"]),
            "details": tuple(_read_table(table) for table in data["details"]),
        }
    )


def _read_block(data: Json) -> Block:
    match data["type"]:
        case "facts":
            return Facts(tuple(_read_facts(row) for row in data["rows"]))
        case "strip":
            return Strip(_read_facts(data["facts"]))
        case "table":
            return _read_table(data)
        case "text":
            return Text(data["heading"], tuple(_read_facts(line) for line in data["lines"]))
        case "signatures":
            return Signatures(tuple(_read_signature(person) for person in data["people"]))
        case "changes":
            return Changes(data["issue"], tuple(Change(**change) for change in data["changes"]))
        case "page_break":
            return PageBreak()
        case unknown:
            raise ValueError(unknown)


def _read_facts(data: list[Json]) -> tuple[Fact, ...]:
    return tuple(_read_fact(fact) for fact in data)


def _read_fact(data: Json) -> Fact:
    kind = ValueKind(data.get("kind", ValueKind.TEXT))
    return Fact(**{**data, "value": decoded(data["value"], kind), "kind": kind})


def _read_table(data: Json) -> Table:
    columns = tuple(_read_column(column) for column in data["columns"])
    more = {name: value for name, value in data.items() if name in ("title", "row_name", "summary", "empty")}
    return Table(
        columns=columns,
        rows=tuple(_read_row(row, columns) for row in data["rows"]),
        marks=tuple(Mark(**mark) for mark in data["marks"]),
        row_ids=tuple(data["row_ids"]),
        total=_read_row(data["total"], columns) if data["total"] else (),
        **more,
    )


def _read_column(data: Json) -> Column:
    kind = ValueKind(data.get("kind", ValueKind.TEXT))
    return Column(**{**data, "kind": kind, "align": Align(data.get("align", Align.LEFT))})


def _read_row(row: list[Any], columns: tuple[Column, ...]) -> tuple[Value, ...]:
    return tuple(decoded(value, column.kind) for value, column in zip(row, columns, strict=True))


def _read_signature(data: Json) -> Signature:
    day = data.get("signed_on")
    return Signature(**{**data, "signed_on": date.fromisoformat(day) if day else None})
