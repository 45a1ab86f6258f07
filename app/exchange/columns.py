"""What a column of the archive workbook holds: a record's field, looked at as Excel shows it (report RP07)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Float, Select, String, type_coerce
from sqlalchemy.orm import InstrumentedAttribute

from app.forms.model import Field, Kind

YES_NO = "yes_no"
"""The drop-down of flags, which no choice list has."""
EXAMPLE = "（示例，导入时不算）"
"""What the name of a template's example row ends with."""
UID, CHECK = "全局号", "校验"
"""The titles of the hidden columns that say whose a row is and what it said."""
NO_DATA = "无数据"
"""What stands in a sheet without rows."""
DAY_FORMAT, MOMENT_FORMAT, TIME_FORMAT, TEXT_FORMAT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm", "@"
GENERAL = "General"


class Shape(StrEnum):
    """How a column's values become cells. The values of `FLAG`, `CODE`, `CODES` and `NAMED` become their labels."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    TIME = "time"
    FLAG = "flag"
    CODE = "code"
    CODES = "codes"
    NAMED = "named"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `width` in characters; `sources` are what the query reads for it, `make` makes one value of them.

    `listed` names the choice list (or the table, for `NAMED`) its labels come from; `picks` gives it a drop-down of
    them. `mask` replaces `make` where numbers are masked (rule R22). `editable` columns may be changed and brought back.
    `field` is the name of the record's field it shows, empty for what is worked out.
    """

    title: str
    width: float
    shape: Shape = Shape.TEXT
    number_format: str = GENERAL
    sources: tuple[Any, ...] = ()
    make: Callable[..., Any] | None = None
    mask: Callable[..., Any] | None = None
    listed: str = ""
    picks: bool = False
    editable: bool = False
    hidden: bool = False
    required: bool = False
    field: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet. `rows` selects its rows: `owner` is the column that says whose they are, `order` how those of one
    customer follow each other. `rows` is None for what is not read by one query.

    `totals` are the titles of the columns summed below the last row; `uid` and `version` are those of its records,
    where the sheet may be brought back. With `prompts` a chosen cell says what is written in it.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Select[Any] | None = None
    owner: Any = None
    order: tuple[Any, ...] = ()
    totals: tuple[str, ...] = ()
    uid: Any = None
    version: Any = None
    prompts: bool = False

    @property
    def checked(self) -> bool:
        """Whether its rows carry their records' uids and checksums."""
        return self.uid is not None

    @property
    def editable(self) -> tuple[int, ...]:
        """The places of the columns that may be brought back."""
        return tuple(place for place, column in enumerate(self.columns) if column.editable)


_SHAPES = {
    Kind.INTEGER: Shape.NUMBER,
    Kind.DECIMAL: Shape.NUMBER,
    Kind.DATE: Shape.DAY,
    Kind.DATETIME: Shape.MOMENT,
    Kind.TIME: Shape.TIME,
    Kind.BOOL: Shape.FLAG,
    Kind.ONE: Shape.CODE,
    Kind.MANY: Shape.CODES,
    Kind.REFERENCE: Shape.NAMED,
}
_WORDS = {
    Shape.NUMBER: "数",
    Shape.DAY: "日期",
    Shape.MOMENT: "日期时间",
    Shape.TIME: "时间",
    Shape.FLAG: "是、否",
    Shape.CODE: "从列表选",
    Shape.CODES: "列表里的几项，用、隔开",
    Shape.NAMED: "从列表选",
    Shape.TEXT: "文本",
}
_FORMATS = {Shape.DAY: DAY_FORMAT, Shape.MOMENT: MOMENT_FORMAT, Shape.TIME: TIME_FORMAT}


def of(
    attribute: InstrumentedAttribute[Any], width: float, *, title: str = "", text: bool = False, **rest: Any
) -> Column:
    """The column of a record's field: its label, kind and choices; `text` for numbers that are no amounts.

    What the field does not say (`editable`, `mask`, `sources` …) is given as Column takes it.
    """
    field = field_of(attribute)
    shape = _SHAPES.get(field.kind, Shape.TEXT)
    listed = YES_NO if shape is Shape.FLAG else field.choices or field.references
    return Column(
        **{
            "title": title or field.label,
            "width": width,
            "shape": shape,
            "number_format": TEXT_FORMAT if text else _FORMATS.get(shape) or _amount(field),
            "sources": (_plainly(attribute, field),),
            "listed": listed,
            "picks": bool(rest.get("editable")) and shape in (Shape.FLAG, Shape.CODE, Shape.NAMED),
            "field": field.name,
            "help": field.help,
            "required": field.required,
            **rest,
        }
    )


def field_of(attribute: InstrumentedAttribute[Any]) -> Field:
    """The declaration of a record's column."""
    fields: tuple[Field, ...] = attribute.class_.fields()
    return next(field for field in fields if field.name == attribute.key)


def _amount(field: Field) -> str:
    if field.kind is Kind.DECIMAL:
        return f"#,##0.{'0' * field.scale}" if field.scale > 1 else "0.0"
    return "0" if field.kind is Kind.INTEGER else GENERAL


def _plainly(attribute: InstrumentedAttribute[Any], field: Field) -> ColumnElement[Any]:
    """The column as the driver has it nearest: numbers as floats, several codes as the text they are stored as."""
    column: ColumnElement[Any] = attribute.expression
    if field.kind is Kind.DECIMAL:
        return type_coerce(column, Float())
    return type_coerce(column, String()) if field.kind is Kind.MANY else column


def described(column: Column) -> str:
    """What is written in a column."""
    words = _WORDS[column.shape]
    if column.required and column.editable:
        words += "，必填"
    return f"{words}。{column.help}" if column.help else words
