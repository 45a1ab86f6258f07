"""How alike two customers are: evidence, score and what follows from it, exactly as rule R11 has it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from enum import IntEnum
from fractions import Fraction

from app.customers.names import name_soft

LIST, WARN, BLOCK = 35, 60, 100
"""From which score a pair is kept as a candidate, must be looked at, and is the same for certain (dup_list/warn/block)."""

_MOBILE = re.compile(r"1[3-9]\d{9}")
_SHORTEST_PHONE = 7
_SHORTEST_NAME = 3
_SHORTEST_TYPO = 4
_LIKE_NAMES, _LIKE_ADDRESSES = Fraction(3, 4), Fraction(4, 5)


class Verdict(IntEnum):
    """What a score means."""

    DIFFERENT = 0
    POSSIBLE = 1
    LIKELY = 2
    SAME = 3


def verdict_of(score: int) -> Verdict:
    """What follows from a score."""
    return Verdict(sum(score >= line for line in (LIST, WARN, BLOCK)))


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells one customer from another, in normal forms; `phones` are phone keys of the shop and its contacts."""

    core: str
    address: str = ""
    phones: frozenset[str] = frozenset()
    uscc: str = ""
    market_id: int | None = None
    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing two customers share, in words, and what it counts."""

    words: str
    score: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """What speaks for two customers being one."""

    evidence: tuple[Evidence, ...] = field(default=())

    @property
    def score(self) -> int:
        """The sum."""
        return sum(each.score for each in self.evidence)

    @property
    def verdict(self) -> Verdict:
        """What follows from the sum."""
        return verdict_of(self.score)

    @property
    def reasons(self) -> tuple[str, ...]:
        """The evidence in words, strongest first."""
        return tuple(each.words for each in sorted(self.evidence, key=lambda each: -each.score))


def likeness(one: Identity, other: Identity) -> Likeness:
    """Everything rule R11 counts for two customers."""
    branches = one.parent_id is not None and one.parent_id == other.parent_id and one.address != other.address
    found = [
        Evidence("信用代码相同", 100) if one.uscc and one.uscc == other.uscc else None,
        *_phones(one.phones & other.phones),
        None if branches else _names(one.core, other.core),
        _addresses(one.address, other.address),
        Evidence("同一市场", 5) if one.market_id is not None and one.market_id == other.market_id else None,
    ]
    return Likeness(tuple(each for each in found if each))


def _phones(shared: frozenset[str]) -> list[Evidence | None]:
    mobile = any(_MOBILE.fullmatch(phone) for phone in shared)
    landline = any(len(phone) >= _SHORTEST_PHONE and not _MOBILE.fullmatch(phone) for phone in shared)
    return [Evidence("手机相同", 60) if mobile else None, Evidence("座机相同", 45) if landline else None]


def _names(one: str, other: str) -> Evidence | None:
    soft = name_soft(one)
    if one == other and len(one) >= _SHORTEST_NAME:
        return Evidence("名称相同", 60)
    if soft == name_soft(other) and len(soft) >= _SHORTEST_NAME:
        return Evidence("名称只差经营后缀", 50)
    if dice(one, other) >= _LIKE_NAMES:
        return Evidence("名称相近", 35)
    if min(len(one), len(other)) >= _SHORTEST_TYPO and differ_by_one(one, other):
        return Evidence("名称只差一字", 30)
    return None


def _addresses(one: str, other: str) -> Evidence | None:
    if not one or not other:
        return None
    if one == other:
        return Evidence("地址相同", 30)
    return Evidence("地址相近", 15) if dice(one, other) >= _LIKE_ADDRESSES else None


def pairs_of(text: str) -> list[str]:
    """Pairs of neighbouring characters; a single character stands for itself."""
    return [text[place : place + 2] for place in range(max(len(text) - 1, 1))] if text else []


def dice(one: str, other: str) -> Fraction:
    """Twice the common pairs over all pairs, 0 to 1, exact."""
    first, second = Counter(pairs_of(one)), Counter(pairs_of(other))
    total = first.total() + second.total()
    return Fraction(2 * (first & second).total(), total) if total else Fraction(0)


def differ_by_one(one: str, other: str) -> bool:
    """Whether one character put in, left out or exchanged makes one text the other."""
    short, long = sorted((one, other), key=len)
    if one == other or len(long) - len(short) > 1:
        return False
    place = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[place + (len(short) == len(long)) :] == long[place + 1 :]
