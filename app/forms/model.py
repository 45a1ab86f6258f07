"""What is asked: one declaration of a field, whoever draws, checks, exports or prints it.

Records declare their columns with `Field`; survey forms (XLSForm) become a `Form` of the same fields. A declaration
says what is asked, never how it is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

ROW_NUMBER = re.compile(r"\[(\d+)\]")
"""A row number in a path, as in /data/c/customer_brands[2]/brand_id."""


class Kind(StrEnum):
    """What sort of answer a field takes; every surface has one small `match` over these."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    BOOL = "bool"
    ONE = "one"
    MANY = "many"
    RANK = "rank"
    IMAGE = "image"
    GEOPOINT = "geopoint"
    NOTE = "note"
    CALCULATE = "calculate"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a choice list; `more` holds the list's further columns, for choice filters."""

    code: str
    label: str
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question or one record column. Expressions are XPath texts, empty when there is none.

    `max_length` counts characters, `scale` decimal places, `least` and `most` bound a number; `visit` is the visit (1-3)
    on which the answer is usually learnt, 0 when it does not matter; `shows` holds the letters L list, F form, X Excel,
    P print (records.md §0.1).
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    path: str = ""
    number: str = ""
    help: str = ""
    unit: str = ""
    section: str = ""
    shows: str = ""
    appearance: str = ""
    required: bool = False
    required_when: str = ""
    required_message: str = ""
    relevant: str = ""
    constraint: str = ""
    constraint_message: str = ""
    calculation: str = ""
    default: str = ""
    read_only: bool = False
    choices: str = ""
    choice_filter: str = ""
    references: str = ""
    max_length: int = 0
    scale: int = 0
    least: int = 0
    most: int = 0
    sensitive: bool = False
    visit: int = 0
    sources: tuple[str, ...] = ()
    save_to: str = ""
    writes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Questions that belong together; `letter` is the paper section's, empty for groups without one."""

    name: str
    label: str
    path: str
    children: tuple[Node, ...]
    number: str = ""
    letter: str = ""
    help: str = ""
    relevant: str = ""
    appearance: str = ""
    visit: int = 0
    sources: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat(Group):
    """A table: its children once a row. `count` is the expression that fixes the number of rows, if any."""

    count: str = ""


Node: TypeAlias = "Field | Group | Repeat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One numbered question of the paper sheet: a field, or a group or table whose fields are its parts."""

    number: str
    section: str
    node: Node
    required: bool

    @property
    def visit(self) -> int:
        """The visit on which it is usually asked, 0 when the form does not say."""
        return self.node.visit

    @property
    def parts(self) -> tuple[Field, ...]:
        """The fields a person fills for this question."""
        if isinstance(self.node, Field):
            return (self.node,)
        return tuple(f for f in fields_of(self.node) if f.kind not in (Kind.NOTE, Kind.CALCULATE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A survey form, one version of it."""

    id: str
    title: str
    version: str
    children: tuple[Node, ...]
    choices: Mapping[str, tuple[Choice, ...]]
    questions: tuple[Question, ...] = ()
    entity: str = ""
    logic: object = field(default=None, compare=False, repr=False)
    """What `Filling` evaluates; nobody else looks inside."""

    @property
    def sections(self) -> tuple[Group, ...]:
        """The paper's sections, in order."""
        return tuple(c for c in self.children if isinstance(c, Group) and c.letter)

    def fields(self) -> Iterator[Field]:
        """Every field, in paper order."""
        for child in self.children:
            yield from fields_of(child)

    def field_at(self, path: str) -> Field:
        """The field with this path, row numbers left out; KeyError when there is none."""
        bare = bare_path(path)
        found = next((field for field in self.fields() if field.path == bare), None)
        if found is None:
            raise KeyError(path)
        return found

    def tables(self) -> Iterator[Repeat]:
        """Every table, in paper order."""
        for child in self.children:
            yield from _tables_of(child)


def bare_path(path: str) -> str:
    """The path as the form declares it, without row numbers."""
    return ROW_NUMBER.sub("", path)


def _tables_of(node: Node) -> Iterator[Repeat]:
    if isinstance(node, Repeat):
        yield node
    if isinstance(node, Group):
        for child in node.children:
            yield from _tables_of(child)


def fields_of(node: Node) -> Iterator[Field]:
    """The fields at or under a node, in paper order."""
    if isinstance(node, Field):
        yield node
        return
    for child in node.children:
        yield from fields_of(child)
