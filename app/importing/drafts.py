"""One row of a workbook as a customer to be: typed values, people, what does not fit, and what tells it from others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.customers.likeness import Identity
from app.customers.names import address_key, name_core
from app.importing.findings import ColumnState, Problem
from app.importing.mapping import Column
from app.importing.people import Person
from app.importing.readers import WORDS, Known, Miss, Reader, cell_text
from app.importing.targets import CONTACT, KEYS, MARKET, OWNER, PLACES_FOR_NUMBERS, targets
from app.phones import phone_key

UNNAMED = "老板"
"""What a person is called of whom the workbook has only the number."""
MISSING = "missing"
"""The kind of a cell that must not be empty."""
_MOST_WORDS = 200
"""How many different words of a column are kept to be mapped."""
_CALLED = frozenset({"name", *KEYS})
_REQUIRED = {"name": "客户名称", "address": "详细地址", MARKET: "市场", OWNER: "负责业务员"}


_NOBODY = Identity("")


@dataclass(slots=True)
class Draft:
    """What one row says: `values` by customer field, `people` as contact values, `problems` of its cells."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    people: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    identity: Identity = _NOBODY

    @property
    def name(self) -> str:
        """The customer's name, empty when the row has none."""
        return str(self.values.get("name", ""))


class Drafter:
    """Reads the rows of one table by its columns; the same cell is read once. `states` says how each column was read."""

    def __init__(self, columns: Sequence[Column], known: Known, regions: tuple[str, ...], usual: dict[str, Any]):
        """`usual` holds values for rows that do not say: market, rep."""
        self._columns = [
            (column, Reader(targets()[column.target], known, column.money, column.values, column.accept))
            for column in columns
            if column.target
        ]
        self._regions, self._usual = regions, usual
        self._filled: Counter[int] = Counter()
        self._wrong: Counter[int] = Counter()
        self._words: defaultdict[int, Counter[str]] = defaultdict(Counter)

    def drafts(self, rows: Sequence[tuple[int, Sequence[Any]]]) -> list[Draft]:
        """The rows as drafts; cells that do not fit are their problems. Rows without problems have an identity."""
        made = [Draft(number) for number, _ in rows]
        read = [(column.target, self._read(column, reader, rows, made)) for column, reader in self._columns]
        called = [(target, values) for target, values in read if target in _CALLED]
        for place, draft in enumerate(made):
            if draft.problems:
                said = ((target, values[place]) for target, values in called)
                draft.values = {target: value for target, value in said if value.__class__ is str}
            else:
                self._fill(draft, [(target, values[place]) for target, values in read])
        return made

    def _read(
        self, column: Column, reader: Reader, rows: Sequence[tuple[int, Sequence[Any]]], made: Sequence[Draft]
    ) -> list[Any]:
        """One column of the rows; what does not fit becomes a problem of its row."""
        at = column.place
        cells = [row[at] if at < len(row) else "" for _, row in rows]
        values = reader.read(cells)
        self._filled[at] += len(values) - values.count(None)
        wrong = [place for place, value in enumerate(values) if value.__class__ is Miss]
        self._wrong[at] += len(wrong)
        for place in wrong:
            miss, found = values[place], cell_text(cells[place])
            made[place].problems.append(Problem(at, column.heading, miss.kind, found, miss.reason, miss.suggestion))
            if miss.kind in WORDS:
                self._note(at, found)
        return values

    def _note(self, at: int, word: str) -> None:
        words = self._words[at]
        if word in words or len(words) < _MOST_WORDS:
            words[word] += 1

    def _fill(self, draft: Draft, read: Iterable[tuple[str, Any]]) -> None:
        """Put what was read into the draft."""
        spoken: list[Person] = []
        main: dict[str, Any] = {}
        for target, value in read:
            if value is not None:
                self._put(draft, spoken, main, target, value)
        draft.people = _people(main, spoken)
        draft.identity = self._identity(draft)

    def states(self) -> tuple[ColumnState, ...]:
        """How the columns that become something were read so far."""
        return tuple(
            ColumnState(at, self._filled[at], self._wrong[at], tuple(self._words[at].most_common()))
            for at in (column.place for column, _ in self._columns)
        )

    def _put(self, made: Draft, spoken: list[Person], main: dict[str, Any], target: str, value: Any) -> None:
        if target in PLACES_FOR_NUMBERS:
            for person in value:
                if target == "phone" and person.phone and "phone" not in made.values:
                    made.values["phone"] = person.phone
                    person = Person(person.name, person.mobile)
                if person.name or person.mobile or person.phone:
                    spoken.append(person)
        elif target.startswith(CONTACT):
            main[target.removeprefix(CONTACT)] = value
        elif target == "note" and "note" in made.values:
            made.values["note"] += f"；{value}"
        else:
            made.values[target] = value

    def _identity(self, made: Draft) -> Identity:
        values = made.values
        numbers = [values.get("phone"), *(person.get(kind) for person in made.people for kind in ("mobile", "phone"))]
        return Identity(
            name_core(values["name"], self._regions)[:60] if values.get("name") else "",
            address_key(values["address"], self._regions)[:80] if values.get("address") else "",
            frozenset(phone_key(number) for number in numbers if number),
            (values.get("uscc") or "").upper(),
            values.get(MARKET, self._usual.get(MARKET)),
        )

    def complete(self, made: Draft, owners: dict[int, int]) -> list[Problem]:
        """Fill in what the row of a new customer does not say, and tell what is missing still."""
        for name, value in self._usual.items():
            made.values.setdefault(name, value)
        if made.values.get(OWNER) is None:
            made.values[OWNER] = owners.get(made.values.get(MARKET) or 0)
        return [
            self.problem(name, MISSING, f"{label}没有填")
            for name, label in _REQUIRED.items()
            if not made.values.get(name)
        ]

    def problem(self, target: str, kind: str, reason: str) -> Problem:
        """What is wrong with what a row says of a target, in its column if it has one."""
        place = next((column.place for column, _ in self._columns if column.target == target), -1)
        return Problem(place, _REQUIRED.get(target) or targets()[target].label, kind, "", reason)

    @staticmethod
    def keys(made: Draft) -> dict[str, str]:
        """By which the row is a certain customer: full number, customer number, credit code."""
        return {name: str(made.values[name]) for name in KEYS if made.values.get(name)}


def _people(main: dict[str, Any], spoken: Iterable[Person]) -> list[dict[str, Any]]:
    """The contacts of a row: the columns of the main one, then the others, none twice."""
    found: list[dict[str, Any]] = [main] if main.get("name") else []
    for person in spoken:
        given = {kind: number for kind, number in (("mobile", person.mobile), ("phone", person.phone)) if number}
        same = next((each for each in found if not person.name or each["name"] == person.name), None)
        if same is not None and not any(same.get(kind) for kind in given):
            same.update(given)
        elif person.name or given:
            found.append({"name": person.name or UNNAMED, **given})
    if not main.get("name") and main:
        found = [{"name": UNNAMED} | main | found[0], *found[1:]] if found else [{"name": UNNAMED, **main}]
    return _distinct(found)


def _distinct(people: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    known: dict[tuple[str, str], dict[str, Any]] = {}
    for person in people:
        known.setdefault((person["name"], person.get("mobile") or ""), person)
    return list(known.values())
