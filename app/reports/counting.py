"""How much is on papers: rows and customers, for the log of exports and its limits (rule R22)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.reports.model import Report, Table, Value, in_one_column

_CUSTOMER = "customer_no"


@dataclass(frozen=True, slots=True)
class Customers:
    """How many customers papers show; `at_most` when some do not say whom their rows are about."""

    count: int
    at_most: bool


def rows_of(reports: Sequence[Report]) -> int:
    """The rows of all tables printed, a paper without any counting as one."""
    return max(len(reports), sum(_rows(report) for report in reports))


def customers_of(reports: Iterable[Report]) -> Customers:
    """The customers told apart by their numbers, on paper or in the details; a row is one where there are no numbers."""
    known: set[Value] = set()
    unknown = 0
    for report in reports:
        numbers = [_column(table, _CUSTOMER) for table in (*_tables(report), *report.details)]
        if any(column is not None for column in numbers):
            known.update(value for column in numbers if column is not None for value in column)
        else:
            unknown += _rows(report)
    return Customers(len(known) + unknown, bool(unknown))


def _rows(report: Report) -> int:
    return sum(len(table.rows) for table in _tables(report))


def _tables(report: Report) -> list[Table]:
    return [block for block in in_one_column(report.blocks) if isinstance(block, Table)]


def _column(table: Table, key: str) -> list[Value] | None:
    """The values of a column, None for a table that has no such."""
    places = [place for place, column in enumerate(table.columns) if column.key == key]
    return [row[places[0]] for row in table.rows] if places else None
