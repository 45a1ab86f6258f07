"""How many customers papers show: told apart where their numbers are known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.reports.counting import Customers, customers_of, rows_of
from app.reports.model import Column, Report, SideBySide, Table

NUMBERED = Table(
    title="名册",
    columns=(Column(key="seq", label="序"), Column(key="customer_no", label="客户编号")),
    rows=((1, "KH-LZ-00001"), (2, "KH-LZ-00002")),
)
NAMED = Table(title="应访", columns=(Column(key="customer", label="客户"),), rows=(("汀禾水电",), ("汀禾水电",)))


def report(*tables: Table, details: tuple[Table, ...] = ()) -> Report:
    sides = SideBySide(tuple((table,) for table in tables))
    return Report(
        code="RP99", title="表", number="1", office="处", date=date(2026, 11, 20), blocks=(sides,), details=details
    )


def test_a_customer_of_several_tables_and_papers_counts_once() -> None:
    again = replace(NUMBERED, rows=((1, "KH-LZ-00002"),))
    assert customers_of([report(NUMBERED, again), report(NUMBERED)]) == Customers(2, at_most=False)


def test_the_details_tell_who_the_printed_rows_are_about() -> None:
    assert customers_of([report(NAMED, NAMED, details=(NUMBERED,))]) == Customers(2, at_most=False)


def test_rows_without_numbers_are_customers_at_most() -> None:
    assert customers_of([report(NUMBERED), report(NAMED)]) == Customers(4, at_most=True)


def test_no_customers_are_none_for_sure() -> None:
    assert customers_of([report()]) == Customers(0, at_most=False)
    assert rows_of([report(), report(NUMBERED, NAMED)]) == 4
    assert rows_of([report(), report()]) == 2
