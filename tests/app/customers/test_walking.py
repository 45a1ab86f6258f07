"""Shops are walked past by street, row and number."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.customers.walking import walking_key

WALK = (
    "",
    "五金机电城 A区 2排9号",
    "五金机电城 A区 2排10号",
    "五金机电城 A区 十一排 3 号",
    "五金机电城 B 区 1排 1 号",
    "五金机电城 Ｂ区１排１２号",
    "建材大道9号",
    "建材大道二十号",
    "建材大道１００号",
    "建材大道100号3幢",
)


def test_shops_come_in_the_order_of_the_walk() -> None:
    mixed = list(WALK)
    random.Random(7).shuffle(mixed)
    assert sorted(mixed, key=walking_key) == list(WALK)


@pytest.mark.parametrize(
    ("one", "other"),
    [("机电路十二号", "机电路12号"), ("南街　２８＃", "南街28号"), ("A区1排1号", "Ａ 区 一排 １ 号")],
)
def test_the_same_place_written_otherwise_has_the_same_key(one: str, other: str) -> None:
    assert walking_key(one) == walking_key(other)


@given(st.lists(st.text(max_size=30), max_size=6))
def test_any_texts_can_be_sorted(addresses: list[str]) -> None:
    assert len(sorted(addresses, key=walking_key)) == len(addresses)
