"""Numbers as offices write them."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importing.amounts import Ambiguous, in_unit, read_amount


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("１２３", "123"),
        ("1.2万", "12000"),
        ("3千", "3000"),
        ("约50", "50"),
        ("50多人", "50"),
        ("200左右", "200"),
        ("1百2", "120"),
        ("1百02", "102"),
        ("1千2百", "1200"),
        ("一万二", "12000"),
        ("1万2千5", "12500"),
        ("3亿5千万", "350000000"),
        ("二十", "20"),
        ("十五", "15"),
        ("一百零二", "102"),
        ("43,210", "43210"),
        ("2.5w", "25000"),
        ("-3", "-3"),
        (3.5, "3.5"),
        (7, "7"),
    ],
)
def test_a_number_is_read_however_it_is_written(raw: object, number: str) -> None:
    assert read_amount(raw).number == Decimal(number)


@pytest.mark.parametrize("raw", ["", "很多", "abc", "100-200", "3到5"])
def test_what_is_no_single_number_is_refused_in_words(raw: str) -> None:
    with pytest.raises(ValueError, match=f"“{raw}”"):
        read_amount(raw)


@pytest.mark.parametrize(
    ("raw", "unit", "number"),
    [("186平", "㎡", 186), ("约200平方米", "㎡", 200), ("12人", "人", 12), ("35%", "%", 35), ("3成", "%", 30)],
)
def test_a_unit_behind_the_number_is_understood(raw: str, unit: str, number: int) -> None:
    assert in_unit(read_amount(raw), unit, raw) == number


def test_another_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="不是㎡"):
        in_unit(read_amount("12人"), "㎡", "12人")


@pytest.mark.parametrize(
    ("raw", "money", "wan"),
    [
        ("42万", "", "42"),
        ("42", "", "42"),
        ("420000元", "", "42"),
        ("二十", "", "20"),
        ("300000", "guess", "30"),
        ("300", "yuan", "0.03"),
        ("3000", "wan", "3000"),
    ],
)
def test_money_is_read_in_ten_thousands(raw: str, money: str, wan: str) -> None:
    assert in_unit(read_amount(raw), "万元", raw, money) == Decimal(wan)


def test_a_large_plain_figure_is_asked_about() -> None:
    with pytest.raises(Ambiguous) as asked:
        in_unit(read_amount("300000"), "万元", "300000")
    assert asked.value.suggestion == "30万元"
    assert in_unit(read_amount(asked.value.suggestion), "万元", asked.value.suggestion) == 30


@given(st.integers(min_value=-(10**9), max_value=10**9))
def test_every_plain_whole_number_is_itself(number: int) -> None:
    assert read_amount(str(number)).number == number
    assert read_amount(f"{number:,}").number == number


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    with suppress(ValueError):
        read_amount(text)
