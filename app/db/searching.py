"""Keeping the search index in step with customers and their contacts, in the transaction that changes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, delete, event, inspect, select
from sqlalchemy.orm import Session, UOWTransaction

from app.db.base import Record
from app.db.merged import numbers_merged_into
from app.db.records import Contact, Customer, DuplicateCandidate
from app.db.search import Searchable, customer_search, search_values, write_search
from app.phones import phone_key
from app.pinyin import readings

_BATCH = 2000
_TOUCHED = "search_touched"
_SEARCHED = frozenset({"name", "short_name", "phone", "address", "customer_no", "deleted_at"})
"""The columns a customer is found by: a change of others leaves the index as it is."""


def keep_search(session: Session) -> None:
    """Make a writing session bring the index up to date when it commits."""
    session.info[_TOUCHED] = set()
    event.listen(session, "after_flush", _collect)
    event.listen(session, "before_commit", write_touched)


def rebuild_search(session: Session) -> int:
    """Write the index anew from the records; returns how many customers are in it."""
    session.connection().execute(delete(customer_search))
    total = 0
    for ids in _batches(session):
        rows = searchables(session, ids)
        write_search(session, rows, ())
        total += len(rows)
    return total


def stale_search(session: Session) -> int:
    """How many customers the index finds by other words than their records have, or does not know, or should not."""
    listed = session.get_bind().dialect.name == "postgresql"
    wrong = 0
    for ids in _batches(session):
        known = {row.customer_id: row for row in session.execute(_stored(ids))}
        for right in searchables(session, ids):
            row = known.pop(right.customer_id, None)
            values = search_values(right, listed=listed)
            wrong += row is None or any(row._mapping[name] != value for name, value in values.items())
        wrong += len(known)
    return wrong


def _stored(ids: Sequence[int]) -> Select[Any]:
    return select(customer_search).where(customer_search.c.customer_id.in_(ids))


def _batches(session: Session) -> Iterator[Sequence[int]]:
    last = 0
    while ids := session.scalars(
        select(Customer.id).where(Customer.id > last).order_by(Customer.id).limit(_BATCH)
    ).all():
        yield ids
        last = ids[-1]


def _collect(session: Session, _context: UOWTransaction) -> None:
    for record in (*session.new, *filter(_read_otherwise, session.dirty), *session.deleted):
        if isinstance(record, Customer):
            session.info[_TOUCHED].add(record.id)
        elif isinstance(record, Contact):
            session.info[_TOUCHED].add(record.customer_id)
        elif isinstance(record, DuplicateCandidate):
            session.info[_TOUCHED].update((record.customer_a_id, record.customer_b_id))


def _read_otherwise(record: Any) -> bool:
    return not isinstance(record, Customer) or not _SEARCHED.isdisjoint(inspect(record).committed_state)


def touch_search(session: Session, kind: type[Record], ids: Collection[int]) -> None:
    """Have the customers brought up to date that these records are or belong to, changed without being loaded."""
    if kind is Customer:
        session.info[_TOUCHED].update(ids)
    elif kind is Contact:
        session.info[_TOUCHED].update(session.scalars(select(Contact.customer_id).where(Contact.id.in_(ids))))
    elif kind is DuplicateCandidate:
        pairs = select(DuplicateCandidate.customer_a_id, DuplicateCandidate.customer_b_id)
        for pair in session.execute(pairs.where(DuplicateCandidate.id.in_(ids))):
            session.info[_TOUCHED].update(pair)


def write_touched(session: Session) -> None:
    """Bring the customers changed so far up to date; a long transaction does so as it goes, the commit with the rest."""
    touched = sorted(session.info[_TOUCHED])
    session.info[_TOUCHED].clear()
    for start in range(0, len(touched), _BATCH):
        ids = touched[start : start + _BATCH]
        write_search(session, searchables(session, ids), ids)


def searchables(session: Session, ids: Iterable[int]) -> list[Searchable]:
    """What these customers are found by, the numbers of those merged into them too; deleted ones are left out."""
    ids = list(ids)
    former = numbers_merged_into(session, ids)
    columns = (Customer.id, Customer.name, Customer.short_name, Customer.phone, Customer.address, Customer.customer_no)
    query = select(*columns).where(Customer.id.in_(ids), Customer.deleted_at.is_(None))
    people: dict[int, list[Any]] = {}
    contacts = select(Contact.customer_id, Contact.name, Contact.mobile, Contact.phone)
    for customer_id, *person in session.execute(
        contacts.where(Contact.customer_id.in_(ids), Contact.deleted_at.is_(None)).order_by(Contact.id)
    ):
        people.setdefault(customer_id, []).append(person)
    return [
        searchable(
            customer_id,
            name,
            (phone,),
            (short, address, number, *former.get(customer_id, ())),
            people.get(customer_id, ()),
        )
        for customer_id, name, short, phone, address, number in session.execute(query)
    ]


def searchable(
    customer_id: int, name: str, phones: Iterable[str | None], others: Iterable[str], people: Iterable[Sequence[Any]]
) -> Searchable:
    """One customer's row from its texts; `people` are contacts as name, mobile and phone."""
    people = list(people)
    numbers = [*phones, *(number for _, *each in people for number in each)]
    names = [person[0] for person in people]
    initials, full = readings(name)
    read = [each for person in names for each in readings(person)[0]]
    return Searchable(
        customer_id,
        name,
        initials,
        full,
        tuple(dict.fromkeys(phone_key(number) for number in numbers if number)),
        (*others, *names, *read),
    )
