"""A number is what stands behind it (rule R18)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.reports.traced import Refs, count, mean, median, rate, recorded, refs, weighed, words


def test_a_count_is_the_number_of_its_records() -> None:
    cell = count(refs("visit", [3, 1, 3, 2]))
    assert (cell.value, cell.part) == (3, Refs("visit", (3, 1, 2)))
    assert count(refs("visit", [])).value == 0


def test_a_rate_divides_records_or_amounts() -> None:
    assert rate(refs("visit", [1]), refs("visit", [1, 2, 3])).value == Decimal("0.3333")
    assert rate(refs("visit", [1, 2]), refs("visit", [1, 2, 3])).value == Decimal("0.6667")
    assert rate(refs("visit", []), refs("visit", [])).value is None
    sold = weighed("customer_brand", {1: Decimal("37.8"), 2: Decimal(12), 3: Decimal("1.5")})
    market = weighed("market_area", {7: Decimal(12000)})
    share = rate(sold, market, times=12)
    assert (share.value, share.part, share.whole) == (Decimal("0.0513"), sold, market)


@pytest.mark.parametrize(
    ("amounts", "middle", "average"),
    [([2, 9, 4], "4.00", "5.00"), ([2, 4], "3.00", "3.00"), ([Decimal("0.01"), Decimal("0.02")], "0.02", "0.02")],
)
def test_means_and_medians_are_of_the_amounts(amounts: list[Decimal], middle: str, average: str) -> None:
    seen = weighed("competitor_observation", dict(enumerate(map(Decimal, amounts))))
    assert (median(seen).value, mean(seen, 2).value) == (Decimal(middle), Decimal(average))


def test_of_nothing_there_is_neither() -> None:
    nothing = weighed("customer", {})
    assert (median(nothing).value, mean(nothing, 1).value) == (None, None)


def test_words_and_numbers_on_record_know_where_they_come_from() -> None:
    market = refs("market_area", [7])
    assert recorded(None, market).value is None
    assert (recorded(96, market).value, recorded(96, market).part) == (96, market)
    assert (words("较大", market).text, words("合计").part) == ("较大", None)
