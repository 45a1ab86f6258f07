"""One number, however it is written (rule R11)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.phones import phone_key


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("+86 142-0000-1234", "14200001234"),
        ("０１４２００００１２３４", "14200001234"),
        ("0086 14200001234", "14200001234"),
        ("0600-8800013 转 802", "06008800013"),
        ("0600-8800013 ext. 802", "06008800013"),
        ("（0600）8800013分机8", "06008800013"),
        ("861234567", "861234567"),
        ("没有电话", ""),
    ],
)
def test_a_number_is_its_digits(written: str, key: str) -> None:
    assert phone_key(written) == key


@given(st.text("0123456789 -+()转ext０１２", max_size=20))
def test_a_key_holds_digits_only(written: str) -> None:
    assert set(phone_key(written)) <= set("0123456789")
