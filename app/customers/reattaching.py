"""Moving all that refers to one record over to another of its kind, where only one of something may be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Index, or_, select
from sqlalchemy.orm import Session

from app.customers.candidates import DIFFERENT, PENDING
from app.db.base import Record
from app.db.merged import MERGED
from app.db.records import Customer, DuplicateCandidate, FilingItem
from app.db.references import Reference, naming_references, references_to, unique_with

_AS_ISSUED = frozenset({FilingItem})
"""What says which paper was sent where: it stays with the customer it was made for."""
_WEIGHT = (PENDING, DIFFERENT, MERGED)
"""Of two things decided about one pair the later one in this order holds."""


@dataclass(frozen=True, slots=True)
class _Only:
    """Of some kind of record one only may have a mark: what comes over gives it up, where the kept one has it."""

    has: Callable[[Any], bool]
    name: str
    without: Any


ONLY_ONE: Mapping[str, _Only] = {
    "uq_contact_primary": _Only(lambda contact: contact.is_primary and contact.is_active, "is_primary", False),
    "uq_customer_brand_main": _Only(lambda brand: brand.role == "main", "role", "secondary"),
}
"""Uniqueness rules for a mark, by name."""
NUMBERED: Mapping[str, str] = {"uq_survey_sheet_customer_id_form_code_round_no": "round_no"}
"""Uniqueness rules that count: what comes over is counted on."""


def reattach(session: Session, kept: Record, other: Record) -> None:
    """Make everything that refers to `other` refer to `kept`, deleted records too; within a transaction."""
    for reference in references_to(kept.__tablename__):
        if reference.kind is not DuplicateCandidate:
            _move(session, reference, kept, other)
    for reference in naming_references():
        if reference.kind not in _AS_ISSUED:
            for record in _referring(session, reference, other):
                setattr(record, reference.name, kept.id)
    if isinstance(kept, Customer):
        _move_pairs(session, kept.id, other.id)


def _referring(session: Session, reference: Reference, record: Record) -> Sequence[Any]:
    kind = reference.kind
    query = select(kind).where(reference.to(record.__tablename__, record.id)).order_by(kind.id)
    return session.scalars(query).all()


def _move(session: Session, reference: Reference, kept: Record, other: Record) -> None:
    rules = unique_with(reference)
    there = [each for each in _referring(session, reference, kept) if each.deleted_at is None] if rules else []
    for record in _referring(session, reference, other):
        if record is kept or record is other:
            continue
        if record.deleted_at is None:
            twin = _twin(there, record, reference, rules)
            if twin is not None:
                _hand_over(record, twin, there, rules)
                _fold(session, twin, record, but=reference.name)
            else:
                _give_way(record, there, reference, rules)
                there.append(record)
        setattr(record, reference.name, kept.id)
    session.flush()


def _twin(there: Sequence[Any], record: Any, reference: Reference, rules: Sequence[Index]) -> Any:
    """The record that cannot stay beside this one: the same contact, the same brand.

    What is empty says nothing against it, but one that has the very values goes first.
    """
    for rule in rules:
        if str(rule.name) in ONLY_ONE or str(rule.name) in NUMBERED:
            continue
        names = [column.key for column in rule.columns if column.key != reference.name]
        near = None
        for each in there:
            values = [(getattr(each, name), getattr(record, name)) for name in names]
            if all(a == b for a, b in values):
                return each
            if near is None and all(a == b or a in (None, "") or b in (None, "") for a, b in values):
                near = each
        if near is not None:
            return near
    return None


def _give_way(record: Any, there: Sequence[Any], reference: Reference, rules: Sequence[Index]) -> None:
    """Give up the mark only one may have, or take the next number, for each rule there is."""
    for name in (str(rule.name) for rule in rules):
        if only := ONLY_ONE.get(name):
            if only.has(record) and any(only.has(each) for each in there):
                setattr(record, only.name, only.without)
        elif number := NUMBERED.get(name):
            taken = [getattr(each, number) for each in there]
            if getattr(record, number) in taken:
                setattr(record, number, max(taken) + 1)


def _hand_over(record: Any, twin: Any, there: Sequence[Any], rules: Sequence[Index]) -> None:
    """The twin takes over the mark only one may have, where nobody has it."""
    for only in (ONLY_ONE[str(rule.name)] for rule in rules if str(rule.name) in ONLY_ONE):
        if only.has(record) and not any(only.has(each) for each in there):
            setattr(twin, only.name, getattr(record, only.name))


def _fold(session: Session, kept: Any, record: Any, *, but: str) -> None:
    """Fill what the kept one lacks from its twin, give it what refers to the twin, and delete the twin."""
    for field in type(kept).fields():
        if field.name != but and getattr(kept, field.name) in (None, "", ()):
            setattr(kept, field.name, getattr(record, field.name))
    for reference in (*references_to(record.__tablename__), *naming_references()):
        for user in _referring(session, reference, record):
            setattr(user, reference.name, kept.id)
    record.deleted_at = session.info["author"].at


def _move_pairs(session: Session, kept_id: int, other_id: int) -> None:
    """What was decided about the other and a third holds for the kept one and the third."""
    known = {_third(pair, kept_id): pair for pair in _pairs_of(session, kept_id)}
    for pair in _pairs_of(session, other_id):
        third = _third(pair, other_id)
        twin = known.get(third)
        if third == kept_id:
            continue
        if twin is None:
            pair.customer_a_id, pair.customer_b_id = sorted((kept_id, third))
            continue
        if _WEIGHT.index(pair.state) > _WEIGHT.index(twin.state):
            twin.state, twin.note = pair.state, pair.note
            twin.decided_by_id, twin.decided_at = pair.decided_by_id, pair.decided_at
        pair.deleted_at = session.info["author"].at


def _pairs_of(session: Session, customer_id: int) -> Sequence[DuplicateCandidate]:
    one, other = DuplicateCandidate.customer_a_id, DuplicateCandidate.customer_b_id
    query = select(DuplicateCandidate).where(or_(one == customer_id, other == customer_id))
    return session.scalars(query.where(DuplicateCandidate.deleted_at.is_(None)).order_by(DuplicateCandidate.id)).all()


def _third(pair: DuplicateCandidate, customer_id: int) -> int:
    return pair.customer_b_id if pair.customer_a_id == customer_id else pair.customer_a_id
