"""Which customers an export may hold: those picked in the list, those it shows, or all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.customers.filters import CustomerFilter


@dataclass(frozen=True, slots=True)
class Range:
    """What it is called, the conditions, and the ids of those picked by hand, if they were."""

    text: str
    wanted: CustomerFilter
    among: Collection[int] | None = None


def ranges_of(wanted: CustomerFilter, *, narrows: bool, picked: Sequence[int]) -> list[Range]:
    """The ranges of a list shown by these conditions, which leave somebody out or not; the likeliest first."""
    from app.customers.filters import EVERYBODY

    found = [Range(f"勾选的 {len(picked):,} 户", EVERYBODY, picked)] if picked else []
    if narrows:
        found.append(Range("当前筛选", wanted))
    return [*found, Range("全部客户", EVERYBODY)]
