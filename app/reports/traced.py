"""Numbers that know the records they were made from, so that every figure of a summary can be opened (rule R18).

A count is the number of its records, a sum, mean or median is made of one amount a record, a rate divides two of them:
the number cannot differ from what stands behind it, because only these functions make it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median as middle_of

from app.reports.values import rounded

RATE_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Refs:
    """Records of one kind (the table's name) by id; `amounts` and `days` have one entry a record, or none at all.

    A day that should have a record and may have none is of kind `daily_due`: the employee's id and the day.
    """

    kind: str
    ids: tuple[int, ...] = ()
    amounts: tuple[Decimal, ...] = ()
    days: tuple[date, ...] = ()

    @property
    def amount(self) -> Decimal:
        """The sum of the amounts; the number of records where they have none."""
        return sum(self.amounts, Decimal(0)) if self.amounts else Decimal(len(self.ids))


@dataclass(frozen=True, slots=True)
class Traced:
    """One cell: a number, or words, and the records behind it; `whole` are those a rate divides by.

    `value` is None where there is nothing to divide by or nothing on record, and for words.
    """

    value: Decimal | None = None
    text: str = ""
    part: Refs | None = None
    whole: Refs | None = None


def refs(kind: str, ids: Iterable[int]) -> Refs:
    """Each record once, in the order given."""
    return Refs(kind, tuple(dict.fromkeys(ids)))


def weighed(kind: str, amounts: Mapping[int, Decimal]) -> Refs:
    """Records with one amount each, by id."""
    return Refs(kind, tuple(amounts), tuple(amounts.values()))


def words(text: str, about: Refs | None = None) -> Traced:
    """Words about some records."""
    return Traced(text=text, part=about)


def count(part: Refs) -> Traced:
    """How many records."""
    return Traced(Decimal(len(part.ids)), part=part)


def recorded(value: Decimal | int | None, where: Refs) -> Traced:
    """A number a record itself states, such as a market's size."""
    return Traced(None if value is None else Decimal(value), part=where)


def mean(part: Refs, scale: int) -> Traced:
    """The mean of the amounts, rounded half up; None of no records."""
    value = rounded(part.amount / len(part.ids), scale) if part.ids else None
    return Traced(value, part=part)


def median(part: Refs, scale: int = 2) -> Traced:
    """The middle amount, of two middle ones their mean; None of no records."""
    return Traced(rounded(middle_of(part.amounts), scale) if part.amounts else None, part=part)


def rate(part: Refs, whole: Refs, *, times: int = 1, scale: int = RATE_DIGITS) -> Traced:
    """`part` by `whole`, each by its amounts or, without them, its records; None where `whole` is nothing.

    Percentages are fractions of 1 with 4 decimals; `times` is for what is divided by a year's figure.
    """
    below = whole.amount
    return Traced(rounded(part.amount * times / below, scale) if below else None, part=part, whole=whole)
