"""The key figures of complaints over a period (rule R09's 指标, reports.md RP10), as pure functions."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from app.reports.complaint_data import LedgerFigures, ProductLine

TRUE = frozenset({"yes", "partial"})
"""What counts as 属实."""

_TURNED_DOWN = frozenset({"rejected", "withdrawn"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What the figures need of a complaint; `resolve_due_at` has running waits in it, codes are those of records.md."""

    kind: str
    severity: str
    state: str
    received_at: datetime
    response_due_at: datetime
    responded_at: datetime | None
    resolve_due_at: datetime
    resolved_at: datetime | None
    is_valid: str
    satisfaction: int | None
    remedy_amount: Decimal | None
    product: str
    batch_no: str


def period_figures(cases: Iterable[Case], first: date, last: date, now: datetime) -> LedgerFigures:
    """The figures of the days from first to last; `cases` may hold complaints of other times too.

    Counted by when they came: registered, open, closing rate, valid rate, satisfaction, compensation. The two rates of
    being in time count what was answered (resolved) in the period, and what ran out in it unanswered; the mean days
    count what was resolved in it.
    """
    every = list(cases)
    came = [case for case in every if first <= case.received_at.date() <= last]
    kept = [case for case in came if case.state not in _TURNED_DOWN]
    judged = [case for case in came if case.is_valid]
    marks = [case.satisfaction for case in came if case.satisfaction]
    solved = [case for case in every if case.resolved_at and first <= case.resolved_at.date() <= last]
    days = [(case.resolved_at.date() - case.received_at.date()).days for case in solved if case.resolved_at]
    return LedgerFigures(
        registered=len(came),
        open=sum(case.state not in (*_TURNED_DOWN, "closed") for case in came),
        response_rate=_in_time([(c, c.response_due_at, c.responded_at) for c in every], first, last, now),
        resolve_rate=_in_time([(c, c.resolve_due_at, c.resolved_at) for c in every], first, last, now),
        closing_rate=_ratio(sum(case.state == "closed" for case in kept), len(kept)),
        mean_days=_mean(days, 1),
        valid_rate=_ratio(sum(case.is_valid in TRUE for case in judged), len(judged)),
        mean_satisfaction=_mean(marks, 2),
        remedies=_remedies(came),
    )


def _in_time(
    limits: Iterable[tuple[Case, datetime, datetime | None]], first: date, last: date, now: datetime
) -> Decimal | None:
    done = in_time = missed = 0
    for case, due, at in limits:
        if at is not None and first <= at.date() <= last:
            done += 1
            in_time += at <= due
        elif first <= due.date() <= last and due < now and (at is None or at.date() > last):
            missed += case.state not in _TURNED_DOWN
    return _ratio(in_time, done + missed)


def kind_counts(cases: Iterable[Case], kinds: Sequence[str], severities: Sequence[str]) -> list[tuple[int, ...]]:
    """For each kind how many there are of each severity."""
    every = list(cases)
    return [
        tuple(sum((case.kind, case.severity) == (kind, severity) for case in every) for severity in severities)
        for kind in kinds
    ]


def product_lines(cases: Iterable[Case]) -> tuple[ProductLine, ...]:
    """Complaints about quality by product, the most complained of first."""
    by_product: dict[str, list[Case]] = {}
    for case in cases:
        if case.kind == "quality":
            by_product.setdefault(case.product, []).append(case)
    lines = [
        ProductLine(
            product,
            len(found),
            sum(case.is_valid in TRUE for case in found),
            "、".join(dict.fromkeys(case.batch_no for case in found if case.batch_no)),
            _remedies(found),
        )
        for product, found in by_product.items()
    ]
    return tuple(sorted(lines, key=lambda line: (-line.count, line.product)))


def _remedies(cases: Iterable[Case]) -> Decimal:
    """What was granted: an amount counts once the complaint is resolved."""
    return sum((case.remedy_amount or Decimal(0) for case in cases if case.resolved_at), Decimal(0))


def _ratio(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / Decimal(whole) if whole else None


def _mean(values: Sequence[int], scale: int) -> Decimal | None:
    if not values:
        return None
    return (Decimal(sum(values)) / len(values)).quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP)


def last_months(last: date, count: int = 12) -> list[tuple[date, date]]:
    """First and last day of the months up to the one of `last`, earliest first."""
    number = last.year * 12 + last.month - 1
    firsts = [date(month // 12, month % 12 + 1, 1) for month in range(number - count + 1, number + 1)]
    return [(first, first.replace(day=monthrange(first.year, first.month)[1])) for first in firsts]
