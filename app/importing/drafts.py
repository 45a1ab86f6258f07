"""One row of a workbook as a customer to be: typed values, people, what does not fit, and what tells it from others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from app.customers.likeness import Identity
from app.customers.names import address_key, name_core
from app.importing.mapping import Column
from app.importing.people import Person
from app.importing.readers import Known, Miss, Read, cell_text, reader
from app.importing.targets import CONTACT, KEYS, MARKET, OWNER, PEOPLE, targets
from app.phones import phone_key

UNNAMED = "老板"
"""What a person is called of whom the workbook has only the number."""
_PLACES_FOR_NUMBERS = frozenset({PEOPLE, "phone", CONTACT + "mobile", CONTACT + "phone"})
_REQUIRED = {"name": "客户名称", "address": "详细地址", MARKET: "市场", OWNER: "负责业务员"}


class Problem(NamedTuple):
    """One cell that cannot be taken: where it is, what stands there, why not, and what could stand there instead.

    `place` is the column from 0, -1 for the row itself; `suggestion` is None when nothing can be suggested, '' to
    leave the cell empty.
    """

    place: int
    heading: str
    found: str
    reason: str
    suggestion: str | None = None


@dataclass(slots=True)
class Draft:
    """What one row says: `values` by customer field, `people` as contact values, `problems` of its cells."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    people: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    identity: Identity = field(default_factory=lambda: Identity(""))

    @property
    def name(self) -> str:
        """The customer's name, empty when the row has none."""
        return str(self.values.get("name", ""))


class Drafter:
    """Reads the rows of one table by its columns; the same cell is read once."""

    def __init__(self, columns: Sequence[Column], known: Known, regions: tuple[str, ...], usual: dict[str, Any]):
        """`usual` holds values for rows that do not say: market, rep."""
        self._columns: list[tuple[Column, Read]] = [
            (column, reader(targets()[column.target], known, column.money, column.values))
            for column in columns
            if column.target
        ]
        self._regions, self._usual = regions, usual

    def draft(self, number: int, row: Sequence[Any]) -> Draft:
        """The row as a draft; cells that do not fit are its problems."""
        made = Draft(number)
        spoken: list[Person] = []
        main: dict[str, Any] = {}
        for column, read in self._columns:
            raw = row[column.place] if column.place < len(row) else ""
            if raw in ("", None) or (isinstance(raw, str) and not raw.strip()):
                continue
            value = _taken(column, read, raw)
            if isinstance(value, Miss):
                made.problems.append(Problem(column.place, column.heading, cell_text(raw), *value))
            elif value is not None:
                self._put(made, spoken, main, column.target, value)
        made.people = _people(main, spoken)
        made.identity = self._identity(made)
        return made

    def _put(self, made: Draft, spoken: list[Person], main: dict[str, Any], target: str, value: Any) -> None:
        if target in _PLACES_FOR_NUMBERS:
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
        places = {column.target: column for column, _ in self._columns}
        return [
            Problem(places[name].place if name in places else -1, label, "", f"{label}没有填")
            for name, label in _REQUIRED.items()
            if not made.values.get(name)
        ]

    @staticmethod
    def keys(made: Draft) -> dict[str, str]:
        """By which the row is a certain customer: full number, customer number, credit code."""
        return {name: str(made.values[name]) for name in KEYS if made.values.get(name)}


def _taken(column: Column, read: Read, raw: Any) -> Any:
    """The cell's value, or with `accept` that of what is suggested for it."""
    value = read(raw)
    if not column.accept or not isinstance(value, Miss) or value.suggestion is None:
        return value
    return read(value.suggestion) if value.suggestion else None


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
