"""What adding and correcting the office's own records have in common: all problems at once, versions, codes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.choices import codes_of
from app.db.base import AnyRecord, Record
from app.db.saving import check_version, existing
from app.errors import Invalid
from app.forms.clean import clean
from app.forms.model import Field

Rule = Callable[[Mapping[str, Any]], Mapping[str, str]]
"""Given the values that could be read, the problems between them and with other records, by field."""

_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]*")


@dataclass(frozen=True, slots=True)
class Opened:
    """A record as its form starts: the values by field name, and the version that saving hands back."""

    id: int
    row_version: int
    values: dict[str, Any]


def declared(record: type[Record], names: Iterable[str], **changes: Any) -> tuple[Field, ...]:
    """The record's fields with these names, in this order, each with `changes` to its declaration."""
    fields = {field.name: field for field in record.fields()}
    return tuple(replace(fields[name], **changes) for name in names)


def opened(record: Record, fields: Iterable[Field]) -> Opened:
    """A stored record for its form."""
    return Opened(record.id, record.row_version, {field.name: getattr(record, field.name) for field in fields})


def checked(fields: Iterable[Field], values: Mapping[str, Any], *rules: Rule) -> dict[str, Any]:
    """The values, typed; names not in `values` are left out. Raises Invalid naming every problem, the rules' too."""
    cleaned: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for field in fields:
        try:
            cleaned |= clean([field], values, codes_of)
        except Invalid as refused:
            problems |= refused.problems
    for rule in rules:
        problems = {**rule(cleaned), **problems}
    if problems:
        sentence = "；".join(problems.values())
        raise Invalid(f"有 {len(problems)} 项要改：{sentence}。内容还在窗口里，没有丢。", problems)
    return cleaned


def record_to_change(session: Session, kind: type[AnyRecord], record_id: int, row_version: int) -> AnyRecord:
    """The record, unless it is gone (NotFound) or newer than what the user saw (Conflict)."""
    record = existing(session, kind, record_id, f"这条{kind.LABEL}记录已不在了，没有写入。内容还在窗口里。")
    check_version(record, row_version)
    return record


def record_to_read(session: Session, kind: type[AnyRecord], record_id: int) -> AnyRecord:
    """The record; raises NotFound when it is gone."""
    return existing(session, kind, record_id, f"这条{kind.LABEL}记录已不在了。请刷新列表。")


def is_taken(
    session: Session, column: InstrumentedAttribute[Any], value: Any, *, except_id: int | None, **same: Any
) -> bool:
    """Whether another record not deleted has the value, among those with the `same` other values."""
    kind = column.class_
    query = select(kind.id).where(column == value, kind.deleted_at.is_(None)).filter_by(**same)
    return session.scalar(query.where(kind.id != except_id) if except_id else query.limit(1)) is not None


def plain_code(value: Any) -> str:
    """A code as it is stored: capitals and half-width."""
    return unicodedata.normalize("NFKC", str(value or "")).strip().upper()


def code_problem(label: str, code: str) -> str:
    """Why a code cannot be taken, "" when it can; survey sheets store it, so no spaces and signs."""
    return "" if _CODE.fullmatch(code) else f"{label}只用大写字母、数字和短横"
