"""The columns of an archive sheet, cell by cell: what a cell says, what it becomes, what the record says there (RP07)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from app.db.base import Record
from app.db.records import Contact
from app.exchange.checksum import canonical_bytes
from app.exchange.columns import Column, Shape
from app.exchange.labels import read_lists
from app.exchange.rows import serial, shown, summed_texts
from app.exchange.texts import Block
from app.forms.model import Field, Kind
from app.forms.typed import plain, plain_number
from app.importing.amounts import in_unit, read_amount
from app.importing.archive_tables import ArchiveTable, archive_sheets, editable
from app.importing.findings import Choices
from app.importing.mapping import Column as FileColumn
from app.importing.readers import NAME, Known, Miss, Reader, cell_text
from app.importing.targets import Target

MASKED, MISSING, CUT = "masked", "missing", "cut"
"""Kinds of problems: a number that only hides one, an empty cell that must not be, a text that goes on elsewhere."""
_STARS = re.compile(r"\*{2,}")
_CUT = re.compile("……（全文 .* 字，见“长文本”表）$", re.DOTALL)
_BIRTHDAY = re.compile(r"(农历)?\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?", re.ASCII)
_LONGEST_MONTHS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}


class Editor:
    """One column that may be brought back. `names` are the record's fields it is made of, in the order of its query."""

    def __init__(
        self,
        kind: type[Record],
        column: Column,
        labels: Mapping[str, str],
        known: Known,
        mapped: FileColumn | None,
    ) -> None:
        self.column, self._labels = column, labels
        fields = {field.name: field for field in kind.fields()}
        whole = len(column.sources) == 1 and column.field
        self.names: tuple[str, ...] = (column.field,) if whole else tuple(source.key for source in column.sources)
        self._field: Field | None = fields.get(column.field)
        self._texts = summed_texts(column, labels)
        self._ids = {label: int(key) for key, label in labels.items()} if column.shape is Shape.NAMED else {}
        target = Target(f"returned.{column.field}", column.title, self._field)
        own = (mapped.values, mapped.accept) if mapped else ({}, ())
        self._reader = Reader(target, known, "wan", *own) if self._field else None

    def value(self, sources: Sequence[Any], *, masked: bool) -> Any:
        """What the column makes of what was read for it, as it is given out."""
        make = self.column.mask if masked and self.column.mask else self.column.make
        return make(*sources) if make else sources[0]

    def text(self, value: Any) -> bytes:
        """A value as its row's checksum has it."""
        return self._texts(Block((value,)))[0]

    def words(self, value: Any) -> str:
        """A value as people read it."""
        if value is None:
            return ""
        if isinstance(value, datetime | date | time):
            return value.isoformat()
        if self.column.shape is Shape.NUMBER:
            return plain_number(Decimal(repr(value)))
        return str(shown(self.column, value, self._labels))

    def read(self, cell: Any) -> dict[str, Any] | Miss:
        """The fields' values a cell stands for, or why it stands for none."""
        text = cell_text(cell)
        if self.column.mask and _STARS.search(text):
            return Miss(MASKED, f"“{text}”是掩码，不能写回档案", None)
        if _CUT.search(text):
            return Miss(CUT, "这是截断的长文本，不能写回档案，请在窗口里改全文", None)
        if self.column.field == "":
            return _birthday(text)
        if not text:
            return self._cleared()
        found = self._found(cell, text)
        if found is None:  # a word the person left out
            return {}
        return found if isinstance(found, Miss) else {self.column.field: found}

    def _cleared(self) -> dict[str, Any] | Miss:
        field = self._field
        assert field is not None
        if field.required or field.kind is Kind.BOOL:
            return Miss(MISSING, f"{self.column.title}不能空着", None)
        return {field.name: () if field.kind is Kind.MANY else None}

    def _found(self, cell: Any, text: str) -> Any:
        if self.column.shape is Shape.NAMED:
            return self._ids.get(text) or Miss(NAME, f"没有叫“{text}”的{self.column.title}", None)
        if self.column.number_format.endswith("%"):
            return _percent(cell, text)
        assert self._reader is not None
        return self._reader.read([cell])[0]


def _percent(cell: Any, text: str) -> Decimal | Miss:
    """A share: Excel has 35 % as 0.35, people write 35%."""
    if isinstance(cell, int | float):
        return round(Decimal(repr(cell)) * 100, 2).normalize()
    try:
        return in_unit(read_amount(text), "%", text)
    except ValueError as wrong:
        return Miss("number", str(wrong), None)


def _birthday(text: str) -> dict[str, Any] | Miss:
    kind, month, day = Contact.birthday_kind.key, Contact.birth_month.key, Contact.birth_day.key
    if not text:
        return {kind: None, month: None, day: None}
    found = _BIRTHDAY.fullmatch(plain(text))
    if (
        found is None
        or not 1 <= int(found[2]) <= 12
        or not 1 <= int(found[3]) <= _LONGEST_MONTHS.get(int(found[2]), 31)
    ):
        return Miss("day", f"“{text}”不是生日，请写 12-05 或 农历12-05", None)
    return {kind: "lunar" if found[1] else "solar", month: int(found[2]), day: int(found[3])}


def cell_bytes(cell: Any) -> bytes:
    """A cell as its row's checksum had it when it was given out: days are numbers to Excel."""
    if isinstance(cell, datetime | date | time):
        cell = serial(cell)
    return canonical_bytes(cell)


@dataclass(frozen=True, slots=True)
class Brought:
    """A sheet the program gave out, as it came back: what its rows are read and compared with.

    `mine` is the condition on customers one may change.
    """

    session: Session
    archive: ArchiveTable
    columns: Sequence[FileColumn]
    known: Known
    choices: Choices
    mine: ColumnElement[bool]

    def editors(self) -> list[Editor]:
        """The editors of the columns that may be brought back, with what the person decided about each."""
        mapped = {column.place: column for column in self.columns}
        wanted = editable(self.archive.kind)
        lists, kind = read_lists(self.session, wanted), archive_sheets()[self.archive.kind].uid.class_
        return [
            Editor(kind, column, lists.of(column), self.known, None if at is None else mapped.get(at))
            for column, at in zip(wanted, self.archive.places, strict=True)
        ]
