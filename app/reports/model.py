"""A report is data first: blocks of typed values that every renderer draws in its own way.

Builders make a `Report`; `pdf.py`, `xlsx.py` and `encoding.py` know nothing else. Labels are those of reports.md.
Measures are millimetres on paper and characters in Excel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeAlias

from app.reports.question_data import FreeRoom, QuestionGrid, ScanHead

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

    @property
    def is_number(self) -> bool:
        """Whether such values can be added up."""
        return self in (ValueKind.INTEGER, ValueKind.NUMBER, ValueKind.PERCENT)


class Align(StrEnum):
    """Where a column's values stand."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class ChartKind(StrEnum):
    """How a chart shows its values: upright columns, or bars lying beside their names."""

    COLUMNS = "columns"
    BARS = "bars"


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


@dataclass(frozen=True, slots=True)
class Entry:
    """One labelled cell of a card; without a label the value has the whole cell.

    `span` counts the card's columns it takes, `lines` the writing lines it is high at least; a `blank` one that has
    no value is left empty to write in, the others print —.
    """

    fact: Fact
    span: int = 1
    lines: int = 1
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """Labelled cells between rules, `columns` of equal width a row; the last cell of a row takes what is left."""

    rows: tuple[tuple[Entry, ...], ...]
    columns: int = 2
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table; `long` texts are set smaller, `bold` ones name the row.

    Neighbours of one `group` share a head above theirs. `paper` and `excel` say where the column is shown; JSON has all.
    """

    key: str
    label: str
    width: float = 0.0
    align: Align = Align.LEFT
    kind: ValueKind = ValueKind.TEXT
    scale: int = 0
    excel_width: float = 12.0
    long: bool = False
    bold: bool = False
    group: str = ""
    paper: bool = True
    excel: bool = True


@dataclass(frozen=True, slots=True)
class Mark:
    """A word behind one cell's value (新, 补); an alarm is printed red. `row` counts from 0."""

    row: int
    column: str
    text: str
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class Subtotal:
    """A line after the first `after` rows: words over the whole width, or (words empty) one value a column."""

    after: int
    words: str = ""
    values: tuple[Value, ...] = ()


class Rows(Protocol):
    """Rows that can be gone through again and again; a tuple, or a `RowSource` for very many."""

    def __len__(self) -> int:
        """How many there are."""

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        """From the first to the last."""


@dataclass(frozen=True, slots=True)
class RowSource:
    """`count` rows made one by one whenever they are gone through, so that they never all lie in memory."""

    count: int
    make: Callable[[], Iterator[tuple[Value, ...]]]

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        return self.make()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under columns; `summary` is the sentence under the rows, `empty` the one instead of them.

    `row_ids` names the record behind each row, `row_name` the column that names a row to people; both serve
    `differences`. Every row has as many values as there are columns. On a sheet `freeze` columns stay in view, and
    `filters` gives the head its drop-downs.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Rows = ()
    marks: tuple[Mark, ...] = ()
    row_ids: tuple[str, ...] = ()
    row_name: str = ""
    subtotals: tuple[Subtotal, ...] = ()
    total: tuple[Value, ...] = ()
    summary: str = ""
    empty: str = "无数据"
    freeze: int = 0
    filters: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One row of numbers as columns or bars, each with its value; `plan` is outlined behind them.

    `values` and (when there is one) `plan` have one number a category, None where there is nothing to show. `label`
    and `plan_label` say in Excel what the numbers are, `note` stands beside the title (虚线为计划).
    """

    title: str
    kind: ChartKind = ChartKind.COLUMNS
    categories: tuple[str, ...] = ()
    values: tuple[int | Decimal | None, ...] = ()
    plan: tuple[int | Decimal | None, ...] = ()
    label: str = "数量"
    plan_label: str = "计划"
    unit: str = ""
    scale: int = 0
    note: str = ""
    empty: str = "无数据"

    @property
    def is_empty(self) -> bool:
        """Whether there is no number to show."""
        return all(value is None for value in (*self.values, *self.plan))


@dataclass(frozen=True, slots=True)
class Text:
    """Prose beside a heading: lines of labelled or (label empty) plain values; without a heading it stands alone."""

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


@dataclass(frozen=True, slots=True)
class Section:
    """The heading and bookmark of what follows (一 工作完成情况); with `sheet` it starts a worksheet of that name.

    On such a workbook what stands before the first section, signatures and changes are on the report's own sheet.
    """

    title: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo, JPEG or PNG, in a file or in memory; one that cannot be read prints a sentence in its place."""

    source: Path | bytes
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Pictures:
    """Photos four a page with their captions; they start a page of their own and are not in Excel."""

    pictures: tuple[Picture, ...]
    title: str = "照片"


Columned: TypeAlias = Facts | Strip | Card | Table | Chart | Text


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Columns of blocks beside each other; `shares` are their relative widths, equal when left out."""

    columns: tuple[tuple[Columned, ...], ...]
    shares: tuple[float, ...] = ()


Block: TypeAlias = (
    Columned | QuestionGrid | FreeRoom | SideBySide | Section | Pictures | Signatures | Changes | PageBreak
)


def in_one_column(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with those side by side one after the other."""
    for block in blocks:
        if isinstance(block, SideBySide):
            yield from (part for column in block.columns for part in column)
        else:
            yield block


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
    `sheet` names the Excel sheet that looks like the print (the title when empty). A report over a period says it in
    `period` (2026 年第 47 周 11月16日–11月22日) in place of the date, and shortly in `period_code` (2026-W47). One with
    a `scan` head is a sheet to write on that a scanner reads later.
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
    period: str = ""
    period_code: str = ""
    orientation: Orientation = Orientation.LANDSCAPE
    draft: bool = False
    watermark: str = ""
    issue: int = 1
    footer: Footer = Footer()
    details: tuple[Table, ...] = ()
    scan: ScanHead | None = None

    @property
    def shown_number(self) -> str:
        """The number as printed, with 草稿 and the issue behind it."""
        again = f"（第 {self.issue} 版）" if self.issue > 1 else ""
        return f"{self.number}{'（草稿）' if self.draft else ''}{again}"

    @property
    def dated(self) -> str:
        """The date or period as file names and bookmarks say it."""
        return self.period_code or self.date.isoformat()

    @property
    def sender(self) -> str:
        """Company and office, as they stand above the title."""
        return "　".join(part for part in (self.company, self.office) if part)
