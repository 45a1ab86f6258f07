"""Amounts in Chinese capitals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.amounts import amount_in_words

_VALUES = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
_PLACES = {"拾": 10, "佰": 100, "仟": 1000}


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("1800", "壹仟捌佰元整"),
        ("2000.00", "贰仟元整"),
        ("1005.3", "壹仟零伍元叁角"),
        ("100.05", "壹佰元零伍分"),
        ("0.05", "伍分"),
        ("0.50", "伍角"),
        ("12.34", "壹拾贰元叁角肆分"),
        ("10000", "壹万元整"),
        ("100010", "壹拾万零壹拾元整"),
        ("10000001.01", "壹仟万零壹元零壹分"),
        ("20000500", "贰仟万零伍佰元整"),
        ("1001000", "壹佰万壹仟元整"),
        ("1000000000", "壹拾亿元整"),
        ("100000001", "壹亿零壹元整"),
        ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        ("0.005", "壹分"),
    ],
)
def test_amounts_as_receipts_write_them(amount: str, words: str) -> None:
    assert amount_in_words(Decimal(amount)) == words


@pytest.mark.parametrize("amount", ["-0.01", "1000000000000"])
def test_what_no_column_holds_is_refused(amount: str) -> None:
    with pytest.raises(ValueError):
        amount_in_words(Decimal(amount))


def _number(words: str) -> int:
    """Read back, the other way than written."""
    for unit, worth in (("亿", 10**8), ("万", 10**4)):
        high, found, low = words.rpartition(unit)
        if found:
            return _number(high) * worth + _number(low)
    total = digit = 0
    for char in words:
        if char in _PLACES:
            total, digit = total + digit * _PLACES[char], 0
        else:
            digit = _VALUES[char]
    return total + digit


def _cents(words: str) -> int:
    whole, _, rest = words.rpartition("元")
    dimes, _, cents = rest.removesuffix("整").rpartition("角")
    return 100 * _number(whole) + 10 * _number(dimes) + _number(cents.removesuffix("分"))


@given(st.integers(0, 10**14 - 1))
def test_what_is_written_can_be_read_back(cents: int) -> None:
    words = amount_in_words(Decimal(cents) / 100)
    assert _cents(words) == cents
    assert "零零" not in words
