"""A report is data first: blocks of typed values that every renderer draws in its own way.

Builders make a `Report`; `pdf.py`, `xlsx.py` and `encoding.py` know nothing else. Labels are those of reports.md.
Measures are millimetres on paper and characters in Excel.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

DEFAULT_FOOTER = "本表由扫街簿生成"

Value: TypeAlias = str | int | Decimal | date | datetime | time | None


class ValueKind(StrEnum):
    """What a value is, so that paper, Excel and JSON each write it natively; a percent is a fraction of 1."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"


class Align(StrEnum):
    """Where a column's values stand."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Orientation(StrEnum):
    """How the A4 sheet lies."""

    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"


@dataclass(frozen=True, slots=True)
class Fact:
    """One labelled value; `alarm` is a warning word printed red after it (迟), `scale` counts decimals."""

    label: str
    value: Value
    kind: ValueKind = ValueKind.TEXT
    scale: int = 0
    alarm: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Labelled values in rows of equal columns, at the head of a report."""

    rows: tuple[tuple[Fact, ...], ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """Figures side by side, label over value."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table; `long` texts are set smaller, `bold` ones name the row."""

    key: str
    label: str
    width: float = 0.0
    align: Align = Align.LEFT
    kind: ValueKind = ValueKind.TEXT
    scale: int = 0
    excel_width: float = 12.0
    long: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A word behind one cell's value (新, 补); an alarm is printed red. `row` counts from 0."""

    row: int
    column: str
    text: str
    alarm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under columns; `summary` is the sentence under the rows, `empty` the one instead of them.

    `row_ids` names the record behind each row, `row_name` the column that names a row to people; both serve
    `differences`. Every row has as many values as there are columns.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...] = ()
    marks: tuple[Mark, ...] = ()
    row_ids: tuple[str, ...] = ()
    row_name: str = ""
    total: tuple[Value, ...] = ()
    summary: str = ""
    empty: str = "无数据"


@dataclass(frozen=True, slots=True)
class Text:
    """Prose under a heading: lines of labelled or (label empty) plain values."""

    heading: str
    lines: tuple[tuple[Fact, ...], ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs in which role; a name with a date was signed electronically, otherwise a line is left to sign on."""

    role: str
    name: str = ""
    signed_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """The signature line; it never parts from what is signed."""

    people: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What a reissue changed: the place in words, and the printed values before and after."""

    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The list of changes a reissue prints; `issue` is 2 for the first reissue."""

    issue: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts a new page."""


Block: TypeAlias = Facts | Strip | Table | Text | Signatures | Changes | PageBreak


@dataclass(frozen=True, slots=True, kw_only=True)
class Footer:
    """The foot of every page (reports.md §0): the office's words, and who printed it when and what for."""

    words: str = ""
    printed_by: str = ""
    printed_at: datetime | None = None
    purpose: str = ""

    @property
    def printing(self) -> str:
        """打印人 时间 用途, as far as they are known."""
        when = f"{self.printed_at:%Y-%m-%d %H:%M}" if self.printed_at else ""
        return "　".join(part for part in (self.printed_by, when, self.purpose) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One issued or draft report; `details` are tables for Excel and JSON that are not printed.

    `subject` is the person or customer it is about, `issue` counts from 1, `watermark` lies behind every page,
    `sheet` names the Excel sheet that looks like the print (the title when empty).
    """

    code: str
    title: str
    number: str
    office: str
    date: date
    blocks: tuple[Block, ...]
    company: str = ""
    subject: str = ""
    sheet: str = ""
    orientation: Orientation = Orientation.LANDSCAPE
    draft: bool = False
    watermark: str = ""
    issue: int = 1
    footer: Footer = Footer()
    details: tuple[Table, ...] = ()

    @property
    def shown_number(self) -> str:
        """The number as printed, with 草稿 and the issue behind it."""
        again = f"（第 {self.issue} 版）" if self.issue > 1 else ""
        return f"{self.number}{'（草稿）' if self.draft else ''}{again}"

    @property
    def sender(self) -> str:
        """Company and office, as they stand above the title."""
        return "　".join(part for part in (self.company, self.office) if part)
