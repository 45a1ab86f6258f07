"""Finding out for many rows at once which of them are customers on record, or rows before them (rule R11).

A score of 60 is only reached by two that share a credit code, a number, a normal name, or an address and part of a
name: those keys are looked up for a thousand rows in one query each, and only what they find is weighed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.customers.duplicates import TELLING, identity_of, phones_of, taken_back
from app.customers.likeness import WARN, Identity, Likeness, likeness, pairs_of
from app.customers.names import name_soft
from app.db.merged import kept_for
from app.db.records import Contact, Customer
from app.importing.drafts import Draft
from app.phones import written_as

_MOST = 50
"""How many that share one key are compared; a key more have tells little, and the first stand for all."""
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Match:
    """The likeliest the same: a customer on record (`customer_id`) or an earlier row (`row`, as the caller counts)."""

    likeness: Likeness
    name: str
    customer_id: int | None = None
    customer_no: str = ""
    row: int | None = None
    gone: bool = False
    foreign: bool = False

    @property
    def closed(self) -> bool:
        """Whether nothing may be written there: it is deleted, or others' (rule R22)."""
        return self.gone or self.foreign

    @property
    def score(self) -> int:
        """Rule R11's."""
        return self.likeness.score


class Earlier:
    """The rows taken so far, found again by what they share with later ones; grows by about 2 KB a row."""

    def __init__(self) -> None:
        self._rows: list[tuple[Identity, str, Any]] = []
        self._by_key: dict[int, int | list[int]] = {}
        self._by_address: dict[int, int | list[int]] = {}

    def add(self, identity: Identity, name: str, token: Any) -> None:
        """Remember a row that is taken; `token` is given back when a later one is like it."""
        place = len(self._rows)
        self._rows.append((identity, name, token))
        for key in _keys(identity):
            _remember(self._by_key, key, place, _MOST)
        if identity.address and identity.core:
            self._at_address(identity, place)

    def _at_address(self, identity: Identity, place: int) -> None:
        """Where very many rows have one address, they are found by it and a part of the name."""
        known = _remember(self._by_address, hash(identity.address), place, None)
        if known == _MOST + 1:
            crowd = self._by_address[hash(identity.address)]
            for each in crowd if isinstance(crowd, list) else ():
                self._by_parts(each)
        elif known > _MOST:
            self._by_parts(place)

    def _by_parts(self, place: int) -> None:
        for key in _address_keys(self._rows[place][0]):
            _remember(self._by_key, key, place, _MOST)

    def like(self, identity: Identity) -> tuple[Likeness, str, Any] | None:
        """The likeliest earlier row with its name and token, None when no score reaches 60."""
        found = [place for key in _keys(identity) for place in _places(self._by_key, key)]
        neighbours = _places(self._by_address, hash(identity.address)) if identity.address else ()
        if len(neighbours) > _MOST:
            neighbours = [place for key in self._rarest(identity) for place in _places(self._by_key, key)]
        best: tuple[Likeness, str, Any] | None = None
        for place in dict.fromkeys((*found, *neighbours)):
            other, name, token = self._rows[place]
            same = likeness(identity, other)
            if same.score >= WARN and (best is None or same.score > best[0].score):
                best = (same, name, token)
        return best

    def _rarest(self, identity: Identity) -> list[int]:
        """So few of the keys that a name alike has one of them (see app.db.search.like_named)."""
        keys = _address_keys(identity)
        shared = max(1, min(-(-3 * len(keys) // 5), len(keys) - 2))
        return sorted(keys, key=lambda key: len(_places(self._by_key, key)))[: max(0, len(keys) - shared + 1)]


def _remember(known: dict[int, int | list[int]], key: int, place: int, most: int | None) -> int:
    """Note a row under a key; how many there are now. A key of one row, as most are, needs no list."""
    found = known.get(key)
    if found is None:
        known[key] = place
        return 1
    if isinstance(found, int):
        known[key] = [found, place]
        return 2
    if most is None or len(found) < most:
        found.append(place)
    return len(found)


def _places(known: dict[int, int | list[int]], key: int) -> Sequence[int]:
    found = known.get(key, ())
    return (found,) if isinstance(found, int) else found


def _keys(identity: Identity) -> list[int]:
    """What two rows must share one of, hashed: a clash only costs a comparison."""
    keys = [hash(("phone", number)) for number in identity.phones]
    if identity.uscc:
        keys.append(hash(("uscc", identity.uscc)))
    if identity.core:
        keys.append(hash(("core", identity.core)))
        soft = name_soft(identity.core)
        keys.append(hash(("soft", soft)))
    return keys


def _address_keys(identity: Identity) -> list[int]:
    if not identity.address or not identity.core:
        return []
    return [hash((identity.address, pair)) for pair in dict.fromkeys(pairs_of(identity.core))]


def on_record(
    session: Session, drafts: Sequence[Draft], since: datetime, mine: ColumnElement[bool]
) -> list[Match | None]:
    """For each draft the likeliest customer on record, None when no score reaches 60.

    Customers deleted after `since`, but not by taking an import back, are compared too and marked as gone; for one merged into another that one stands.
    `mine` is the condition on customers one may change; the others are compared too and marked as foreign.
    """
    wanted = [draft.identity for draft in drafts]
    earlier = Earlier()
    customers = _customers(session, _candidates(session, wanted), since)
    phones = phones_of(session, [row.id for row in customers])
    standing = _standing(session, customers)
    for row in customers:
        shown = standing.get(row.id, row)
        earlier.add(identity_of(row, phones.get(row.id, frozenset())), shown.name, shown)
    matches = [_match(earlier.like(identity)) for identity in wanted]
    ids = sorted({match.customer_id for match in matches if match and match.customer_id})
    own = {number for some in batched(ids) for number in session.scalars(_own(some, mine))}
    return [replace(match, foreign=match.customer_id not in own) if match else None for match in matches]


def _own(ids: Sequence[int], mine: ColumnElement[bool]) -> Select[tuple[int]]:
    return select(Customer.id).where(Customer.id.in_(ids), mine)


def _standing(session: Session, customers: Sequence[Any]) -> dict[int, Any]:
    """For those merged into others the ones that stand for them now."""
    kept = kept_for(session, [row.id for row in customers if row.deleted_at is not None])
    rows = {row.id: row for row in session.execute(_wanted().where(Customer.id.in_(kept.values())))} if kept else {}
    return {gone: rows[number] for gone, number in kept.items() if number in rows}


def _match(found: tuple[Likeness, str, Any] | None) -> Match | None:
    if found is None:
        return None
    same, name, row = found
    return Match(same, name, row.id, row.customer_no, gone=row.deleted_at is not None)


def _wanted() -> Select[Any]:
    return select(*TELLING, Customer.customer_no, Customer.name, Customer.deleted_at)


def _customers(session: Session, ids: Iterable[int], since: datetime) -> list[Any]:
    there = or_(Customer.deleted_at.is_(None), Customer.deleted_at >= since)
    query = _wanted().where(there).order_by(Customer.deleted_at.is_not(None), Customer.id)
    rows = [row for some in batched(sorted(ids)) for row in session.execute(query.where(Customer.id.in_(some)))]
    never = taken_back(session, [row.id for row in rows if row.deleted_at is not None])
    return [row for row in rows if row.id not in never]


def _candidates(session: Session, wanted: Sequence[Identity]) -> set[int]:
    numbers = {number for identity in wanted for number in identity.phones}
    cores = {identity.core for identity in wanted if identity.core}
    found: set[int] = set()
    for column, values in (
        (Customer.uscc, {identity.uscc for identity in wanted if identity.uscc}),
        (Customer.phone_key, numbers),
        (Customer.name_key, cores),
        (Customer.soft_key, {name_soft(core) for core in cores}),
        (Customer.address_key, {identity.address for identity in wanted if identity.address}),
    ):
        found |= _having(session, column, Customer.id, values)
    forms = {form for number in numbers for form in written_as(number)}
    for column in (Contact.mobile, Contact.phone):
        found |= _having(session, column, Contact.customer_id, forms)
    return found


def _having(
    session: Session, column: InstrumentedAttribute[Any], owner: InstrumentedAttribute[int], values: Iterable[str]
) -> set[int]:
    """The ids of those with one of the values; of a value that very many have, the first."""
    found: set[int] = set()
    for some in batched(sorted(values)):
        counted = select(column, func.count(), func.min(owner)).where(column.in_(some)).group_by(column)
        few = []
        for value, count, first in session.execute(counted):
            found.add(first)
            if 1 < count <= _MOST:
                few.append(value)
        if few:
            query: Select[tuple[int]] = select(owner).where(column.in_(few))
            found.update(session.scalars(query))
    return found


def batched(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The values in parts that one statement can take."""
    for start in range(0, len(values), _BATCH):
        yield values[start : start + _BATCH]
