"""Which column becomes what: by its heading, the office's words for it, or what its cells look like."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.forms.model import Kind
from app.importing.codes import words_of
from app.importing.layout import Layout, labels
from app.importing.people import read_number, split_people
from app.importing.readers import cell_text
from app.importing.synonyms import folded, without_remark
from app.importing.targets import CONTACT, NUMBER, PEOPLE, SEVERAL, targets

_CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}", re.ASCII)
_CUSTOMER_NUMBER = re.compile(r"KH-[A-Z]{2,4}-\d{5,}", re.ASCII)
_MOST = 0.8
"""The share of a column's samples that must look alike."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its place from 0, heading, some cells, and what it becomes ('' for nothing); `how` that was found.

    `money` says how plain numbers of a 万元 field are meant (see amounts.in_unit), `values` maps words to choice codes
    or names ('' leaves the cell empty), `accept` names the kinds of problems whose suggestions are taken (findings.Problem).
    """

    place: int
    heading: str
    samples: tuple[str, ...]
    target: str = ""
    how: str = ""
    money: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    accept: tuple[str, ...] = ()


def map_columns(layout: Layout, samples: Sequence[Sequence[Any]]) -> tuple[Column, ...]:
    """What each column probably becomes; `samples` are some rows under the heading."""
    known = labels()
    columns = [
        Column(place, "/".join(parts), tuple(_seen(samples, place))) for place, parts in enumerate(layout.headings)
    ]
    named = [_by_heading(column, layout.headings[column.place], known) for column in columns]
    taken = {column.target for column in named if column.target}
    guessed = [column if column.target else _by_content(column, taken) for column in named]
    return _once(guessed)


def _seen(samples: Sequence[Sequence[Any]], place: int) -> list[str]:
    cells = (cell_text(row[place]) for row in samples if place < len(row))
    return [text for text in dict.fromkeys(cells) if text][:40]


def _by_heading(column: Column, parts: Sequence[str], known: Mapping[str, str]) -> Column:
    forms = ["".join(parts), *reversed(parts)]
    for form in forms:
        word = folded(form)
        target = known.get(word) or known.get(without_remark(word))
        if target and _plausible(column, target):
            return replace(column, target=target, how="标题")
    return column


def _plausible(column: Column, target: str) -> bool:
    """An office's own numbering is not the program's."""
    return target != NUMBER or not column.samples or _share(column.samples, _CUSTOMER_NUMBER.fullmatch) >= _MOST


def _share(samples: Sequence[str], fits: Callable[[str], object]) -> float:
    return sum(bool(fits(text)) for text in samples) / len(samples)


def _by_content(column: Column, taken: set[str]) -> Column:
    if not column.samples:
        return column
    for target, fits in (("uscc", _CREDIT_CODE.fullmatch), (NUMBER, _CUSTOMER_NUMBER.fullmatch)):
        if target not in taken and _share(column.samples, fits) >= _MOST:
            return replace(column, target=target, how="内容")
    if _share(column.samples, _is_number) >= _MOST:
        return replace(column, target=CONTACT + "mobile", how="内容")
    if not taken & {PEOPLE, CONTACT + "name"} and _share(column.samples, _is_person) >= _MOST:
        return replace(column, target=PEOPLE, how="内容")
    for each in targets().values():
        if each.name not in taken and each.field and each.field.kind is Kind.ONE and len(column.samples) > 1:
            words = words_of(each.field.choices, each.field.label)
            if all(folded(text) in words for text in column.samples):
                return replace(column, target=each.name, how="内容")
    return column


def _is_number(text: str) -> bool:
    try:
        read_number(text)
    except ValueError:
        return False
    return True


def _is_person(text: str) -> bool:
    try:
        found = split_people(text)
    except ValueError:
        return False
    return any(person.name and (person.mobile or person.phone) for person in found)


def _once(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Each target once, but for those that may be filled by several columns; the first keeps it."""
    taken: set[str] = set()
    found = []
    for column in columns:
        if column.target in taken and column.target not in SEVERAL:
            column = replace(column, target="", how="")
        taken.add(column.target)
        found.append(column)
    return tuple(found)
