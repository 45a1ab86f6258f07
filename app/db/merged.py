"""Where the customers that were merged into others have gone: the merged pair points from one to the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import CompoundSelect, Select, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.db.records import Customer, DuplicateCandidate

MERGED = "merged"
"""The state of a pair of which one was merged into the other; that one is deleted, the other on record."""

_GONE, _KEPT = aliased(Customer), aliased(Customer)


def kept_for(session: Session, ids: Iterable[int]) -> Mapping[int, int]:
    """For those of the customers that were merged, the one on record that stands for each now."""
    return {gone: kept for gone, _, kept in session.execute(_pairs(ids, of_gone=True))}


def standing_for(session: Session, customer_id: int) -> int:
    """The customer one was merged into; itself when it was not."""
    return kept_for(session, (customer_id,)).get(customer_id, customer_id)


def numbers_merged_into(session: Session, ids: Iterable[int]) -> Mapping[int, tuple[str, ...]]:
    """For each of the customers, the numbers of those merged into it."""
    found: dict[int, tuple[str, ...]] = {}
    for _, number, kept in sorted(session.execute(_pairs(ids, of_gone=False)).tuples()):
        found[kept] = (*found.get(kept, ()), number)
    return found


def _pairs(ids: Iterable[int], *, of_gone: bool) -> CompoundSelect[tuple[int, str, int]]:
    """Who is gone, with the number it had, and who was kept; the ids are of those gone or of those kept."""
    one, other = DuplicateCandidate.customer_a_id, DuplicateCandidate.customer_b_id
    wanted = list(ids)
    return union_all(*(_going(gone, kept, wanted, of_gone) for gone, kept in ((one, other), (other, one))))


def _going(
    gone: InstrumentedAttribute[int], kept: InstrumentedAttribute[int], ids: list[int], of_gone: bool
) -> Select[Any]:
    named = gone if of_gone else kept
    return (
        select(_GONE.id, _GONE.customer_no, _KEPT.id)
        .select_from(DuplicateCandidate)
        .join(_GONE, _GONE.id == gone)
        .join(_KEPT, _KEPT.id == kept)
        .where(named.in_(ids), DuplicateCandidate.deleted_at.is_(None))
        .where(DuplicateCandidate.state.concat("") == MERGED)  # few are: the pairs' own index is the one to use
        .where(_GONE.deleted_at.is_not(None), _KEPT.deleted_at.is_(None))
    )
